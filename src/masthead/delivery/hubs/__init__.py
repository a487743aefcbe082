"""Hubs: services that are told when a feed or a page changed, so that nobody has to ask again and again.

In: printed events. Out: pings of WebSub and IndexNow, to the hubs that the site's settings name.
"""
