"""Making a new site: its folder and settings, its database, its home page and its administrator."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from .failures import CommandError, ExitCode
from .options import OPTIONS, TOML_NAME, Option

__all__ = ["found_publication", "make_administrator", "make_folder", "new_password", "settings_text"]

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def make_folder(folder: Path, **settings: str | int) -> None:
    """Make a site's folder with a ``masthead.toml`` that explains every setting.

    Raises:
        CommandError: the folder is a site already, or holds something else.
    """
    if (folder / TOML_NAME).exists():
        raise CommandError(
            f"{folder} is a site already. Run it with: masthead up --site {folder}", ExitCode.USAGE
        )
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"{folder} is a file. Choose a name that is not taken.", ExitCode.USAGE)
    if folder.is_dir() and any(folder.iterdir()):
        raise CommandError(f"{folder} is not empty. Choose an empty folder or a new name.", ExitCode.USAGE)
    folder.mkdir(parents=True, exist_ok=True)
    with os.fdopen(
        os.open(folder / TOML_NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(settings_text(**settings))


def settings_text(**settings: str | int) -> str:
    """Return a ``masthead.toml`` with the given settings, and all others as comments with their defaults."""
    lines = [
        "# The settings of this site. A line that starts with # shows the default.",
        "# Each can also be set by an environment variable, which then counts more: MASTHEAD_PORT for port.",
        "",
    ]
    for option in OPTIONS:
        lines.append(f"# {option.help}")
        if option.name in settings:
            lines.append(f"{option.name} = {_toml(settings[option.name])}")
        else:
            lines.append(f"# {option.name} = {_toml(option.default)}")
        lines.append("")
    return "\n".join(lines)


def _toml(value: Option | object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def new_password() -> str:
    """Return a password that can be read aloud and typed: 80 bits in four groups."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def found_publication(name: str) -> None:
    """Make the tables, where they are missing, and the home page."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from masthead.newsroom.actions import open_publication

    open_publication(name=name)


def make_administrator(*, username: str, password: str, email: str = "") -> bool:
    """Make an account that may do everything; return False where the name is taken, and change nothing then."""
    from django.contrib.auth import get_user_model

    accounts = get_user_model()._default_manager
    if accounts.filter(username=username).exists():
        return False
    accounts.create_superuser(username=username, email=email, password=password)
    return True
