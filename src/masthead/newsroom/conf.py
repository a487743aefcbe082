"""The newsroom's settings, typed; the only reader of Django's settings in this room."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

__all__ = ["NewsroomConf", "newsroom_conf"]


@dataclass(frozen=True)
class NewsroomConf:
    """What the newsroom needs to know of its site.

    Attributes:
        site_url: where readers find what is printed, without a trailing slash.
        schedule_interval_s: seconds between two looks for what is due.
        max_image_megapixels: images with more are refused.
        language: the language of pieces that name none.
        languages: code and name of every language a piece can be in.
        login_address: where staff sign in.
        image_model, image_form: what Wagtail uses for images.
        middleware: the middleware in use.
        has_wagtail_redirects: whether Wagtail makes redirects of its own when pages move.
    """

    site_url: str
    schedule_interval_s: int
    max_image_megapixels: int
    language: str
    languages: tuple[tuple[str, str], ...]
    login_address: str
    image_model: str
    image_form: str
    middleware: tuple[str, ...]
    has_wagtail_redirects: bool


def newsroom_conf() -> NewsroomConf:
    """Return the newsroom's settings as Django has them now."""
    site = getattr(settings, "MASTHEAD", {})
    return NewsroomConf(
        site_url=str(site.get("SITE_URL", "")).rstrip("/"),
        schedule_interval_s=int(site.get("SCHEDULE_INTERVAL_S", 0)),
        max_image_megapixels=int(site.get("MAX_IMAGE_MEGAPIXELS", 0)),
        language=str(site.get("LANGUAGE", "")),
        languages=tuple((str(code), str(name)) for code, name in settings.LANGUAGES),
        login_address=str(settings.LOGIN_URL),
        image_model=str(getattr(settings, "WAGTAILIMAGES_IMAGE_MODEL", "")),
        image_form=str(getattr(settings, "WAGTAILIMAGES_IMAGE_FORM_BASE", "")),
        middleware=tuple(settings.MIDDLEWARE),
        has_wagtail_redirects=bool(getattr(settings, "WAGTAILREDIRECTS_AUTO_CREATE", True)),
    )
