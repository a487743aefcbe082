from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from devices import HOST, Page
from django.conf import settings
from django.test import override_settings
from push_service import PushService, push_service

from building import make_section, open_test_publication
from masthead.delivery.push import doors
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_waiting


@pytest.fixture
def sections(db: None, data_path: Path) -> Iterator[list[SectionPage]]:
    """Two printed sections, and a push service that need not be on the public network."""
    doors.forget_clients()
    home = open_test_publication()
    made = [make_section(home, "News"), make_section(home, "Culture")]
    print_waiting()
    allowed = override_settings(
        MASTHEAD=settings.MASTHEAD | {"PUSH_TEST_HOSTS": (HOST,)}, ALLOWED_HOSTS=["testserver"]
    )
    with allowed:
        yield made


@pytest.fixture
def service(sections: list[SectionPage]) -> Iterator[PushService]:
    """A push service on this machine that counts as one."""
    with push_service() as running:
        allowed = (*settings.MASTHEAD["PUSH_TEST_HOSTS"], running.host)
        with override_settings(MASTHEAD=settings.MASTHEAD | {"PUSH_TEST_HOSTS": allowed}):
            yield running


@pytest.fixture
def page(sections: list[SectionPage]) -> Page:
    return Page()
