"""Mails say what is in print, in HTML that mail programs can show and in text that reads well."""

from __future__ import annotations

import re

import pytest

from masthead.newsroom.models import HomePage
from masthead.press.actions import sweep
from masthead.press.mail import NOTES, compose_letter, compose_note

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
