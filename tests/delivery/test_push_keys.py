"""The site's key can be changed, and no device is lost by it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from devices import Page
from django.conf import settings
from push_service import PushService
from py_vapid import Vapid02
from sending import add_device, send, tell

from building import make_article
from masthead.delivery.models import Subscription
from masthead.delivery.push.keys import public_key
from masthead.delivery.push.rotating import forget_unused_keys, keys_in_use, rotate_site_key
from masthead.newsroom.models import SectionPage

pytestmark = pytest.mark.django_db(transaction=True)


def signed_with(service: PushService) -> list[str]:
    """Return the public keys by which notices were signed, each signature checked."""
    found = []
    for post in service.posts:
        header = post.headers["Authorization"]
        assert Vapid02.verify(header)
        found.append(header.rpartition("k=")[2])
    return found


def test_notices_are_signed_for_the_service_and_for_half_a_day(
    service: PushService, sections: list[SectionPage]
) -> None:
    add_device(service, "one", ("everything", 0))
    make_article(sections[0], "Bridge")
    tell()
    send()
    assert signed_with(service) == [public_key()]
    header = service.posts[0].headers["Authorization"]
    claims = header.partition("t=")[2].split(".")[1]
    text = base64.urlsafe_b64decode(claims + "==").decode()
    assert f'"aud":"http://{service.host}"' in text
    assert '"sub":"mailto:newsroom@' in text


def test_devices_keep_the_key_that_they_know_until_they_come_over(
    service: PushService, sections: list[SectionPage]
) -> None:
    former = public_key()
    add_device(service, "old", ("everything", 0), site_key="")
    done = rotate_site_key()
    assert public_key() != former
    assert done.devices == 1
    assert forget_unused_keys() == []
    add_device(service, "new", ("everything", 0))
    make_article(sections[0], "Bridge")
    tell()
    send()
    assert dict(zip((one.path for one in service.posts), signed_with(service), strict=True)) == {
        "/old": former,
        "/new": public_key(),
    }
    assert [service.told(path)[0].get("renew") for path in ("old", "new")] == [True, None]
    told = {"before": service.device("old"), "subscription": service.device("fresh")}
    assert Page().post("renew", told)[0] == 200
    assert [one.devices for one in keys_in_use()] == [2, 0]
    assert forget_unused_keys() == [done.former]
    assert set(Subscription.objects.values_list("site_key", flat=True)) == {done.present}


def test_no_key_can_be_read_by_others(sections: list[SectionPage]) -> None:
    public_key()
    rotate_site_key()
    rotate_site_key()
    files = list(Path(settings.MASTHEAD["DATA_PATH"]).glob("push_private_key*"))
    assert len(files) == 3
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
