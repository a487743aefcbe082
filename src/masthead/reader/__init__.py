"""The readers' side: the built-in edition server and the doors that answer live.

In: the printed edition. Out: HTTP answers. Nothing here may query the newsroom.
"""
