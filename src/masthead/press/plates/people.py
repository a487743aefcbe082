"""Composing contributors and topics."""

from __future__ import annotations

from masthead.newsroom.models import Contributor, Topic

from .composed import Composed
from .pictures import Shelf

__all__ = ["compose_contributor", "compose_topic"]


def compose_contributor(contributor: Contributor, shelf: Shelf) -> Composed:
    """Compose whoever stands in a byline."""
    address = f"/contributors/{contributor.slug}/"
    card = {"id": contributor.pk, "address": address, "name": contributor.name}
    rest = {
        "note": contributor.note,
        "portrait": shelf.portrait(contributor.portrait),
        "links": [{"label": block.value["label"], "url": block.value["url"]} for block in contributor.links],
    }
    return Composed("contributor", contributor.pk, card, rest, address=address, uses=set(shelf.uses))


def compose_topic(topic: Topic) -> Composed:
    """Compose a topic."""
    address = f"/topics/{topic.slug}/"
    card = {"id": topic.pk, "address": address, "title": topic.title}
    return Composed("topic", topic.pk, card, {"description": topic.description}, address=address)
