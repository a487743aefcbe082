"""Pieces like a piece: chosen by what they are about, and kept beside the plates.

In: rows that say which pieces changed, and the search index. Out: rows that say which pieces each one names.
"""
