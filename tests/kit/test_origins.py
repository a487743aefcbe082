from __future__ import annotations

import pytest

from masthead.kit.origins import is_same_origin


@pytest.mark.parametrize(
    ("origin", "fetch_site"),
    [
        ("https://news.example", None), ("http://NEWS.example", None), (None, "same-origin"),
        ("https://news.example", "same-origin"),
    ],
)  # fmt: skip
def test_pages_of_the_site_are_known(origin: str | None, fetch_site: str | None) -> None:
    assert is_same_origin(host="news.example", origin=origin, fetch_site=fetch_site)


@pytest.mark.parametrize(
    ("origin", "fetch_site"),
    [
        (None, None), ("null", None), ("", None), ("https://evil.example", None), ("https://news.example.evil", None),
        ("https://news.example", "cross-site"), ("https://news.example", "same-site"), (None, "none"),
        ("https://news.example@evil.example", None), ("file://news.example", None), ("http://[", None),
    ],
)  # fmt: skip
def test_others_are_not(origin: str | None, fetch_site: str | None) -> None:
    assert not is_same_origin(host="news.example", origin=origin, fetch_site=fetch_site)
    assert not is_same_origin(host="", origin="https://", fetch_site=None)
