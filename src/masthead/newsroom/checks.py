"""System checks: what would make the newsroom lose news, or publish what it must not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.core.checks import CheckMessage, Error, Warning, register

from . import previews
from .conf import NewsroomConf, newsroom_conf

__all__ = ["TAG", "find_problems", "register_checks"]

TAG = "newsroom"
_ATOMIC_WRITES = "masthead.newsroom.middleware.AtomicWritesMiddleware"
_IMAGE_MODEL = "newsroom.Picture"
_IMAGE_FORM = "masthead.newsroom.uploads.PictureForm"


def register_checks() -> None:
    """Register the checks with Django."""
    register(_check_newsroom, TAG)


def _check_newsroom(**_: Any) -> list[CheckMessage]:
    return list(find_problems(newsroom_conf()))


def find_problems(conf: NewsroomConf) -> Iterator[CheckMessage]:
    """Yield what is wrong with the newsroom's settings, and how to put each right."""
    if urlsplit(conf.site_url).scheme not in {"http", "https"} or conf.schedule_interval_s < 1:
        yield Error(
            "The setting MASTHEAD names no SITE_URL or no SCHEDULE_INTERVAL_S.",
            hint="Use masthead.config.settings, or take its MASTHEAD over.",
            id="newsroom.E001",
        )
    if conf.image_model != _IMAGE_MODEL:
        yield Error(
            f"WAGTAILIMAGES_IMAGE_MODEL is {conf.image_model!r}: articles show images of another model.",
            hint=f"Set it to {_IMAGE_MODEL!r}.",
            id="newsroom.E002",
        )
    if conf.image_form != _IMAGE_FORM:
        yield Error(
            f"WAGTAILIMAGES_IMAGE_FORM_BASE is {conf.image_form!r}: damaged images would be taken.",
            hint=f"Set it to {_IMAGE_FORM!r}.",
            id="newsroom.E003",
        )
    if _ATOMIC_WRITES not in conf.middleware:
        yield Error(
            "Requests that write are no transaction: a crash could publish something without its event row.",
            hint=f"Add {_ATOMIC_WRITES!r} to MIDDLEWARE, as the last one.",
            id="newsroom.E004",
        )
    if conf.has_wagtail_redirects:
        yield Error(
            "WAGTAILREDIRECTS_AUTO_CREATE is on: Wagtail and the press would both keep former addresses.",
            hint="Set it to False; the press keeps every address that ever worked.",
            id="newsroom.E005",
        )
    if not previews.has_renderer():
        yield Warning(
            "No press is installed: previews cannot be shown and nothing is printed.",
            hint="Add 'masthead.press' to INSTALLED_APPS.",
            id="newsroom.W001",
        )
