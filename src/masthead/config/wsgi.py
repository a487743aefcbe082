"""The newsroom and the doors as a WSGI application."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

__all__ = ["application"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "masthead.config.settings")

application = get_wsgi_application()
