from __future__ import annotations

import pytest

from masthead.wire.wordpress.gutenberg import Block, parse_blocks

from .bodies import OLD, AllMedia, blocks, kinds, read_body


def test_blocks_are_read_as_a_tree() -> None:
    [text, group, last] = parse_blocks(
        'a<!-- wp:group {"x":{"y":"}"}} --><div><!-- wp:core/spacer /-->b</div><!-- /wp:group -->c'
    )
    assert (text, last) == ("a", "c")
    assert isinstance(group, Block)
    assert group.attributes == {"x": {"y": "}"}}
    assert [inner.name for inner in group.inner] == ["spacer"]
    assert group.html == "<div>b</div>"


@pytest.mark.parametrize(
    "content",
    [
        "<!-- wp:group --><div>never closed",
        "<!-- /wp:group -->stray end",
        "<!-- wp:a --><!-- wp:b -->x<!-- /wp:a -->crossed<!-- /wp:b -->",
        '<!-- wp:group {"broken": --><div>x</div><!-- /wp:group -->',
        "<!-- wp:paragraph",
    ],
)
def test_broken_blocks_are_read_all_the_same(content: str) -> None:
    parse_blocks(content)
    read_body(content)


def wrap(name: str, html: str, attributes: str = "") -> str:
    return f"<!-- wp:{name} {attributes} -->{html}<!-- /wp:{name} -->"


P = "<!-- wp:paragraph --><p>x</p><!-- /wp:paragraph -->"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (wrap("heading", "<h3>H</h3>", '{"level":3}'), ["heading"]),
        (wrap("list", "<ul><!-- wp:list-item --><li>a</li><!-- /wp:list-item --></ul>"), ["paragraph"]),
        (wrap("quote", f"<blockquote>{P}<cite>c</cite></blockquote>"), ["quote"]),
        (
            wrap(
                "pullquote",
                "<figure class='wp-block-pullquote'><blockquote><p>q</p><cite>c</cite></blockquote></figure>",
            ),
            ["pull_quote"],
        ),
        (wrap("code", "<pre class='wp-block-code'><code>x</code></pre>"), ["code"]),
        (wrap("verse", "<pre class='wp-block-verse'>x</pre>"), ["html"]),
        (
            wrap(
                "table",
                "<figure class='wp-block-table'><table><tr><td>a</td></tr></table><figcaption>c</figcaption></figure>",
            ),
            ["table"],
        ),
        (wrap("image", f"<figure><img src='{OLD}/a.jpg'/></figure>"), ["image"]),
        (
            wrap(
                "gallery",
                f"<figure class='wp-block-gallery'><figure><img src='{OLD}/a.jpg'/></figure><figure><img src='{OLD}/b.jpg'/></figure></figure>",
            ),
            ["gallery"],
        ),
        (wrap("audio", f"<figure><audio src='{OLD}/a.mp3'></audio></figure>"), ["media"]),
        (
            wrap("video", f"<figure><video src='{OLD}/a.mp4'></video><figcaption>c</figcaption></figure>"),
            ["media"],
        ),
        (wrap("file", "<a href='x'>File</a>", f'{{"href":"{OLD}/a.pdf"}}'), ["media"]),
        (
            wrap("media-text", f"<div><figure><img src='{OLD}/a.jpg'/></figure><div>{P}</div></div>"),
            ["image", "paragraph"],
        ),
        (
            wrap("cover", f"<div><img src='{OLD}/a.jpg'/>{P}</div>", f'{{"url":"{OLD}/a.jpg"}}'),
            ["image", "paragraph"],
        ),
        (wrap("columns", f"<div>{wrap('column', P)}{wrap('column', P)}</div>"), ["paragraph"]),
        (wrap("group", f"<div>{P}</div>"), ["paragraph"]),
        (wrap("separator", "<hr class='wp-block-separator'/>"), ["html"]),
        (wrap("spacer", "<div style='height:9px'></div>"), []),
        (wrap("more", "<!--more-->"), []),
        (wrap("buttons", f"<div>{wrap('button', '<div><a href=#>Go</a></div>')}</div>"), ["paragraph"]),
        (wrap("details", f"<details><summary>s</summary>{P}</details>"), ["html"]),
        (wrap("html", "<div class='mine'>x</div>"), ["html"]),
        (wrap("freeform", "<p>x</p>"), ["paragraph"]),
        (wrap("shortcode", "[gallery ids='1']"), ["image"]),
        ("<!-- wp:latest-posts /-->", []),
        ("<!-- wp:navigation --><!-- wp:page-list /--><!-- /wp:navigation -->", []),
        ('<!-- wp:social-link {"url":"https://x.example/a","service":"mastodon"} /-->', ["paragraph"]),
        (wrap("jetpack/markdown", "<p>kept</p>"), ["html"]),
        (wrap("acme/box", f"<div>{P}</div>"), ["paragraph"]),
    ],
)
def test_core_blocks_find_their_place(content: str, expected: list[str]) -> None:
    assert kinds(content) == expected


def test_blocks_that_the_old_site_filled_are_reported() -> None:
    assert read_body("<!-- wp:tag-cloud /-->").losses == [
        "the block “tag-cloud”, which the old site filled itself"
    ]


def test_unknown_blocks_keep_their_html_and_are_reported() -> None:
    body = read_body(wrap("acme/chart", "<div class='chart' onclick='x()'>42</div>"))
    assert body.blocks[0]["value"] == '<div class="chart">42</div>'
    assert any("acme/chart" in loss for loss in body.losses)


def test_reusable_blocks_stand_where_they_are_shown() -> None:
    assert blocks('<!-- wp:block {"ref":9} /-->', reusable=P) == [("paragraph", "<p>x</p>")]


def test_a_reusable_block_that_shows_itself_ends() -> None:
    assert kinds('<!-- wp:block {"ref":9} /-->', reusable=P + '<!-- wp:block {"ref":9} /-->') == ["paragraph"]


def test_footnotes_are_numbered_and_listed() -> None:
    content = (
        wrap("paragraph", '<p>Said<sup data-fn="a1" class="fn"><a href="#a1">1</a></sup></p>')
        + "<!-- wp:footnotes /-->"
    )
    assert blocks(content, footnotes='[{"id":"a1","content":"Where it was said."}]') == [
        ("paragraph", "<p>Said<sup>1</sup></p><ol><li>Where it was said.</li></ol>")
    ]


def test_a_file_that_is_a_picture_is_shown() -> None:
    class OnlyPictures(AllMedia):
        def file(self, address: str, foreign_id: str = "") -> None:
            return None

    content = wrap("file", "<a href='x'>The map</a>", f'{{"href":"{OLD}/a.jpg"}}')
    [(kind, value)] = blocks(content, media=OnlyPictures())
    assert (kind, value["caption"]) == ("image", "<p>The map</p>")


def test_a_cover_with_a_missing_picture_keeps_its_words() -> None:
    content = wrap("cover", f"<div>{P}</div>", f'{{"url":"{OLD}/a.jpg","id":3}}')
    body = read_body(content, media=AllMedia(is_empty=True))
    assert [block["type"] for block in body.blocks] == ["paragraph"]
    assert body.missing == [f"{OLD}/a.jpg"]
