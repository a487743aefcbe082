"""The built-in edition server: answers readers from printed files, and passes the rest on to Django.

In: HTTP requests over ASGI. Out: sheets and media from disk or memory, or what Django answers over its Unix socket.
No Django, no database: what is printed can be read while the newsroom is down.
"""

from __future__ import annotations

from masthead.reader.edition.app import make_app

__all__ = ["make_app"]
