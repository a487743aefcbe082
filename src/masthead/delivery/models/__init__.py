"""The nouns of delivery: devices, readers and what they asked for, pieces that are told, and notices and letters of them."""

from __future__ import annotations

from .channels import Announced, Channel, ChannelPost, HubPing
from .devices import Choice, Subscription
from .letters import Click, Letter, Mailing, Note, Post, Refusal
from .notices import Notice, NoticeQuerySet, State
from .pushes import PushNotice, PushTally
from .reach import ReachDay
from .readers import Membership, Reader, Suppression
from .tellings import Telling

__all__ = [
    "Announced",
    "Channel",
    "ChannelPost",
    "Choice",
    "Click",
    "HubPing",
    "Letter",
    "Mailing",
    "Membership",
    "Note",
    "Notice",
    "NoticeQuerySet",
    "Post",
    "PushNotice",
    "PushTally",
    "ReachDay",
    "Reader",
    "Refusal",
    "State",
    "Subscription",
    "Suppression",
    "Telling",
]
