"""The engine: prints sheets, keeps the ledger, and knows no article.

In: specs of sheets that wait. Out: files of the edition, and for each what it was printed from.
"""
