"""HTML becomes text that reads well without it."""

from __future__ import annotations

from masthead.kit.plain_text import PlainText, wrapped


def test_paragraphs_headings_quotes_and_lists_keep_their_form() -> None:
    text = PlainText(width=40)(
        "<h2>The tide</h2><p>One<br>two.</p><blockquote><p>Said.</p><footer><cite>Ada</cite></footer></blockquote>"
        "<ol><li>First</li><li><p>Second</p><ul><li>Inner</li></ul></li></ol><hr><pre><code>a\n  b</code></pre>"
    )
    assert text == (
        "The tide\n--------\n\nOne\ntwo.\n\n> Said.\n>\n> — Ada\n\n1. First\n2. Second\n   - Inner\n\n* * *\n\n    a\n      b"
    )


def test_links_are_numbered_once_each_and_an_address_that_stands_there_is_not() -> None:
    text = PlainText()
    said = text(
        '<p>See <a href="https://a.example/x">this</a>, <a href="https://b.example/">b.example</a>, '
        '<a href="https://a.example/x">this again</a> and <a href="#note">a note</a>.</p>'
    )
    assert said == "See this [1], b.example, this again [1] and a note."
    assert text.notes() == "[1] https://a.example/x"


def test_pictures_are_told_by_what_they_show_and_players_are_silent() -> None:
    html = '<figure><img src="x" alt="A crane"><figcaption>The quay</figcaption></figure><figure><video src="y"></video></figure>'
    assert PlainText()(html) == "[A crane]\n\nThe quay"


def test_lines_are_wrapped_between_words_and_addresses_stay_whole() -> None:
    address = "https://courier.example/" + "a" * 90
    lines = wrapped(f"word {address} word " * 3).split("\n")
    assert all(len(line) <= 72 or line == address for line in lines)
    assert PlainText()("<table><tr><th>A</th><td>1 <b>x</b></td></tr></table>loose") == "A | 1 x\n\nloose"


def test_nothing_is_nothing() -> None:
    assert PlainText()("  ") == ""
    assert wrapped("") == ""
