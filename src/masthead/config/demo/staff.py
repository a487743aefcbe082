"""The magazine's people, name and menus."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from masthead.newsroom.models import Contributor, Identity, Menus

from .gallery import Gallery

__all__ = ["Staff", "hire_staff", "set_identity", "set_menus"]

# Accounts besides the administrator's: contributor, and the group of the newsroom that it belongs to.
_ACCOUNTS = {"ruth-pellowe": "Moderators", "ines-carvalhal": "Editors"}


@dataclass(frozen=True)
class Staff:
    """Who writes, and under which accounts two of them work."""

    contributors: dict[str, Contributor]
    editor: Any
    reporter: Any


def hire_staff(plan: dict[str, Any], gallery: Gallery) -> Staff:
    """Make the contributors that are not there yet, and accounts for two of them that nobody can sign in with."""
    contributors = {one.slug: one for one in Contributor.objects.all()}
    for one in plan["contributor"]:
        if one["slug"] not in contributors:
            contributors[one["slug"]] = Contributor.objects.create(
                name=one["name"],
                slug=one["slug"],
                note=one["note"],
                portrait_id=gallery.portrait_of(one["slug"]),
                links=_links(one.get("links", [])),
                account=_account(one["slug"], one["name"]) if one["slug"] in _ACCOUNTS else None,
            )
    editor, reporter = (contributors[slug].account for slug in _ACCOUNTS)
    return Staff(contributors, editor, reporter)


def _account(slug: str, name: str) -> Any:
    first, _, last = name.partition(" ")
    account, is_new = get_user_model()._default_manager.get_or_create(
        username=slug, defaults={"first_name": first, "last_name": last}
    )
    if is_new:
        account.set_unusable_password()
        account.save()
        account.groups.add(*Group.objects.filter(name=_ACCOUNTS[slug]))
    return account


def _links(links: list[dict[str, str]]) -> str:
    return json.dumps([{"type": "link", "value": link} for link in links])


def set_identity(values: dict[str, Any]) -> None:
    """Give the publication its name, voice and contact."""
    identity = Identity.load()
    for name in ("name", "tagline", "about", "contact_email", "copyright", "language"):
        setattr(identity, name, values[name])
    identity.social = _links(values["social"])
    identity.save()


def set_menus(plan: Mapping[str, list[str]], pages: Mapping[str, Any]) -> None:
    """Arrange the menus; sections of the main and the small-screen menu show those below them."""
    menus = Menus.load()
    for name, slugs in plan.items():
        has_children = name in {"header", "small"}
        entries = [_entry(pages[slug], _children(pages[slug]) if has_children else []) for slug in slugs]
        setattr(menus, name, json.dumps([{"type": "item", "value": entry} for entry in entries]))
    menus.save()


def _entry(page: Any, children: list[Any]) -> dict[str, Any]:
    label = "Home" if page.depth == 2 else ""
    # Without an id an entry of a list is taken for its bare value.
    below = [
        {"type": "item", "id": str(uuid.uuid4()), "value": {"label": "", "page": child.pk, "url": ""}}
        for child in children
    ]
    return {"label": label, "page": page.pk, "url": "", "children": below}


def _children(page: Any) -> list[Any]:
    from masthead.newsroom.models import SectionPage

    return list(SectionPage.objects.child_of(page).live()) if page.depth > 2 else []
