"""WordPress on the wire: exports (WXR), their bodies, media and addresses.

In: an export and the old site's uploads. Out: what :mod:`masthead.wire.actions` brings into the newsroom.
"""
