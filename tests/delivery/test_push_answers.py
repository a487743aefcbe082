"""What a push service answers is understood, whatever it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from masthead.delivery.push.answers import Meaning, read_answer, wait_of


@pytest.mark.parametrize(
    ("status", "meaning", "is_ailing"),
    [
        (200, Meaning.TAKEN, False), (201, Meaning.TAKEN, False), (202, Meaning.TAKEN, False), (204, Meaning.TAKEN, False),
        (301, Meaning.REFUSED, False), (307, Meaning.REFUSED, False), (400, Meaning.REFUSED, False),
        (401, Meaning.REFUSED, False), (403, Meaning.REFUSED, False), (404, Meaning.GONE, False),
        (410, Meaning.GONE, False), (413, Meaning.LARGE, False), (422, Meaning.REFUSED, False),
        (429, Meaning.LATER, True), (500, Meaning.LATER, True), (503, Meaning.LATER, True), (599, Meaning.LATER, True),
    ],
)  # fmt: skip
def test_each_status_has_one_meaning(status: int, meaning: Meaning, is_ailing: bool) -> None:
    answer = read_answer(status, {}, b"")
    assert (answer.meaning, answer.is_ailing) == (meaning, is_ailing)
    assert meaning is Meaning.TAKEN or answer.reason.endswith(".")


def test_what_a_service_says_is_told_in_one_line() -> None:
    answer = read_answer(400, {}, b'{"error":\n "bad \x00 thing\xff"}' + b"x" * 900)
    assert answer.reason.startswith(
        'The push service refuses the notice (400). It says: {"error": "bad thing'
    )
    assert len(answer.reason) < 300
    assert answer.reason.isprintable()


@pytest.mark.parametrize(
    ("value", "wait_s"),
    [
        (b"120", 120.0), (b"0", 0.0), (b"999999", 86400.0), (b"Wed, 25 Nov 2026 12:01:00 GMT", 60.0),
        (b"Wed, 25 Nov 2026 11:00:00 GMT", 0.0), (b"", None), (b"soon", None), (b"-5", None), (b"1e9", None),
        (b"\xff\xfe", None), (b"9" * 400, None), (b"Wed, 99 Nov 2026 99:01:00 GMT", None),
    ],
)  # fmt: skip
def test_how_long_to_wait_is_read_in_both_forms_and_nonsense_is_none(value: bytes, wait_s: float) -> None:
    assert wait_of(value, now=datetime(2026, 11, 25, 12, tzinfo=UTC)) == wait_s
