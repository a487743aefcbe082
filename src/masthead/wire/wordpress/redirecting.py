"""Former addresses as redirects of the newsroom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.contrib.redirects.models import Redirect

from masthead.kit.addresses import moved_key
from masthead.newsroom.events import record_events
from masthead.newsroom.models import Event
from masthead.wire.report import Kind

from .addresses import MAX_KEY
from .run import Run

__all__ = ["Moving", "write_redirects"]

_BATCH = 400


@dataclass(frozen=True)
class Moving:
    """A former address and where it leads now: to a page, or to another address of the site."""

    key: str
    address: str
    page_id: int | None = None
    link: str = ""


def write_redirects(run: Run, movings: Iterable[Moving]) -> None:
    """Write permanent redirects in the current transaction; what an editor redirected stays."""
    wanted: dict[str, Moving] = {}
    tally = run.report.tallies[Kind.ADDRESS]
    for moving in movings:
        if not moving.key or moving.key in wanted:
            continue
        tally.found += 1
        if moving.key == moved_key(moving.address):
            tally.skipped += 1
        elif len(moving.key) > MAX_KEY:
            run.fail(
                Kind.ADDRESS,
                "",
                "",
                moving.key,
                f"an address of more than {MAX_KEY} characters cannot be redirected",
            )
        else:
            wanted[moving.key] = moving
    known = _known(wanted)
    fresh = [_redirect(moving) for key, moving in wanted.items() if key not in known]
    Redirect.objects.bulk_create(fresh)
    tally.imported += len(fresh)
    changed = [r for key, r in known.items() if r.automatically_created and not _leads_to(r, wanted[key])]
    for redirect in changed:
        moving = wanted[redirect.old_path]
        redirect.redirect_page_id, redirect.redirect_link = moving.page_id, moving.link
    Redirect.objects.bulk_update(changed, ["redirect_page", "redirect_link"])
    tally.changed += len(changed)
    tally.skipped += len(known) - len(changed)
    record_events(Event.Kind.CHANGED, Event.Subject.REDIRECT, [one.pk for one in [*fresh, *changed]])


def _known(wanted: Iterable[str]) -> dict[str, Redirect]:
    keys = list(wanted)
    known: dict[str, Redirect] = {}
    for start in range(0, len(keys), _BATCH):
        rows = Redirect.objects.filter(old_path__in=keys[start : start + _BATCH], site=None)
        known |= {row.old_path: row for row in rows}
    return known


def _redirect(moving: Moving) -> Redirect:
    return Redirect(
        old_path=moving.key, is_permanent=True, automatically_created=True,
        redirect_page_id=moving.page_id, redirect_link=moving.link,
    )  # fmt: skip


def _leads_to(redirect: Redirect, moving: Moving) -> bool:
    return (redirect.redirect_page_id, redirect.redirect_link) == (moving.page_id, moving.link)
