"""What WordPress put at a side, or aligned, stands so here; what cannot is told."""

from __future__ import annotations

import pytest

from masthead.newsroom.blocks import CAPTION_FEATURES, RICH_TEXT_FEATURES, BodyBlock
from masthead.newsroom.placing import PLACEMENTS
from masthead.wire.bodies.richtext import survives

from .bodies import OLD, blocks, read_body

IMG = f'<img src="{OLD}/a.jpg">'


@pytest.mark.parametrize(
    ("html", "place"),
    [
        (f'<img class="alignleft size-medium" src="{OLD}/a.jpg">', "left"),
        (f'<img class="aligncenter" src="{OLD}/a.jpg">', "center"),
        (f'<img class="alignnone" src="{OLD}/a.jpg">', None),
        (f'<img align="right" src="{OLD}/a.jpg">', "right"),
        (f'<img style="float: right; margin: 1em" src="{OLD}/a.jpg">', "right"),
        (f'<a href="/x/"><img class="alignright" src="{OLD}/a.jpg"></a>', "right"),
        (f'<p style="text-align: center;">{IMG}</p>', "center"),
        (f"<center>{IMG}</center>", "center"),
        (f'[caption id="attachment_1" align="alignleft" width="9"]{IMG} Words[/caption]', "left"),
        (f'<div class="wp-block-image"><figure class="alignright">{IMG}</figure></div>', "right"),
        (f'<figure class="wp-block-image alignwide">{IMG}</figure>', "wide"),
        (f'<!-- wp:image {{"align":"full"}} --><figure class="alignfull">{IMG}</figure><!-- /wp:image -->', "full"),
        (f'<div class="wp-block-group alignfull"><figure>{IMG}</figure></div>', None),
    ],
)  # fmt: skip
def test_an_image_stands_where_it_stood(html: str, place: str | None) -> None:
    [(kind, value)] = blocks(html)
    assert (kind, value.get("placement")) == ("image", place)


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p style="text-align:center">x</p>', '<p class="text-center">x</p>'),
        ('<p class="has-text-align-right">x</p>', '<p class="text-right">x</p>'),
        ('<p align="center">x <b>y</b></p>', '<p class="text-center">x <b>y</b></p>'),
        ('<div style="text-align:right"><p>x</p></div><p>y</p>', '<p class="text-right">x</p><p>y</p>'),
        ("<center>x</center>", '<p class="text-center">x</p>'),
        # Where lines begin there anyway, nothing is said.
        ('<p style="text-align:left">Latin</p>', "<p>Latin</p>"),
        ('<p style="text-align:right">שלום</p>', "<p>שלום</p>"),
        ('<p style="text-align:left">שלום</p>', '<p class="text-left">שלום</p>'),
    ],
)
def test_lines_are_aligned_as_they_were(html: str, kept: str) -> None:
    assert blocks(html) == [("paragraph", kept)]


def test_headings_and_quotes_are_aligned_as_they_were() -> None:
    assert blocks('<h2 class="has-text-align-center">H</h2>') == [
        ("heading", {"text": "H", "level": "2", "alignment": "center"})
    ]
    [(kind, value)] = blocks('<blockquote style="text-align:right"><p>q</p></blockquote>')
    assert (kind, value["alignment"]) == ("quote", "right")


def test_a_paragraph_that_is_kept_as_html_keeps_its_alignment() -> None:
    [(kind, value)] = blocks('<p style="text-align:center"><u>under</u></p>')
    assert (kind, value) == ("html", '<p class="text-center"><u>under</u></p>')


def test_justified_lines_and_centred_lists_are_told() -> None:
    assert read_body('<p style="text-align:justify">x</p>').losses == [
        "justified lines: the theme sets lines its own way"
    ]
    assert read_body("<center><ul><li>x</li></ul></center>").losses == ["the alignment of a list"]


def test_cells_of_a_table_are_aligned_as_they_were() -> None:
    [(_, value)] = blocks('<table><tr><td>a</td><td align="right">1</td></tr></table>')
    assert value["table"]["cell"] == [{"row": 0, "col": 1, "className": "htRight"}]


@pytest.mark.parametrize(
    "html",
    [
        f'[gallery ids="1,2" columns="4"]{IMG}',
        f'<figure class="wp-block-gallery columns-4 is-cropped">{IMG}{IMG}</figure>',
        f'<ul class="wp-block-gallery columns-4"><li>{IMG}</li><li>{IMG}</li></ul>',
        f'<div class="gallery gallery-columns-4">{IMG}{IMG}</div>',
    ],
)
def test_a_gallery_has_as_many_columns_as_it_had(html: str) -> None:
    assert blocks(html)[0][1]["columns"] == "4"


def test_a_gallery_that_names_no_columns_leaves_them_to_the_theme() -> None:
    [(_, value)] = blocks(f'<figure class="wp-block-gallery columns-default">{IMG}{IMG}</figure>')
    assert "columns" not in value


@pytest.mark.parametrize(("words", "place"), [("Some words. " * 40, "right"), ("Few words.", None)])
def test_text_runs_beside_the_picture_of_media_and_text_if_there_is_enough(
    words: str, place: str | None
) -> None:
    content = (
        '<!-- wp:media-text {"mediaPosition":"right"} --><div><div><!-- wp:paragraph -->'
        f"<p>{words}</p><!-- /wp:paragraph --></div><figure>{IMG}</figure></div><!-- /wp:media-text -->"
    )
    [(first, value), (second, _)] = blocks(content)
    assert (first, value.get("placement"), second) == ("image", place, "paragraph")


@pytest.mark.parametrize(
    ("caption", "kept"),
    [
        ('By <a href="https://x.example/">Ada</a>', '<p>By <a href="https://x.example/">Ada</a></p>'),
        ("<em>First</em><br>second <sup>2</sup> &amp; &lt;third&gt;", "<p><i>First</i> second 2 &amp; &lt;third&gt;</p>"),
        ('<a href="javascript:alert(1)">x</a>', "<p>x</p>"),
    ],
)  # fmt: skip
def test_captions_keep_links_and_emphasis(caption: str, kept: str) -> None:
    body = read_body(f"<figure>{IMG}<figcaption>{caption}</figcaption></figure>")
    assert body.blocks[0]["value"]["caption"] == kept
    assert not [loss for loss in body.losses if "caption" in loss]


def test_what_a_caption_cannot_hold_is_told() -> None:
    caption = '<ul><li>one <a href="https://x.example/">two</a></li></ul>'
    body = read_body(f"<figure>{IMG}<figcaption>{caption}</figcaption></figure>")
    assert body.blocks[0]["value"]["caption"] == "<p>one two</p>"
    assert body.losses == ["a link in a caption: https://x.example/"]


def test_the_editor_gives_every_choice_back() -> None:
    for feature in ("text-left", "text-center", "text-right"):
        assert survives(f'<p class="{feature}">x</p>') == f'<p class="{feature}">x</p>'
    assert {"align-left", "align-center", "align-right"} <= set(RICH_TEXT_FEATURES) - set(CAPTION_FEATURES)
    chosen = BodyBlock().child_blocks["image"].child_blocks["placement"]
    assert [chosen.clean(place) for place, _label in PLACEMENTS] == [place for place, _label in PLACEMENTS]
    assert not chosen.clean("")
