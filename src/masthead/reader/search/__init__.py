"""The search: a door that answers while a reader types, and a page of results.

In: a reader's question. Out: what the press's index finds, as the plates say it now.
"""
