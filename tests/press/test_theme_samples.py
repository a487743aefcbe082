"""The samples on which themes are tried show all that templates are given, and no more."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from door_pages import ask_doors
from everything import publish_everything

from building import make_article, make_picture, make_standing
from masthead.newsroom.models import ArticlePage, HomePage, SectionPage
from masthead.press.actions import set_clock, sweep
from masthead.press.conf import press_conf
from masthead.press.engine.sheet import Spec
from masthead.press.mail import letter_mail, note_mail
from masthead.press.models import Plate
from masthead.press.plates import listings
from masthead.press.related.worker import choose_before_printing
from masthead.press.sheets import (
    archives,
    corrections,
    fronts,
    places,
    plan,
    sitemaps,
)
from masthead.press.sheets import (
    letters as letter_sheets,
)
from masthead.press.sheets.plan import all_specs
from masthead.press.theme_samples import SAMPLES_FILE, Context, gather_samples, load_samples, shapes
from searching import bring_up_to_date

HOW = "THEME_SAMPLES=write"


def paths_of(samples: dict[str, list[Context]]) -> dict[str, set[str]]:
    """Return the paths of all values, by template."""
    return {
        template: {path for context in contexts for path, _ in shapes(context)}
        for template, contexts in samples.items()
    }


def _inserts(piece: ArticlePage) -> list[tuple[str, Any]]:
    embed = {"address": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "title": "The tide", "placement": ""}
    return [
        ("related", piece),
        ("embed", embed | {"image": make_picture()}),
        ("embed", embed | {"image": None}),
    ]


@pytest.mark.django_db(transaction=True)
def test_samples_hold_what_templates_are_given(
    home: HomePage, news: SectionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, size in (("PEOPLE_CHUNK", 2), ("MONTH_CHUNK", 3)):
        for module in (listings, archives, corrections, fronts, letter_sheets, places, plan, sitemaps):
            monkeypatch.setattr(module, name, size, raising=module is listings)
    piece = publish_everything(home, news)
    set_clock()
    sweep()
    choose_before_printing()
    sweep()
    theme = press_conf().theme_paths[:1]
    letters = Plate.objects.filter(kind="letter").values_list("thing_id", flat=True)
    mails = [partial(letter_mail, letter_id=one, base="https://courier.example") for one in letters]
    notes = [
        partial(note_mail, name="confirm", language="en", address=one) for one in ("", "https://c.example/")
    ]
    gathered = gather_samples(all_specs(), theme, [*mails, *notes])
    taken = make_standing(home, "Corrections", standfirst="Ours.")
    sweep()
    gathered["standing.html"] += gather_samples([Spec("standing", str(taken.pk))], theme)["standing.html"]
    inserting = make_article(news, "Inserting", body=_inserts(piece))
    bring_up_to_date()
    inserts = gather_samples([Spec("article", str(inserting.pk))], theme)
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        doors = gather_samples([], theme, ask_doors(taken, monkeypatch))
    gathered |= {name: inserts[name] for name in ("embed.html", "related_card.html")}
    gathered |= {name: doors[name] for name in ("locked.html", "search.html", "subscription.html")}
    if f"THEME_SAMPLES={os.environ.get('THEME_SAMPLES')}" == HOW:
        text = json.dumps(gathered, ensure_ascii=False, indent=1, sort_keys=True)
        Path(SAMPLES_FILE).write_text(text + "\n", encoding="utf-8")
        load_samples.cache_clear()
    found, held = paths_of(gathered), paths_of(load_samples())
    assert {
        name: sorted(found[name] ^ held.get(name, set())) for name in found if found[name] != held.get(name)
    } == {}, (
        f"what templates are given has changed: run this test with {HOW}, and tell of it in docs/reference/theme.md"
    )
    assert set(held) == set(found)
