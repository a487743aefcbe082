from __future__ import annotations

import pytest

from masthead.wire.wordpress.shortcodes import Shortcode, replace_shortcodes


def found(text: str) -> list[Shortcode]:
    seen: list[Shortcode] = []

    def render(shortcode: Shortcode) -> str:
        seen.append(shortcode)
        return "·"

    replace_shortcodes(text, render)
    return seen


@pytest.mark.parametrize(
    "text",
    [
        "He said [sic] that",
        "coracles [simple boat].",
        "[Laughter]\n",
        "a[0]",
        "[1] See below",
        "[ ]",
        "[well-known] words",
    ],
)
def test_brackets_in_prose_stay(text: str) -> None:
    assert replace_shortcodes(text, lambda _: "!") == text


@pytest.mark.parametrize(
    ("text", "attributes", "words"),
    [
        ('[gallery ids="1,2" columns=3]', {"ids": "1,2", "columns": "3"}, []),
        ("[gallery link='file']", {"link": "file"}, []),
        ("[audio https://a.example/x.mp3]", {}, ["https://a.example/x.mp3"]),
        ("[caption id=&quot;a&quot;]x[/caption]", {"id": "a"}, []),
        ("[gallery]", {}, []),
    ],
)
def test_attributes_are_read(text: str, attributes: dict[str, str], words: list[str]) -> None:
    [shortcode] = found(text)
    assert (shortcode.attributes, shortcode.words) == (attributes, words)


def test_what_a_shortcode_encloses_is_its_content() -> None:
    [shortcode] = found('a [box color="red"]in [b]side[/b][/box] z')
    assert (shortcode.name, shortcode.content) == ("box", "in [b]side[/b]")


def test_a_shortcode_alone_on_its_line_is_one_when_written_like_no_word() -> None:
    assert [one.name for one in found("Text\n[contact_form]\nmore [contact_form] in text")] == [
        "contact_form"
    ]


def test_doubled_brackets_show_a_shortcode() -> None:
    assert replace_shortcodes("Write [[gallery]] here", lambda _: "!") == "Write [gallery] here"


def test_two_galleries_do_not_enclose_what_is_between_them() -> None:
    assert [one.content for one in found("[gallery ids=1] text [gallery ids=2][/gallery]")] == [None, ""]
