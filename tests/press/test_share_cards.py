"""Social cards: every page that is shared has an image, and each image that a page names is there."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image, ImageChops, ImageStat

from building import edit, identify, make_article, make_picture, make_section
from editions import (
    answer,
    assert_idle_is_idle,
    assert_incremental_equals_full,
    moved_entry,
    read_edition,
    stamps,
)
from masthead.newsroom.models import HomePage, SectionPage
from masthead.press.actions import print_all, print_following, print_waiting
from masthead.press.conf import press_conf
from masthead.press.engine.sheet import Turn
from masthead.press.look import dress
from masthead.press.models import Pending
from masthead.press.share_cards import CARD_SIZE, CardWords, draw_card, made_from
from masthead.press.theme import Theme, load_theme


def card_of(address: str) -> str:
    html = read_edition()[f"{address.strip('/')}/index.html".lstrip("/")].decode()
    named = re.search(r'property="og:image" content="https?://[^/]+([^"]+)"', html)
    assert named is not None
    return named[1]


@pytest.mark.django_db
def test_a_piece_without_a_picture_is_shared_with_a_card_of_its_own(
    home: HomePage, news: SectionPage
) -> None:
    make_article(news, "Words alone")
    make_article(news, "Other words")
    make_article(news, "With a picture", lead_image=make_picture())
    make_article(news, "With a chosen one", social_image=make_picture())
    print_waiting()
    edition = read_edition()
    assert card_of("/news/words-alone/") == "/news/words-alone/card.png"
    assert card_of("/news/") == "/news/card.png"
    assert card_of("/") == "/card.png"
    cards = {edition[name] for name in edition if name.endswith("card.png")}
    assert len(cards) == 4, "every card says something else"
    assert all(Image.open(io.BytesIO(card)).size == CARD_SIZE for card in cards)
    for address in ("/news/with-a-picture/", "/news/with-a-chosen-one/"):
        assert card_of(address).endswith(".jpg")
        assert f"{address[1:]}card.png" not in edition
    assert_incremental_equals_full()
    assert_idle_is_idle()


@pytest.mark.django_db
def test_a_card_follows_its_piece(news: SectionPage) -> None:
    piece = make_article(news, "Words alone", slug="words")
    print_waiting()
    before = read_edition()["news/words/card.png"]
    stood = stamps()["news/words/card.png.gz"]
    piece = edit(piece, body=[("paragraph", "<p>Other words in the text.</p>")])
    print_waiting()
    assert stamps()["news/words/card.png.gz"] == stood, "nothing that a card shows has changed"
    piece = edit(piece, title="Words with a turn", slug="turn")
    print_waiting()
    edition = read_edition()
    assert edition["news/turn/card.png"] != before
    assert moved_entry(edition, "/news/words/card.png") == (301, "/news/turn/card.png")
    piece = edit(piece, lead_image=make_picture())
    print_waiting()
    assert "news/turn/card.png" not in read_edition()
    piece = edit(piece, lead_image=None)
    print_waiting()
    assert "news/turn/card.png" in read_edition()
    assert_incremental_equals_full()
    piece.unpublish()
    print_waiting()
    assert answer(read_edition(), "/news/turn/card.png") == 410
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_readers_do_not_wait_for_cards_where_everything_is_printed(news: SectionPage) -> None:
    """Drawing takes longer than printing: a new magazine is shown without them, and they follow."""
    for number in range(10):
        make_article(news, f"Piece {number}")
    print_waiting(last_turn=Turn.AT_ONCE)
    assert "news/piece-1/index.html" in read_edition()
    assert "news/piece-1/card.png" not in read_edition()
    print_following()
    cards = [name for name in read_edition() if name.startswith("news/piece-")]
    assert sum(name.endswith("card.png") for name in cards) == 8, "a publish never waits for many"
    while Pending.objects.due().exists():
        print_following()
    assert "news/piece-1/card.png" in read_edition()
    assert_idle_is_idle()
    stood = stamps()
    assert print_all().written == 0
    assert stamps().keys() == stood.keys()
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_a_card_follows_its_section_and_the_name_of_the_publication(
    home: HomePage, news: SectionPage
) -> None:
    make_article(news, "Words alone")
    print_waiting()
    before = read_edition()["news/card.png"]
    edit(news, title="Dispatches", slug="dispatches")
    print_waiting()
    edition = read_edition()
    assert edition["dispatches/card.png"] != before
    assert "news/card.png" not in edition
    assert moved_entry(edition, "/news/card.png") == (301, "/dispatches/card.png")
    identify(name="The Other Courier")
    print_waiting()
    assert read_edition()["dispatches/card.png"] != edition["dispatches/card.png"]
    assert_incremental_equals_full()
    assert_idle_is_idle()


@pytest.mark.django_db
def test_a_publish_draws_no_card(home: HomePage, news: SectionPage) -> None:
    make_section(home, "Culture")
    make_article(news, "One")
    print_waiting()
    before = read_edition()["news/card.png"]
    report_before = print_waiting()
    assert report_before.printed == 0
    make_article(news, "Two")
    print_waiting()
    assert read_edition()["news/card.png"] == before


@pytest.fixture
def theme() -> Theme:
    return load_theme(press_conf().theme_paths)


def drawn(theme: Theme, title: str, *, is_rtl: bool = False, kicker: str = "") -> Image.Image:
    content = draw_card(theme, CardWords(title, "The Courier", kicker, is_rtl=is_rtl))
    return Image.open(io.BytesIO(content)).convert("L").point(lambda level: 255 * (level < 128))


def title_of(card: Image.Image) -> Image.Image:
    return card.crop((0, 140, CARD_SIZE[0], CARD_SIZE[1] - 180))


def shape_of(card: Image.Image) -> Image.Image:
    """Return the title alone, so small that parts of a pixel do not count."""
    title = title_of(card)
    return title.crop(title.getbbox()).resize((120, 24), Image.Resampling.BOX)


def unlike(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0] / 255


@pytest.mark.parametrize(
    ("title", "is_rtl"),
    [("", False), ("Word " * 60, False), ("Ə" * 400, False), ("دفتر دستور", True), ("漢字 😀", False)],
)
@pytest.mark.parametrize("kicker", ["", "Economy", "Long " * 40])
def test_any_title_makes_a_card(title: str, kicker: str, theme: Theme, *, is_rtl: bool) -> None:
    assert drawn(theme, title, is_rtl=is_rtl, kicker=kicker).size == CARD_SIZE


@pytest.mark.parametrize(
    ("title", "is_rtl"),
    [
        ("The harbour", False),
        ("Гавань тиха", False),
        ("ნავსადგური", False),
        ("Նավահանգիստ", False),
        ("Qəribə küçə", False),
        ("بندرگاه آرام", True),
        ("ميناء هادئ", True),
    ],
)
def test_every_script_is_written_from_its_own_side(title: str, theme: Theme, *, is_rtl: bool) -> None:
    left, top, right, bottom = title_of(drawn(theme, title, is_rtl=is_rtl)).getbbox() or (0, 0, 0, 0)
    assert bottom - top > 40
    margin = 84
    assert abs((CARD_SIZE[0] - right if is_rtl else left) - margin) < 12
    assert right <= CARD_SIZE[0] - margin + 8
    assert left >= margin - 8


def test_letters_that_join_are_joined(theme: Theme) -> None:
    """Arabic letters have other forms beside each other: a word is no row of its letters."""
    word = title_of(drawn(theme, "بندر", is_rtl=True)).getbbox()
    apart = title_of(drawn(theme, "ب ن د ر", is_rtl=True)).getbbox()
    assert word
    assert apart
    assert word[2] - word[0] < 0.7 * (apart[2] - apart[0])


def test_words_of_the_other_direction_keep_their_order(theme: Theme) -> None:
    """Within a Persian title an English name reads from left to right, and figures stand where they are said."""
    name = shape_of(drawn(theme, "New York", is_rtl=True))
    assert unlike(name, shape_of(drawn(theme, "New York"))) < 0.1
    assert unlike(name, shape_of(drawn(theme, "York New"))) > 0.25
    figures = shape_of(drawn(theme, "بندر 2026 York", is_rtl=True))
    assert unlike(figures, shape_of(drawn(theme, "York 2026 بندر"))) < 0.1


def test_a_title_that_does_not_fit_is_cut_before_the_rule(theme: Theme) -> None:
    card = drawn(theme, "Word " * 60, kicker="Economy")
    between = card.crop((84, CARD_SIZE[1] - 190, CARD_SIZE[0] - 84, CARD_SIZE[1] - 177))
    assert between.getbbox() is None


def test_a_card_has_the_same_bytes_as_long_as_it_is_made_from_the_same(theme: Theme) -> None:
    words = CardWords("The harbour", "The Courier", "News")
    assert draw_card(theme, words) == draw_card(theme, words)
    others = [
        CardWords("A harbour", "The Courier", "News"),
        CardWords("The harbour", "Courier", "News"),
        CardWords("The harbour", "The Courier", "Culture"),
        CardWords("The harbour", "The Courier", "News", is_rtl=True),
    ]
    assert len({made_from(theme, one) for one in [words, *others]}) == 5
    dressed = dress(theme, {"accent": "#0a6640"})
    assert made_from(dressed, words) != made_from(theme, words)
    assert draw_card(dressed, words) != draw_card(theme, words)
