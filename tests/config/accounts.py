"""Accounts of the newsroom, signed in."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client


def signed_in(role: str) -> Client:
    account = get_user_model()._default_manager.create_user(role.lower(), "a@example.org", "typed-by-hand")
    account.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(account)
    return client
