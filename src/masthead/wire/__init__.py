"""The wire: what comes in from elsewhere.

In: exports of other systems. Out: newsroom drafts and live articles, each with its provenance,
and a report of everything that lost something on the way.
"""
