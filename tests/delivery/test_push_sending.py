"""Notices reach devices through their push services, whatever those answer."""

from __future__ import annotations

import pytest
from push_service import PushService
from sending import add_device, send, states, tell

from building import make_article
from masthead.newsroom.models import SectionPage

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_device_is_told_of_a_piece_in_a_section_that_it_chose(
    service: PushService, sections: list[SectionPage]
) -> None:
    news, culture = sections
    add_device(service, "one", ("section", news.pk))
    add_device(service, "two", ("section", culture.pk))
    make_article(news, "Bridge opens", standfirst="After nine years, two lanes.")
    tell()
    send()
    assert states() == {"sent": 1}
    (told,) = service.told()
    assert told["title"] == "Bridge opens"
    assert told["body"] == "News · After nine years, two lanes."
    assert told["url"].endswith("/news/bridge-opens/")
    (post,) = service.posts
    assert post.path == "/one"
    assert post.headers["Content-Encoding"] == "aes128gcm"
    assert post.headers["TTL"] == "86400"
    assert post.headers["Urgency"] == "normal"
    assert post.headers["Topic"] == told["tag"]
