"""What people can do with pages."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule
from press_machine import PressMachine, body_of, dates, is_so, one_of, pick, slugs, words
from wagtail.models import Page, PageViewRestriction

from building import (
    edit,
    make_article,
    make_letter,
    make_newsletter,
    make_section,
    make_standing,
)
from masthead.newsroom.models import (
    ArticlePage,
    BylineEntry,
    Contributor,
    Correction,
    HomePage,
    LetterPage,
    LetterPiece,
    NewsletterPage,
    Picture,
    SectionPage,
    StandingPage,
    Topic,
)


class PageMachine(PressMachine):
    """Writes, edits, publishes, schedules, moves, withdraws, closes and deletes pages."""

    # Pages

    def _free(self, slug: str, parent: Page, page: Page | None = None) -> bool:
        return bool(Page._slug_is_available(slug, parent, page))

    @rule(where=pick, title=words, slug=slugs, date=dates, who=pick, what=pick, body=pick, is_published=is_so)
    def write_article(
        self,
        where: int,
        title: str,
        slug: str,
        date: datetime | None,
        who: int,
        what: int,
        body: int,
        is_published: bool,
    ) -> None:
        section = one_of(SectionPage.objects.all(), where)
        if section is None or not self._free(slug, section):
            return
        people = [
            one
            for one in {one_of(Contributor.objects.all(), who), one_of(Contributor.objects.all(), who // 3)}
            if one
        ]
        topics = [
            one for one in {one_of(Topic.objects.all(), what), one_of(Topic.objects.all(), what // 3)} if one
        ]
        make_article(
            section, title, slug=slug, published_at=date, body=body_of(body), byline=people, topics=topics,
            lead_image=one_of(Picture.objects.all(), body) if body % 2 else None, is_published=is_published,
        )  # fmt: skip

    @rule(which=pick, title=words, body=pick, is_published=is_so)
    def edit_article(self, which: int, title: str, body: int, is_published: bool) -> None:
        article = one_of(ArticlePage.objects.all(), which)
        if article:
            edit(article, title=title, body=body_of(body), is_published=is_published)

    @rule(which=pick, date=dates, who=pick, what=pick, is_published=is_so)
    def sign_and_date_article(
        self, which: int, date: datetime | None, who: int, what: int, is_published: bool
    ) -> None:
        article = one_of(ArticlePage.objects.all(), which)
        if article:
            person, topic = one_of(Contributor.objects.all(), who), one_of(Topic.objects.all(), what)
            byline = [BylineEntry(contributor=person, role="photo")] if person else []
            edit(
                article,
                published_at=date,
                byline=byline,
                topics=[topic] if topic else [],
                is_published=is_published,
            )

    @rule(which=pick, text=words, days=st.lists(st.integers(0, 700), max_size=3), is_published=is_so)
    def correct(self, which: int, text: str, days: list[int], is_published: bool) -> None:
        article = one_of(ArticlePage.objects.all(), which)
        if article:
            corrections = [
                Correction(corrected_at=timezone.now() - timedelta(days=one), text=f"{text} {one}")
                for one in days
            ]
            edit(article, corrections=corrections, is_published=is_published)

    @rule(text=words)
    def give_corrections_a_page_of_their_own(self, text: str) -> None:
        home = HomePage.objects.get()
        if self._free("corrections", home):
            make_standing(home, text, slug="corrections")

    @rule(which=pick, has_box=is_so, is_long=is_so)
    def switch_latest_box(self, which: int, has_box: bool, is_long: bool) -> None:
        article = one_of(ArticlePage.objects.all(), which)
        if article:
            body = (
                [("paragraph", f"<p>{'A long paragraph of words. ' * 12}</p>" * 8)]
                if is_long
                else body_of(which)
            )
            edit(article, has_latest_box=has_box, body=body)

    @rule(which=pick, other=pick, language=st.sampled_from(["", "fr", "fa", "ru"]), is_published=is_so)
    def translate(self, which: int, other: int, language: str, is_published: bool) -> None:
        """Say that a piece is the translation of another, or of none; what the editor refuses changes nothing."""
        article = one_of(ArticlePage.objects.all(), which)
        original = one_of(ArticlePage.objects.all(), other) if other % 4 else None
        if article:
            with suppress(ValidationError):
                edit(article, translation_of=original, language=language, is_published=is_published)

    @rule(
        which=pick,
        text=words,
        source=st.sampled_from(["", "https://other.example/piece"]),
        is_opinion=st.sampled_from([None, True, False]),
        hours=st.sampled_from([None, 1, 30]),
    )
    def say_more_of_article(
        self, which: int, text: str, source: str, is_opinion: bool | None, hours: int | None
    ) -> None:
        article = one_of(ArticlePage.objects.filter(live=True), which)
        if article:
            updated_at = timezone.now() - timedelta(hours=hours) if hours else None
            edit(
                article, standfirst=text, lead_caption=text, source_outlet=text if source else "",
                source_address=source, source_canonical="source" if source and which % 2 else "here",
                is_opinion=is_opinion, updated_at=updated_at, social_title=text if which % 3 else "",
            )  # fmt: skip

    @rule(which=pick, is_opinion=is_so)
    def call_section_opinion(self, which: int, is_opinion: bool) -> None:
        section = one_of(SectionPage.objects.filter(live=True), which)
        if section:
            edit(section, is_opinion=is_opinion)

    @rule(which=pick, number=pick)
    def put_picture(self, which: int, number: int) -> None:
        article = one_of(ArticlePage.objects.filter(live=True), which)
        if article:
            edit(article, lead_image=one_of(Picture.objects.all(), number) if number % 3 else None)

    @rule(which=pick)
    def publish(self, which: int) -> None:
        page = one_of(Page.objects.filter(depth__gt=1, has_unpublished_changes=True), which)
        if page:
            page.specific.get_latest_revision().publish()

    @rule(which=pick, hours=st.integers(1, 60), hours_out=st.one_of(st.none(), st.integers(61, 90)))
    def schedule(self, which: int, hours: int, hours_out: int | None) -> None:
        page = one_of(Page.objects.filter(depth__gt=2), which)
        if page:
            out = timezone.now() + timedelta(hours=hours_out) if hours_out else None
            draft = page.specific.get_latest_revision_as_object()
            draft.go_live_at, draft.expire_at = timezone.now() + timedelta(hours=hours), out
            draft.save_revision().publish()

    @rule(which=pick, hours=st.integers(1, 60))
    def let_expire(self, which: int, hours: int) -> None:
        page = one_of(Page.objects.filter(depth__gt=2, live=True), which)
        if page:
            edit(page.specific, expire_at=timezone.now() + timedelta(hours=hours), go_live_at=None)

    @rule(which=pick)
    def cancel_schedule(self, which: int) -> None:
        page = one_of(Page.objects.filter(depth__gt=2, go_live_at__isnull=False), which)
        if page:
            edit(page.specific, go_live_at=None, expire_at=None)

    @rule(which=pick, with_descendants=is_so)
    def unpublish(self, which: int, with_descendants: bool) -> None:
        page = one_of(Page.objects.filter(depth__gt=2, live=True), which)
        if page:
            page.specific.unpublish()
            if with_descendants:
                for child in page.get_descendants().live().specific():
                    child.unpublish()

    @rule(which=pick)
    def delete_page(self, which: int) -> None:
        page = one_of(Page.objects.filter(depth__gt=2), which)
        if page:
            page.specific.delete()

    @rule(which=pick, where=pick, position=st.sampled_from(["first-child", "last-child"]))
    def move_page(self, which: int, where: int, position: str) -> None:
        page = one_of(Page.objects.filter(depth__gt=2), which)
        target = one_of(Page.objects.filter(depth__gt=1), where)
        if page is None or target.pk == page.pk or target.is_descendant_of(page):
            return
        page, target = page.specific, target.specific
        if page.can_move_to(target) and self._free(page.slug, target, page):
            page.move(target, pos=position)

    @rule(which=pick, slug=slugs, through_revision=is_so)
    def rename_address(self, which: int, slug: str, through_revision: bool) -> None:
        page = one_of(Page.objects.filter(depth__gt=2), which)
        if page is None or not self._free(slug, page.get_parent(), page):
            return
        if through_revision or page.has_unpublished_changes:
            edit(page.specific, slug=slug)
        else:
            page = page.specific
            page.slug = slug
            page.save()
            page.save_revision()

    @rule(which=pick, title=words, text=words)
    def edit_section_or_standing(self, which: int, title: str, text: str) -> None:
        page = one_of(Page.objects.type(SectionPage, StandingPage), which)
        if page:
            field = "description" if page.specific_class is SectionPage else "standfirst"
            edit(page.specific, title=title, **{field: text})

    @rule(where=pick, title=words, slug=slugs, is_section=is_so, is_published=is_so)
    def add_section_or_standing(
        self, where: int, title: str, slug: str, is_section: bool, is_published: bool
    ) -> None:
        model = SectionPage if is_section else StandingPage
        parents = [
            one
            for one in Page.objects.type(HomePage, model).order_by("pk")
            if model.can_create_at(one.specific)
        ]
        parent = parents[where % len(parents)]
        if self._free(slug, parent):
            page = (make_section if is_section else make_standing)(parent, title, slug=slug)
            if not is_published:
                page.unpublish()

    @rule(title=words, slug=slugs, language=st.sampled_from(["", "ar"]), text=words, which=pick)
    def add_newsletter(self, title: str, slug: str, language: str, text: str, which: int) -> None:
        home, section = HomePage.objects.get(), one_of(SectionPage.objects.all(), which)
        if self._free(slug, home):
            make_newsletter(home, title, slug=slug, language=language, description=text, section=section)

    @rule(where=pick, title=words, slug=slugs, body=pick, first=pick, second=pick, is_published=is_so)
    def write_letter(
        self, where: int, title: str, slug: str, body: int, first: int, second: int, is_published: bool
    ) -> None:
        newsletter = one_of(NewsletterPage.objects.all(), where)
        pieces = [
            one for one in (one_of(ArticlePage.objects.all(), number) for number in {first, second}) if one
        ]
        if newsletter and self._free(slug, newsletter):
            make_letter(
                newsletter, title, slug=slug, body=body_of(body), pieces=pieces, notes=[f"<p>{title}</p>"],
                is_published=is_published,
            )  # fmt: skip

    @rule(which=pick, title=words, number=pick, is_published=is_so)
    def edit_letter_or_newsletter(self, which: int, title: str, number: int, is_published: bool) -> None:
        page = one_of(Page.objects.type(LetterPage, NewsletterPage), which)
        if page is None:
            return
        if page.specific_class is NewsletterPage:
            edit(page.specific, title=title, language="ar" if number % 2 else "", is_published=is_published)
            return
        article = one_of(ArticlePage.objects.all(), number)
        pieces = [LetterPiece(article=article)] if article else []
        edit(page.specific, title=title, preheader=title, pieces=pieces, is_published=is_published)

    @rule(which=pick, how=st.sampled_from(["login", "password", "groups"]))
    def close_page(self, which: int, how: str) -> None:
        page = one_of(Page.objects.filter(depth__gt=2), which)
        if page:
            restriction = PageViewRestriction.objects.create(page=page, restriction_type=how, password="x")
            if how == "groups":
                restriction.groups.set([Group.objects.get_or_create(name="Subscribers")[0]])

    @rule(which=pick)
    def open_page(self, which: int) -> None:
        restriction = one_of(PageViewRestriction.objects.all(), which)
        if restriction:
            restriction.delete()
