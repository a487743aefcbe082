from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fragments_fromstring
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from masthead.newsroom.blocks import RICH_TEXT_FEATURES, BodyBlock
from masthead.wire.bodies import richtext
from masthead.wire.bodies.foreign import Node

from .bodies import OLD, AllMedia, blocks, kinds, read_body


def test_a_run_of_paragraphs_and_lists_is_one_block() -> None:
    assert blocks("One\n\nTwo <strong>bold</strong>\n<ul><li>a</li></ul>") == [
        ("paragraph", "<p>One</p><p>Two <b>bold</b></p><ul><li>a</li></ul>")
    ]


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<em>i</em> and <cite>c</cite>", "<i>i</i> and <i>c</i>"),
        ("<strike>s</strike><kbd>k</kbd>", "<s>s</s><code>k</code>"),
        ("<span style='color:red'>red</span>", "red"),
        ("<strong>a<strong> b</strong></strong>", "<b>a b</b>"),
        ('<a href="/x/" target="_blank" onclick="evil()">x</a>', f'<a href="{OLD}/x/">x</a>'),
        ('<a name="here">anchor</a>', "anchor"),
        ("<b> spaced </b>out", "<b>spaced</b> out"),
        ("H<sub>2</sub>O &amp; &lt;b&gt;", "H<sub>2</sub>O &amp; &lt;b&gt;"),
    ],
)
def test_inline_elements_take_the_editors_form(html: str, kept: str) -> None:
    assert blocks(f"<p>{html}</p>") == [("paragraph", f"<p>{kept}</p>")]


@pytest.mark.parametrize(
    "html", ["<abbr title='x'>y</abbr>", "<u>u</u>", "<q>said</q>", "<small>s</small>", "<mark>m</mark>"]
)
def test_what_the_editor_cannot_hold_is_kept_as_html(html: str) -> None:
    [(kind, value)] = blocks(f"<p>Before {html} after</p>")
    assert kind == "html"
    assert value.startswith("<p>Before <")


def test_obsolete_elements_and_attributes_do_not_reach_readers() -> None:
    [(_, value)] = blocks(
        '<table border="1" bgcolor="red"><tr><td align="left" colspan="2"><tt>x</tt><acronym>y</acronym></td></tr></table>'
    )
    assert (
        value.replace("\n", "")
        == '<table><tbody><tr><td colspan="2" class="has-text-align-left"><code>x</code><abbr>y</abbr></td></tr></tbody></table>'
    )


def test_headings_have_three_levels() -> None:
    html = "".join(f"<h{level}>H<em>{level}</em></h{level}>" for level in range(1, 7))
    assert [(value["text"], value["level"]) for _, value in blocks(html)] == [
        ("H1", "2"), ("H2", "2"), ("H3", "3"), ("H4", "4"), ("H5", "4"), ("H6", "4"),
    ]  # fmt: skip


def test_a_link_in_a_heading_is_reported() -> None:
    body = read_body('<h2><a href="https://x.example/">Head</a></h2>')
    assert body.losses == ["a link in a heading: https://x.example/"]


def test_a_quote_has_its_source() -> None:
    [(kind, value)] = blocks("<blockquote>Stay hungry.\n<cite>Stewart</cite></blockquote>")
    assert (kind, value) == ("quote", {"text": "<p>Stay hungry.</p>", "attribution": "Stewart"})


def test_a_quote_that_holds_more_than_text_is_kept_as_html() -> None:
    assert kinds("<blockquote><h3>Head</h3><p>x</p></blockquote>") == ["html"]


