"""The magazine's own channels on other networks, and the hubs that are told of changes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .notices import Notice, State
from .tellings import Telling

__all__ = ["Announced", "Channel", "ChannelPost", "HubPing"]

TEMPLATE = "{title}\n\n{standfirst}\n\n{address}"


class Channel(models.Model):
    """A channel of the magazine's own on another network, and what is posted there.

    Attributes:
        address: an address of apprise with the channel's secrets in it; shown to nobody once it is saved.
        sections: the ids of the sections whose pieces go there, those below them included; none for all.
        delay_s: seconds between readers being told and the post.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    address = models.TextField(_("address"))
    sections: models.JSONField[Any, Any] = models.JSONField(_("sections"), default=list, blank=True)
    is_breaking_only = models.BooleanField(_("breaking news only"), default=False)
    template = models.TextField(_("text"), default=TEMPLATE)
    delay_s = models.PositiveIntegerField(_("delay in seconds"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ChannelPost(Notice):
    """A piece on its way to a channel."""

    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, related_name="posts")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="posts")

    class Meta(Notice.Meta):
        verbose_name = _("post")
        constraints = [
            models.UniqueConstraint(fields=["telling", "channel"], name="delivery_one_post_a_channel")
        ]


class HubPing(Notice):
    """A change on its way to a hub: a feed to a hub of WebSub, a page to one of IndexNow."""

    class Kind(models.TextChoices):
        """Which protocol the hub speaks."""

        WEBSUB = "websub", "WebSub"
        INDEXNOW = "indexnow", "IndexNow"

    kind = models.CharField(max_length=10, choices=Kind)
    hub = models.TextField()
    page = models.TextField(help_text="The address that changed, without the site's.")

    class Meta(Notice.Meta):
        verbose_name = _("ping")
        constraints = [
            # A change while one waits is told with it.
            models.UniqueConstraint(
                fields=["hub", "page"], condition=models.Q(state=State.DUE), name="delivery_one_ping_waits"
            )
        ]


class Announced(models.Model):
    """What a piece was when hubs were told of it last: a page is printed again for its neighbours' sake too."""

    article_id = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=70)

    def __str__(self) -> str:
        return f"{self.article_id} announced"
