"""The command line: what it says, and how it ends."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from masthead.config.cli.entry import COMMANDS
from sites import SiteFolder


def test_help_names_every_command_without_loading_any(empty_site: SiteFolder) -> None:
    code = "import sys\nfrom masthead.config.cli.entry import run\nrun(['--help'])\nprint('django' in sys.modules, 'rich' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(command in ended.stdout for command in COMMANDS)
    assert ended.stdout.splitlines()[-1] == "False False"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, empty_site: SiteFolder) -> None:
    if command == "manage":
        return
    ended = empty_site.run(command, "--help")
    assert ended.returncode == 0
    assert "Usage: masthead" in ended.stdout


@pytest.mark.parametrize("command", ["up", "print", "status", "check", "manage"])
def test_a_folder_that_is_no_site_is_one_clear_sentence(command: str, tmp_path: Path) -> None:
    ended = SiteFolder(tmp_path, 1).run(command)
    assert ended.returncode == 3
    assert ended.stderr.startswith(f"Error: {tmp_path} is no Masthead site")
    assert "masthead new DIR" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_the_site_may_be_named_before_and_after_the_command(empty_site: SiteFolder, tmp_path: Path) -> None:
    elsewhere = SiteFolder(tmp_path, 1)
    for arguments in (
        ["--site", str(empty_site.path), "manage", "check"],
        ["check", "--site", str(empty_site.path)],
    ):
        assert "is no Masthead site" not in elsewhere.run(*arguments).stderr


def test_an_unknown_setting_is_refused_by_name(empty_site: SiteFolder) -> None:
    with (empty_site.path / "masthead.toml").open("a") as file:
        file.write("prot = 8001\n")
    ended = empty_site.run("status")
    assert ended.returncode == 2
    assert "'prot'" in ended.stderr
    assert "masthead.toml" in ended.stderr


def test_a_missing_file_is_a_mistake_in_use(empty_site: SiteFolder) -> None:
    ended = empty_site.run("import", "wordpress", "nowhere.xml")
    assert ended.returncode == 2
    assert "nowhere.xml" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_without_tables_says_what_to_run(empty_site: SiteFolder) -> None:
    ended = empty_site.run("print")
    assert ended.returncode == 4
    assert "masthead manage migrate" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_that_cannot_be_reached_is_one_sentence(empty_site: SiteFolder) -> None:
    ended = empty_site.run("print", MASTHEAD_DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert ended.returncode == 4
    assert "cannot be reached" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_locked_database_is_one_sentence(migrated_site: SiteFolder) -> None:
    holder = sqlite3.connect(migrated_site.data / "masthead.sqlite3", isolation_level=None)
    holder.execute("begin immediate")
    try:
        ended = migrated_site.run("manage", "createsuperuser", "--noinput", DJANGO_SUPERUSER_USERNAME="a", DJANGO_SUPERUSER_PASSWORD="b", DJANGO_SUPERUSER_EMAIL="a@example.org", MASTHEAD_DATABASE_TIMEOUT_S="1")  # fmt: skip
    finally:
        holder.close()
    assert ended.returncode == 4
    assert "locked" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_printing_reports_as_json(migrated_site: SiteFolder) -> None:
    ended = migrated_site.run("print", "--all", "--json")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["failed"] == 0


def test_the_search_index_is_made_and_made_anew(migrated_site: SiteFolder) -> None:
    first = migrated_site.run("index", "--json")
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["is_rebuilt"]
    assert "made anew" not in migrated_site.run("index").stdout
    again = migrated_site.run("index", "--rebuild")
    assert (again.returncode, again.stderr) == (0, "")
    assert "made anew" in again.stdout


def test_a_server_cannot_hold_the_search_index(migrated_site: SiteFolder) -> None:
    ended = migrated_site.run("index", MASTHEAD_SEARCH_URL="postgres://somewhere/index")
    assert ended.returncode == 2
    assert "search_url" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_check_finds_nothing_on_a_new_site(migrated_site: SiteFolder) -> None:
    ended = migrated_site.run("check", "--json")
    assert json.loads(ended.stdout) == []
    assert ended.returncode == 0


def test_check_fails_on_unsafe_settings(migrated_site: SiteFolder) -> None:
    ended = migrated_site.run("check", MASTHEAD_PRODUCTION="true", MASTHEAD_SITE_URL="http://example.org")
    assert ended.returncode == 1
    assert "masthead.E002" in ended.stdout


def test_debugging_shows_the_traceback(tmp_path: Path) -> None:
    ended = SiteFolder(tmp_path, 1).run("status", MASTHEAD_DEBUG="1")
    assert "Traceback" in ended.stderr
    assert ended.returncode == 3


def test_a_new_site_has_a_home_page_an_administrator_and_private_settings(tmp_path: Path) -> None:
    folder = tmp_path / "the-courier"
    site = SiteFolder(tmp_path, 8123)
    site.environment.pop("MASTHEAD_SITE")
    made = site.run("new", str(folder), "--port", "8123", timeout_s=300)
    assert made.returncode == 0, made.stderr
    assert "http://127.0.0.1:8123/newsroom/" in made.stdout
    assert (folder / "masthead.toml").stat().st_mode & 0o077 == 0
    assert (folder / "data" / "secret_key").stat().st_mode & 0o077 == 0
    with sqlite3.connect(folder / "data" / "masthead.sqlite3") as database:
        assert database.execute("select username, is_superuser from auth_user").fetchall() == [("editor", 1)]
        assert database.execute("select name from newsroom_identity").fetchall() == [("The Courier",)]
    again = site.run("new", str(folder))
    assert again.returncode == 2
    assert "is a site already" in again.stderr


def test_new_leaves_a_folder_with_other_things_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    ended = SiteFolder(tmp_path, 1).run("new", str(tmp_path))
    assert ended.returncode == 2
    assert os.listdir(tmp_path) == ["letter.txt"]


def test_push_keys_are_shown_and_changed(migrated_site: SiteFolder) -> None:
    before = json.loads(migrated_site.run("push", "keys", "--json").stdout)
    assert [one["is_present"] for one in before["keys"]] == [True]
    secret = migrated_site.run("push", "keys", "--secret").stdout
    assert "PRIVATE KEY" in secret.splitlines()[0]
    done = json.loads(migrated_site.run("push", "rotate", "--yes", "--json").stdout)
    assert done["former"] == before["keys"][0]["name"]
    shown = migrated_site.run("push", "keys").stdout
    assert done["present"] in shown
    assert "former" in shown
