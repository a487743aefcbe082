"""The verbs of the newsroom."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision, Site

from .conf import newsroom_conf
from .digests import write_digests
from .errors import MergeError
from .events import record_event, record_events
from .merging import repoint_bylines, repoint_revision_bylines, repoint_revision_topics, repoint_topics
from .models import (
    ArticlePage,
    Contributor,
    Event,
    HomePage,
    Identity,
    NewsletterPage,
    ReaderComment,
    ScheduleRun,
    Topic,
)
from .roles import establish_roles
from .tasks import refresh_references

__all__ = [
    "PUBLISHING_JOB",
    "establish_roles",
    "merge_contributors",
    "merge_topics",
    "open_publication",
    "run_schedule",
    "show_comments",
    "write_digests",
]

logger = logging.getLogger(__name__)

PUBLISHING_JOB = "publish_scheduled"


@transaction.atomic
def open_publication(*, name: str, host: str = "", port: int = 0) -> HomePage:
    """Give a new site its home page, its name and its roles; a site that has a home page keeps all.

    Args:
        name: what the publication is called.
        host, port: where readers find it; empty for what the settings say.
    """
    existing = HomePage.objects.first()
    if existing is not None:
        return existing
    root = Page.get_first_root_node()
    home: HomePage = root.add_child(instance=HomePage(title=name, slug="masthead-home"))
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    address = urlsplit(newsroom_conf().site_url)
    site.hostname = host or address.hostname or "localhost"
    site.port = port or address.port or (443 if address.scheme == "https" else 80)
    site.site_name, site.root_page = name, home
    site.save()
    # Wagtail's own welcome page, which nobody wrote anything on.
    for welcome in Page.objects.child_of(root).exclude(pk=home.pk).filter(depth=2):
        if welcome.specific_class is Page and not welcome.get_children().exists():
            welcome.delete()
    home.slug = "home"
    home.save()
    identity = Identity.load()
    identity.name = name
    identity.save()
    home.save_revision().publish()
    establish_roles()
    return home


def run_schedule(*, interval_s: int) -> ScheduleRun:
    """Withdraw what has expired, publish what is due, write due letters, and note when that was and what failed.

    Each thing is a transaction of its own: one that cannot be published holds up no other.
    """
    now = timezone.now()
    failures = [
        *_each(Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"), _withdraw),
        *_each(
            Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"), _publish
        ),
        *_each(NewsletterPage.objects.live().order_by("pk"), write_digests),
    ]
    run, _ = ScheduleRun.objects.update_or_create(
        job=PUBLISHING_JOB,
        defaults={"ran_at": timezone.now(), "interval_s": interval_s, "error": " ".join(failures)},
    )
    return run


def _each(due: QuerySet[Any], act: Callable[[Any], object]) -> list[str]:
    """Do one thing to each of a set; return a sentence for each that failed."""
    failures = []
    for thing in due:
        try:
            with transaction.atomic():
                act(thing)
        except OperationalError:
            # The database is at fault, not the thing: the next run tries again.
            raise
        except Exception as error:
            logger.exception("Scheduled publishing of %s failed.", thing)
            failures.append(f"{thing}: {type(error).__name__}: {error}.")
    return failures


def _withdraw(page: Page) -> None:
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled")


@transaction.atomic
def merge_contributors(*, keep: Contributor, merge: Contributor, user: Any = None) -> set[int]:
    """Make two contributors one: ``keep`` takes all pieces of ``merge``, which is deleted.

    Drafts and former states of articles name ``keep`` from now on too, so that none brings the other back.

    Args:
        keep: stays as it is, with its name, note and address; the address of ``merge`` leads there.
        merge: goes.
        user: who asked for it; for the history of ``keep``.

    Returns:
        The ids of the articles that name ``keep`` instead.

    Raises:
        MergeError: both are the same, or one is gone.
    """
    _lock_both(keep, merge)
    pages = repoint_bylines(keep_id=keep.pk, merge_id=merge.pk)
    repoint_revision_bylines(keep_id=keep.pk, merge_id=merge.pk)
    _end_merge(Event.Subject.CONTRIBUTOR, keep, merge, pages, user)
    return pages


@transaction.atomic
def merge_topics(*, keep: Topic, merge: Topic, user: Any = None) -> set[int]:
    """Make two topics one, as :func:`merge_contributors` does with contributors."""
    _lock_both(keep, merge)
    pages = repoint_topics(keep_id=keep.pk, merge_id=merge.pk)
    repoint_revision_topics(keep_id=keep.pk, merge_id=merge.pk)
    _end_merge(Event.Subject.TOPIC, keep, merge, pages, user)
    return pages


def _lock_both(keep: Contributor | Topic, merge: Contributor | Topic) -> None:
    if keep.pk == merge.pk:
        raise MergeError(f"“{keep}” cannot be merged with itself. Choose two different entries.")
    model = type(keep)
    if len(model._default_manager.select_for_update().filter(pk__in=[keep.pk, merge.pk])) != 2:
        raise MergeError(f"“{keep}” or “{merge}” is gone. Look at the list again.")


def _end_merge(
    subject: Event.Subject, keep: Contributor | Topic, merge: Contributor | Topic, pages: set[int], user: Any
) -> None:
    record_event(Event.Kind.MERGED, subject, merge.pk, into=keep.pk)
    live = ArticlePage.objects.filter(pk__in=pages, live=True).order_by("pk")
    record_events(Event.Kind.CHANGED, Event.Subject.ARTICLE, live.values_list("pk", flat=True))
    data = {"merged": {"id": merge.pk, "name": str(merge)}, "pages": len(pages)}
    log(instance=keep, action="newsroom.merge", user=user, data=data)
    merge.delete()
    refresh_references.enqueue(sorted(pages))


@transaction.atomic
def show_comments(*, comments: Iterable[ReaderComment], is_shown: bool) -> int:
    """Show readers' comments, or hide them; return how many changed."""
    changed = [comment for comment in comments if comment.is_shown != is_shown]
    for comment in changed:
        comment.is_shown = is_shown
        # Saved one by one, so that each page's event row is written.
        comment.save(update_fields=["is_shown"])
    return len(changed)
