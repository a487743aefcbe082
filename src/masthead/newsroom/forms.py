"""Forms of the editor that ask more of what goes to readers than of a draft."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from .validators import says_what_it_shows

__all__ = ["MAY_TELL_BREAKING", "ArticleForm", "LetterForm", "PublishedForm"]

MAY_TELL_BREAKING = "newsroom.tell_breaking"
_BREAKING = "breaking"


class PublishedForm(WagtailAdminPageForm):
    """Save any draft, and publish only what its readers can all follow."""

    def clean_slug(self) -> str:
        """Give a new page a slug of its own: a headline that returns every week must not stop a draft."""
        slug: str = self.cleaned_data["slug"]
        if self.instance.pk or not slug or self.parent_page is None:
            return slug
        siblings = Page.objects.child_of(self.parent_page).filter(slug__startswith=slug)
        taken = set(siblings.values_list("slug", flat=True))
        numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
        return next(one for one in (slug, *numbered) if one not in taken)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Show the slug that the page was given in the editor that is still open."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        if "slug" in self.fields and self.data.get(self.add_prefix("slug")) != self.instance.slug:
            updates.append((self.add_prefix("slug"), self.instance.slug))
        return updates

    def clean(self) -> dict[str, Any]:
        """Ask for the alternative text of every image, once the page goes to readers."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            for field, title in _speechless(cleaned):
                self.add_error(
                    field,
                    _(
                        "The image “%(title)s” has no alternative text. Open the image and describe what it shows "
                        "in a few words."
                    )
                    % {"title": title},
                )
        return cleaned


class ArticleForm(PublishedForm):
    """Save any draft of an article; publish one with a text."""

    _no_text = gettext_lazy("The piece has no text yet. Write it, or save a draft.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer breaking news to whoever may send it, and where somebody did choose it before."""
        super().__init__(*args, **kwargs)
        telling, user = self.fields.get("telling"), self.for_user
        if telling is None or (user is not None and user.has_perm(MAY_TELL_BREAKING)):
            return
        if self.initial.get("telling") != _BREAKING:
            telling.choices = [one for one in telling.choices if one[0] != _BREAKING]

    def clean(self) -> dict[str, Any]:
        """Ask for a text, once the article goes to readers."""
        cleaned = super().clean()
        if not self.is_deferred_validation and "body" in cleaned and not cleaned["body"]:
            self.add_error("body", self._no_text)
        return cleaned


class LetterForm(PublishedForm):
    """Save any draft of a letter; send one that says something."""

    _says_nothing = gettext_lazy(
        "The letter has neither a text nor a piece. Write one or choose one, or save a draft."
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a text or a piece, once the letter goes to readers."""
        cleaned = super().clean()
        # The forms of pieces are looked at after this one: what was sent tells how many stay.
        kept = [one for one in self.formsets["pieces"].forms if not one["DELETE"].value()]
        if not self.is_deferred_validation and "body" in cleaned and not cleaned["body"] and not kept:
            self.add_error("body", self._says_nothing)
        return cleaned


def _speechless(cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield field and title of each image that says nothing to those who do not see it."""
    for name in ("lead_image", "social_image"):
        image = cleaned.get(name)
        if image is not None and not says_what_it_shows(image.description):
            yield name, image.title
    for block in cleaned.get("body") or []:
        shown = {"image": [block.value], "gallery": []}.get(block.block_type, [])
        if block.block_type == "gallery":
            shown = list(block.value["images"])
        for value in shown:
            image = value["image"]
            if image is not None and not says_what_it_shows(value["alt_text"] or image.description):
                yield "body", image.title
