"""Template tags of the newsroom's own frame."""

from __future__ import annotations

from django import template
from django.db import DatabaseError

from masthead.newsroom.models import Identity

__all__ = ["publication_name"]

register = template.Library()


@register.simple_tag
def publication_name() -> str:
    """Return what the publication is called; the product's name where the database does not say."""
    try:
        identity = Identity.objects.only("name").first()
    except DatabaseError:
        identity = None
    return identity.name if identity else "Masthead"
