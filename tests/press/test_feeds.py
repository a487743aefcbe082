"""Feeds: by their rules whatever a piece holds, with sounds, videos and pictures told as what they are."""

from __future__ import annotations

import io
import json
import wave
from typing import Any

import pytest
from django.core.files.base import ContentFile
from lxml import etree
from wagtail.documents import get_document_model

from building import edit, make_article, make_contributor, make_picture
from editions import read_edition
from feed_rules import FEEDS, by_grammar, feed_faults
from masthead.newsroom.models import Identity, SectionPage
from masthead.press.actions import print_all, print_waiting
from masthead.press.conf import press_conf
from masthead.press.models import Plate, PrintedMedia

pytestmark = pytest.mark.django_db

_MEDIA = "{http://search.yahoo.com/mrss/}"
_AWKWARD = "Rope & <tar> \x0b “said” ]]> ə\u202eabc"


def sound() -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(800))
    return buffer.getvalue()


def make_file(name: str, content: bytes) -> Any:
    return get_document_model().objects.create(title=name, file=ContentFile(content, name=name))


def media(file: Any, kind: str) -> tuple[str, dict[str, Any]]:
    return "media", {"file": file, "kind": kind, "caption": "", "placement": ""}


def faults() -> list[str]:
    return [
        f"{name}: {fault}"
        for name, content in read_edition().items()
        if name.rpartition("/")[2] in FEEDS
        for fault in feed_faults(content, f"/{name}", press_conf().site_url)
    ]


def test_feeds_keep_their_rules_whatever_a_piece_says(news: SectionPage) -> None:
    ada = make_contributor(_AWKWARD)
    make_article(
        news, _AWKWARD, slug="rope", standfirst=_AWKWARD, byline=[ada], lead_image=make_picture(description=_AWKWARD),
        body=[
            ("paragraph", '<p>A <a href="/news/">link</a>, <a href="#note">a note</a> ]]&gt; &amp;amp;</p>'),
            ("html", "<p onclick=\"x()\" style=\"color:red\">Own</p><script>x()</script>"),
        ],
    )  # fmt: skip
    make_article(news, "No words", slug="none", standfirst="", body=[])
    print_waiting()
    assert faults() == []
    identity = Identity.load()
    identity.name = _AWKWARD
    identity.save()
    print_waiting()
    assert faults() == []
    assert list(by_grammar("opensearch", read_edition()["opensearch.xml"])) == []


def test_a_sound_of_a_piece_is_an_enclosure(news: SectionPage) -> None:
    """Podcast players and readers of feeds fetch it by its type and length."""
    content = sound()
    make_article(
        news, "Heard", body=[
            media(make_file("harbour.wav", content), "audio"),
            media(make_file("tide.mp4", b"\x00" * 77), "video"),
            media(make_file("notes.pdf", b"%PDF-1.4"), "file"),
        ],
    )  # fmt: skip
    print_waiting()
    files = read_edition()
    (enclosure,) = etree.fromstring(files["feed.xml"]).iter("enclosure")
    assert enclosure.get("type") == "audio/wav"
    assert enclosure.get("length") == str(len(content))
    assert enclosure.get("url", "").startswith(press_conf().site_url)
    atom = etree.fromstring(files["atom.xml"]).findall("{*}entry/{*}link[@rel='enclosure']")
    assert [one.get("type") for one in atom] == ["audio/wav", "video/mp4"]
    attachments = json.loads(files["feed.json"])["items"][0]["attachments"]
    assert [one["size_in_bytes"] for one in attachments] == [len(content), 77]
    assert faults() == []


def test_a_picture_is_told_with_size_and_credit(news: SectionPage) -> None:
    picture = make_picture(credit="Ada & Co")
    make_article(news, "Seen", lead_image=picture)
    print_waiting()
    told = next(etree.fromstring(read_edition()["feed.xml"]).iter(f"{_MEDIA}content"))
    assert {"url", "type", "medium", "fileSize", "width", "height"} == set(told.attrib)
    assert told.findtext(f"{_MEDIA}credit") == "Ada & Co"
    assert told.findtext(f"{_MEDIA}description") == "A field of one colour"
    assert faults() == []


def test_pictures_that_an_earlier_version_printed_are_weighed_once(news: SectionPage) -> None:
    piece = make_article(news, "Seen", lead_image=make_picture())
    print_waiting()
    before = read_edition()["feed.xml"]
    PrintedMedia.objects.update(bytes=0)
    Plate.objects.filter(kind="article").delete()
    edit(piece, title="Seen")
    print_all()
    assert read_edition()["feed.xml"] == before
    assert PrintedMedia.objects.filter(spec__contains="1200x630", bytes=0).count() == 0


@pytest.mark.parametrize(
    ("name", "right", "wrong", "said"),
    [
        ("feed.xml", "<pubDate>", "<pubDate>Yesterday, ", "pubDate"),
        ("feed.xml", "<title>Seen</title>", "", "item"),
        ("feed.xml", 'rel="self"', 'rel="next"', "link"),
        ("feed.xml", ' fileSize="', ' filesize="', "content"),
        ("feed.xml", "/news/seen/</link>", "</link>", "link"),
        ("feed.xml", "&lt;p&gt;", "&lt;p onclick=&quot;x&quot;&gt;", "onclick"),
        ("atom.xml", "<published>2", "<published>A", "published"),
        ("atom.xml", "<summary>", "<author/><summary>", "author"),
        ("atom.xml", "+00:00</updated>", "</updated>", "updated"),
        ("feed.json", '"summary"', '"sumary"', "sumary"),
        ("feed.json", '"url": "http', '"url": "//http', "whole address"),
        ("feed.json", "jsonfeed.org/version/1.1", "jsonfeed.org/version/2", "version"),
    ],
)  # fmt: skip
def test_the_rules_find_what_is_wrong(
    name: str, right: str, wrong: str, said: str, news: SectionPage
) -> None:
    make_article(news, "Seen", lead_image=make_picture(), standfirst="Short.")
    print_waiting()
    text = read_edition()[name].decode()
    site_url = press_conf().site_url
    assert feed_faults(text.encode(), f"/{name}", site_url) == []
    assert right in text
    try:
        found = feed_faults(text.replace(right, wrong).encode(), f"/{name}", site_url)
    except (ValueError, TypeError) as error:
        found = [f"{name}: {said} {error}"]
    assert said in " ".join(found)
