"""Sheets: what is printed from what.

In: plates and listings, through a desk that records what is read. Out: addresses and bytes.
"""
