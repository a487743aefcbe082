"""Inputs of the editor that Wagtail has no like of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.apps import apps
from django.urls import reverse
from taggit.utils import parse_tags

__all__ = ["ColourInput", "TopicsInput"]


class ColourInput(forms.TextInput):
    """Write a colour; the browser's own chooser knows no empty value, which means the theme's accent."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"placeholder": "#a6121f", "maxlength": 7, "size": 8, "spellcheck": "false", **(attrs or {})}
        )


class TopicsInput(forms.TextInput):
    """Choose topics by writing their first letters; a list of hundreds of boxes helps nobody."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-controller": "w-tag", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template needs, with the address that answers what is being written."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-w-tag-delay-value": 100,
            "data-w-tag-url-value": reverse("newsroom_topic_names"),
            "data-w-tag-options-value": json.dumps({"allowSpaces": True, "autocompleteOnly": False}),
        }
        return context

    def format_value(self, value: Iterable[Any] | None) -> str:
        """Write the chosen topics as their titles; a title that is no topic stays as it was written."""
        chosen = [str(one) for one in value or []]
        titles = {
            str(pk): title
            for pk, title in _topics().filter(pk__in=_numbers(chosen)).values_list("pk", "title")
        }
        return ", ".join(f'"{_plain(titles.get(one, one))}"' for one in chosen)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the ids of the topics that were written, and unknown titles in quotation marks."""
        written = parse_tags(data.get(name, ""))
        if not written:
            return []
        known = {_plain(title).casefold(): str(pk) for pk, title in _topics().values_list("pk", "title")}
        return [known.get(_plain(title).casefold(), f"“{title}”") for title in written]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether the form was sent without this field."""
        return name not in data


def _topics() -> Any:
    # Panels name this input and pages name panels: the model is there only later.
    return apps.get_model("newsroom", "Topic")._default_manager


def _plain(title: str) -> str:
    """Return a title without what separates titles from each other."""
    return title.replace('"', "").strip("“” ")


def _numbers(values: list[str]) -> list[int]:
    return [int(one) for one in values if one.isascii() and one.isdigit()]
