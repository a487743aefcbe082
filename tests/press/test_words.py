"""What the theme says: in every language, with the right plural forms, dates and digits."""

from __future__ import annotations

from pathlib import Path

import pytest

from masthead.press.engine.errors import ThemeError
from masthead.press.plain import built_in_theme, plain_words
from masthead.press.words import (
    Words,
    own_name,
    plural_forms,
    show_count,
    show_date,
    show_digits,
    show_month,
    show_number,
)

ENGLISH = 'home = "Home"\npage = "Page #"\n[script]\ncopied = "Copied"\nload = "Load"\n[pieces]\none = "# piece"\nother = "# pieces"\n'
RUSSIAN = '[pieces]\none = "# текст"\nfew = "# текста"\nmany = "# текстов"\nother = "# текста"\n[script]\ncopied = "Скопировано"\n'


@pytest.fixture
def words() -> Words:
    return Words({"en": ENGLISH, "ru": RUSSIAN, "pt": 'home = "Início"', "pt-br": 'page = "Página #"'})


def test_what_a_language_lacks_is_said_in_english(words: Words) -> None:
    assert words("ru")["home"] == "Home"
    assert words("ru")["script"] == {"copied": "Скопировано", "load": "Load"}
    assert words("tlh")["home"] == "Home"


def test_a_regional_variant_is_laid_over_its_language(words: Words) -> None:
    assert (words("pt-BR")["home"], words("pt-BR")["page"]) == ("Início", "Página #")
    assert words("pt-PT")["page"] == "Page #"


@pytest.mark.parametrize(
    ("number", "shown"), [(1, "1 текст"), (3, "3 текста"), (11, "11 текстов"), (21, "21 текст")]
)
def test_plural_forms_follow_the_language(words: Words, number: int, shown: str) -> None:
    assert show_count(words("ru")["pieces"], number) == shown


def test_plural_forms_that_fall_back_follow_english(words: Words) -> None:
    assert show_count(words("tlh")["pieces"], 1) == "1 piece"
    assert show_count(words("tlh")["pieces"], 21) == "21 pieces"


def test_words_that_are_no_toml_give_a_clear_sentence() -> None:
    with pytest.raises(ThemeError, match=r"words/ru\.toml is no TOML: .*line 2.*Correct the line"):
        Words({"ru": 'home = "x"\nmenu = oops\n'})


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "5 June 2026"),
        ("az", "5 iyun 2026"),
        ("tr", "5 Haziran 2026"),
        ("ru", "5 июня 2026"),
        ("ka", "5 ივნისი, 2026"),
        ("hy", "5 հունիսի, 2026\u00a0թ."),
        ("fa", "۵ ژوئن ۲۰۲۶"),
        ("ar", "5 يونيو 2026"),
        ("fr", "5 juin 2026"),
        ("de", "5. Juni 2026"),
        ("es", "5 de junio de 2026"),
        ("pt-br", "5 de junho de 2026"),
        ("xx", "5 June 2026"),
    ],
)
def test_dates_are_written_as_readers_write_them(language: str, shown: str) -> None:
    assert show_date("2026-06-05T10:00:00+00:00", language) == shown


def test_months_of_one_language_stay_out_of_another() -> None:
    months = {"az": "İyun", "tr": "Haziran", "de": "Juni", "ka": "ივნისი", "ru": "Июнь", "fa": "ژوئن"}
    for language in (*months, *reversed(months)):
        assert show_month("2026-06", language, is_alone=True) == months[language]
        assert show_month("2026-06", language).startswith(months[language])


def test_numbers_have_the_digits_and_groups_of_the_language() -> None:
    assert [show_number(12345, one) for one in ("en", "de", "fa", "bn")] == [
        "12,345",
        "12.345",
        "۱۲٬۳۴۵",
        "১২,৩৪৫",
    ]
    assert (show_digits(2026, "fa"), show_digits("2026", "ar")) == ("۲۰۲۶", "2026")


def test_a_language_is_named_in_itself() -> None:
    names = [own_name(one) for one in ("fr", "fa", "az", "ka", "ru", "pt-br", "xx")]
    assert names == ["Français", "فارسی", "Azərbaycanca", "ქართული", "Русский", "Português (Brasil)", "xx"]


def test_plural_categories_are_those_of_the_language() -> None:
    assert plural_forms("ar") == {"zero", "one", "two", "few", "many", "other"}
    assert plural_forms("ru") == {"one", "few", "many"}
    assert plural_forms("tr") == {"one", "other"}


def test_small_pages_speak_the_language_of_the_site(tmp_path: Path) -> None:
    folders = (built_in_theme(), tmp_path)
    persian, unknown = plain_words("fa", folders), plain_words("xx", folders)
    assert (persian.language, persian.direction) == ("fa", "rtl")
    assert persian.sentences[404] == "این صفحه اینجا نیست"
    assert (unknown.language, unknown.direction, unknown.sentences[503]) == ("en", "ltr", "Back in a moment")


def test_small_pages_take_a_sites_own_words_and_are_there_where_those_cannot_be_read(tmp_path: Path) -> None:
    own = tmp_path / "words" / "en.toml"
    own.parent.mkdir()
    own.write_text('lost_title = "Nothing here"')
    folders = (built_in_theme(), tmp_path)
    assert plain_words("en", folders).sentences[404] == "Nothing here"
    own.write_text("lost_title = ")
    assert plain_words("en", folders).sentences[404] == "This page is not here"
