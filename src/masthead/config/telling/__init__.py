"""The newsroom's pages about delivery, a room that it does not know: who is reached, what was sent, channels."""
