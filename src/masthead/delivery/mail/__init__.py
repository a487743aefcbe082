"""Letters: readers give an address, confirm it, get what a list sends, and leave with one press.

In: printed letters, breaking tellings, and what readers ask at the doors. Out: mails through any server or provider.
"""
