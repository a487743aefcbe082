"""The search index: what is in print, as words.

In: plates, and the rows that say which changed. Out: answers to questions in words, as kinds and ids of plates.
"""
