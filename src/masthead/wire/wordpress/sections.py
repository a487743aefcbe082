"""Categories as sections in two levels, tags as topics."""

from __future__ import annotations

from urllib.parse import unquote

from django.db import transaction
from wagtail.models import Page

from masthead.newsroom.models import SectionPage, Topic
from masthead.newsroom.validators import SECTION_SLUGS
from masthead.wire.report import Kind
from masthead.wire.texts import cut, free_slug, plain_text, slug_of

from .catalogue import Noted
from .exported import Term
from .redirecting import Moving, write_redirects
from .run import BATCH, Run

__all__ = ["NO_CATEGORY", "Desks", "import_categories", "import_tags"]

NO_CATEGORY = "uncategorized"


class Desks:
    """The sections and topics of one import.

    Attributes:
        sections: by the slug of their category.
        topics: by the slug of their tag or category.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self.sections: dict[str, SectionPage] = {}
        self.topics: dict[str, Topic] = {}
        self._topic_slugs: set[str] | None = None
        self._by_number = {term.id: slug for slug, term in run.survey.categories().items() if term.id}

    def forget_topics(self) -> None:
        """Forget topics that are not stored: a transaction that made them was undone."""
        stored = Topic.objects.in_bulk([topic.pk for topic in self.topics.values()])
        self.topics = {slug: topic for slug, topic in self.topics.items() if topic.pk in stored}
        self._topic_slugs = None

    def section_slug(self, item: Noted) -> str:
        """Return the category that an item belongs to: the one its editors marked, else the deepest, else the first."""
        slugs = self._run.catalogue.terms_of(item.id, "category")
        primary = self._by_number.get(str(item.extra.get("primary", "")))
        if primary in slugs:
            return str(primary)
        if not slugs:
            return NO_CATEGORY
        categories = self._run.survey.categories()
        depths = {slug: len(self._run.survey.ancestors(categories[slug])) for slug in slugs}
        return max(slugs, key=lambda slug: depths[slug])

    def address(self, section: SectionPage) -> str:
        """Return a section's address."""
        return str(section.url_path.removeprefix(self._run.home.url_path.rstrip("/")))

    def make_section(self, slug: str, term: Term) -> SectionPage:
        """Return the section of a category, made with its parent where it is new."""
        if slug in self.sections:
            return self.sections[slug]
        losses: list[str] = []
        ancestors = self._run.survey.ancestors(term)
        if self._run.survey.is_in_circle(term):
            losses.append(
                f"its parent “{term.parent}”: the category is its own ancestor, and became a top section"
            )
            ancestors = []
        parent: Page = self._run.home
        if ancestors:
            parent = self.make_section(ancestors[0].slug, ancestors[0])
            if len(ancestors) > 1:
                losses.append(f"its place below “{plain_text(ancestors[-1].name)}”: sections have two levels")
        number = self._run.object_id("section", slug)
        section = SectionPage.objects.filter(pk=number).first() if number else None
        if section is None:
            section = self._create(slug, term, parent, losses)
        self.sections[slug] = section
        self._redirect(term, self._run.survey.ancestors(term), self.address(section), section.pk)
        return section

    def _create(self, slug: str, term: Term, parent: Page, losses: list[str]) -> SectionPage:
        title = cut(plain_text(term.name) or plain_text(unquote(slug)), 255)
        taken = set(parent.get_children().values_list("slug", flat=True)) | set(SECTION_SLUGS)
        if parent == self._run.home:
            # Pages of the old site keep their addresses; a category had its own in front.
            taken |= {
                slug_of(unquote(one.slug))
                for one in self._run.catalogue.items("page")
                if one.parent in {"", "0"}
            }
        section = SectionPage(
            title=title, slug=free_slug(slug_of(unquote(slug), title, "section"), taken),
            description=plain_text(term.description), live=False,
        )  # fmt: skip
        parent.add_child(instance=section)
        section.save_revision(clean=False).publish()
        section.refresh_from_db()
        record = self._run.records.new(
            "section", slug, object_kind="section", object_id=section.pk, title=title, content_hash=""
        )
        record.losses = losses
        self._run.keep([record])
        self._run.report.tallies[Kind.SECTION].imported += 1
        return section

    def make_topic(self, slug: str, term: Term, kind: Kind) -> Topic:
        """Return the topic of a tag, or of a category that pieces carry beside their section."""
        if slug in self.topics:
            self._run.report.tallies[kind].skipped += kind is Kind.TOPIC
            return self.topics[slug]
        number = self._run.object_id("topic", slug)
        topic = Topic.objects.filter(pk=number).first() if number else None
        tally = self._run.report.tallies[kind]
        if topic is None:
            title = cut(plain_text(term.name) or plain_text(unquote(slug)), 200)
            topic = Topic.objects.filter(title__iexact=title).order_by("pk").first()
            if topic is None:
                topic = Topic(
                    title=title,
                    slug=self._free_topic_slug(slug, title),
                    description=plain_text(term.description),
                )
                topic.save()
            self._run.keep(
                [self._run.records.new("topic", slug, object_kind="topic", object_id=topic.pk, title=title)]
            )
            tally.imported += kind is Kind.TOPIC
        else:
            tally.skipped += kind is Kind.TOPIC
        self.topics[slug] = topic
        if term.taxonomy == "post_tag" or slug not in self.sections:
            self._redirect(term, self._run.survey.ancestors(term), f"/topics/{topic.slug}/", None)
        return topic

    def _free_topic_slug(self, slug: str, title: str) -> str:
        if self._topic_slugs is None:
            self._topic_slugs = set(Topic.objects.values_list("slug", flat=True))
        free = free_slug(slug_of(unquote(slug), title, "topic"), self._topic_slugs)
        self._topic_slugs.add(free)
        return free

    def _redirect(self, term: Term, ancestors: list[Term], address: str, page_id: int | None) -> None:
        link = "" if page_id else address
        keys = self._run.old_site.keys_of_term(term, ancestors)
        movings = [Moving(key, address, page_id, link) for key in keys if not key.endswith("/feed")]
        movings += [
            Moving(key, f"{address}feed.xml", None, f"{address}feed.xml")
            for key in keys
            if key.endswith("/feed")
        ]
        write_redirects(self._run, movings)


