"""Colours: an editor may choose any accent, and it can be read in both schemes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.kit.colours import READABLE, contrast, is_colour, readable

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_contrast_is_what_wcag_counts() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#abc", "#aabbcc") == 1


@given(COLOURS)
def test_any_colour_has_a_shade_that_can_be_read_on_light_and_on_dark(colour: str) -> None:
    for grounds in (["#ffffff", "#f4f3f0"], ["#141517", "#1e2023"]):
        shade = readable(colour, grounds)
        assert min(contrast(shade, ground) for ground in grounds) >= READABLE


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable("#a6121f", ["#ffffff"]) == "#a6121f"


@pytest.mark.parametrize("text", ["red", "#12", "#12345", "#gggggg", "", "#a6121f;}"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    assert not is_colour(text)
    with pytest.raises(ValueError, match="no colour"):
        readable(text, ["#ffffff"])
