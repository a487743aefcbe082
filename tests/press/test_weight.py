"""What a reader's first visit weighs: a page with its style and script, and the fonts before its first paint."""

from __future__ import annotations

import gzip
import re

import pytest

from building import identify, make_article, make_contributor, make_picture
from editions import edition_folder, read_edition
from masthead.newsroom.models import HomePage, SectionPage
from masthead.press.actions import print_waiting

# A long piece: 2,000 words of which no two sentences are alike.
_WORDS = [f"strand{number * 7919 % 100_003}" for number in range(2_000)]
_LIMIT_OF_PAGE = 50_000
_LIMIT_OF_FONTS = 60_000


def weight(address: str) -> int:
    """Return the bytes that travel: sheets are stored as they are sent."""
    stored = edition_folder() / f"{address.lstrip('/')}.gz"
    assert gzip.decompress(stored.read_bytes())
    return stored.stat().st_size


@pytest.mark.django_db
def test_an_article_with_style_and_script_travels_in_50_kilobytes_and_its_fonts_in_60(
    news: SectionPage,
) -> None:
    paragraphs = [" ".join(_WORDS[start : start + 50]) for start in range(0, len(_WORDS), 50)]
    make_article(
        news, "A long one", standfirst="Two sentences. They are short.", lead_image=make_picture(),
        byline=[make_contributor()],
        body=[{"type": "paragraph", "value": "".join(f"<p>{text}</p>" for text in paragraphs)}],
    )  # fmt: skip
    print_waiting()
    html = read_edition()["news/a-long-one/index.html"].decode()
    style = re.search(r'rel="stylesheet" href="([^"]+)"', html)
    script = re.search(r'<script src="([^"]+)"', html)
    assert style is not None
    assert script is not None
    page = weight("/news/a-long-one/index.html") + weight(style[1]) + weight(script[1])
    assert page <= _LIMIT_OF_PAGE
    fonts = re.findall(r'rel="preload" href="([^"]+)" as="font"', html)
    assert len(fonts) == 2
    assert sum(weight(font) for font in fonts) <= _LIMIT_OF_FONTS
    # Whatever the page asks for before it is painted is its own.
    assert not re.findall(r'<(?:link rel="(?:stylesheet|preload)"|script)[^>]+(?:href|src)="(?!/)', html)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "cuts"),
    [
        ("en", {"text-latin", "display-latin"}),
        ("az", {"text-latin", "display-latin", "text-turkic", "display-turkic"}),
        ("ru", {"text-cyrillic", "display-cyrillic"}),
        ("ka", {"text-georgian", "text-latin"}),
        ("hy", {"text-armenian", "text-latin"}),
        ("fa", {"text-arabic"}),
        ("ar", {"text-arabic"}),
        ("ja", set()),
    ],
)
def test_the_first_paint_has_the_letters_of_the_language_in_60_kilobytes(
    home: HomePage, language: str, cuts: set[str]
) -> None:
    identify(language=language)
    print_waiting()
    html = read_edition()["index.html"].decode()
    fonts = re.findall(r'rel="preload" href="([^"]+)" as="font"', html)
    assert {font.split("/")[-1].split(".")[0] for font in fonts} == cuts
    assert sum(weight(font) for font in fonts) <= _LIMIT_OF_FONTS
