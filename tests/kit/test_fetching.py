"""Which hosts count as public: whatever the form in which an address of one's own network is written."""

from __future__ import annotations

import pytest

from masthead.kit.fetching import FetchRefusedError, public_addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "2130706433", "127.1",
        "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1",
    ],
)  # fmt: skip
def test_no_form_of_an_inner_address_counts_as_public(address: str) -> None:
    with pytest.raises(FetchRefusedError):
        public_addresses(address, 443)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_public_addresses_are_public_in_any_form(address: str) -> None:
    assert public_addresses(address, 443) == [address]
