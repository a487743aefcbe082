"""Generates a magazine of any size, with the rows that publishing it would have left.

The rows are inserted in bulk: pages with their places in the tree, articles, bylines and topics.
Left out, because the press reads none of them: revisions, the newsroom's log, its references and
its search index. The press then composes and prints as it does after an import.

The same for every size: 12 sections in two levels that take turns, 20 contributors (one to a piece),
200 topics (three to a piece), a picture on every second piece, and dates spread evenly over the ten
years before the magazine was made.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import shutil
import sys
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from masthead.config.founding import found_publication, make_folder

from .ground import PROJECT, default_work, run_in_fresh_process, start_django
from .words import Prose

__all__ = ["body_of", "make_magazine", "publish_rows"]

WORDS = 700
YEARS = 10
TOP_SECTIONS, CHILDREN = 4, 2
CONTRIBUTORS, TOPICS, TOPICS_EACH = 20, 200, 3
_BATCH = 2_000


def make_magazine(size: int, work: Path) -> Path:
    """Return the folder of a magazine of ``size`` articles, made before or now. Nothing is printed yet."""
    site = work / f"magazine-{size}-{_form()}"
    if not (site / "made").exists():
        shutil.rmtree(site, ignore_errors=True)
        make_folder(site)
        run_in_fresh_process("magazine", site, "--size", str(size))
        (site / "made").touch()
    return site


def _form() -> str:
    """Return what changes when magazines are made otherwise: a cached one is used only while it is the same."""
    files = [Path(__file__), *sorted((PROJECT / "src").rglob("migrations/*.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


def body_of(prose: Prose) -> list[tuple[str, Any]]:
    """Return the blocks of a piece of 700 words: eleven paragraphs, two headings and a quote."""
    paragraphs = prose.paragraphs(WORDS, 12)
    words = paragraphs[4].split(" ")
    paragraphs[4] = f"{words[0]} <b>{' '.join(words[1:4])}</b> {' '.join(words[4:])}"
    whole = [f"<p>{paragraph}</p>" for paragraph in paragraphs]
    return [
        ("paragraph", "".join(whole[:4])),
        ("heading", {"text": prose.title(), "level": "2"}),
        ("paragraph", "".join(whole[4:7])),
        ("quote", {"text": whole[7], "attribution": prose.title()}),
        ("heading", {"text": prose.title(), "level": "2"}),
        ("paragraph", "".join(whole[8:])),
    ]


def _stored(blocks: Iterable[tuple[str, Any]], number: int) -> str:
    return json.dumps(
        [
            {"type": kind, "value": value, "id": str(uuid.UUID(int=(number << 8) + place))}
            for place, (kind, value) in enumerate(blocks)
        ]
    )


def _moments(size: int, until: datetime) -> Iterator[datetime]:
    step = timedelta(days=365.25 * YEARS) / size
    yield from (until - step * (size - place) for place in range(size))


def _make_sections(home: Any, prose: Prose) -> list[Any]:
    from masthead.newsroom.models import SectionPage

    sections: list[Any] = []

    def add(parent: Any) -> Any:
        number = len(sections) + 1
        page = SectionPage(title=f"Section {number}", slug=f"section-{number}", description=prose.sentence())
        section = parent.add_child(instance=page)
        section.save_revision().publish()
        sections.append(section)
        return section

    for _ in range(TOP_SECTIONS):
        top = add(home)
        for _ in range(CHILDREN):
            add(top)
    return sections


def _make_people(prose: Prose) -> tuple[list[int], list[int]]:
    from masthead.newsroom.models import Contributor, Topic

    people = [
        Contributor.objects.create(name=prose.title()[:40], slug=f"contributor-{n}", note=prose.sentence())
        for n in range(CONTRIBUTORS)
    ]
    topics = [Topic.objects.create(title=prose.title()[:30], slug=f"topic-{n}") for n in range(TOPICS)]
    return [one.pk for one in people], [one.pk for one in topics]


def _make_picture() -> Any:
    from django.core.files.images import ImageFile
    from PIL import Image

    from masthead.newsroom.models import Picture

    content = io.BytesIO()
    Image.effect_noise((1800, 1200), 40).convert("RGB").save(content, "JPEG", quality=85)
    content.seek(0)
    picture = Picture(
        title="A street", description="A street in the rain.", caption="Rain.", credit="A. Camera"
    )
    picture.file = ImageFile(content, name="street.jpg")
    picture.save()
    return picture


def publish_rows(size: int) -> None:
    """Fill the current site: an empty database becomes a magazine of ``size`` published articles."""
    from django.db import transaction
    from django.utils import timezone

    from masthead.newsroom.models import HomePage

    found_publication("The Measured Courier")
    prose = Prose()
    with transaction.atomic():
        home = HomePage.objects.get()
        sections = _make_sections(home, prose)
        people, topics = _make_people(prose)
        picture = _make_picture()
    moments = _moments(size, timezone.now().replace(microsecond=0))
    for start in range(0, size, _BATCH):
        numbers = range(start, min(size, start + _BATCH))
        with transaction.atomic():
            pages = _insert_pages(sections, numbers, moments, prose)
            _insert_articles(pages, numbers, prose, picture.pk)
            _insert_bylines_and_topics(pages, numbers, people, topics)
    with transaction.atomic():
        for section in sections:
            section.refresh_from_db()
            children = type(section).objects.child_of(section).count()
            articles = len(range(sections.index(section), size, len(sections)))
            type(section).objects.filter(pk=section.pk).update(numchild=children + articles)


def _insert_pages(
    sections: list[Any], numbers: range, moments: Iterator[datetime], prose: Prose
) -> list[Any]:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from masthead.newsroom.models import ArticlePage

    kind = ContentType.objects.get_for_model(ArticlePage)
    pages = []
    for number in numbers:
        section = sections[number % len(sections)]
        # Places behind the child sections, which stand first.
        place = number // len(sections) + 1 + CHILDREN
        title, slug, moment = prose.title(), f"piece-{number}", next(moments)
        pages.append(
            Page(
                path=Page._get_path(section.path, section.depth + 1, place),
                depth=section.depth + 1,
                numchild=0,
                title=title,
                draft_title=title,
                slug=slug,
                url_path=f"{section.url_path}{slug}/",
                content_type=kind,
                locale_id=section.locale_id,
                live=True,
                has_unpublished_changes=False,
                first_published_at=moment,
                last_published_at=moment,
                latest_revision_created_at=moment,
            )
        )
    return list(Page.objects.bulk_create(pages, batch_size=500))


def _insert_articles(pages: list[Any], numbers: range, prose: Prose, picture_id: int) -> None:
    """Insert the rows of articles below rows of pages: Django's own bulk_create cannot."""
    from django.db import connection

    from masthead.newsroom.models import ArticlePage

    model = ArticlePage(source_canonical=ArticlePage.Canonical.HERE)
    fields = [field for field in ArticlePage._meta.local_concrete_fields if not field.primary_key]
    rows = []
    for page, number in zip(pages, numbers, strict=True):
        values = {
            field.column: field.get_db_prep_save(getattr(model, field.attname), connection)
            for field in fields
        }
        values |= {"standfirst": prose.sentence(), "body": _stored(body_of(prose), number)}
        values["lead_image_id"] = picture_id if number % 2 else None
        rows.append([page.pk, *values.values()])
    columns = ", ".join(["page_ptr_id", *(field.column for field in fields)])
    marks = ", ".join(["%s"] * (len(fields) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {ArticlePage._meta.db_table} ({columns}) VALUES ({marks})", rows)


def _insert_bylines_and_topics(
    pages: list[Any], numbers: range, people: list[int], topics: list[int]
) -> None:
    from masthead.newsroom.models import ArticlePage, BylineEntry

    link = ArticlePage.topics.through
    bylines, links = [], []
    for page, number in zip(pages, numbers, strict=True):
        bylines.append(
            BylineEntry(page_id=page.pk, contributor_id=people[number % len(people)], sort_order=0)
        )
        for place in range(TOPICS_EACH):
            # Steps that share no factor with 200 keep the three of a piece apart and all topics alike in size.
            topic = topics[(number * 7 + place * 67) % len(topics)]
            links.append(link(articlepage_id=page.pk, topic_id=topic))
    BylineEntry.objects.bulk_create(bylines, batch_size=1000)
    link.objects.bulk_create(links, batch_size=1000)


def main() -> None:
    """Make a magazine from the command line, into --site or into the folder of cached ones."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--size", type=int, default=1_000)
    parser.add_argument("--site", type=Path, help="an empty folder; without it, a cached one in --work")
    parser.add_argument("--work", type=Path, default=default_work())
    chosen = parser.parse_args()
    if chosen.site is None:
        print(make_magazine(chosen.size, chosen.work))
        return
    start_django(chosen.site)
    publish_rows(chosen.size)


if __name__ == "__main__":
    sys.exit(main())