def test_nested_lists_stay_lists() -> None:
    [(kind, value)] = blocks("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>")
    assert (kind, value) == ("paragraph", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>")


def test_a_list_that_the_editor_would_tear_apart_is_kept_as_html() -> None:
    # The editor gives it back as two lists, and the second counts from one again.
    [(kind, value)] = blocks("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>")
    assert kind == "html"
    assert value.count("<ol>") == 1


def test_a_list_that_counts_from_elsewhere_is_kept_as_html() -> None:
    [(kind, value)] = blocks('<ol start="8"><li>eight</li></ol>')
    assert kind == "html"
    assert 'start="8"' in value


def test_a_table_of_text_is_a_table() -> None:
    [(kind, value)] = blocks(
        "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2<br>3</td></tr></tbody></table>"
    )
    assert kind == "table"
    assert value["table"]["data"] == [["A", "B"], ["1", "2\n3"]]
    assert value["table"]["first_row_is_table_header"] is True


def test_an_image_with_a_caption_is_a_picture() -> None:
    html = f'[caption id="attachment_7" width="300"]<a href="{OLD}/a.jpg"><img src="{OLD}/a-300x200.jpg" alt="A dog runs"></a> The <em>dog</em>[/caption]'
    assert blocks(html) == [
        ("image", {"image": 1, "caption": "<p>The <i>dog</i></p>", "alt_text": "A dog runs"})
    ]


def test_a_file_name_is_no_alternative_text() -> None:
    [(_, value)] = blocks(f'<img src="{OLD}/a.jpg" alt="IMG_6064-25.jpg">')
    assert value["alt_text"] == ""


def test_an_image_in_the_middle_of_a_sentence_leaves_the_sentence_whole() -> None:
    found = blocks(f'<p>One <img src="{OLD}/a.jpg"> sentence.</p>')
    assert [kind for kind, _ in found] == ["paragraph", "image"]
    assert found[0][1] == "<p>One sentence.</p>"


def test_emoji_that_were_images_are_text_again() -> None:
    assert blocks('<p>Hi <img class="emoji" alt="🙂" src="https://s.w.org/x.svg"></p>') == [
        ("paragraph", "<p>Hi 🙂</p>")
    ]


def test_missing_media_are_listed_and_leave_no_hole() -> None:
    body = read_body(
        f'<p>Text</p><img src="{OLD}/gone.jpg"><video src="{OLD}/gone.mp4"></video>',
        media=AllMedia(is_empty=True),
    )
    assert [block["type"] for block in body.blocks] == ["paragraph"]
    assert body.missing == [f"{OLD}/gone.jpg", f"{OLD}/gone.mp4"]


def test_images_in_tables_become_pictures_behind_them() -> None:
    assert kinds(f'<table><tr><td><img src="{OLD}/a.jpg"></td><td>x</td></tr></table>') == ["html", "image"]
    assert "<img" not in str(blocks(f'<table><tr><td><img src="{OLD}/a.jpg"></td><td>x</td></tr></table>')[0])


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (
            '<iframe src="https://www.youtube.com/embed/SQEQr7c0-dw?rel=0"></iframe>',
            "https://www.youtube.com/watch?v=SQEQr7c0-dw",
        ),
        ('<iframe src="//player.vimeo.com/video/123"></iframe>', "https://vimeo.com/123"),
        ("https://www.youtube.com/watch?v=SQEQr7c0-dw", "https://www.youtube.com/watch?v=SQEQr7c0-dw"),
        ("[embed]https://vimeo.com/123[/embed]", "https://vimeo.com/123"),
        (
            '<blockquote class="twitter-tweet"><p>x</p><a href="https://twitter.com/a/status/1">d</a></blockquote>',
            "https://twitter.com/a/status/1",
        ),
        ("[audio https://elsewhere.example/x.mp3]", "https://elsewhere.example/x.mp3"),
        (
            '<!-- wp:embed {"url":"https://vimeo.com/9"} --><figure>x</figure><!-- /wp:embed -->',
            "https://vimeo.com/9",
        ),
    ],
)
def test_players_become_embeds(html: str, address: str) -> None:
    assert [(kind, value["address"]) for kind, value in blocks(html)] == [("embed", address)]


def test_own_recordings_become_media() -> None:
    assert blocks(f'[video mp4="{OLD}/v.mp4"][/video]') == [
        ("media", {"file": 1, "kind": "video", "caption": ""})
    ]


def test_more_and_page_breaks_join_the_pages() -> None:
    body = read_body("One<!--more Read on-->\n\nTwo<!--nextpage-->Three")
    assert body.blocks[0]["value"] == "<p>One</p><p>Two</p><p>Three</p>"
    assert body.losses == ["page breaks: 2 pages became one"]


def test_unknown_shortcodes_leave_their_content_and_are_reported() -> None:
    body = read_body('[accordion title="x"]Inside <em>it</em>[/accordion]')
    assert body.blocks[0]["value"] == "<p>Inside <i>it</i></p>"
    assert body.losses == ['the shortcode [accordion title="x"]']


def test_scripts_and_handlers_go_and_are_reported() -> None:
    body = read_body(
        '<p onclick="x()">a</p><script>steal()</script><a href="javascript:x()">b</a><iframe srcdoc="<script>1</script>"></iframe>'
    )
    assert "a script" in body.losses
    text = str(body.blocks)
    assert "steal" not in text
    assert "javascript" not in text
    assert "onclick" not in text


def test_code_is_kept_to_the_letter() -> None:
    assert blocks("<pre><code class='language-php'>&lt;?php\n  echo 1;\n</code></pre>") == [
        ("code", {"text": "<?php\n  echo 1;", "language": "php"})
    ]


def test_right_to_left_paragraphs_keep_their_direction() -> None:
    [(kind, value)] = blocks('<p dir="rtl">שלום</p>')
    assert (kind, value) == ("html", '<p dir="rtl">שלום</p>')


