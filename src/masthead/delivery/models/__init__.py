"""The nouns of delivery: devices and what they asked for, pieces that are told, and notices of them."""

from __future__ import annotations

from .devices import Choice, Subscription
from .notices import Notice, NoticeQuerySet, State
from .tellings import Telling

__all__ = ["Choice", "Notice", "NoticeQuerySet", "State", "Subscription", "Telling"]
