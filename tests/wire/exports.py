"""Building WordPress exports in tests, as small or as broken as a test needs them."""

from __future__ import annotations

from html import escape
from itertools import count
from pathlib import Path

SITE = "https://old.example"
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/{v}/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/{v}/">
<channel><title>Old Courier</title><link>{site}</link><description>Since 1999</description><language>en-GB</language>
<wp:wxr_version>{v}</wp:wxr_version><wp:base_site_url>{site}</wp:base_site_url><wp:base_blog_url>{site}</wp:base_blog_url>
"""


def cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def meta(key: str, value: str) -> str:
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"


def comment(number: int, text: str = "Well said.", **changes: str) -> str:
    values = {
        "author": "Ada Reader", "author_email": "ada@example.org", "author_url": "", "date": "2015-03-02 10:00:00",
        "date_gmt": "2015-03-02 10:00:00", "content": text, "approved": "1", "type": "", "parent": "0", **changes,
    }  # fmt: skip
    inner = "".join(
        f"<wp:comment_{name}>{cdata(value)}</wp:comment_{name}>" for name, value in values.items()
    )
    return f"<wp:comment><wp:comment_id>{number}</wp:comment_id>{inner}</wp:comment>"


class ExportBuilder:
    """Collects what an export is to hold; items get numbers from 1 on unless they are given."""

    def __init__(self, version: str = "1.2", site: str = SITE) -> None:
        self.version = version
        self.site = site
        self._head: list[str] = []
        self._items: list[str] = []
        self._numbers = count(1)

    def author(self, login: str, name: str = "", email: str = "") -> ExportBuilder:
        self._head.append(
            f"<wp:author><wp:author_login>{cdata(login)}</wp:author_login><wp:author_email>{email}</wp:author_email>"
            f"<wp:author_display_name>{cdata(name or login)}</wp:author_display_name></wp:author>"
        )
        return self

    def category(self, slug: str, name: str = "", parent: str = "", number: int = 0) -> ExportBuilder:
        self._head.append(
            f"<wp:category><wp:term_id>{number or next(self._numbers) + 9000}</wp:term_id>"
            f"<wp:category_nicename>{slug}</wp:category_nicename><wp:category_parent>{parent}</wp:category_parent>"
            f"<wp:cat_name>{cdata(name or slug.title())}</wp:cat_name></wp:category>"
        )
        return self

    def tag(self, slug: str, name: str = "") -> ExportBuilder:
        self._head.append(
            f"<wp:tag><wp:term_id>{next(self._numbers) + 5000}</wp:term_id><wp:tag_slug>{slug}</wp:tag_slug>"
            f"<wp:tag_name>{cdata(name or slug.title())}</wp:tag_name></wp:tag>"
        )
        return self

    def menu(self, slug: str, name: str) -> ExportBuilder:
        self._head.append(
            f"<wp:term><wp:term_id>77</wp:term_id><wp:term_taxonomy>nav_menu</wp:term_taxonomy>"
            f"<wp:term_slug>{slug}</wp:term_slug><wp:term_name>{cdata(name)}</wp:term_name></wp:term>"
        )
        return self

    def item(
        self, title: str = "A piece", content: str = "<p>Text.</p>", *, number: int = 0, kind: str = "post",
        status: str = "publish", slug: str = "", link: str = "", parent: int = 0, date: str = "2015-03-01 12:00:00",
        date_gmt: str | None = None, creator: str = "", categories: tuple[str, ...] = (), tags: tuple[str, ...] = (),
        terms: tuple[tuple[str, str], ...] = (), password: str = "", is_sticky: bool = False, excerpt: str = "",
        order: int = 0, url: str = "", guid: str = "", inner: str = "", raw_title: str = "", **metas: str,
    ) -> ExportBuilder:  # fmt: skip
        number = number or next(self._numbers)
        slug = slug or ("" if not title else title.lower().replace(" ", "-"))
        link = link or f"{self.site}/2015/03/01/{slug or number}/"
        named = [("category", one) for one in categories] + [("post_tag", one) for one in tags] + list(terms)
        parts = [
            f"<title>{raw_title or cdata(title)}</title><link>{escape(link)}</link><dc:creator>{cdata(creator)}</dc:creator>",
            f'<guid isPermaLink="false">{escape(guid or f"{self.site}/?p={number}")}</guid><description></description>',
            f"<content:encoded>{cdata(content)}</content:encoded><excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>",
            f"<wp:post_id>{number}</wp:post_id><wp:post_date>{date}</wp:post_date>",
            f"<wp:post_date_gmt>{date if date_gmt is None else date_gmt}</wp:post_date_gmt>",
            f"<wp:post_name>{slug}</wp:post_name><wp:status>{status}</wp:status><wp:post_parent>{parent}</wp:post_parent>",
            f"<wp:menu_order>{order}</wp:menu_order><wp:post_type>{kind}</wp:post_type>",
            f"<wp:post_password>{cdata(password)}</wp:post_password><wp:is_sticky>{int(is_sticky)}</wp:is_sticky>",
            *(
                f'<category domain="{domain}" nicename="{one}">{cdata(one.title())}</category>'
                for domain, one in named
            ),
            f"<wp:attachment_url>{escape(url)}</wp:attachment_url>" if url else "",
            *(meta(key, value) for key, value in metas.items()),
            inner,
        ]
        self._items.append("<item>" + "\n".join(parts) + "</item>\n")
        return self

    def attachment(
        self, path: str, title: str = "", *, number: int = 0, parent: int = 0, **metas: str
    ) -> ExportBuilder:
        name = path.rpartition("/")[2].rpartition(".")[0]
        return self.item(
            title or name, "", number=number, kind="attachment", status="inherit", slug=name.lower(), parent=parent,
            url=f"{self.site}/wp-content/uploads/{path}", **metas,
        )  # fmt: skip

    @property
    def text(self) -> str:
        head = _HEAD.format(v=self.version, site=self.site)
        return head + "\n".join(self._head) + "\n" + "".join(self._items) + "</channel></rss>\n"

    def write(self, folder: Path, name: str = "export.xml") -> Path:
        path = folder / name
        path.write_text(self.text, encoding="utf-8")
        return path
