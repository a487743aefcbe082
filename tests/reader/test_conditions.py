from __future__ import annotations

import pytest

from masthead.reader.edition.conditions import is_unchanged, takes_gzip, wanted_range


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (None, False),
        (b"", False),
        (b"gzip", True),
        (b"GZIP", True),
        (b"x-gzip", True),
        (b"deflate, gzip;q=1.0, *;q=0.5", True),
        (b"gzip ; q=0.001", True),
        (b"gzip;q=0", False),
        (b"gzip;q=0.000", False),
        (b"gzip;q=nonsense", False),
        (b"*", True),
        (b"*;q=0", False),
        (b"gzip;q=0, *", False),
        (b"br, identity", False),
        (b"notgzip", False),
        (b",,;;=,", False),
    ],
)
def test_gzip_is_sent_to_whoever_takes_it(accepted: bytes | None, expected: bool) -> None:
    assert takes_gzip(accepted) is expected
    assert takes_gzip(accepted) is expected


def test_odd_values_of_accept_encoding_do_not_fill_the_memory() -> None:
    for number in range(5000):
        takes_gzip(b"odd-%d" % number)
    from masthead.reader.edition import conditions

    assert len(conditions._known_encodings) <= conditions._MEMORY + 1
    assert takes_gzip(None) is False


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (b"bytes=0-99", (0, 100)),
        (b"bytes=0-0", (0, 1)),
        (b"bytes=500-", (500, 500)),
        (b"bytes=-100", (900, 100)),
        (b"bytes=-5000", (0, 1000)),
        (b"bytes=990-5000", (990, 10)),
        (b"bytes = 1 - 2", (1, 2)),
        (b"bytes=1000-", (1000, 0)),
        (b"bytes=-0", (1000, 0)),
        (b"bytes=0-1,5-6", None),
        (b"bytes=5-1", None),
        (b"bytes=-", None),
        (b"bytes=a-b", None),
        (b"bytes=--5", None),
        (b"bytes=" + b"9" * 5000 + b"-", None),
        (b"items=0-1", None),
        (b"", None),
        ("bytes=²-".encode(), None),
    ],
)
def test_ranges_are_understood_or_left_alone(wanted: bytes, expected: tuple[int, int] | None) -> None:
    assert wanted_range({b"range": wanted}, size=1000, etag=b'"a"', modified_s=0) == expected


@pytest.mark.parametrize(
    ("if_range", "counts"),
    [
        (b'"a"', True),
        (b'W/"a"', False),
        (b'"b"', False),
        (b"Thu, 01 Jan 1970 00:01:40 GMT", True),
        (b"Thu, 01 Jan 1970 00:01:41 GMT", False),
        (b"nonsense", False),
    ],
)
def test_a_range_of_another_state_of_the_file_does_not_count(if_range: bytes, counts: bool) -> None:
    found = wanted_range({b"range": b"bytes=0-1", b"if-range": if_range}, size=9, etag=b'"a"', modified_s=100)
    assert (found is not None) is counts


def test_a_tag_inside_another_is_no_match() -> None:
    assert not is_unchanged({b"if-none-match": b'"abc"'}, b'"ab"', 0)
    assert not is_unchanged({b"if-none-match": b""}, b'"ab"', 0)
    assert is_unchanged({b"if-none-match": b'"x",W/"ab"'}, b'"ab"', 0)
