"""A page that a theme cannot print stands as it was, with its style and its scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from building import make_article
from editions import assert_incremental_equals_full, read_edition
from masthead.newsroom.models import SectionPage
from masthead.press.actions import print_all, print_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(news: SectionPage, tmp_path: Path, settings: Any) -> Path:
    """Print two pieces with a theme folder of the site's own, which is empty still."""
    path = tmp_path / "theme"
    settings.MASTHEAD = {**settings.MASTHEAD, "THEME_DIR": path}
    make_article(news, "A piece", slug="piece")
    print_waiting()
    return path


def lay(theme: Path, name: str, text: str) -> None:
    file = theme / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def missing() -> set[str]:
    """Return the theme's files that printed pages name and that are not there."""
    files = read_edition()
    pages = b"".join(content for name, content in files.items() if name.endswith(".html")).decode()
    named = set(re.findall(r'(?:href|src)="/(_theme/[^"]+)"', pages))
    assert named
    return named - set(files)


@pytest.mark.parametrize("press", [print_waiting, print_all])
def test_a_fault_beside_a_new_style_takes_no_style_away(theme: Path, press: Callable[[], Any]) -> None:
    before = read_edition()["news/piece/index.html"]
    lay(theme, "styles/99-own.css", "h1 { color: teal }")
    lay(theme, "templates/article.html", "{{ article.no_such_thing.at_all }}")
    press()
    assert read_edition()["news/piece/index.html"] == before
    assert missing() == set()


def test_once_the_fault_is_mended_the_old_style_goes(theme: Path) -> None:
    old = {name for name in read_edition() if name.endswith(".css")}
    lay(theme, "styles/99-own.css", "h1 { color: teal }")
    lay(theme, "templates/article.html", "{{ article.no_such_thing.at_all }}")
    print_waiting()
    assert old < {name for name in read_edition() if name.endswith(".css")}
    (theme / "templates" / "article.html").unlink()
    print_waiting()
    assert missing() == set()
    assert not old & set(read_edition())
    assert_incremental_equals_full()
