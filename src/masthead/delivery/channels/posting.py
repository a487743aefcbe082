"""The verbs of channels: plan posts, send them, and send one again that failed."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import unquote

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from masthead.delivery.errors import RefusedError
from masthead.delivery.models import Channel, ChannelPost, State, Telling
from masthead.delivery.outbox import (
    Settled,
    count_by_state,
    count_troubles,
    mind_left,
    retry_at,
    settle,
    take_due,
)
from masthead.delivery.pieces import Piece, piece_of
from masthead.delivery.ways import Marks

from .addresses import check_channel_address, network_of_address, open_channel
from .texts import check_template, fill_template

__all__ = ["ChannelsWay", "preview_post", "save_channel", "send_again", "send_posts", "try_channel"]

_TAKEN = 5
_HOLD = timedelta(minutes=5)
_MOST_ATTEMPTS = 5
_LONGEST_REASON = 300
_WITHDRAWN = "The piece was withdrawn."
# What apprise notes: what it says to people, and a connection that ended after a post was on its way.
_SAID = re.compile(r"^\S+ \S+ - (?:WARNING|ERROR) - (.+)$", re.MULTILINE)
_NO_ANSWER = re.compile(r"Socket Exception: .*(?:Read timed out|Connection aborted|Response ended)")


class ChannelsWay:
    """Posts to the magazine's own channels."""

    name = "channels"
    label = gettext_lazy("channels")

    def receivers(self) -> int:
        """Count the channels in use."""
        return Channel.objects.filter(is_active=True).count()

    def reach(self, marks: Marks, *, is_breaking: bool) -> int:
        """Count the channels that take such a piece."""
        return len(_channels_for(marks.sections, is_breaking=is_breaking))

    def counts(self, telling_ids: Sequence[int]) -> dict[int, dict[str, int]]:
        """Count the posts of tellings by state."""
        return count_by_state(ChannelPost, telling_ids)

    def troubles(self, since: datetime) -> dict[str, int]:
        """Count the posts that failed or are unclear."""
        return count_troubles(ChannelPost, since)

    def plan(self, telling: Telling) -> int:
        """Write a post for each channel that takes the piece's section."""
        piece = piece_of(telling.article_id)
        if piece is None:
            return 0
        now = timezone.now()
        posts = [
            ChannelPost(telling=telling, channel=one, due_at=now + timedelta(seconds=one.delay_s))
            for one in _channels_for(piece.sections, is_breaking=telling.is_breaking)
        ]
        ChannelPost.objects.bulk_create(posts, ignore_conflicts=True)
        return len(posts)

    def drop(self, telling: Telling, reason: str) -> int:
        """Skip what is not posted yet."""
        waiting = telling.posts.filter(state=State.DUE)
        return int(waiting.update(state=State.SKIPPED, reason=reason, settled_at=timezone.now()))

    def forget(self, before: datetime) -> int:
        """Delete posts that were settled long ago."""
        return int(ChannelPost.objects.filter(settled_at__lt=before).delete()[0])


def _channels_for(sections: Sequence[int], *, is_breaking: bool) -> list[Channel]:
    channels = Channel.objects.filter(is_active=True)
    if not is_breaking:
        channels = channels.filter(is_breaking_only=False)
    return [one for one in channels if not one.sections or not set(one.sections).isdisjoint(sections)]


def save_channel(channel: Channel) -> Channel:
    """Save a channel whose address and text can be used.

    Raises:
        RefusedError: one of them cannot.
    """
    check_template(channel.template)
    check_channel_address(channel.address)
    channel.save()
    return channel


def preview_post(channel: Channel, piece: Piece) -> str:
    """Return what would be posted of a piece."""
    service = open_channel(channel.address)
    return fill_template(channel.template, piece, longest=int(service.body_maxlen))


def send_posts() -> int:
    """Send the posts that are due; return how many were taken.

    A network shows a post as often as it is sent, so one that was cut off is not sent again by itself.
    """
    mind_left(ChannelPost, is_repeatable=False)
    count = 0
    while taken := take_due(ChannelPost, limit=_TAKEN, hold=_HOLD):
        for post in taken:
            settle(ChannelPost, [_sent(post)])
        count += len(taken)
    return count


def _sent(post: ChannelPost) -> Settled:
    piece = piece_of(post.telling.article_id)
    if piece is None:
        return Settled(post.pk, State.SKIPPED, _WITHDRAWN)
    problem, is_unclear = _deliver(post.channel, partial(preview_post, post.channel, piece))
    if not problem:
        return Settled(post.pk, State.SENT)
    if is_unclear:
        return Settled(post.pk, State.UNCLEAR, problem)
    if post.attempts < _MOST_ATTEMPTS:
        return Settled(post.pk, State.DUE, problem, retry_at(post.attempts))
    return Settled(post.pk, State.FAILED, f"Given up after {post.attempts} attempts. {problem}")


def _deliver(channel: Channel, compose: partial[str]) -> tuple[str, bool]:
    """Post a text; return why that did not work, or nothing, and whether it may have been posted nevertheless."""
    from apprise import LogCapture

    try:
        # A name can lead elsewhere by now.
        check_channel_address(channel.address)
        text = compose()
        service = open_channel(channel.address)
    except RefusedError as error:
        return str(error), False
    with LogCapture(level=logging.DEBUG) as log:  # type: ignore[no-untyped-call]
        try:
            is_sent = bool(service.notify(body=text, title=""))
        except Exception as error:  # noqa: BLE001 - a plugin may fail in any way; the others go on
            return f"{network_of_address(channel.address)}: {type(error).__name__}.", False
        said = str(log.getvalue())
    if is_sent:
        return "", False
    if _NO_ANSWER.search(said):
        network = network_of_address(channel.address)
        return f"{network} took the post and gave no answer, so that nobody knows whether it is there.", True
    return _reason(channel, said), False


def _reason(channel: Channel, said: str) -> str:
    """Return the last thing that apprise said, without the secrets of the address."""
    last = (_SAID.findall(said) or [""])[-1]
    parts = re.split(r"[:/@?&;=#]+", channel.address.partition("://")[2])
    for secret in {*parts, *map(unquote, parts)}:
        if len(secret) > 3:
            last = last.replace(secret, "…")
    network = network_of_address(channel.address)
    return f"{network} did not take it. {last}".strip()[:_LONGEST_REASON]


def try_channel(channel: Channel, text: str) -> None:
    """Post a text to a channel at once, to see whether it works.

    Raises:
        RefusedError: it does not; the sentence says why.
    """
    if problem := _deliver(channel, partial(str, text))[0]:
        raise RefusedError("channel", problem, 502)


def send_again(post: ChannelPost) -> None:
    """Let a post that failed, was skipped, or may not have arrived be sent once more.

    Raises:
        RefusedError: it is on its way, or was sent.
    """
    with transaction.atomic():
        done = ChannelPost.objects.filter(pk=post.pk, state__in=(State.FAILED, State.UNCLEAR, State.SKIPPED))
        if not done.update(state=State.DUE, due_at=timezone.now(), attempts=0, reason="", settled_at=None):
            raise RefusedError("sent", "This post was sent, or is on its way.", 409)
