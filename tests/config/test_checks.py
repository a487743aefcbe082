"""Settings that a public site must not run with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from masthead.config import checks
from masthead.config.options import read_options
from masthead.config.private import make_private_places

SAFE = {
    "MASTHEAD_PRODUCTION": "true",
    "MASTHEAD_SITE_URL": "https://example.org",
    "MASTHEAD_EMAIL_URL": "smtp://mail.example.org",
}


def found(folder: Path, **variables: str) -> set[str]:
    options = read_options(folder, {**SAFE, **variables})
    return {str(message.id) for message in checks.find_problems(options)}


def test_safe_settings_pass(tmp_path: Path) -> None:
    assert found(tmp_path) == set()


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"MASTHEAD_SITE_URL": "example.org"}, "masthead.E001"),
        ({"MASTHEAD_SITE_URL": "https://example.org/blog"}, "masthead.E001"),
        ({"MASTHEAD_SITE_URL": "http://example.org"}, "masthead.E002"),
        ({"MASTHEAD_ALLOWED_HOSTS": "example.org,*"}, "masthead.E005"),
        ({"MASTHEAD_THEME_DIR": "nowhere"}, "masthead.E009"),
        ({"MASTHEAD_EDITION_URL": "s3://bucket"}, "masthead.E010"),
        ({"MASTHEAD_EDITION_URL": "."}, "masthead.E011"),
        ({"MASTHEAD_EMAIL_URL": ""}, "masthead.W001"),
        ({"MASTHEAD_HOST": "0.0.0.0"}, "masthead.W002"),
        ({"MASTHEAD_MAX_IMAGE_MEGAPIXELS": "5000"}, "masthead.W003"),
    ],
)
def test_an_unsafe_setting_is_found_with_a_hint(
    tmp_path: Path, variables: dict[str, str], expected: str
) -> None:
    options = read_options(tmp_path, {**SAFE, **variables})
    messages = {str(message.id): message for message in checks.find_problems(options)}
    assert expected in messages
    assert messages[expected].hint


def test_a_weak_key_and_debugging_are_found(tmp_path: Path, settings: Any) -> None:
    settings.SECRET_KEY, settings.DEBUG = "django-insecure-" + "x" * 50, True
    assert {"masthead.E003", "masthead.E004"} <= found(tmp_path)


def test_a_key_that_others_may_read_is_found(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    key = tmp_path / "data" / "secret_key"
    key.write_text("x")
    key.chmod(0o644)
    assert found(tmp_path) == {"masthead.E006"}
    key.chmod(0o600)
    assert found(tmp_path) == set()


def test_a_database_and_uploads_that_others_may_read_are_found_and_not_made(tmp_path: Path) -> None:
    options = read_options(tmp_path, SAFE)
    make_private_places(options)
    assert found(tmp_path) == set()
    for place in (options.database_path, options.media_path / "newsroom"):
        before = place.stat().st_mode
        place.chmod(0o755)
        assert found(tmp_path) == {"masthead.E006"}
        place.chmod(before)


def test_settings_that_others_may_read_are_found_where_they_hold_a_password(tmp_path: Path) -> None:
    toml = tmp_path / "masthead.toml"
    toml.write_text('database_url = "postgres://desk:secret@127.0.0.1/site"\n')
    toml.chmod(0o644)
    assert found(tmp_path) == {"masthead.E006"}


def test_a_folder_that_may_not_be_written_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The administrator of the machine may write everywhere: ask as somebody else would be answered.
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "masthead.E008" in found(tmp_path)


def test_sqlite_on_a_network_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_file_system_of", lambda _: "nfs4")
    assert found(tmp_path) == {"masthead.E007"}
    assert found(tmp_path, MASTHEAD_DATABASE_URL="postgres://127.0.0.1/site") == set()


def test_outside_production_an_unencrypted_site_is_fine(tmp_path: Path) -> None:
    assert found(tmp_path, MASTHEAD_PRODUCTION="false", MASTHEAD_SITE_URL="http://127.0.0.1:8000") == set()
