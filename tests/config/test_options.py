"""Where a setting's value comes from, and what is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from masthead.config.founding import settings_text
from masthead.config.options import OPTIONS, OptionError, read_options


def write(folder: Path, text: str) -> Path:
    (folder / "masthead.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_environment_counts_more_than_the_file_and_the_file_more_than_the_default(tmp_path: Path) -> None:
    write(tmp_path, "port = 8001\nlanguage = 'de'\n")
    options = read_options(tmp_path, {"MASTHEAD_PORT": "8002"})
    assert (options.port, options.language, options.host) == (8002, "de", "127.0.0.1")


def test_every_default_can_be_read(tmp_path: Path) -> None:
    options = read_options(tmp_path, {})
    assert [getattr(options, option.name) for option in OPTIONS]


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"MASTHEAD_PORT": "eighty"}, "MASTHEAD_PORT"),
        ({"MASTHEAD_PORT": "70000"}, "65535"),
        ({"MASTHEAD_PRESS_WORKERS": "0"}, "press_workers"),
        ({"MASTHEAD_PRODUCTION": "perhaps"}, "true or false"),
        ({"MASTHEAD_TIME_ZONE": "Mars/Olympus"}, "IANA"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(tmp_path: Path, variables: dict[str, str], named: str) -> None:
    with pytest.raises(OptionError, match=named):
        read_options(tmp_path, variables)


@pytest.mark.parametrize("text", ["port = ", "prot = 1", "\x00"])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(OptionError, match=r"masthead\.toml"):
        read_options(write(tmp_path, text), {})


def test_the_site_is_found_where_the_server_listens_unless_it_is_said(tmp_path: Path) -> None:
    assert read_options(tmp_path, {"MASTHEAD_PORT": "81"}).site_url == "http://127.0.0.1:81"
    assert read_options(tmp_path, {"MASTHEAD_HOST": "0.0.0.0"}).site_url == "http://127.0.0.1:8000"
    assert (
        read_options(tmp_path, {"MASTHEAD_SITE_URL": "https://example.org/"}).site_url
        == "https://example.org"
    )


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    near = read_options(Path("/srv/site"), {})
    far = read_options(tmp_path / ("x" * 120), {})
    assert near.newsroom_socket == Path("/srv/site/data/run/newsroom.sock")
    assert len(str(far.newsroom_socket)) < 100
    assert far.newsroom_socket != read_options(tmp_path / ("y" * 120), {}).newsroom_socket


def test_the_settings_file_of_a_new_site_explains_every_setting_and_changes_none(tmp_path: Path) -> None:
    text = settings_text(port=8123)
    assert tomllib.loads(text) == {"port": 8123}
    assert all(f"{option.name} = " in text and option.help in text for option in OPTIONS)
    shown = [
        line.removeprefix("# ") for line in text.splitlines() if " = " in line and not line.endswith(".")
    ]
    defaults = read_options(tmp_path, {})
    as_written = read_options(write(tmp_path, "\n".join(shown)), {"MASTHEAD_PORT": "8000"})
    assert [getattr(as_written, option.name) for option in OPTIONS] == [
        getattr(defaults, o.name) for o in OPTIONS
    ]
