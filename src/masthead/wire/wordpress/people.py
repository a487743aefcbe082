"""Authors, with and without accounts, as contributors."""

from __future__ import annotations

from urllib.parse import unquote

from django.contrib.auth import get_user_model
from django.db import transaction

from masthead.newsroom.models import Contributor
from masthead.wire.report import Kind
from masthead.wire.texts import cut, free_slug, plain_text, slug_of

from .exported import Author, Item
from .redirecting import Moving, write_redirects
from .run import BATCH, Run

__all__ = ["People", "import_authors"]


def import_authors(run: Run) -> People:
    """Import everyone who has an account, and every guest author; who only signs a post follows with the post."""
    people = People(run)
    authors = list(run.survey.authors.values())
    tally = run.report.tallies[Kind.AUTHOR]
    for start in range(0, len(authors), BATCH):
        with transaction.atomic():
            for author in authors[start : start + BATCH]:
                tally.found += 1
                people.take(author)
    return people


class People:
    """Finds and makes the contributors of one import."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._slugs: set[str] | None = None
        self._known: dict[str, Contributor] = {}
        self._by_nicename = {_nicename(author.login): author for author in run.survey.authors.values()}

    def byline(self, item: Item) -> list[Contributor]:
        """Return whoever signs an item: the co-authors it names, else the account that posted it."""
        guests = [term for term in item.terms if term.taxonomy == "author"]
        if guests:
            return list(dict.fromkeys(self._guest(term.slug, term.name) for term in guests))
        if not item.creator:
            return []
        known = self._run.survey.authors.get(item.creator) or self._by_nicename.get(_nicename(item.creator))
        return [self._contributor(known or Author(item.creator, "", ""))]

    def forget(self) -> None:
        """Forget who was found or made: a transaction that made some of them was undone."""
        self._known.clear()
        self._slugs = None

    def take(self, author: Author) -> Contributor:
        """Return the contributor that an author of the export is here."""
        return self._contributor(author, is_listed=True)

    def _guest(self, slug: str, name: str) -> Contributor:
        login = slug.removeprefix("cap-")
        account = self._by_nicename.get(login) or self._run.survey.authors.get(name)
        if account is not None and slug not in self._run.survey.guests:
            return self._contributor(account)
        guest = self._run.survey.guests.get(login, {})
        return self._contributor(
            Author(login, guest.get("email", ""), guest.get("name") or name), note=guest.get("note", "")
        )

    def _contributor(self, author: Author, note: str = "", *, is_listed: bool = False) -> Contributor:
        key = author.login
        tally = self._run.report.tallies[Kind.AUTHOR]
        if key in self._known:
            tally.skipped += is_listed
            return self._known[key]
        number = self._run.object_id("author", key)
        known = Contributor.objects.filter(pk=number).first() if number else None
        tally.found += not is_listed
        if known is None:
            known = self._make(author, note)
            tally.imported += 1
        else:
            tally.skipped += 1
        self._known[key] = known
        return known

    def _make(self, author: Author, note: str) -> Contributor:
        name = cut(_name(author), 200)
        known = Contributor.objects.filter(name__iexact=name).order_by("pk").first()
        if known is None:
            if self._slugs is None:
                self._slugs = set(Contributor.objects.values_list("slug", flat=True))
            slug = free_slug(slug_of(name, "contributor"), self._slugs)
            self._slugs.add(slug)
            known = Contributor(name=name, slug=slug, note=note)
            if author.email:
                known.account = get_user_model()._default_manager.filter(email__iexact=author.email).first()
            known.save()
        record = self._run.records.new(
            "author", author.login, object_kind="contributor", object_id=known.pk, title=name
        )
        self._run.keep([record])
        address = f"/contributors/{known.slug}/"
        keys = self._run.old_site.keys_of_author(_nicename(author.login), author.id)
        write_redirects(self._run, [Moving(key, address, link=address) for key in keys])
        return known


def _name(author: Author) -> str:
    whole = f"{author.first_name} {author.last_name}".strip()
    name = plain_text(author.name or whole or author.login)
    # Whoever signs in with an address must not have it printed.
    return name.partition("@")[0] if "@" in name and " " not in name else name or "Unnamed"


def _nicename(login: str) -> str:
    """Return the name in an author's old address, which WordPress makes from the login."""
    return slug_of(unquote(login).replace(".", "-").replace("@", ""), login)
