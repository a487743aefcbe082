"""The documentation is a contract: every setting, event, command, exit code and check id stands in it, and no other."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from masthead.config.cli.entry import COMMANDS, cli
from masthead.config.failures import ExitCode
from masthead.config.options import OPTIONS
from masthead.newsroom.models import Event

ROOT = Path(__file__).parent.parent.parent
REFERENCE = ROOT / "docs" / "reference"
SOURCE = ROOT / "src" / "masthead"


def rows(page: str, heading: str = "") -> list[list[str]]:
    """Return the cells of the first table below a heading."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    text = text.partition(f"\n## {heading}\n")[2] if heading else text
    lines = [line.strip() for line in text.splitlines()]
    start = next(number for number, line in enumerate(lines) if line.startswith("|"))
    table = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        table.append([cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return table[2:]


def shown_default(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "empty" if value in ("", ()) else str(value)


def test_every_setting_is_documented_and_no_other() -> None:
    wanted = [
        [option.name, option.variable, shown_default(option.default), option.help] for option in OPTIONS
    ]
    assert [[cell.replace("`", "") for cell in row] for row in rows("settings.md")] == [
        [cell.replace("`", "") for cell in row] for row in wanted
    ]


@pytest.mark.parametrize(("heading", "choices"), [("Kinds", Event.Kind), ("Subjects", Event.Subject)])
def test_every_event_is_documented_and_no_other(heading: str, choices: type[Event.Kind]) -> None:
    assert [row[0] for row in rows("events.md", heading)] == list(choices.values)


def test_every_command_is_documented_and_no_other() -> None:
    documented = {row[0].split()[1] for row in rows("command-line.md")}
    assert documented == set(COMMANDS)


def test_every_option_of_a_command_is_documented() -> None:
    text = (REFERENCE / "command-line.md").read_text(encoding="utf-8")
    missing = [
        f"{name} {option}"
        for name in COMMANDS
        for command in commands_of(name)
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option not in text
    ]
    assert missing == []


def commands_of(name: str) -> list[object]:
    """Return a command and those below it."""
    import click

    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    below = list(command.commands.values()) if isinstance(command, click.Group) else []
    return [command, *below]


def test_every_exit_code_is_documented_and_no_other() -> None:
    assert [int(row[0]) for row in rows("command-line.md", "Exit codes")] == sorted(ExitCode)


def test_every_check_is_documented_and_no_other() -> None:
    documented = set(
        re.findall(r"`(masthead\.[EWH]\d{3})`", (REFERENCE / "checks.md").read_text(encoding="utf-8"))
    )
    used: list[str] = []
    for path in SOURCE.rglob("*.py"):
        used += re.findall(r'"(masthead\.[EWH]\d{3})"', path.read_text(encoding="utf-8"))
    assert documented == set(used)
    assert len(used) == len(set(used)), "an id means one thing"


def test_every_variable_that_is_read_is_documented() -> None:
    text = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    read = set()
    for path in SOURCE.rglob("*.py"):
        read |= set(re.findall(r'"(MASTHEAD_[A-Z_]+)"', path.read_text(encoding="utf-8")))
    assert {name for name in read if f"`{name}`" not in text} == set()


def test_the_glossary_is_in_order() -> None:
    lines = (REFERENCE / "glossary.md").read_text(encoding="utf-8").splitlines()
    words = [word for word, meaning in pairwise(lines) if meaning.startswith(": ")]
    assert words == sorted(words)


def test_the_two_commands_stand_at_the_top_of_the_readme() -> None:
    head = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:12]
    assert "make demo" in head
    assert "make test" in head
