"""Players: from the page that an editor pastes to the frame, for known providers alone."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from masthead.kit.players import FRAME_HOSTS, player_of

PAGES = {
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4": ("YouTube", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    "https://youtu.be/dQw4w9WgXcQ?si=x": ("YouTube", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    "https://www.youtube.com/embed/SQEQr7c0-dw?rel=0": ("YouTube", "https://www.youtube-nocookie.com/embed/SQEQr7c0-dw"),
    "https://vimeo.com/76979871": ("Vimeo", "https://player.vimeo.com/video/76979871?dnt=1"),
    "https://x.com/jack/status/20": ("X", "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=20"),
    "https://twitter.com/i/status/20": ("X", "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=20"),
    "https://www.facebook.com/a.paper/posts/123": (
        "Facebook",
        "https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fa.paper%2Fposts%2F123",
    ),
    "https://www.facebook.com/watch/?v=9": (
        "Facebook",
        "https://www.facebook.com/plugins/video.php?show_text=false&href=https%3A%2F%2Fwww.facebook.com%2Fwatch%2F%3Fv%3D9",
    ),
    "https://www.instagram.com/p/CxYz_1-a/": ("Instagram", "https://www.instagram.com/p/CxYz_1-a/embed/"),
    "https://www.instagram.com/a.paper/reel/CxYz/": ("Instagram", "https://www.instagram.com/reel/CxYz/embed/"),
    "https://t.me/durov/142": ("Telegram", "https://t.me/durov/142?embed=1"),
    "https://t.me/s/durov/142": ("Telegram", "https://t.me/durov/142?embed=1"),
    "https://www.tiktok.com/@a.paper/video/7106594312292453675": (
        "TikTok",
        "https://www.tiktok.com/embed/v2/7106594312292453675",
    ),
    "https://www.google.com/maps/place/Baku/@40.3947695,49.7148734,11z/data=!3m1": (
        "Google Maps",
        "https://www.google.com/maps?q=40.3947695%2C49.7148734&z=11&output=embed",
    ),
    "https://maps.google.com/maps?q=Old+City,+Baku": (
        "Google Maps",
        "https://www.google.com/maps?q=Old%20City%2C%20Baku&z=14&output=embed",
    ),
    "https://soundcloud.com/a/b": ("SoundCloud", "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fa%2Fb"),
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_known_provider_has_a_player(page: str) -> None:
    player = player_of(page)
    assert player is not None
    assert (player.provider, player.address) == PAGES[page]
    assert urlsplit(player.address).hostname in FRAME_HOSTS
    assert player.privacy.startswith("https://")


def test_a_map_shows_the_place_and_its_marker() -> None:
    player = player_of("https://www.openstreetmap.org/?mlat=40.3667&mlon=49.8352#map=16/40.3667/49.8352")
    assert player is not None
    assert player.provider == "OpenStreetMap"
    assert player.address.startswith("https://www.openstreetmap.org/export/embed.html?bbox=49.8")
    assert player.address.endswith("&layer=mapnik&marker=40.3667%2C49.8352")


@pytest.mark.parametrize(
    "page",
    [
        "https://elsewhere.example/embed/1",
        "https://youtube.com.elsewhere.example/watch?v=dQw4w9WgXcQ",
        "https://elsewhere.example/?u=https://youtu.be/dQw4w9WgXcQ",
        "https://www.youtube.com/@channel",
        "https://www.facebook.com/a.paper",
        "https://t.me/durov",
        "https://www.openstreetmap.org/about",
        "https://www.google.com/search?q=x",
        "javascript:alert(1)",
        "/news/",
        "",
    ],
)
def test_anything_else_is_a_link_and_no_player(page: str) -> None:
    assert player_of(page) is None
