"""Files that come with an import: where they lie, whether they can be trusted, and what they become.

In: addresses of files on the old site. Out: pictures and documents of the newsroom.
"""
