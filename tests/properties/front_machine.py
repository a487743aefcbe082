"""What people can do with the front and with what stands around all pages."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from page_machine import PageMachine
from press_machine import is_so, one_of, pick, words
from wagtail.models import Page

from building import edit
from masthead.newsroom.models import (
    ArticlePage,
    HomePage,
    Identity,
    LeadStory,
    Menus,
    Picture,
    SectionPage,
    Topic,
)

kinds = st.sampled_from(["leads", "newest", "section", "topic", "picked", "text"])
layouts = st.sampled_from(["", "feature", "cards", "headlines"])
fonts = st.sampled_from(list(Identity.Font))


class FrontMachine(PageMachine):
    """Lays out the front, arranges menus, and changes what the publication is called and how it looks."""

    @rule(first=pick, second=pick)
    def choose_leads(self, first: int, second: int) -> None:
        home = HomePage.objects.get()
        articles = [one_of(ArticlePage.objects.all(), number) for number in {first, second}]
        edit(home, lead_stories=[LeadStory(article=one) for one in articles if one])

    @rule(
        first=pick,
        second=pick,
        menu=st.sampled_from(["header", "small", "footer", "utility"]),
        label=st.sampled_from(["", "Here"]),
    )
    def set_menu(self, first: int, second: int, menu: str, label: str) -> None:
        pages = [one_of(Page.objects.filter(depth__gt=1), number) for number in (first, second)]
        entries: list[Any] = [
            (
                "item",
                {
                    "label": label,
                    "page": page,
                    "url": "",
                    "children": [{"label": "", "page": pages[1], "url": ""}],
                },
            )
            for page in pages
        ]
        entries.append(
            (
                "item",
                {"label": "Elsewhere", "page": None, "url": "https://elsewhere.example/", "children": []},
            )
        )
        menus = Menus.load()
        setattr(menus, menu, entries[first % 3 :])
        menus.save()

    @rule(
        kinds=st.lists(kinds, max_size=4, unique=True), layout=layouts, which=pick, number=st.integers(1, 6)
    )
    def lay_out_front(self, kinds: list[str], layout: str, which: int, number: int) -> None:
        blocks = [self._block(kind, layout, which, number) for kind in kinds]
        edit(HomePage.objects.get(), blocks=[block for block in blocks if block])

    def _block(self, kind: str, layout: str, which: int, number: int) -> tuple[str, Any] | None:
        picked = {one_of(ArticlePage.objects.all(), one) for one in (which, number)} - {None}
        things = {
            "section": one_of(SectionPage.objects.all(), which),
            "topic": one_of(Topic.objects.all(), which),
        }
        values: dict[str, dict[str, Any]] = {
            "leads": {"layout": "pair", "number": number},
            "newest": {"title": "", "layout": layout, "number": number},
            "section": {"section": things["section"], "layout": layout, "number": number},
            "topic": {"topic": things["topic"], "layout": layout, "number": number},
            "picked": {"title": "Chosen", "articles": list(picked), "layout": layout},
            "text": {"title": "", "text": f"<p>A word on <b>{which}</b>.</p>"},
        }
        return None if things.get(kind, kind) is None else (kind, values[kind])

    @rule(name=words, number=pick, language=st.sampled_from(["en", "ar", "de"]))
    def change_identity(self, name: str, number: int, language: str) -> None:
        identity = Identity.load()
        identity.name, identity.language = name, language
        identity.logo = one_of(Picture.objects.all(), number) if number % 2 else None
        identity.save()

    @rule(accent=st.sampled_from(["", "#7a0019", "#ffee00"]), headlines=fonts, text=fonts)
    def change_look(self, accent: str, headlines: str, text: str) -> None:
        identity = Identity.load()
        identity.accent, identity.headline_font, identity.text_font = accent, headlines, text
        identity.save()

    @rule(text=words, address=st.sampled_from(["", "desk@courier.example"]), has_links=is_so)
    def say_who_we_are(self, text: str, address: str, has_links: bool) -> None:
        identity = Identity.load()
        identity.tagline = identity.about = identity.copyright = text
        identity.contact_email = address
        links = [("link", {"label": text, "url": "https://social.example/@courier"})]
        identity.social = links if has_links else []
        identity.save()
