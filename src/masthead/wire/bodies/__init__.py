"""Foreign HTML made into the blocks of a body.

In: HTML from anywhere, and a finder for its media. Out: stream data that the newsroom's editor opens,
with everything that was lost on the way, and every file that is missing.
"""
