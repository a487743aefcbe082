"""The kit: plain-Python tools that two rooms share, one file per craft.

In: values. Out: values. No Django, no database, no knowledge of what is published.
"""
