"""Addresses and the files behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.kit.addresses import is_safe_address, moved_key, moved_shard, sheet_file

PARTS = st.text(min_size=1, max_size=40).filter(
    lambda part: (
        part not in {".", ".."}
        and not set(part) & set("/\\\x00")
        and len(part.encode("utf-8", "ignore")) < 200
    )
)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html.gz"),
        ("/news/", "news/index.html.gz"),
        ("/news/feed.xml", "news/feed.xml.gz"),
        ("/فرهنگ/", "فرهنگ/index.html.gz"),
    ],
)
def test_an_address_has_one_file(address: str, file: str) -> None:
    assert sheet_file(address) == file


@pytest.mark.parametrize(
    "address", ["//evil/", "/a//b/", "/../x/", "/a/./b", "a/", "/\x00/", "/a\\b/", "/" + "x" * 300 + "/"]
)
def test_an_address_that_could_leave_the_edition_is_refused(address: str) -> None:
    assert not is_safe_address(address)
    with pytest.raises(ValueError, match="cannot be the address"):
        sheet_file(address)


@given(st.lists(PARTS, min_size=1, max_size=4))
def test_former_addresses_compare_equal_with_and_without_a_slash(parts: list[str]) -> None:
    path = "/" + "/".join(part.replace("%", "") or "x" for part in parts)
    assert moved_key(path) == moved_key(path.rstrip("/") + "/")
    assert len(moved_shard("/x")) == 3


def test_a_query_belongs_to_a_former_address() -> None:
    assert moved_key("/", "p=12") == "/?p=12"
    assert moved_key("/%D9%81/") == "/ف"
