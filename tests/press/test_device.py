"""Manifest, icons and worker: what makes the site at home on a reader's device."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from building import make_picture, make_section, open_test_publication
from editions import assert_idle_is_idle, assert_incremental_equals_full, read_edition
from masthead.newsroom.models import Identity
from masthead.press.actions import print_waiting
from masthead.press.icons import IconStyle, draw_ico, draw_icon, draw_svg


@pytest.fixture
def identity(db: None, data_path: Path) -> Identity:
    make_section(open_test_publication(), "News")
    print_waiting()
    found: Identity = Identity.load()
    return found


def test_the_manifest_names_icons_that_are_what_it_says(identity: Identity) -> None:
    files = read_edition()
    manifest = json.loads(files["manifest.webmanifest"])
    assert (manifest["name"], manifest["short_name"]) == ("The Test Courier", "Test Courier")
    assert (manifest["start_url"], manifest["scope"], manifest["lang"]) == ("/", "/", "en")
    sizes = set()
    for icon in manifest["icons"]:
        image = Image.open(io.BytesIO(files[icon["src"].removeprefix("/")]))
        assert f"{image.width}x{image.height}" == icon["sizes"]
        sizes.add((icon["sizes"], icon["purpose"]))
    assert sizes == {(f"{one}x{one}", purpose) for one in (192, 512) for purpose in ("any", "maskable")}
    page = files["index.html"].decode()
    for address in ("favicon.ico", "favicon.svg", "apple-touch-icon.png", "manifest.webmanifest"):
        assert f'href="/{address}"' in page
        assert address in files


def test_name_and_logo_are_on_the_icons(identity: Identity) -> None:
    before = read_edition()
    identity.name = 'Zeit </svg><script>"&'
    identity.save()
    print_waiting()
    named = read_edition()
    assert named["icons/icon-192.png"] != before["icons/icon-192.png"]
    assert "Zeit </svg>" not in named["sw.js"].decode()
    assert json.loads(named["manifest.webmanifest"])["name"] == identity.name
    identity.accent = "#ffe600"
    identity.save()
    print_waiting()
    assert b'fill="#ffe600"' in read_edition()["favicon.svg"]
    assert b'fill="#000000"' in read_edition()["favicon.svg"]
    identity.logo = make_picture("Mark", color="teal")
    identity.save()
    print_waiting()
    drawn = Image.open(io.BytesIO(read_edition()["icons/maskable-192.png"])).convert("RGB")
    assert drawn.getpixel((96, 96)) == pytest.approx((0, 128, 128), abs=6)
    assert drawn.getpixel((2, 2)) == (255, 255, 255)
    assert b"data:image/png" in read_edition()["favicon.svg"]
    assert_incremental_equals_full()
    assert_idle_is_idle()


def logo(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def test_a_logo_that_could_not_be_read_in_a_square_leaves_the_initial() -> None:
    plain = draw_icon(IconStyle("Harbour"), 64)
    assert draw_icon(IconStyle("Harbour", logo(400, 40)), 64) == plain
    assert draw_icon(IconStyle("Harbour", b"no image"), 64) == plain
    assert draw_icon(IconStyle("Harbour", logo(60, 40)), 64) != plain
    assert draw_icon(IconStyle("The Harbour"), 64) == plain


@pytest.mark.parametrize("name", ["", "…", "ქართული", "نشریه", "🎈", "ɘ"])
def test_a_name_whose_letter_cannot_be_drawn_gets_a_drawn_page(name: str) -> None:
    assert draw_icon(IconStyle(name), 64) == draw_icon(IconStyle(""), 64)
    assert draw_svg(IconStyle(name)).endswith(b"</svg>\n")
    assert Image.open(io.BytesIO(draw_ico(IconStyle(name)))).format == "ICO"


def test_a_maskable_icon_keeps_what_matters_inside_every_mask() -> None:
    icon = Image.open(io.BytesIO(draw_icon(IconStyle("M"), 192, is_maskable=True))).convert("RGB")
    ground = icon.getpixel((0, 0))
    for at in range(0, 192, 4):
        for edge in (4, 187):
            assert icon.getpixel((at, edge)) == icon.getpixel((edge, at)) == ground
