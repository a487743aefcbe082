"""Whatever is in another language than the page says so, and reads in its own direction."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from everything import publish_everything
from lxml import html

from building import identify
from editions import read_edition
from masthead.newsroom.models import HomePage, SectionPage
from masthead.press.actions import print_waiting
from masthead.press.plates.words import direction_of

pytestmark = pytest.mark.django_db

ARABIC = {"ar", "fa"}
RIGHT_TO_LEFT = {"R", "AL"}


def direction(text: str) -> str:
    """Return the direction of the first letter that has one, as ``dir="auto"`` does."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in RIGHT_TO_LEFT or kind == "L":
            return "rtl" if kind in RIGHT_TO_LEFT else "ltr"
    return ""


def texts(page: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    for element in page.body.iter():
        if isinstance(element.tag, str) and element.tag not in {"script", "style"}:
            if (element.text or "").strip():
                yield element, str(element.text)
            for child in element:
                if (child.tail or "").strip():
                    yield element, str(child.tail)


def nearest(element: html.HtmlElement, name: str) -> str:
    for one in (element, *element.iterancestors()):
        if name == "dir" and one.tag == "bdi":
            return "auto"
        if one.get(name) is not None:
            return str(one.get(name))
    return ""


def pages() -> Iterator[tuple[str, html.HtmlElement]]:
    for name, content in read_edition().items():
        if name.endswith(".html"):
            yield name, html.fromstring(content.decode())


@pytest.mark.parametrize("language", ["en", "fa"])
def test_arabic_letters_stand_in_an_arabic_language_from_right_to_left_and_latin_ones_do_not(
    home: HomePage, news: SectionPage, language: str
) -> None:
    publish_everything(home, news)
    identify(language=language)
    print_waiting()
    wrong = []
    for name, page in pages():
        for element, text in texts(page):
            way, said = nearest(element, "dir"), nearest(element, "lang").split("-")[0]
            if direction(text) == "rtl" and (way not in {"rtl", "auto"} or said not in ARABIC):
                wrong.append((name, text, said, way))
            # What editors wrote has no language of its own everywhere; headlines and names of languages do.
            if direction(text) == "ltr" and element.getparent().tag in {"h1", "h3"} and way == "rtl":
                wrong.append((name, text, said, way))
    assert wrong == []


def test_a_card_says_its_language_and_its_section_that_of_the_site(home: HomePage, news: SectionPage) -> None:
    publish_everything(home, news)
    print_waiting()
    front = html.fromstring(read_edition()["news/index.html"].decode())
    link = next(one for one in front.iter("a") if one.text == "متن")
    assert (nearest(link, "lang"), nearest(link, "dir")) == ("fa", "rtl")
    piece = html.fromstring(read_edition()["news/economy/le-texte/index.html"].decode())
    article = piece.find(".//article")
    crumbs = [one for one in article.iter("a") if one.text == "Economy"]
    assert (article.get("lang"), {nearest(one, "lang") for one in crumbs}) == ("fr", {"en"})


def test_sentences_of_editors_end_where_they_end_in_their_own_direction(
    home: HomePage, news: SectionPage
) -> None:
    """A full stop stands behind the last word, also where a page is written the other way."""
    publish_everything(home, news)
    identify(language="fa")
    print_waiting()
    sentences = {"A paper", "About it.", "Wages and prices.", "Of quays."}
    ways = {
        (text, nearest(element, "dir"))
        for _, page in pages()
        for element, text in texts(page)
        if text in sentences
    }
    assert ways == {(text, "auto") for text in sentences}


@pytest.mark.parametrize(
    ("language", "way"), [("az", "ltr"), ("az-latn", "ltr"), ("ku", "ltr"), ("ckb", "rtl"), ("ur-pk", "rtl")]
)
def test_the_direction_of_a_language_is_that_of_its_own_script(language: str, way: str) -> None:
    assert direction_of(language) == way
