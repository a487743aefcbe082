"""The newsroom sees how many can be reached and how that grew, and nothing of anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from masthead.delivery import ways as ways_module
from masthead.delivery.channels.posting import ChannelsWay
from masthead.delivery.models import Channel
from masthead.delivery.reach import asked_for, count_reach, growth, readers_by_list

pytestmark = pytest.mark.django_db


def test_the_last_count_of_a_day_stands_and_days_without_one_keep_the_number_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ways_module, "_ways", {"channels": ChannelsWay()})
    start = timezone.now() - timedelta(days=4)
    with time_machine.travel(start, tick=False):
        Channel.objects.create(name="First", address="tgram://1/2")
        count_reach()
        Channel.objects.create(name="Second", address="tgram://1/3")
        count_reach()
    Channel.objects.create(name="Third", address="tgram://1/4")
    count_reach()
    assert [count for _, count in growth("channels", days=6)] == [0, 2, 2, 2, 2, 3]
    assert [count for _, count in growth("channels", days=2)] == [2, 3]


def test_with_nobody_there_nothing_is_counted() -> None:
    assert asked_for() == readers_by_list() == []
    assert growth("push", days=2)[0][1] == 0
