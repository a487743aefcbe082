from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from masthead.kit.rates import Rates, network_of


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_client_gets_its_limit_at_once_and_again_as_time_passes() -> None:
    clock = Clock()
    rates = Rates(limit=3, per_s=30, clock=clock)
    assert [rates.allow("a") for _ in range(5)] == [True, True, True, False, False]
    assert rates.allow("b")
    clock.now += 10
    assert [rates.allow("a") for _ in range(2)] == [True, False]
    clock.now += 30
    assert [rates.allow("a") for _ in range(4)] == [True, True, True, False]


def test_memory_is_bounded_and_the_quiet_are_forgotten_first() -> None:
    rates = Rates(limit=1, per_s=60, most_clients=2, clock=Clock())
    assert all(rates.allow(client) for client in "abc")
    assert len(rates) == 2
    assert not rates.allow("c")
    assert rates.allow("a")


@given(
    limit=st.integers(1, 20),
    pauses=st.lists(st.floats(0, 5, allow_nan=False), min_size=1, max_size=200),
)
def test_no_window_of_time_ever_holds_more_than_two_limits(limit: int, pauses: list[float]) -> None:
    clock = Clock()
    rates = Rates(limit=limit, per_s=10, clock=clock)
    allowed = []
    for pause in pauses:
        clock.now += pause
        if rates.allow("a"):
            allowed.append(clock.now)
    for first in allowed:
        assert sum(first <= one < first + 10 for one in allowed) <= 2 * limit


def test_a_household_is_one_client() -> None:
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::2")
    assert network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1")
    assert network_of("::ffff:192.0.2.7") == network_of("192.0.2.7") == "192.0.2.7"
    assert network_of("") == ""
    assert len(network_of("x" * 1000)) == 64
