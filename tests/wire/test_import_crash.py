from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from .exports import SITE, ExportBuilder, comment
from .files import picture, uploads

POSTS = 160
# More rounds are for `make crash-test`.
ROUNDS = int(os.environ.get("MASTHEAD_CRASH_ROUNDS", "3"))
SEED = int(os.environ.get("MASTHEAD_CRASH_SEED", "11"))


def _export() -> ExportBuilder:
    builder = (
        ExportBuilder()
        .author("ada")
        .author("bob")
        .category("news")
        .category("asia", parent="news")
        .tag("dogs")
    )
    for number in range(1, 7):
        builder.attachment(
            f"2015/03/p{number}.jpg", f"A dog in garden {number}", number=900 + number, parent=number
        )
    for number in range(1, POSTS + 1):
        html = f'<p>Text {number} with <a href="{SITE}/2015/03/01/post-{(number * 7) % POSTS + 1}/">a link</a>.</p>'
        html += (
            f'<img src="{SITE}/wp-content/uploads/2015/03/p{number % 6 + 1}.jpg">' if number % 9 == 0 else ""
        )
        builder.item(
            f"Post {number}", html, number=number, slug=f"post-{number}", creator=("ada", "bob")[number % 2],
            categories=(("news", "asia")[number % 2],), tags=("dogs",), is_sticky=number == 5,
            inner=comment(number) if number % 4 == 0 else "", _thumbnail_id=str(901 + number % 6),
        )  # fmt: skip
    for number in range(500, 520):
        builder.item(f"Page {number}", number=number, kind="page", parent=number + 1 if number % 3 else 0)
    return builder


def test_an_import_that_was_killed_ends_like_one_that_was_not(tmp_path: Path) -> None:
    export = _export().write(tmp_path)
    colours = ["red", "blue", "teal", "tan", "navy", "pink"]
    media = uploads(tmp_path, **{f"p{n}__jpg": picture(colour=colour) for n, colour in enumerate(colours, 1)})
    site = tmp_path / "site"
    site.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MASTHEAD_")}
    environment |= {"MASTHEAD_SITE": str(site), "DJANGO_SETTINGS_MODULE": "masthead.config.settings"}
    program = [Path(__file__).with_name("crash_rounds.py"), export, media, str(ROUNDS), str(SEED)]
    done = subprocess.run(
        [sys.executable, *program], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    quiet, killed = told["quiet"], told["killed"]
    assert len(quiet["articles"]) == POSTS
    assert quiet["problems"] == [[], [], [], [], []]
    assert quiet["unannounced"] == []
    for part, expected in quiet.items():
        assert killed[part] == expected, f"{part} after {told['kills']} kills"
