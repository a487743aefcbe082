"""Telling editors by mail that a letter waits for them."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.mail import send_mail
from wagtail.admin.utils import get_admin_base_url
from wagtail.permissions import page_permission_policy

from .models import LetterPage

__all__ = ["note_letter"]


def note_letter(letter: LetterPage) -> int:
    """Send a note to everybody who may publish a letter and wants such notes; return how many were told."""
    editors = page_permission_policy.users_with_permission_for_instance("publish", letter)
    told = 0
    for user in editors.filter(is_active=True).exclude(email=""):
        profile = getattr(user, "wagtail_userprofile", None)
        if profile is not None and not profile.submitted_notifications:
            continue
        context = {
            "letter": letter,
            "newsletter": letter.get_parent(),
            "address": f"{get_admin_base_url() or ''}{reverse('wagtailadmin_pages:edit', args=[letter.pk])}",
        }
        subject = _("A letter waits: %s") % letter.title
        send_mail(subject, render_to_string("newsroom/letter_note.txt", context), [user.email])
        told += 1
    return told
