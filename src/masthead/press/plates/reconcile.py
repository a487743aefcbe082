"""Bringing plates in line with what is live now, starting from what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from django.db import transaction
from django.db.models import Model
from wagtail.models import Page

from masthead.kit.addresses import moved_key
from masthead.newsroom.models import (
    ArticlePage,
    Contributor,
    Event,
    HomePage,
    LetterPage,
    NewsletterPage,
    SectionPage,
    StandingPage,
    Topic,
    kin_of,
)
from masthead.press.models import Entry, Plate, Use

from .bulk import compose_articles, keep_articles
from .composed import Composed
from .frame import compose_frame
from .home import compose_home
from .letters import compose_letter, compose_newsletter
from .locked import held_doors, sync_doors
from .moved import merge_history, merge_of, shard_key, sync_redirects
from .pages import compose_article, compose_section, compose_standing
from .people import compose_contributor, compose_topic
from .pictures import Shelf
from .site import SiteTree
from .store import Change, aspect_key, drop_plate, keep_plate
from .uncomposed import COMPOSING_ERRORS, note_composed, note_uncomposed, uncomposed_subjects

__all__ = ["PAGE_MODELS", "Reconciler", "Subject", "stale_subjects"]

Subject = tuple[str, int]

PAGE_MODELS: dict[str, type[Page]] = {
    "home": HomePage,
    "section": SectionPage,
    "article": ArticlePage,
    "standing": StandingPage,
    "newsletter": NewsletterPage,
    "letter": LetterPage,
}
_COMPOSERS: dict[str, Callable[..., Composed]] = {
    "home": compose_home,
    "section": compose_section,
    "article": compose_article,
    "standing": compose_standing,
    "newsletter": compose_newsletter,
    "letter": compose_letter,
}
_PEOPLE: dict[str, type[Model]] = {"contributor": Contributor, "topic": Topic}
_USED = {"picture", "document"}
# What follows from articles (whether readers meet a contributor or a topic) is composed after them,
# what articles follow from before them.
_RANKS = {"article": 1, "contributor": 2, "topic": 2}
# A step is one transaction: other writers wait that long, half a second or so.
_STEP = 400
_TOGETHER = {"article", "redirect"}
# From here on composing together takes less than one by one.
_TOGETHER_FROM = 5


class Reconciler:
    """Composes what changed, and what that change changes in turn, until nothing more follows.

    Composing reads only what is live now, so the order of subjects and their number do not matter.

    Args:
        theme: the digest of the theme, which the frame carries.
        are_keys_wanted: False where all sheets are printed next, whatever changed.
    """

    def __init__(self, theme: str, *, are_keys_wanted: bool = True) -> None:
        self._theme = theme
        self._are_keys_wanted = are_keys_wanted
        self._tree: SiteTree | None = None
        self._waiting: tuple[dict[Subject, None], ...] = ({}, {}, {})
        self._done: set[Subject] = set()
        self._changes: list[Change] = []
        self._merged: dict[Subject, int] = {}
        self._uncomposed: set[Subject] = set()

    @property
    def is_waiting(self) -> bool:
        """Whether there is more to reconcile."""
        return any(self._waiting)

    @property
    def waiting(self) -> set[Subject]:
        """What is still to be reconciled."""
        return {(str(kind), thing_id) for rank in self._waiting for kind, thing_id in rank}

    @property
    def tree(self) -> SiteTree:
        """The public part of the page tree, read once."""
        if self._tree is None:
            self._tree = SiteTree()
        return self._tree

    def take(self, events: Iterable[Event]) -> None:
        """Let wait what events speak of; part of the first step's transaction, for it merges addresses."""
        for event in events:
            self._wait((event.subject, event.subject_id))
            into = merge_of(event)
            if into is not None:
                self._merged[event.subject, event.subject_id] = into
                shards = merge_history(event.subject, event.subject_id, into)
                self._changes.append(
                    Change(event.subject, event.subject_id, keys={shard_key(shard) for shard in shards})
                )
                self._wait((event.subject, into))

    def add(self, subjects: Iterable[Subject]) -> None:
        """Let subjects wait."""
        for subject in subjects:
            self._wait(subject)

    def step(self) -> list[Change]:
        """Reconcile the next few hundred of what waits and what follows from them; returns what changed.

        Each step reads the tree anew, so that it can be a transaction of its own.
        """
        self._tree = None
        self._uncomposed = uncomposed_subjects()
        room = _STEP
        while room > 0 and self.is_waiting:
            waiting = next(rank for rank in self._waiting if rank)
            kind, _ = next(iter(waiting))
            is_many = kind in _TOGETHER
            subjects = [one for one in islice(waiting, room if is_many else 1) if one[0] == kind]
            room -= len(subjects)
            for subject in subjects:
                del waiting[subject]
            self._done.update(subjects)
            if kind == "redirect":
                self._reconcile_redirects([number for _, number in subjects])
            elif kind == "article" and len(subjects) >= _TOGETHER_FROM:
                self._reconcile_articles([article_id for _, article_id in subjects])
            else:
                for subject in subjects:
                    self._try(*subject)
        changes, self._changes = self._changes, []
        return changes

    def _wait(self, subject: Subject) -> None:
        if subject not in self._done:
            self._waiting[_RANKS.get(subject[0], 0)][subject] = None

    def _try(self, kind: str, thing_id: int) -> None:
        """Reconcile one thing wholly or not at all: what its own data do wrong stops nothing else."""
        noted = len(self._changes)
        try:
            with transaction.atomic():
                self._reconcile(kind, thing_id)
        except COMPOSING_ERRORS as error:
            del self._changes[noted:]
            note_uncomposed(kind, thing_id, error)
        else:
            note_composed({(kind, thing_id)} & self._uncomposed)

    def _reconcile_articles(self, article_ids: list[int]) -> None:
        noted = len(self._changes)
        try:
            with transaction.atomic():
                failed = self._reconcile_together(article_ids)
        except COMPOSING_ERRORS:
            # One of them cannot be kept, or not even read: by itself each tells whether it is the one.
            del self._changes[noted:]
            for article_id in article_ids:
                self._try("article", article_id)
            return
        for article_id, error in failed.items():
            note_uncomposed("article", article_id, error)
        done = {("article", one) for one in article_ids if one not in failed}
        note_composed(done & self._uncomposed)

    def _reconcile_together(self, article_ids: list[int]) -> dict[int, Exception]:
        composed, gone, failed = compose_articles(article_ids, self.tree)
        changes = [drop_plate("article", one) for one in gone]
        changes += keep_articles(composed, are_keys_wanted=self._are_keys_wanted)
        for change in changes:
            self._note(change, are_users_waiting=False)
        self._note_doors("article", article_ids)
        shown = [one.thing_id for one in changes if aspect_key("article", one.thing_id, "card") in one.keys]
        self._wait_for_users("page", *shown, *gone)
        self._wait_for_kin(one for one in composed if one.thing_id in set(shown))
        for article_id in gone:
            self._wait_for_hidden(article_id)
        return failed

    def _reconcile_redirects(self, redirect_ids: list[int]) -> None:
        keys = {shard_key(shard) for shard in sync_redirects(redirect_ids)}
        self._note(Change("redirect", redirect_ids[0], keys=keys))

    def _reconcile(self, kind: str, thing_id: int) -> None:
        if kind in PAGE_MODELS:
            self._reconcile_page(kind, thing_id)
        elif kind in _PEOPLE:
            self._note(self._person(kind, thing_id))
            self._wait_for_users(kind, thing_id)
        elif kind == "frame":
            self._note(keep_plate(compose_frame(self.tree, Shelf(self.tree), self._theme)))
        elif kind in _USED:
            self._note(Change(kind, thing_id, released={(kind, thing_id)}))
            self._wait_for_users(kind, thing_id)

    def _reconcile_page(self, kind: str, page_id: int) -> None:
        page = PAGE_MODELS[kind].objects.filter(pk=page_id).first()
        if page is None:
            # What was composed from a draft names it still.
            self._wait_for_users("page", page_id)
        if page is None or not self.tree.is_public(page):
            change = drop_plate(kind, page_id)
            if kind == "article":
                self._wait_for_hidden(page_id)
        else:
            composed = _COMPOSERS[kind](page, self.tree, Shelf(self.tree))
            change = keep_plate(composed)
            if aspect_key(kind, page_id, "card") in change.keys:
                self._wait_for_kin([composed])
        self._note(change)
        if kind != "home":
            self._note_doors(kind, [page_id])
        if kind == "section":
            # Its place among the others is told by the frame, not by its own card.
            self._wait(("frame", 0))
        is_elsewhere = change.is_new or change.is_gone or change.is_moved
        if page is not None and kind in {"section", "home", "standing", "newsletter"} and is_elsewhere:
            self._wait_for_descendants(page)

    def _note_doors(self, kind: str, page_ids: list[int]) -> None:
        keys = sync_doors(kind, page_ids, self.tree)
        if keys:
            self._changes.append(Change("door", page_ids[0], keys=keys))

    def _person(self, kind: str, thing_id: int) -> Change:
        """Compose a contributor or topic; readers meet only those that a printed piece names."""
        thing = _PEOPLE[kind]._default_manager.filter(pk=thing_id).first()
        if thing is None or not Entry.objects.filter(listing=f"{kind}:{thing_id}").exists():
            return drop_plate(kind, thing_id)
        if kind == "contributor":
            return keep_plate(compose_contributor(thing, Shelf(self.tree)))  # type: ignore[arg-type]
        return keep_plate(compose_topic(thing))  # type: ignore[arg-type]

    def _note(self, change: Change, *, are_users_waiting: bool = True) -> None:
        self._changes.append(change)
        change.into = self._merged.get((change.kind, change.thing_id))
        is_card_changed = aspect_key(change.kind, change.thing_id, "card") in change.keys
        if change.kind in PAGE_MODELS and is_card_changed and are_users_waiting:
            self._wait_for_users("page", change.thing_id)
        if change.kind in {"section", "home", "frame"} and is_card_changed:
            # Menus, the front's blocks and a section's children follow the tree as a whole, its order included.
            self._wait(("frame", 0))
            if self.tree.home_id is not None:
                self._wait(("home", self.tree.home_id))
            for section in self.tree.sections():
                self._wait(("section", section.id))
        self._wait_for_people(change)

    def _wait_for_people(self, change: Change) -> None:
        """Let contributors and topics wait whose first piece came or whose last may have gone."""
        parts = [listing.partition(":") for listing in change.listings]
        people = {(kind, int(number)) for kind, _, number in parts if kind in _PEOPLE}
        if people and change.is_new:
            plates = Plate.objects.filter(kind__in=_PEOPLE, thing_id__in={number for _, number in people})
            people -= set(plates.values_list("kind", "thing_id"))
        # Whether readers meet them follows from the listings: composed before, they are composed again.
        self._done -= people
        self.add(sorted(people))

    def _wait_for_users(self, kind: str, *thing_ids: int) -> None:
        users = Use.objects.filter(used_kind=kind, used_id__in=thing_ids)
        for plate_kind, plate_id in users.values_list("plate__kind", "plate__thing_id"):
            self._wait((plate_kind, plate_id))

    def _wait_for_kin(self, composed: Iterable[Composed]) -> None:
        """Let the translations of pieces wait, for they lead to these; those they have left are their users."""
        self.add(("article", one) for piece in composed for one in piece.card.get("translations", ()))

    def _wait_for_hidden(self, article_id: int) -> None:
        """Let pieces wait that are translations of each other through one that readers cannot see."""
        self._wait_for_users("page", article_id)
        page = ArticlePage.objects.filter(pk=article_id, live=True).first()
        if page is not None:
            kin = kin_of({page.pk: page.translation_of_id}).get(page.pk, [])
            self.add(("article", one.pk) for one in kin)

    def _wait_for_descendants(self, page: Page) -> None:
        for kind, model in PAGE_MODELS.items():
            for page_id in model.objects.descendant_of(page).values_list("pk", flat=True):
                self._wait((kind, page_id))