def import_categories(run: Run) -> Desks:
    """Import categories: those that pieces belong to, with their ancestors, as sections, all others as topics.

    A category that no piece carries becomes nothing, since an empty front is of no use to readers; its address
    leads to the section above it.
    """
    desks = Desks(run)
    categories = run.survey.categories()
    homes = _homes(run, desks)
    for slug in list(homes):
        homes |= {one.slug for one in run.survey.ancestors(categories[slug])} if slug in categories else set()
    carried = {
        row[0] for row in run.catalogue.rows("SELECT DISTINCT slug FROM item_terms WHERE taxonomy='category'")
    }
    tally = run.report.tallies[Kind.SECTION]
    slugs = list(categories)
    for start in range(0, len(slugs), BATCH):
        with transaction.atomic():
            for slug in slugs[start : start + BATCH]:
                tally.found += 1
                _import_category(run, desks, slug, categories[slug], slug in homes, slug in carried)
    if NO_CATEGORY in homes and NO_CATEGORY not in categories:
        with transaction.atomic():
            tally.found += 1
            before = tally.imported
            desks.make_section(NO_CATEGORY, Term("category", "", NO_CATEGORY, "Uncategorized"))
            tally.skipped += before == tally.imported
    return desks


def _import_category(run: Run, desks: Desks, slug: str, term: Term, is_home: bool, is_carried: bool) -> None:
    tally = run.report.tallies[Kind.SECTION]
    if run.object_id("section", slug) is not None:
        tally.skipped += 1
        desks.make_section(slug, term)
    elif is_home:
        desks.make_section(slug, term)
    elif is_carried:
        is_known = run.object_id("topic", slug) is not None
        desks.make_topic(slug, term, Kind.SECTION)
        tally.imported += not is_known
        tally.skipped += is_known
    else:
        run.skip(
            Kind.SECTION,
            slug,
            plain_text(term.name),
            "",
            "no piece carries the category: no section was made of it",
        )
        parent = run.survey.ancestors(term)
        near = next(
            (desks.sections[one.slug] for one in reversed(parent) if one.slug in desks.sections), None
        )
        address, page_id = (desks.address(near), near.pk) if near else ("/", run.home.pk)
        desks._redirect(term, parent, address, page_id)


def _homes(run: Run, desks: Desks) -> set[str]:
    """Return the categories that items belong to."""
    return {
        desks.section_slug(item)
        for item in run.catalogue.items("post")
        if item.status not in {"trash", "auto-draft"}
    }


def import_tags(run: Run, desks: Desks) -> None:
    """Import every tag as a topic."""
    tags = [(slug, term) for (taxonomy, slug), term in run.survey.terms.items() if taxonomy == "post_tag"]
    run.report.tallies[Kind.TOPIC].found += len(tags)
    for start in range(0, len(tags), BATCH):
        with transaction.atomic():
            for slug, term in tags[start : start + BATCH]:
                desks.make_topic(slug, term, Kind.TOPIC)
        run.progress("topics", start, len(tags))
