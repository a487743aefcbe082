"""A theme is read from folders: parts are joined, files find each other, a site's own lie on top."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from masthead.press.conf import press_conf
from masthead.press.engine.errors import TemplateFaultError, ThemeError
from masthead.press.theme import Theme, load_theme


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


BASE: dict[str, str | bytes] = {
    "templates/page.html": "<p>{{ words('en').home }} {{ name }}</p>",
    "templates/other.html": "other",
    "styles/10-ground.css": "body { color: black }\n",
    "styles/00-tokens.css": "@font-face { src: url(fonts/serif.woff2) }\n",
    "scripts/10-b.js": "const name = 2;\n",
    "scripts/00-a.js": "const name = 1;\n",
    "words/en.toml": 'home = "Home"\nmenu = "Menu"\n',
    "fonts/serif.woff2": b"\x00font",
    "logo.svg": "<svg/>",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", BASE)


def test_parts_are_joined_in_the_order_of_their_names(base: Path) -> None:
    theme = Theme(base)
    style = theme.files["style.css"].decode()
    assert style.index("@font-face") < style.index("body")
    assert theme.files["script.js"].decode() == "{\nconst name = 1;\n}\n{\nconst name = 2;\n}\n"
    assert "styles/00-tokens.css" not in theme.files


def test_style_sheets_name_other_files_by_the_addresses_that_carry_their_hash(base: Path) -> None:
    theme = Theme(base)
    address = theme.assets["fonts/serif.woff2"]
    assert address.startswith("/_theme/fonts/serif.")
    assert f'url("{address}")' in theme.files["style.css"].decode()
    before = theme.assets["style.css"]
    write(base, {"fonts/serif.woff2": b"\x00another"})
    assert Theme(base).assets["style.css"] != before, "a new font is a new style sheet"


def test_a_site_lays_single_files_over_the_theme(base: Path, tmp_path: Path) -> None:
    own = write(
        tmp_path / "own",
        {
            "templates/page.html": "<b>{{ words('en').home }}</b>",
            "styles/10-ground.css": "body { color: red }\n",
            "words/en.toml": 'home = "Front"\n',
            "logo.svg": "<svg id='own'/>",
        },
    )
    theme = Theme(base, own)
    assert theme.render("page.html", {}) == "<b>Front</b>"
    assert theme.render("other.html", {}) == "other"
    assert "red" in theme.files["style.css"].decode()
    assert "black" not in theme.files["style.css"].decode()
    assert theme.files["logo.svg"] == b"<svg id='own'/>"
    assert theme.digest != Theme(base).digest


def test_a_site_changes_single_words_and_keeps_the_others(base: Path, tmp_path: Path) -> None:
    own = write(tmp_path / "own", {"words/en.toml": 'home = "Front"\n', "words/eo.toml": 'menu = "Menuo"\n'})
    words = Theme(base, own).words
    assert (words("en")["home"], words("en")["menu"]) == ("Front", "Menu")
    assert (words("eo")["home"], words("eo")["menu"]) == ("Front", "Menuo")


def test_a_file_that_is_no_text_gives_a_clear_sentence(base: Path) -> None:
    write(base, {"templates/page.html": b"\xff\xfe"})
    with pytest.raises(ThemeError, match=r"page\.html is no text in UTF-8"):
        Theme(base)


def test_an_unknown_name_in_a_template_is_an_error(base: Path) -> None:
    with pytest.raises(TemplateFaultError, match="undefined value"):
        Theme(base).render("page.html", {})


def test_a_mistake_in_a_template_is_told_with_file_line_and_the_lines_around(base: Path) -> None:
    write(base, {"templates/card.html": "one\ntwo\n{{ card.titel }}\nfour\n"})
    write(base, {"templates/page.html": "<p>\n{% include 'card.html' %}\n</p>"})
    with pytest.raises(TemplateFaultError) as found:
        Theme(base).render("page.html", {"card": {"title": "A"}})
    fault = found.value
    assert (Path(fault.file), fault.line) == (base / "templates/card.html", 3)
    assert "`card.titel` is undefined" in fault.said
    assert fault.excerpt.splitlines()[2] == ">    3 | {{ card.titel }}"
    assert "card.html, line 3: undefined value" in str(fault)


def test_a_template_that_is_no_template_is_told_the_same_way(base: Path) -> None:
    write(base, {"templates/page.html": "<p>\n{% if %}\n</p>"})
    with pytest.raises(TemplateFaultError, match=r"page\.html, line 2: syntax error"):
        Theme(base).render("page.html", {"name": "A"})


def test_a_changed_file_makes_a_new_theme(base: Path) -> None:
    first = load_theme((base,))
    assert load_theme((base,)) is first
    write(base, {"styles/10-ground.css": "body { color: green }\n"})
    os.utime(base / "styles/10-ground.css", ns=(1, 1))
    assert load_theme((base,)).digest != first.digest


def test_the_built_in_theme_names_no_file_that_is_not_there() -> None:
    theme = load_theme(press_conf().theme_paths)
    assert "url(fonts" not in theme.files["style.css"].decode()


def test_what_editors_leave_beside_a_file_is_no_part_of_the_theme(base: Path) -> None:
    digest = Theme(base).digest
    write(base, {"templates/.page.html.swp": b"\xff", "styles/10-ground.css~": "old", ".git/x.css": "x"})
    assert Theme(base).digest == digest


def test_a_site_without_a_folder_of_its_own_has_the_built_in_theme(base: Path, tmp_path: Path) -> None:
    assert Theme(base, tmp_path / "missing").digest == Theme(base).digest
