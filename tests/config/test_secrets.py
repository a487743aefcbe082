"""The key that signs sessions, and passwords that are made up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from masthead.config.founding import new_password
from masthead.config.secret import secret_key


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = secret_key("", tmp_path)
    assert len(first) >= 50
    assert secret_key("", tmp_path) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_given_key_is_taken_and_not_kept(tmp_path: Path) -> None:
    assert secret_key("given", tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_many_first_runs_at_once_agree_on_one_key(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(5)]
    for folder in folders:
        with ThreadPoolExecutor(2) as pool:
            assert len(set(pool.map(lambda where: secret_key("", where), [folder] * 2))) == 1


def test_made_up_passwords_differ_and_can_be_read_aloud() -> None:
    passwords = {new_password() for _ in range(50)}
    assert len(passwords) == 50
    assert all(not set(password) & set("0O1lI") for password in passwords)
