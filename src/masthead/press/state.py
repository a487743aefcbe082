"""What the press keeps of itself, by name."""

from __future__ import annotations

from django.db import connection

__all__ = ["drop_state", "keep_state", "read_state"]


def read_state() -> dict[str, str]:
    """Return all that is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, value FROM press_pressstate")
        return dict(cursor.fetchall())


def keep_state(name: str, value: str) -> None:
    """Keep a value in place of the one before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO press_pressstate (name, value) VALUES (%s, %s) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value],
        )


def drop_state(name: str) -> None:
    """Keep a value no longer."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM press_pressstate WHERE name = %s", [name])
