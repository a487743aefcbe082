"""Mails say what is in print, in HTML that mail programs can show and in text that reads well."""

from __future__ import annotations

import re

import pytest

from building import make_article, make_contributor, make_letter, make_newsletter, make_picture
from masthead.newsroom.models import HomePage, Identity, LetterPage, SectionPage
from masthead.press.actions import print_waiting, sweep
from masthead.press.conf import press_conf
from masthead.press.mail import NOTES, PREFERENCES, UNSUBSCRIBE, compose_letter, compose_note

LINK = "https://courier.example/doors/mail/confirm?t=abc&x=1"
LANGUAGES = ("ar", "az", "de", "en", "es", "fa", "fr", "hy", "ka", "ru", "tr")


@pytest.fixture
def printed(home: HomePage) -> HomePage:
    sweep()
    return home


def hrefs(html: str) -> set[str]:
    return {one.replace("&amp;", "&") for one in re.findall(r'href="([^"]*)"', html)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", NOTES)
def test_a_note_says_what_it_is_about_in_both_parts(printed: HomePage, name: str) -> None:
    note = compose_note(name, language="en", address=LINK, lists="The Weekly & more")
    assert note.newsletter_id is None
    assert note.language == "en"
    assert LINK in hrefs(note.html)
    assert LINK in note.text
    assert "The Weekly &amp; more" in note.html or "The Weekly" not in note.text
    assert not re.search(r"<\w|&\w+;", note.text)
    assert "The Test Courier" in note.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_are_said_in_every_language_and_its_direction(printed: HomePage, language: str) -> None:
    note = compose_note("confirm", language=language, address=LINK, lists="#1")
    direction = "rtl" if language in {"ar", "fa"} else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in note.html
    english = compose_note("confirm", language="en", address=LINK, lists="#1").text
    assert (note.text == english) == (language == "en")


@pytest.mark.django_db(transaction=True)
def test_a_note_without_a_link_has_no_button(printed: HomePage) -> None:
    note = compose_note("goodbye", language="en")
    assert "Subscribe again" not in note.html + note.text
    assert "The Test Courier" in note.subject


@pytest.mark.django_db(transaction=True)
def test_what_is_not_there_is_a_lookup_error(printed: HomePage) -> None:
    with pytest.raises(LookupError, match="no note 'hello'"):
        compose_note("hello", language="en")
    with pytest.raises(LookupError, match="Letter 99 is not in print"):
        compose_letter(99)


@pytest.fixture
def letter(home: HomePage, news: SectionPage) -> LetterPage:
    picture = make_picture("Harbour", caption="The harbour", credit="A. Writer")
    piece = make_article(
        news,
        "The crane & the quay",
        standfirst="It leans.",
        byline=[make_contributor("Ada Writer")],
        lead_image=picture,
    )
    other = make_article(news, "متن", slug="matn", standfirst="متن", language="fa")
    body = [
        ("paragraph", f'<p>Dear <b>readers</b>, see <a linktype="page" id="{piece.pk}">this</a>.</p>'),
        ("image", {"image": picture, "caption": "<p>A quay</p>", "alt_text": "A leaning crane", "placement": "left"}),
        ("quote", {"text": "<p>Said.</p>", "attribution": "Ada"}),
        ("embed", {"address": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "title": "A film", "image": None}),
    ]  # fmt: skip
    weekly = make_newsletter(home, "The Weekly", description="What matters.")
    made = make_letter(
        weekly, "Кран и причал", slug="kran", preheader="In short.", body=body, pieces=[piece, other],
        notes=['<p>See <a href="https://else.example/x?a=1&amp;b=2">elsewhere</a>.</p>'],
    )  # fmt: skip
    print_waiting()
    return made


@pytest.mark.django_db(transaction=True)
def test_a_letter_says_in_both_parts_what_it_says(letter: LetterPage) -> None:
    mail = compose_letter(letter.pk)
    assert (mail.subject, mail.language) == ("Кран и причал", "en")
    assert mail.newsletter_id == letter.get_parent().pk
    for said in ("Кран и причал", "In short.", "Said.", "A film", "متن", "elsewhere"):
        assert said in mail.html
        assert said in mail.text
    assert "The crane &amp; the quay" in mail.html
    assert "The crane & the quay" in mail.text
    assert "It leans." not in mail.html, "a note stands in place of the standfirst"
    assert not re.search(r"<\w|&\w+;", mail.text)
    assert all(len(line) <= 72 or "://" in line for line in mail.text.splitlines())


@pytest.mark.django_db(transaction=True)
def test_every_address_is_whole_and_none_counts_readers(letter: LetterPage) -> None:
    mail = compose_letter(letter.pk)
    site = press_conf().site_url
    links = hrefs(mail.html)
    assert {UNSUBSCRIBE, PREFERENCES, f"{site}/the-weekly/kran/", f"{site}/news/matn/"} <= links
    assert "https://else.example/x?a=1&b=2" in links
    assert all(one.startswith((f"{site}/", "https://", "mailto:", "%%")) for one in links)
    images = re.findall(r"<img[^>]*>", mail.html)
    assert len(images) == 2
    for image in images:
        address = re.search(r'src="([^"]*)"', image)
        assert address
        assert address[1].startswith(f"{site}/media/")
        assert address[1].endswith((".jpg", ".jpeg"))
        assert re.search(r' alt="[^"]', image)
        width, height = (int(re.search(rf' {name}="(\d+)"', image)[1]) for name in ("width", "height"))  # type: ignore[index]
        assert 8 < width <= 536
        assert height > 1
    assert (UNSUBSCRIBE in mail.text, PREFERENCES in mail.text) == (True, True)


@pytest.mark.django_db(transaction=True)
def test_styles_are_in_the_elements_and_the_dark_scheme_is_a_rule(letter: LetterPage) -> None:
    mail = compose_letter(letter.pk)
    assert "@media (prefers-color-scheme: dark)" in mail.html
    assert re.search(r'<p style="[^"]*margin', mail.html)
    assert re.search(r'<meta name="color-scheme" content="light dark"', mail.html)
    assert not re.search(r"<script|<link|<form|srcset=|loading=|data-", mail.html)
    assert "var(" not in mail.html
    assert "font: normal 18px/29px Georgia, 'Noto Serif'" in mail.html


@pytest.mark.django_db(transaction=True)
def test_a_letter_of_pieces_alone_is_headed_by_the_first(home: HomePage, news: SectionPage) -> None:
    piece, other = make_article(news, "The crane", standfirst="It leans."), make_article(news, "The quay")
    made = make_letter(make_newsletter(home, "Daily"), "The crane", body="", pieces=[piece, other])
    print_waiting()
    html = compose_letter(made.pk).html
    assert len(re.findall(r"<h1", html)) == 1
    assert html.count("The crane</a>") == 1


@pytest.mark.django_db(transaction=True)
def test_a_long_letter_is_cut_below_what_mail_programs_show(home: HomePage, news: SectionPage) -> None:
    piece = make_article(news, "The crane")
    weekly = make_newsletter(home, "The Weekly")
    body = [("paragraph", f"<p>{number} {'Слово ' * 200}</p>") for number in range(120)]
    made = make_letter(weekly, "Long", body=body, pieces=[piece])
    print_waiting()
    mail = compose_letter(made.pk)
    assert 80_000 < len(mail.html.encode()) < 100_000
    assert "Read the rest on the site" in mail.html
    assert "The crane" in mail.html, "pieces stay, the text is cut"
    assert "119 Слово" not in mail.html
    assert "119 Слово" in mail.text
    short = make_letter(weekly, "Short")
    print_waiting()
    assert "Read the rest on the site" not in compose_letter(short.pk).html


@pytest.mark.django_db(transaction=True)
def test_what_is_not_in_print_is_not_sent(letter: LetterPage, news: SectionPage) -> None:
    news.refresh_from_db()
    news.get_children().get(slug="matn").specific.unpublish()
    sweep()
    assert "متن" not in compose_letter(letter.pk).html
    letter.get_parent().specific.unpublish()
    sweep()
    with pytest.raises(LookupError, match="not in print"):
        compose_letter(letter.pk)


@pytest.mark.django_db(transaction=True)
def test_a_letter_whose_pieces_were_withdrawn_is_not_sent(home: HomePage, news: SectionPage) -> None:
    letters = make_newsletter(home)
    piece, other = (make_article(news, title) for title in ("Withdrawn", "Also"))
    letter = make_letter(letters, "Withdrawn", body="", pieces=[piece, other])
    print_waiting()
    piece.unpublish()
    print_waiting()
    assert "Also" in compose_letter(letter.pk).html
    other.unpublish()
    print_waiting()
    with pytest.raises(LookupError, match="withdrawn"):
        compose_letter(letter.pk)


@pytest.mark.django_db(transaction=True)
def test_an_editors_accent_is_readable_in_both_schemes(letter: LetterPage) -> None:
    identity = Identity.load()
    identity.accent = "#ffee00"
    identity.save()
    sweep()
    html = compose_letter(letter.pk).html
    shades = set(re.findall(r"color: ?(#\w{6})", html)) - {"#ffffff"}
    assert "#ffee00" in shades, "on a dark ground it can be read"
    assert "#a6121f" not in shades
    light = html.partition("<body")[2]
    assert "#ffee00" not in light
