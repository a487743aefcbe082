"""What can be done with many contributors, topics or comments at once."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.widgets import BaseChooser
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from .actions import merge_contributors, merge_topics, show_comments
from .errors import MergeError
from .models import Contributor, ReaderComment, Topic

__all__ = ["HideCommentsAction", "MergeAction", "ShowCommentsAction"]


class MergeAction(SnippetBulkAction):
    """Make several contributors or topics one, after asking which stays."""

    models: ClassVar[list[Any]] = [Contributor, Topic]
    display_name = gettext_lazy("Merge")
    action_type = "merge"
    aria_label = gettext_lazy("Merge what is selected into one")
    template_name = "newsroom/confirm_merge.html"
    action_priority = 20

    def check_perm(self, obj: Any) -> bool:
        """Ask for both what is done to the one that stays and to those that go."""
        user, policy = self.request.user, self.permission_policy
        return all(policy.user_has_permission_for_instance(user, verb, obj) for verb in ("change", "delete"))

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Ask which stays: one of those selected, or any other where only one is."""
        form: forms.Form = super().get_form(form_class)
        selected = [thing.pk for thing in self.get_actionable_objects()[0]]
        if len(selected) == 1:
            choices = self.model._default_manager.exclude(pk__in=selected)
            widget: forms.Widget = self._chooser()
            label = _("Merge it into")
        else:
            choices = self.model._default_manager.filter(pk__in=selected)
            widget, label = forms.RadioSelect(), _("Which one stays?")
        form.fields["keep"] = forms.ModelChoiceField(
            choices,
            widget=widget,
            label=label,
            empty_label=None,
            error_messages={"required": _("Choose one.")},
        )
        return form

    def _chooser(self) -> BaseChooser:
        return self.model.snippet_viewset.chooser_viewset.widget_class()

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        """Merge all others into the one that stays."""
        view = kwargs["self"]
        keep = view.cleaned_form.cleaned_data["keep"]
        merge = merge_contributors if view.model is Contributor else merge_topics
        others = [thing for thing in objects if thing.pk != keep.pk]
        for other in others:
            merge(keep=keep, merge=other, user=view.request.user)
        return len(others), 0

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Say in a sentence why a merge cannot be done."""
        try:
            response: HttpResponse = super().form_valid(form)
        except MergeError as error:
            messages.error(self.request, str(error))
            response = self.form_invalid(form)
        return response

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say what became of them."""
        keep = self.cleaned_form.cleaned_data["keep"] if self.cleaned_form else ""
        return ngettext(
            "Merged into “%(keep)s”. The former address leads there.",
            "%(count)d entries merged into “%(keep)s”. Their former addresses lead there.",
            num_parent_objects,
        ) % {"count": num_parent_objects, "keep": keep}


class _ShowOrHide(SnippetBulkAction):
    models: ClassVar[list[Any]] = [ReaderComment]
    template_name = "newsroom/confirm_comments.html"
    is_shown: ClassVar[bool]

    def check_perm(self, obj: Any) -> bool:
        """Ask whether the user may moderate."""
        return bool(self.permission_policy.user_has_permission_for_instance(self.request.user, "change", obj))

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        """Show or hide them, and have their pages printed again."""
        return show_comments(comments=objects, is_shown=cls.is_shown), 0

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the question needs."""
        return {**super().get_context_data(**kwargs), "is_shown": self.is_shown}


class HideCommentsAction(_ShowOrHide):
    """Take readers' comments out of what is printed."""

    display_name = gettext_lazy("Hide")
    action_type = "hide"
    aria_label = gettext_lazy("Hide the selected comments from readers")
    action_priority = 10
    is_shown = False

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say what became of them."""
        return (
            ngettext("%d comment is hidden.", "%d comments are hidden.", num_parent_objects)
            % num_parent_objects
        )


class ShowCommentsAction(_ShowOrHide):
    """Print readers' comments again."""

    display_name = gettext_lazy("Show")
    action_type = "show"
    aria_label = gettext_lazy("Show the selected comments to readers")
    action_priority = 11
    is_shown = True

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say what became of them."""
        return (
            ngettext("%d comment is shown.", "%d comments are shown.", num_parent_objects)
            % num_parent_objects
        )
