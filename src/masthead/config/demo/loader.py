"""Load the demonstration magazine into a site, through the newsroom's own models and Wagtail's own publishing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from masthead.newsroom.actions import open_publication
from masthead.newsroom.models import (
    ArticlePage,
    BylineEntry,
    Correction,
    HomePage,
    LeadStory,
    NewsletterPage,
    SectionPage,
    StandingPage,
    Topic,
)

from .bodies import body_of
from .gallery import Gallery, hang_pictures
from .manuscripts import Manuscript, letters, magazine, manuscripts
from .newsletters import open_newsletters
from .staff import Staff, hire_staff, set_identity, set_menus

__all__ = ["load_demo"]

Progress = Callable[[str, int, int | None], None]

_LEADS = 4
# A piece that is live and being worked on again.
_REVISED = "what-the-turbines-owe-the-village"


def load_demo(*, progress: Progress | None = None) -> int:
    """Load what is not there yet, all of it in one transaction; return how many pieces were added."""
    show = progress or (lambda *_: None)
    plan, live, waiting = magazine(), manuscripts(), manuscripts("waiting")
    there = set(ArticlePage.objects.values_list("slug", flat=True))
    missing = [one for one in [*live, *waiting] if one.slug not in there]
    if not missing:
        return 0
    written = letters()
    gallery = hang_pictures(plan, [*missing, *written], show)
    with transaction.atomic():
        home = open_publication(name=plan["identity"]["name"])
        pages = {"home": home, **_make_sections(home, plan), **_make_standing(home, plan)}
        topics = _make_topics(plan)
        staff = hire_staff(plan, gallery)
        set_identity(plan["identity"])
        pages |= _make_articles(missing, pages)
        _write_articles(missing, pages, topics, staff, gallery, {one.slug for one in waiting}, show)
        _place_leads(home, live)
        open_newsletters(home, plan, written, gallery)
        set_menus(plan["menus"], pages | {page.slug: page for page in NewsletterPage.objects.all()})
    return len(missing)


def _make_sections(home: HomePage, plan: dict[str, Any]) -> dict[str, Any]:
    sections: dict[str, Any] = {page.slug: page for page in SectionPage.objects.all()}
    for one in plan["section"]:
        if one["slug"] not in sections:
            parent = sections[one["parent"]] if one["parent"] else home
            page = SectionPage(
                title=one["title"], slug=one["slug"], description=one["description"],
                is_opinion=one.get("is_opinion", False),
            )  # fmt: skip
            sections[one["slug"]] = _publish_below(parent, page)
    return sections


def _make_standing(home: HomePage, plan: dict[str, Any]) -> dict[str, Any]:
    standing: dict[str, Any] = {page.slug: page for page in StandingPage.objects.all()}
    for one in plan["standing"]:
        if one["slug"] not in standing:
            body = body_of(one["body"], slug=one["slug"], pages={}, pictures={})
            page = StandingPage(title=one["title"], slug=one["slug"], body=body)
            standing[one["slug"]] = _publish_below(home, page)
    return standing


def _publish_below(parent: Any, page: Any) -> Any:
    # The parent's place in the tree changed with its earlier children.
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _make_topics(plan: dict[str, Any]) -> dict[str, Topic]:
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    for one in plan["topic"]:
        if one["slug"] not in topics:
            topics[one["slug"]] = Topic.objects.create(**one)
    return topics


def _make_articles(missing: list[Manuscript], pages: dict[str, Any]) -> dict[str, ArticlePage]:
    """Give every piece its place in the tree first: they link to each other."""
    made = {}
    for one in sorted(missing, key=lambda piece: piece.section):
        parent = pages[one.section]
        parent.refresh_from_db()
        page = ArticlePage(title=one.title, slug=one.slug, live=False)
        parent.add_child(instance=page)
        made[one.slug] = page
    return made


def _write_articles(
    missing: list[Manuscript],
    pages: dict[str, Any],
    topics: dict[str, Topic],
    staff: Staff,
    gallery: Gallery,
    waiting: set[str],
    show: Progress,
) -> None:
    numbers = dict(ArticlePage.objects.values_list("slug", "pk"))
    due = min(waiting, default="")
    for done, one in enumerate(missing, start=1):
        page = pages[one.slug]
        pictures = gallery.of_piece(one.slug)
        _write(page, one, pictures)
        page.body = body_of(one.text, slug=one.slug, pages=numbers, pictures=pictures)
        page.translation_of_id = numbers[one.translation_of] if one.translation_of else None
        page.topics.set([topics[slug] for slug in one.topics])
        for order, entry in enumerate(one.byline):
            contributor = staff.contributors[entry["contributor"]]
            page.byline.add(BylineEntry(contributor=contributor, role=entry["role"], sort_order=order))
        for order, entry in enumerate(one.corrections):
            moment = datetime.fromisoformat(entry["at"])
            page.corrections.add(Correction(corrected_at=moment, text=entry["text"], sort_order=order))
        if one.slug not in waiting:
            _publish(page, one, staff)
        elif one.slug == due:
            _schedule(page, staff)
        else:
            page.save_revision(user=staff.reporter)
        show("Pieces", done, len(missing))


def _write(page: ArticlePage, one: Manuscript, pictures: dict[Any, int]) -> None:
    page.standfirst = one.standfirst
    page.language = "" if one.language == "en" else one.language
    page.published_at, page.updated_at = one.published_at, one.updated_at
    page.first_published_at = one.published_at
    if one.picture:
        page.lead_image_id = pictures[one.picture]
    if one.source:
        page.source_outlet, page.source_address = one.source["outlet"], one.source["address"]
        page.source_canonical = one.source["canonical"]


def _publish(page: ArticlePage, one: Manuscript, staff: Staff) -> None:
    page.save_revision(user=staff.editor).publish(user=staff.editor, skip_permission_checks=True)
    if one.slug == _REVISED:
        page.title = f"{one.title}, and what they paid"
        page.save_revision(user=staff.reporter)


def _schedule(page: ArticlePage, staff: Staff) -> None:
    """Let a piece appear tomorrow morning."""
    tomorrow = timezone.now() + timedelta(days=1)
    page.go_live_at = tomorrow.replace(hour=6, minute=0, second=0, microsecond=0)
    page.save_revision(user=staff.editor).publish(user=staff.editor, skip_permission_checks=True)


def _place_leads(home: HomePage, live: list[Manuscript]) -> None:
    """Put the newest pieces of the house at the top, if nobody has placed any."""
    home.refresh_from_db()
    if home.lead_stories.exists():
        return
    numbers = dict(ArticlePage.objects.filter(live=True).values_list("slug", "pk"))
    own = [one for one in live if one.picture and not one.source and one.published_at and one.slug in numbers]
    newest = sorted(own, key=lambda one: str(one.published_at), reverse=True)[:_LEADS]
    home.lead_stories.set(
        [LeadStory(article_id=numbers[one.slug], sort_order=order) for order, one in enumerate(newest)]
    )
    home.save_revision().publish()
