"""The newsroom: where people write, edit and decide what is published.

In: editors' work through Wagtail, and what the wire brings. Out: live pages, and one event row
for every change of something live, written in the transaction of the change.
"""
