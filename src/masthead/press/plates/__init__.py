"""Plates: composed, published forms of things, one module per kind.

In: live pages, contributors, topics, settings. Out: plate rows, listings, and the keys of what changed.
"""
