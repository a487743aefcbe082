from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.wire.wordpress.classic import autop


def flat(html: str) -> str:
    return re.sub(r">\s+<", "><", html).strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("   \n\n ", ""),
        ("One line", "<p>One line</p>"),
        ("One\n\nTwo", "<p>One</p><p>Two</p>"),
        ("One\r\n\r\nTwo", "<p>One</p><p>Two</p>"),
        ("One\n \t\n\n\nTwo", "<p>One</p><p>Two</p>"),
        ("One\ntwo", "<p>One<br />\ntwo</p>"),
        ("One<br />\ntwo", "<p>One<br />\ntwo</p>"),
        ("One<br/><br>Two", "<p>One</p><p>Two</p>"),
        ("<p>Own</p>\n\nBare", "<p>Own</p><p>Bare</p>"),
        ("<p>Open\n\nAnd on", "<p>Open</p><p>And on</p>"),
        ("Before\n<h2>Head</h2>\nAfter", "<p>Before</p><h2>Head</h2><p>After</p>"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<div>bare</div>", "<div>bare</div>"),
        ("<blockquote>Said.</blockquote>", "<blockquote><p>Said.</p></blockquote>"),
        ("<blockquote>a\n\nb</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("a\n<hr />\nb", "<p>a</p><hr /><p>b</p>"),
        ('A <a\nhref="x">link</a>', '<p>A <a href="x">link</a></p>'),
        ("<em>a\n\nb</em>", "<p><em>a</p><p>b</em></p>"),
        ("<table>\n<tr>\n<td>x</td>\n</tr>\n</table>", "<table><tr><td>x</td></tr></table>"),
        ("a <!-- a note\n\nof two lines --> b", "<p>a  b</p>"),
    ],
)  # fmt: skip
def test_paragraphs_are_made_as_wordpress_makes_them(text: str, html: str) -> None:
    assert flat(autop(text)) == flat(html)


def test_preformatted_text_keeps_its_lines() -> None:
    assert "<pre>one\n\n  two\n</pre>" in autop("Text\n<pre>one\n\n  two\n</pre>\nMore")


def test_players_keep_their_lines() -> None:
    assert "<br" not in autop('<video>\n<source src="a.mp4">\n</video>')


@given(st.text(alphabet="ab \n<>/pdivulem=\"'&!-[]", max_size=60))
def test_no_word_is_lost(text: str) -> None:
    def words(html: str) -> str:
        return re.sub(
            r"\s+",
            "",
            re.sub(r"<!--.*?-->|</?[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", "", html, flags=re.S),
        )

    assert words(autop(text)) == words(text)
