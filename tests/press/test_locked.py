"""A locked page is read with its password, through the theme, and found nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from building import edit, make_article, make_contributor, make_picture, make_section, make_standing
from editions import assert_idle_is_idle, assert_incremental_equals_full, moved_entry, read_edition
from masthead.newsroom.models import HomePage, SectionPage
from masthead.press import locked
from masthead.press.actions import print_waiting, sweep

SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _no_clients() -> Iterator[None]:
    locked.forget_clients()
    yield
    locked.forget_clients()


def lock(page: Any, password: str = "open", way: str = "password") -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page.page_ptr, restriction_type=way, password=password)


@pytest.fixture
def piece(news: SectionPage) -> Any:
    """Return a piece behind the password “open”."""
    caption = "<p>A cave</p>"
    body = [
        ("paragraph", "<p>Forty thieves.</p>"),
        ("image", {"image": make_picture("Cave"), "caption": caption, "alt_text": ""}),
    ]
    page = make_article(news, "Treasure here", slug="sesame", body=body, byline=[make_contributor("Ali")])
    lock(page)
    print_waiting()
    return page


def door_of(page: Any) -> str:
    return f"/doors/locked/{page.pk}/"


def give(client: Client, page: Any, password: str = "open", **headers: str) -> Any:
    return client.post(door_of(page), {"password": password}, headers=headers or SAME)


@pytest.mark.django_db
def test_its_address_leads_to_the_door_for_now_and_is_told_to_nobody(piece: Any) -> None:
    assert not [name for name, content in read_edition().items() if b"sesame" in content]
    assert moved_entry(read_edition(), "/news/sesame/") == (302, door_of(piece))
    assert_incremental_equals_full()
    assert_idle_is_idle()


@pytest.mark.django_db
def test_the_door_says_nothing_of_what_is_behind_it(piece: Any, client: Client) -> None:
    response = client.get(door_of(piece))
    shown = response.content.decode()
    assert response.status_code == 200
    assert 'type="password"' in shown
    assert not re.search("Treasure|thieves|Cave|Ali", shown)
    assert 'content="noindex"' in shown


@pytest.mark.django_db
def test_the_password_shows_the_page_in_the_theme_and_to_nobody_else(piece: Any, client: Client) -> None:
    response = give(client, piece)
    assert (response.status_code, response["Location"]) == (303, door_of(piece))
    response = client.get(door_of(piece))
    shown = response.content.decode()
    assert "Forty thieves." in shown
    assert "Treasure here" in shown
    assert "A cave" in shown
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "/newsroom/" not in re.sub(r"<footer.*", "", shown, flags=re.S)
    assert "/contributors/ali/" not in shown
    assert "thieves" not in Client().get(door_of(piece)).content.decode()


@pytest.mark.django_db
def test_its_pictures_open_with_the_password_alone(piece: Any, client: Client) -> None:
    give(client, piece)
    shown = client.get(door_of(piece)).content.decode()
    [address, *_] = re.findall(r'src="(/doors/locked-file/[^"]+)"', shown)
    response = client.get(address)
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response).startswith(b"RIFF")  # type: ignore[arg-type]
    assert Client().get(address).status_code == 403
    assert client.get(address[:-3] + "xyz").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["", "Open", "open ", "x" * 5000])
def test_another_word_is_refused(piece: Any, client: Client, password: str) -> None:
    response = give(client, piece, password)
    assert response.status_code == 403
    assert 'role="alert"' in response.content.decode()
    assert "thieves" not in client.get(door_of(piece)).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"X-None": ""}]
)
def test_a_page_of_another_site_may_not_give_it(piece: Any, client: Client, headers: dict[str, str]) -> None:
    assert give(client, piece, **headers).status_code == 403
    assert "thieves" not in client.get(door_of(piece)).content.decode()


@pytest.mark.django_db
def test_who_guesses_must_wait(piece: Any, client: Client) -> None:
    headers = SAME | {"X-Forwarded-For": "192.0.2.7"}
    answers = [give(client, piece, f"guess {number}", **headers).status_code for number in range(11)]
    assert answers == [403] * 10 + [429]
    response = give(client, piece, **headers)
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert give(client, piece, **(SAME | {"X-Forwarded-For": "192.0.2.8"})).status_code == 303


@pytest.mark.django_db
def test_another_password_asks_everybody_again(piece: Any, client: Client) -> None:
    give(client, piece)
    restriction = PageViewRestriction.objects.get()
    restriction.password = "other"
    restriction.save()
    assert "thieves" not in client.get(door_of(piece)).content.decode()


@pytest.mark.django_db
def test_a_forged_cookie_opens_nothing(piece: Any, client: Client) -> None:
    give(client, piece)
    kept = client.cookies["masthead_unlocked"].value
    assert "open" not in kept
    client.cookies["masthead_unlocked"] = "1" + kept
    assert "thieves" not in client.get(door_of(piece)).content.decode()


@pytest.mark.django_db
def test_every_lock_on_the_way_wants_its_password(news: SectionPage, client: Client) -> None:
    inner = make_section(news, "Inner")
    piece = make_article(inner, "Deep", slug="deep", body="<p>Deep words</p>")
    lock(inner, "first")
    lock(piece, "second")
    print_waiting()
    give(client, piece, "first")
    assert "Deep words" not in client.get(door_of(piece)).content.decode()
    give(client, piece, "second")
    assert "Deep words" in client.get(door_of(piece)).content.decode()


@pytest.mark.django_db
def test_what_is_for_members_alone_has_no_door(news: SectionPage, client: Client) -> None:
    piece = make_article(news, "Members", slug="sesame")
    lock(piece, way="login")
    print_waiting()
    assert moved_entry(read_edition(), "/news/sesame/") is None
    assert client.get(door_of(piece)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["a draft", "nothing"])
def test_the_door_tells_nothing_of_drafts(news: SectionPage, client: Client, state: str) -> None:
    lock(make_article(news, "Other"))
    draft = make_article(news, "Not yet", is_published=False)
    lock(draft)
    print_waiting()
    response = client.get(door_of(draft) if state == "a draft" else "/doors/locked/99999/")
    assert response.status_code == 404
    assert 'type="password"' not in response.content.decode()


@pytest.mark.django_db
def test_a_draft_of_a_locked_page_is_not_shown(piece: Any, client: Client) -> None:
    edit(piece, is_published=False, title="Not yet decided")
    give(client, piece)
    shown = client.get(door_of(piece)).content.decode()
    assert "Not yet decided" not in shown
    assert "Treasure here" in shown


@pytest.mark.django_db
def test_taking_the_lock_off_prints_the_page_and_ends_the_door(piece: Any, client: Client) -> None:
    PageViewRestriction.objects.all().delete()
    print_waiting()
    files = read_edition()
    assert "news/sesame/index.html" in files
    assert moved_entry(files, "/news/sesame/") is None
    response = client.get(door_of(piece))
    assert (response.status_code, response["Location"]) == (302, "/news/sesame/")
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_locking_a_printed_page_takes_it_out_of_print(news: SectionPage) -> None:
    piece = make_article(news, "Open first", slug="sesame")
    print_waiting()
    lock(piece)
    print_waiting()
    files = read_edition()
    assert "news/sesame/index.html" not in files
    assert moved_entry(files, "/news/sesame/") == (302, door_of(piece))
    assert not [name for name, content in files.items() if b"Open first" in content]


@pytest.mark.django_db
def test_a_locked_page_that_moves_takes_its_door_along(piece: Any) -> None:
    edit(piece, slug="simsim")
    print_waiting()
    files, door = read_edition(), door_of(piece)
    assert moved_entry(files, "/news/simsim/") == (302, door)
    assert moved_entry(files, "/news/sesame/") == (302, door)


@pytest.mark.django_db
def test_a_locked_page_that_goes_is_gone(piece: Any, client: Client) -> None:
    piece.unpublish()
    print_waiting()
    assert moved_entry(read_edition(), "/news/sesame/") == (410, "")
    assert client.get(door_of(piece)).status_code == 404


@pytest.mark.django_db
def test_a_locked_section_locks_all_below_it(home: HomePage, client: Client) -> None:
    section = make_section(home, "Club")
    rules = make_article(section, "Rules", slug="rules", body="<p>First rule</p>")
    make_standing(home, "Open")
    lock(section)
    print_waiting()
    files = read_edition()
    assert moved_entry(files, "/club/") == (302, door_of(section))
    assert moved_entry(files, "/club/rules/") == (302, door_of(rules))
    give(client, section)
    assert "First rule" in client.get(door_of(rules)).content.decode()
    assert "Club" in client.get(door_of(section)).content.decode()


@pytest.mark.django_db
def test_a_lock_that_came_without_an_event_is_found(news: SectionPage) -> None:
    piece = make_article(news, "Found", slug="sesame")
    print_waiting()
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=piece.page_ptr, restriction_type="password", password="x")]
    )
    sweep()
    print_waiting()
    assert moved_entry(read_edition(), "/news/sesame/") == (302, door_of(piece))
    PageViewRestriction.objects.all()._raw_delete("default")
    sweep()
    print_waiting()
    assert "news/sesame/index.html" in read_edition()
