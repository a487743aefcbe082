"""Preview images of embeds: fetched once, after a page is saved, and kept as pictures of the newsroom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from masthead.kit.fetching import FetchRefusedError, fetch_file
from masthead.kit.players import Player, player_of

from .events import record_events
from .models import ArticlePage, EmbedPreview, Event, Picture, StandingPage
from .uploads import PictureField

__all__ = ["addresses_without_image", "embed_problems", "fetch_embed_preview", "wanted_previews"]

_MOST_BYTES = 5_000_000
_MOST_JSON_BYTES = 200_000
_TIMEOUT_S = 20.0
_TRY_AGAIN_AFTER = timedelta(days=1)
_LONGEST_ADDRESS = 500
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif"}


def addresses_without_image(page: Any) -> Iterator[tuple[str, str]]:
    """Yield address and title of each embed of a page for which no editor chose an image."""
    for block in getattr(page, "body", None) or ():
        if block.block_type == "embed" and not block.value.get("image"):
            address = str(block.value["address"])
            if len(address) <= _LONGEST_ADDRESS:
                yield address, str(block.value["title"] or "")


def wanted_previews(page: Any) -> list[tuple[str, str]]:
    """Return address and title of those embeds whose preview can be fetched and was not, or not for a day."""
    wanted = {
        address: title
        for address, title in addresses_without_image(page)
        if (player := player_of(address)) and (player.thumbnail or player.oembed)
    }
    since = timezone.now() - _TRY_AGAIN_AFTER
    for preview in EmbedPreview.objects.filter(address__in=list(wanted)):
        if preview.picture_id is not None or preview.tried_at > since:
            del wanted[preview.address]
    return list(wanted.items())


def embed_problems(page: Any) -> list[tuple[str, str]]:
    """Return address and problem of each embed of a page whose preview could not be fetched."""
    addresses = [address for address, _title in addresses_without_image(page)]
    rows = EmbedPreview.objects.filter(address__in=addresses, picture=None).exclude(problem="")
    return list(rows.values_list("address", "problem"))


def fetch_embed_preview(*, address: str, title: str = "") -> EmbedPreview | None:
    """Fetch the preview image of a page elsewhere and keep it, credited to its provider; what fails is noted.

    Returns:
        What is kept of it; None where the page has no known provider with previews.
    """
    player = player_of(address)
    if player is None or not (player.thumbnail or player.oembed):
        return None
    picture, problem = None, ""
    try:
        picture = _picture(player, title)
    except FetchRefusedError as error:
        problem = _("The preview image could not be fetched: %(reason)s.") % {"reason": error}
    except (ValidationError, ValueError, OSError):
        problem = _("%(provider)s sent no image that can be used.") % {"provider": player.provider}
    with transaction.atomic():
        if picture is not None:
            picture.save()
        preview, _is_new = EmbedPreview.objects.update_or_create(
            address=address, defaults={"picture": picture, "problem": problem, "tried_at": timezone.now()}
        )
        if picture is not None:
            _tell_of_pages(address)
    return preview


def _picture(player: Player, title: str) -> Picture:
    content, media_type = _fetch(player.thumbnail or _thumbnail_of(player.oembed), _MOST_BYTES)
    name = "preview-" + player.provider.lower().replace(" ", "-") + _SUFFIXES.get(media_type, ".jpg")
    PictureField().clean(SimpleUploadedFile(name, content, content_type=media_type or "image/jpeg"))
    shown = title or player.provider
    picture = Picture(
        title=_("Preview: %(title)s") % {"title": shown}, credit=player.provider,
        description=_("Preview image of “%(title)s”") % {"title": shown},
        rights=_("Fetched from %(provider)s for the preview of an embed.") % {"provider": player.provider},
        file=ContentFile(content, name=PurePosixPath(name).name),
    )  # fmt: skip
    picture._set_image_file_metadata()
    return picture


def _thumbnail_of(oembed: str) -> str:
    content, _media_type = _fetch(oembed, _MOST_JSON_BYTES)
    answer = json.loads(content)
    address = answer.get("thumbnail_url") if isinstance(answer, dict) else None
    if not isinstance(address, str) or urlsplit(address).scheme != "https":
        raise ValueError("no thumbnail")
    return address


def _fetch(address: str, most_bytes: int) -> tuple[bytes, str]:
    fetched = fetch_file(address, max_bytes=most_bytes, timeout_s=_TIMEOUT_S)
    with fetched.file as file:
        return file.read(), fetched.media_type


def _tell_of_pages(address: str) -> None:
    """Record that all live pages with this embed changed: each shows the preview from now on."""
    # Databases keep letters that are not ASCII as they are, or as JSON writes them.
    written = Q(text__contains=address) | Q(text__contains=json.dumps(address)[1:-1])
    for model, subject in ((ArticlePage, Event.Subject.ARTICLE), (StandingPage, Event.Subject.STANDING)):
        pages = model.objects.filter(live=True).annotate(text=Cast("body", TextField())).filter(written)
        record_events(Event.Kind.CHANGED, subject, pages.values_list("pk", flat=True))
