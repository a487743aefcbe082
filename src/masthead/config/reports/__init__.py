"""Pages of the newsroom that show what rooms toward the reader know: only this room may ask both."""
