"""Addresses of pages that show something, and of the players that can stand in a frame.

Nothing here asks anybody: an address is read, and another is written from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

__all__ = ["FRAME_HOSTS", "Player", "player_of"]


@dataclass(frozen=True)
class Player:
    """What can stand in a frame in place of a page.

    Attributes:
        provider: the name by which readers know whose it is.
        address: of the frame.
        privacy: where the provider says what it does with what it learns.
        shape: ``wide`` for films and maps, ``post`` for what is taller than wide, ``sound`` for a low bar.
        thumbnail: the address of a preview image, where it can be told from the page's.
        oembed: an address that answers with JSON whose ``thumbnail_url`` is one.
    """

    provider: str
    address: str
    privacy: str
    shape: str = "wide"
    thumbnail: str = ""
    oembed: str = ""


class _Provider(NamedTuple):
    name: str
    privacy: str
    shape: str = "wide"
    thumbnail: str = ""
    oembed: str = ""


_YOUTUBE = _Provider(
    "YouTube", "https://policies.google.com/privacy", thumbnail="https://i.ytimg.com/vi/{0}/hqdefault.jpg"
)
_VIMEO = _Provider(
    "Vimeo", "https://vimeo.com/privacy", oembed="https://vimeo.com/api/oembed.json?url={page}"
)
_DAILYMOTION = _Provider(
    "Dailymotion",
    "https://legal.dailymotion.com/en/privacy-policy/",
    thumbnail="https://www.dailymotion.com/thumbnail/video/{0}",
)
_SPOTIFY = _Provider(
    "Spotify",
    "https://www.spotify.com/legal/privacy-policy/",
    "sound",
    oembed="https://open.spotify.com/oembed?url={page}",
)
_SOUNDCLOUD = _Provider(
    "SoundCloud",
    "https://soundcloud.com/pages/privacy",
    "sound",
    oembed="https://soundcloud.com/oembed?format=json&url={page}",
)
_TED = _Provider(
    "TED",
    "https://www.ted.com/about/our-organization/our-policies-terms/privacy-policy",
    oembed="https://www.ted.com/services/v1/oembed.json?url={page}",
)
_ARCHIVE = _Provider(
    "Internet Archive", "https://archive.org/about/terms", thumbnail="https://archive.org/services/img/{0}"
)
_X = _Provider("X", "https://x.com/en/privacy", "post")
_FACEBOOK_POST = _Provider("Facebook", "https://www.facebook.com/privacy/policy/", "post")
_FACEBOOK_VIDEO = _Provider("Facebook", "https://www.facebook.com/privacy/policy/")
_INSTAGRAM = _Provider("Instagram", "https://privacycenter.instagram.com/policy", "post")
_TELEGRAM = _Provider("Telegram", "https://telegram.org/privacy", "post")
_TIKTOK = _Provider(
    "TikTok",
    "https://www.tiktok.com/legal/privacy-policy",
    "post",
    oembed="https://www.tiktok.com/oembed?url={page}",
)
_OSM = _Provider("OpenStreetMap", "https://osmfoundation.org/wiki/Privacy_Policy")
_GOOGLE_MAPS = _Provider("Google Maps", "https://policies.google.com/privacy")

# What a page's address looks like, whose it is, and the frame's address; ``{page}`` is the page's own, quoted.
_PATTERNS: tuple[tuple[re.Pattern[str], _Provider, str], ...] = tuple(
    (re.compile(rf"^https?://(?:www\.|m\.|mobile\.)?{pattern}", re.IGNORECASE), provider, frame)
    for pattern, provider, frame in (
        (r"youtube(?:-nocookie)?\.com/(?:watch\?(?:.*&)?v=|shorts/|live/|embed/|v/)([\w-]{6,})", _YOUTUBE, "https://www.youtube-nocookie.com/embed/{0}"),
        (r"youtu\.be/([\w-]{6,})", _YOUTUBE, "https://www.youtube-nocookie.com/embed/{0}"),
        (r"(?:player\.)?vimeo\.com/(?:video/|channels/[\w-]+/)?(\d+)", _VIMEO, "https://player.vimeo.com/video/{0}?dnt=1"),
        (r"dailymotion\.com/(?:embed/)?video/(\w+)", _DAILYMOTION, "https://www.dailymotion.com/embed/video/{0}"),
        (r"dai\.ly/(\w+)", _DAILYMOTION, "https://www.dailymotion.com/embed/video/{0}"),
        (r"open\.spotify\.com/(?:embed/)?((?:track|album|playlist|episode|show|artist)/\w+)", _SPOTIFY, "https://open.spotify.com/embed/{0}"),
        (r"soundcloud\.com/[\w-]+/[\w-]+", _SOUNDCLOUD, "https://w.soundcloud.com/player/?url={page}"),
        (r"ted\.com/talks/([\w-]+)", _TED, "https://embed.ted.com/talks/{0}"),
        (r"archive\.org/(?:details|embed)/([\w.-]+)", _ARCHIVE, "https://archive.org/embed/{0}"),
        (r"(?:twitter|x)\.com/(?:\w+|i(?:/web)?)/status(?:es)?/(\d+)", _X, "https://platform.twitter.com/embed/Tweet.html?dnt=true&id={0}"),
        (r"facebook\.com/(?:[\w.-]+/videos/|watch/?\?|reel/|video\.php)", _FACEBOOK_VIDEO, "https://www.facebook.com/plugins/video.php?show_text=false&href={page}"),
        (r"fb\.watch/\w", _FACEBOOK_VIDEO, "https://www.facebook.com/plugins/video.php?show_text=false&href={page}"),
        (r"facebook\.com/(?:[\w.-]+/(?:posts|photos)/|permalink\.php|photo(?:\.php|/)|story\.php|share/)", _FACEBOOK_POST, "https://www.facebook.com/plugins/post.php?href={page}"),
        (r"instagram\.com/(?:[\w.]+/)?(p|reel|tv)/([\w-]+)", _INSTAGRAM, "https://www.instagram.com/{0}/{1}/embed/"),
        (r"(?:t|telegram)\.me/(?:s/)?(\w{4,})/(\d+)", _TELEGRAM, "https://t.me/{0}/{1}?embed=1"),
        (r"tiktok\.com/(?:@[\w.-]+/video|embed(?:/v2)?)/(\d+)", _TIKTOK, "https://www.tiktok.com/embed/v2/{0}"),
    )
)  # fmt: skip

# The hosts whose frames a page of the edition may hold: its security policy names no other.
FRAME_HOSTS = (
    "archive.org", "embed.ted.com", "open.spotify.com", "platform.twitter.com", "player.vimeo.com", "t.me",
    "w.soundcloud.com", "www.dailymotion.com", "www.facebook.com", "www.google.com", "www.instagram.com",
    "www.openstreetmap.org", "www.tiktok.com", "www.youtube-nocookie.com",
)  # fmt: skip

_DEGREES = r"(-?\d{1,3}(?:\.\d+)?)"
_OSM_PAGE = re.compile(r"^https?://(?:www\.)?(?:openstreetmap\.org|osm\.org)/", re.IGNORECASE)
_OSM_VIEW = re.compile(rf"[#&]map=(\d{{1,2}})(?:\.\d+)?/{_DEGREES}/{_DEGREES}")
_GOOGLE_PAGE = re.compile(
    r"^https?://(?:(?:www\.)?google\.[a-z.]{2,6}/maps|maps\.google\.[a-z.]{2,6}/)", re.I
)
_GOOGLE_VIEW = re.compile(rf"/@{_DEGREES},{_DEGREES}(?:,(\d{{1,2}})(?:\.\d+)?z)?")
_GOOGLE_EMBED = re.compile(r"^https://www\.google\.com/maps/embed\?pb=[\w!%.:+-]+$")


def player_of(address: str) -> Player | None:
    """Return the player for a page of a known provider; None where only a link can be offered."""
    for pattern, provider, frame in _PATTERNS:
        if match := pattern.match(address):
            return _player(provider, _filled(frame, match.groups(), address), match.groups(), address)
    for read in _MAPS:
        if player := read(address):
            return player
    return None


def _player(provider: _Provider, frame: str, groups: tuple[str, ...], page: str) -> Player:
    return Player(
        provider.name, frame, provider.privacy, provider.shape,
        _filled(provider.thumbnail, groups, page), _filled(provider.oembed, groups, page),
    )  # fmt: skip


def _filled(form: str, groups: tuple[str, ...], page: str) -> str:
    return form.format(*groups, page=quote(page, safe=""))


def _street_map(address: str) -> Player | None:
    if not _OSM_PAGE.match(address):
        return None
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    marker = (query.get("mlat", ""), query.get("mlon", ""))
    has_marker = all(re.fullmatch(_DEGREES, one) for one in marker)
    if view := _OSM_VIEW.search(address):
        zoom, latitude, longitude = int(view[1]), float(view[2]), float(view[3])
    elif has_marker:
        zoom, latitude, longitude = 15, float(marker[0]), float(marker[1])
    else:
        return None
    # A map of 640 by 360 pixels, of tiles that are 256 wide.
    width = 360 / 2**zoom * 2.5
    west, east = longitude - width / 2, longitude + width / 2
    south, north = latitude - width * 0.28, latitude + width * 0.28
    box = ",".join(f"{one:.5f}" for one in (west, max(-85.0, south), east, min(85.0, north)))
    frame = f"https://www.openstreetmap.org/export/embed.html?bbox={quote(box, safe='')}&layer=mapnik"
    if has_marker:
        frame += f"&marker={quote(','.join(marker), safe='')}"
    return _player(_OSM, frame, (), address)


def _google_map(address: str) -> Player | None:
    if not _GOOGLE_PAGE.match(address):
        return None
    if _GOOGLE_EMBED.match(address):
        return _player(_GOOGLE_MAPS, address, (), address)
    query = parse_qs(urlsplit(address).query).get("q", [""])[0]
    zoom = "14"
    if view := _GOOGLE_VIEW.search(address):
        query, zoom = query or f"{view[1]},{view[2]}", view[3] or zoom
    if not query:
        return None
    frame = f"https://www.google.com/maps?q={quote(query, safe='')}&z={zoom}&output=embed"
    return _player(_GOOGLE_MAPS, frame, (), address)


_MAPS: tuple[Callable[[str], Player | None], ...] = (_street_map, _google_map)
