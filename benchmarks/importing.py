"""Measures a WordPress import: a generated export of 3,000 posts becomes a printed magazine."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

from masthead.config.founding import found_publication

from .figures import Figure
from .ground import report, start_django, timed
from .words import Prose

__all__ = ["measure", "write_export"]

POSTS = 3_000
_WORDS = 700
_AUTHORS, _CATEGORIES, _TAGS = 20, 12, 200
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Measured Courier</title><link>https://old.example</link><description></description>
<language>en</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
"""


def write_export(path: Path, posts: int) -> None:
    """Write an export in WXR 1.2: posts of 700 words, half of them blocks and half classic, without media."""
    prose = Prose(seed=3)
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        for number in range(_AUTHORS):
            file.write(
                f"<wp:author><wp:author_id>{number + 1}</wp:author_id><wp:author_login>author{number}</wp:author_login>"
                f"<wp:author_display_name>{escape(prose.title()[:30])}</wp:author_display_name></wp:author>\n"
            )
        for number in range(_CATEGORIES):
            parent = f"category-{number % 4}" if number >= 4 else ""
            file.write(
                f"<wp:category><wp:term_id>{number + 1}</wp:term_id>"
                f"<wp:category_nicename>category-{number}</wp:category_nicename>"
                f"<wp:category_parent>{parent}</wp:category_parent>"
                f"<wp:cat_name>Category {number}</wp:cat_name></wp:category>\n"
            )
        first = datetime(2016, 1, 1, tzinfo=UTC)
        for number in range(posts):
            file.write(_item(prose, number, first + timedelta(days=3650 * number / posts)))
        file.write("</channel></rss>\n")


def _item(prose: Prose, number: int, moment: datetime) -> str:
    paragraphs = prose.paragraphs(_WORDS, 11)
    if number % 2:
        body = "\n\n".join(f"<!-- wp:paragraph --><p>{one}</p><!-- /wp:paragraph -->" for one in paragraphs)
    else:
        body = "\n\n".join(paragraphs)
    tags = "".join(
        f'<category domain="post_tag" nicename="tag-{tag}">Tag {tag}</category>'
        for tag in ((number * 7 + place * 67) % _TAGS for place in range(3))
    )
    category = number % _CATEGORIES
    return (
        f"<item><title>{escape(prose.title())}</title><link>https://old.example/?p={number + 1}</link>"
        f"<pubDate>{moment:%a, %d %b %Y %H:%M:%S} +0000</pubDate><dc:creator>author{number % _AUTHORS}</dc:creator>"
        f'<guid isPermaLink="false">https://old.example/?p={number + 1}</guid><description></description>'
        f"<content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{prose.sentence()}]]></excerpt:encoded><wp:post_id>{number + 1}</wp:post_id>"
        f"<wp:post_date>{moment:%Y-%m-%d %H:%M:%S}</wp:post_date>"
        f"<wp:post_date_gmt>{moment:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>"
        f"<wp:comment_status>closed</wp:comment_status><wp:ping_status>closed</wp:ping_status>"
        f"<wp:post_name>post-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent>"
        f"<wp:menu_order>0</wp:menu_order><wp:post_type>post</wp:post_type><wp:post_password></wp:post_password>"
        f"<wp:is_sticky>0</wp:is_sticky>"
        f'<category domain="category" nicename="category-{category}">Category {category}</category>{tags}</item>\n'
    )


def measure(export: Path, posts: int) -> list[Figure]:
    """Import an export into the current, empty site and print it."""
    from masthead.newsroom.models import ArticlePage
    from masthead.press.actions import print_waiting
    from masthead.press.engine.sheet import Turn
    from masthead.wire.actions import import_wordpress

    import_s, _ = timed(partial(import_wordpress, file=export))
    # As the press at work does: what follows is printed while readers read.
    print_s, _ = timed(partial(print_waiting, last_turn=Turn.AT_ONCE))
    live = ArticlePage.objects.filter(live=True).count()
    if live != posts:
        raise ValueError(f"Of {posts} posts {live} are live after the import.")
    rate = posts / (import_s + print_s)
    return [
        Figure("WordPress import, printing included", rate, "articles/s", target=150, is_floor=True),
        Figure("WordPress import alone", posts / import_s, "articles/s"),
        Figure("Printing after the import", print_s, "s"),
    ]


def main() -> None:
    """Make an export in an empty site's folder, import it there, and print it."""
    parser = argparse.ArgumentParser(description="Measure a WordPress import into an empty folder.")
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--posts", type=int, default=POSTS)
    chosen = parser.parse_args()
    chosen.site.mkdir(parents=True, exist_ok=True)
    export = chosen.site / "export.xml"
    write_export(export, chosen.posts)
    start_django(chosen.site)
    found_publication("The Measured Courier")
    report(measure(export, chosen.posts))


if __name__ == "__main__":
    main()
