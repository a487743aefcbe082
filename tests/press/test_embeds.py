"""Embeds: a preview that is stored here, a link, and no address of a frame that a browser would ask by itself."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.urls import reverse

from building import make_article, make_picture, picture_file
from editions import assert_incremental_equals_full, assert_plates_are_the_live_pages, read_edition
from masthead.kit import fetching
from masthead.kit.players import Player
from masthead.newsroom import embeds
from masthead.newsroom.models import EmbedPreview, Picture, SectionPage
from masthead.press.actions import print_waiting

pytestmark = pytest.mark.django_db

PAGE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def embed(address: str = PAGE, **fields: Any) -> tuple[str, dict[str, Any]]:
    return "embed", {
        "address": address,
        "title": "The tide comes in",
        "image": None,
        "placement": "",
    } | fields


def figure_on(address: str) -> str:
    page = read_edition()[address.strip("/") + "/index.html"].decode()
    found = re.search(r'<figure class="embed[^"]*">.*?</figure>', page, re.DOTALL)
    assert found, "no embed"
    return found[0]


def test_before_a_reader_presses_there_is_a_link_and_nothing_to_load(news: SectionPage) -> None:
    make_article(news, "Tide", body=[embed(image=make_picture())])
    print_waiting()
    figure = figure_on("/news/tide/")
    assert f'href="{PAGE}"' in figure
    assert "The tide comes in" in figure
    assert "Show from YouTube" in figure
    assert "Nothing is loaded from YouTube before you press." in figure
    assert "https://policies.google.com/privacy" in figure
    assert not re.search(r"<(?:iframe|script|video|embed|object)", figure)
    assert all(src.startswith("/media/") for src in re.findall(r'src="([^"]+)"', figure))
    assert 'data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"' in figure
    assert_incremental_equals_full()


def test_an_unknown_site_is_a_link_alone(news: SectionPage) -> None:
    make_article(news, "Tide", body=[embed("https://video.elsewhere.example/embed/1")])
    print_waiting()
    figure = figure_on("/news/tide/")
    assert 'href="https://video.elsewhere.example/embed/1"' in figure
    assert "data-embed" not in figure


def test_a_feed_carries_a_plain_link(news: SectionPage) -> None:
    make_article(news, "Tide", body=[embed()])
    print_waiting()
    html = json.loads(read_edition()["feed.json"])["items"][0]["content_html"]
    assert f'<a href="{PAGE}" rel="noopener">The tide comes in</a>' in html


class _Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers = {
            "/thumbnail.png": ("image/png", picture_file(size=(64, 36)).read()),
            "/page.png": ("image/png", b"<html>no image</html>"),
        }
        media_type, content = answers.get(self.path, ("", b""))
        self.send_response(200 if media_type else 404)
        self.send_header("Content-Type", media_type or "text/plain")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve thumbnails on this machine, and allow to fetch from there."""
    server = HTTPServer(("127.0.0.1", 0), _Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def fetch(url: str, **options: Any) -> fetching.Fetched:
        return fetching.fetch_file(url, **options, allow_private=True)

    monkeypatch.setattr(embeds, "fetch_file", fetch)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def offer(monkeypatch: pytest.MonkeyPatch, thumbnail: str) -> None:
    player = Player(
        "YouTube", "https://www.youtube-nocookie.com/embed/x", "https://x.example/", thumbnail=thumbnail
    )
    monkeypatch.setattr(embeds, "player_of", lambda _: player)


def test_a_preview_is_fetched_once_credited_and_shown_by_all_pages(
    news: SectionPage, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, f"{elsewhere}/thumbnail.png")
    page = make_article(news, "Tide", body=[embed()])
    make_article(news, "Ebb", body=[embed()])
    print_waiting()
    assert "<img" not in figure_on("/news/tide/")
    assert embeds.wanted_previews(page) == [(PAGE, "The tide comes in")]
    embeds.fetch_embed_preview(address=PAGE, title="The tide comes in")
    print_waiting()
    assert all("<img" in figure_on(address) for address in ("/news/tide/", "/news/ebb/"))
    assert Picture.objects.get().credit == "YouTube"
    assert embeds.wanted_previews(page) == []
    assert_plates_are_the_live_pages()
    assert_incremental_equals_full()


@pytest.mark.parametrize("path", ["/nowhere.png", "/page.png"])
def test_what_cannot_be_fetched_is_told_to_the_editor_and_no_reader(
    news: SectionPage, elsewhere: str, monkeypatch: pytest.MonkeyPatch, path: str, admin_client: Any
) -> None:
    offer(monkeypatch, elsewhere + path)
    page = make_article(news, "Tide", body=[embed()])
    embeds.fetch_embed_preview(address=PAGE)
    print_waiting()
    assert "<img" not in figure_on("/news/tide/")
    assert EmbedPreview.objects.get().problem
    assert embeds.wanted_previews(page) == [], "it is not tried again at every save"
    answer = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Choose an image in the embed of" in answer


def test_an_address_of_ones_own_network_is_not_fetched(
    news: SectionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, "http://127.0.0.1:1/thumbnail.png")
    preview = embeds.fetch_embed_preview(address=PAGE)
    assert preview is not None
    assert "not a public address" in preview.problem
    assert not Picture.objects.exists()