def test_a_body_of_ten_megabytes_is_read() -> None:
    content = ("word " * 20 + "\n\n") * 100_000
    body = read_body(content)
    assert len(body.blocks) == 1
    assert body.blocks[0]["value"].count("<p>") == 100_000


def test_deep_nesting_neither_crashes_nor_loses_text() -> None:
    body = read_body("<div>" * 5000 + "deep text" + "</div>" * 5000)
    assert "deep text" in str(body.blocks)
    body = read_body("<ul><li>" * 900 + "deep list" + "</li></ul>" * 900)
    assert "deep list" in str(body.blocks)


def test_blocks_nested_too_deeply_keep_their_text() -> None:
    body = read_body("<!-- wp:group --><div>" * 2000 + "deep text" + "</div><!-- /wp:group -->" * 2000)
    assert "deep text" in str(body.blocks)


def test_the_same_body_gives_the_same_blocks() -> None:
    assert read_body("One\n\n<hr>\n\nTwo") == read_body("One\n\n<hr>\n\nTwo")


def _editor_opens(body: list[dict[str, Any]]) -> None:
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    for block in body:
        if block["type"] in {"paragraph", "quote"}:
            value = block["value"] if block["type"] == "paragraph" else block["value"]["text"]
            converter.from_database_format(value)
    BodyBlock().to_python(body)


_words = st.text(alphabet="abc é\xa0\n<>&\"'[]#", max_size=8)
_tags = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "strong",
        "em",
        "a",
        "span",
        "u",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h2",
        "table",
        "tr",
        "td",
        "img",
        "figure",
        "figcaption",
        "br",
        "hr",
        "pre",
        "code",
        "dl",
        "dt",
        "iframe",
        "script",
        "sup",
    ]
)


@st.composite
def _markup(draw: st.DrawFn) -> str:
    parts = draw(
        st.lists(st.one_of(_words.map(escape), _words, st.tuples(_tags, st.booleans())), max_size=14)
    )
    return "".join(
        part if isinstance(part, str)
        else f"</{part[0]}>" if part[1]
        else f'<{part[0]} href="https://x.example/?a&b" src="{OLD}/i.jpg" class="alignleft">'
        for part in parts
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_markup())
def test_no_markup_makes_a_body_that_the_editor_cannot_open(html: str) -> None:
    _editor_opens(read_body(html).blocks)


_plain = st.text(alphabet="abcdé-.,🙂 ", min_size=1, max_size=10).filter(
    lambda text: text.strip() not in {"", "-"}
)


@st.composite
def _well_formed(draw: st.DrawFn, depth: int = 0) -> str:
    children = (
        draw(st.lists(st.one_of(_plain, _well_formed(depth + 1)), min_size=1, max_size=3))
        if depth < 3
        else [draw(_plain)]
    )
    tag = draw(
        st.sampled_from(["p", "div", "b", "em", "u", "span", "blockquote", "ul", "h3", "section", "dl", "td"])
    )
    inner = "".join(f"<li>{child}</li>" for child in children) if tag == "ul" else "".join(children)
    return f"<{tag}>{inner}</{tag}>"


def _words_of(body: list[dict[str, Any]]) -> str:
    texts = []
    for block in body:
        value = block["value"]
        texts.append(
            value if isinstance(value, str) else value.get("text", "") + value.get("attribution", "")
        )
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", "", "".join(texts))))


@settings(max_examples=150, deadline=None)
@given(_well_formed())
def test_no_word_is_lost_on_the_way_into_blocks(html: str) -> None:
    expected = re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", html))
    assert _words_of(read_body(f"<!-- wp:paragraph --><!-- /wp:paragraph -->{html}").blocks) == expected


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "b", "i", "s", "sup", "code", "a", "strong"]), _words), max_size=6
    )
)
def test_what_skips_the_editors_converter_would_come_back_from_it_unchanged(
    parts: list[tuple[str, str]],
) -> None:
    def element(tag: str, text: str) -> str:
        return (
            f'<a href="https://x.example/?a=1&amp;b">{text}</a>'
            if tag == "a"
            else f"<{tag}>{text}</{tag}>"
            if tag
            else text
        )

    html = "".join(element(tag, escape(text)) for tag, text in parts)
    nodes: list[Node] = []
    for part in fragments_fromstring(html) if html else []:
        nodes += [part] if isinstance(part, str) else [part, part.tail or ""]
    inline = richtext.inline_html(nodes)
    if inline and richtext._FLAT.fullmatch(f"<p>{inline}</p>"):
        assert (
            richtext._KEYS.sub("", richtext._through_editor(f"<p>{inline}</p>", richtext.IN_TEXT))
            == f"<p>{inline}</p>"
        )
