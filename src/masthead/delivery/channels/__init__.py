"""Channels: a piece that is told is posted to the magazine's own channels on other networks.

In: tellings. Out: posts, through apprise, to the networks that the newsroom chose.
"""
