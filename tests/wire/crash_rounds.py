"""Import an export once in peace, and once more with runs that are killed at random moments.

Run as a program in a site of its own: ``crash_rounds.py EXPORT MEDIA ROUNDS SEED``. Prints what the site holds
after each as JSON, with names instead of numbers, so that they can be compared.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

LONGEST_S = 2.0


def main(export: str, media: str, rounds: int, seed: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from masthead.newsroom.actions import open_publication

    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    open_publication(name="Crash")
    connections.close_all()
    data = Path(os.environ["MASTHEAD_SITE"]) / "data"
    shutil.copytree(data, data.with_name("blank"))
    quiet = _ended(export, media)
    shutil.rmtree(data)
    data.with_name("blank").rename(data)
    chance, kills = random.Random(seed), 0
    for _ in range(rounds):
        child = _begun(export, media)
        time.sleep(chance.uniform(0.05, LONGEST_S))
        os.kill(child, signal.SIGKILL)
        kills += os.waitpid(child, 0)[1] == signal.SIGKILL
    print(json.dumps({"quiet": quiet, "killed": _ended(export, media), "kills": kills}))


def _begun(export: str, media: str, told: Path | None = None) -> int:
    """Start an import in a process of its own; return its number."""
    child = os.fork()
    if child == 0:
        _import(export, media)
        if told is not None:
            told.write_text(json.dumps(_everything(), sort_keys=True))
        os._exit(0)
    return child


def _ended(export: str, media: str) -> Any:
    """Import to the end; return what the site holds then."""
    told = Path(os.environ["MASTHEAD_SITE"]) / "told.json"
    os.waitpid(_begun(export, media, told), 0)
    return json.loads(told.read_text())


def _import(export: str, media: str) -> None:
    from masthead.wire.actions import import_wordpress

    import_wordpress(file=Path(export), media=Path(media))


def _everything() -> dict[str, Any]:
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.models import Page, PageLogEntry, Revision

    from masthead.newsroom.models import (
        ArticlePage,
        Contributor,
        Event,
        HomePage,
        Picture,
        ReaderComment,
        StandingPage,
        Topic,
    )
    from masthead.wire.models import ImportRecord

    paths = {str(page.pk): page.url_path for page in Page.objects.all()}
    pictures = {str(one.pk): one.file.name for one in Picture.objects.all()}

    def body(page: Any) -> str:
        text = re.sub(
            r'<a id=\\"(\d+)\\"',
            lambda match: f"<a {paths[match.group(1)]}",
            json.dumps(list(page.body.raw_data)),
        )
        return re.sub(r'"image": (\d+)', lambda match: f'"image": {pictures[match.group(1)]}', text)

    articles = {
        page.url_path: [
            page.title, page.live, str(page.published_at), body(page), body(page.get_latest_revision_as_object()),
            [entry.contributor.name for entry in page.byline.all()], sorted(topic.title for topic in page.topics.all()),
            page.lead_image.file.name if page.lead_image else None, Revision.page_revisions.filter(object_id=str(page.pk)).count(),
            PageLogEntry.objects.filter(page=page).count(),
        ]
        for page in ArticlePage.objects.all()
    }  # fmt: skip
    announced = set(Event.objects.filter(subject="article").values_list("subject_id", flat=True))
    return {
        "problems": Page.find_problems(),
        "articles": articles,
        "unannounced": sorted(
            set(ArticlePage.objects.filter(live=True).values_list("pk", flat=True)) - announced
        ),
        "standing": {
            page.url_path: [page.title, page.live, body(page)] for page in StandingPage.objects.all()
        },
        "leads": [lead.article.title for lead in HomePage.objects.get().lead_stories.all()],
        "people": sorted(Contributor.objects.values_list("name", "slug")),
        "topics": sorted(Topic.objects.values_list("title", "slug")),
        "pictures": sorted(pictures.values()),
        "comments": sorted(
            (paths[str(one.page_id)], one.body, one.parent.body if one.parent else "")
            for one in ReaderComment.objects.all()
        ),
        "redirects": sorted(
            (one.old_path, paths.get(str(one.redirect_page_id), re.sub(r":\d+", "", one.redirect_link)))
            for one in Redirect.objects.all()
        ),
        "records": sorted(ImportRecord.objects.values_list("kind", "foreign_id", "content_hash")),
    }


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
