"""The style guide: one page with everything, which needs nothing but its folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from masthead.newsroom.models import HomePage, Identity
from masthead.press.actions import write_guide


@pytest.mark.django_db
def test_the_guide_shows_every_token_and_its_folder_holds_what_it_names(
    home: HomePage, tmp_path: Path
) -> None:
    Identity.objects.update_or_create(defaults={"accent": "#00aa55"})
    page = write_guide(tmp_path / "guide")
    html = page.read_text(encoding="utf-8")
    style = next((page.parent / "_theme").glob("style.*.css"))
    for token in re.findall(r"--step-[\w-]+(?=:)|--space-\d(?=:)", style.read_text(encoding="utf-8")):
        assert f"var({token})" in html, token
    named = set(re.findall(r'(?:href|src)="([^"#]+)"', html))
    fonts = re.findall(r'url\("([^"]+)"\)', style.read_text(encoding="utf-8"))
    assert fonts
    assert [name for name in named if not (page.parent / name).is_file()] == []
    assert [name for name in fonts if not (style.parent / name).is_file()] == []
    # The chosen accent is shown as readers see it: dark enough on paper.
    assert "#00aa55" not in html.partition("scheme-dark")[0]
    for part in ("card-lead", "card-wide", "card-row", "pull-quote", "gallery", "pager", "button", "<input"):
        assert part in html