def stale_subjects(*, is_all: bool = False) -> list[Subject]:
    """Return the pages whose plate is missing, out of date or left over: what events could not tell.

    Args:
        is_all: return all that is public or has a plate, for what none of it tells by itself.
    """
    stale: list[Subject] = []
    tree = SiteTree()
    doors = held_doors()
    for kind, model in PAGE_MODELS.items():
        rows = Plate.objects.filter(kind=kind).values_list("thing_id", "revision_id", "address")
        plates = {thing_id: known for thing_id, *known in rows}
        live = model.objects.filter(live=True).values_list(
            "pk", "path", "live", "live_revision_id", "url_path", named=True
        )
        for page in live.iterator(2000):
            known = plates.pop(page.pk, None)
            door = moved_key(tree.address(page)) if tree.is_locked(page) else None
            if door != doors.pop((kind, page.pk), None):
                stale.append((kind, page.pk))
                continue
            is_same = tree.is_public(page) and known == [page.live_revision_id, tree.address(page)]
            if is_same and not is_all:
                continue
            if known is not None or tree.is_public(page):
                stale.append((kind, page.pk))
        stale += [(kind, thing_id) for thing_id in plates]
    if is_all:
        stale += (
            Plate.objects.filter(kind__in=_PEOPLE)
            .order_by("kind", "thing_id")
            .values_list("kind", "thing_id")
        )
    return stale + list(doors)
