"""A stream field whose blocks stay out of migrations."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField

__all__ = ["BodyField"]


class BodyField(StreamField):
    """Store a stream of blocks; changing a block's options or label makes no migration."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Describe the field to migrations without its blocks: the column is JSON whatever they are."""
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
