"""What goes wrong while printing harms no sheet that stands, is told, and is made good by itself."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from lxml import html

from building import edit, make_article, make_contributor, make_picture, make_section, make_topic
from editions import (
    answer,
    assert_idle_is_idle,
    assert_incremental_equals_full,
    assert_ledger_names_the_files,
    assert_no_dead_links,
    edition_folder,
    moved_entry,
    printed_media,
    read_edition,
    stamps,
)
from masthead.newsroom.models import ArticlePage, Contributor, SectionPage
from masthead.press import theme as press_theme
from masthead.press.actions import press_status, print_all, print_waiting
from masthead.press.conf import press_conf
from masthead.press.engine.errors import EditionFullError, PressBusyError, PressError
from masthead.press.engine.lock import press_lock
from masthead.press.models import Plate, PrintedMedia


@pytest.fixture
def article(news: SectionPage) -> Any:
    """Return a printed piece."""
    article = make_article(news, "A quiet harbour", slug="harbour", byline=[make_contributor("Ada")])
    print_waiting()
    return article


@pytest.fixture
def theme(article: Any, tmp_path: Path, settings: Any) -> Path:
    """Print with a theme of the test's own, a copy of the built-in one."""
    path = tmp_path / "theme"
    shutil.copytree(press_conf().theme_paths[0], path)
    settings.MASTHEAD = {**settings.MASTHEAD, "THEME_DIR": path}
    print_waiting()
    return path


BROKEN = {
    "a missing name": "{{ article.no_such_thing.at_all }}",
    "no template": "{% if %}",
    "a missing template": '{% include "missing.html" %}',
    "no text": "\ud800".encode("utf-8", "surrogatepass"),
    "an endless loop": "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}",
    "endless calls": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_template_leaves_the_old_sheet_until_it_is_repaired(
    article: Any, theme: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press_theme, "_FUEL", 500_000)
    template = theme / "templates" / "article.html"
    good, before = template.read_bytes(), read_edition()
    broken = BROKEN[fault]
    template.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
    edit(article, title="A loud harbour")
    with suppress(PressError):
        print_waiting()
    assert read_edition()["news/harbour/index.html"] == before["news/harbour/index.html"]
    status = press_status()
    assert not status.is_well
    assert status.failed or status.problem
    if status.failed:
        # Nothing is tried over and over while nothing changes.
        assert print_waiting().printed == 0
    template.write_bytes(good)
    print_waiting()
    assert press_status().is_well
    assert b"A loud harbour" in read_edition()["news/harbour/index.html"]
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_a_broken_template_does_not_lose_sheets_when_everything_is_printed(article: Any, theme: Path) -> None:
    before = read_edition()
    template = theme / "templates" / "article.html"
    good = template.read_text()
    template.write_text("{{ nothing }}")
    report = print_all()
    assert report.failed == 1
    assert read_edition()["news/harbour/index.html"] == before["news/harbour/index.html"]
    assert b"/news/harbour/" in read_edition()["index.html"]
    template.write_text(good)
    print_waiting()
    assert press_status().is_well
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_a_changed_theme_is_noticed_and_its_new_files_are_printed(article: Any, theme: Path) -> None:
    (theme / "style.css").write_text("p { color: teal }")
    (theme / "extra.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    print_waiting()
    styles = [content for name, content in read_edition().items() if name.endswith(".css")]
    assert styles == [b"p { color: teal }"]
    assert any(name.startswith("_theme/extra.") for name in read_edition())
    assert_no_dead_links()
    assert_incremental_equals_full()


@pytest.fixture(params=["a small disk", "the system refuses"])
def full_disk(
    request: pytest.FixtureRequest, data_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """Give a function that fills the edition's disk, and one that makes room again."""
    edition = data_path / "edition"
    if request.param == "the system refuses":
        write = os.write

        def refuse(descriptor: int, data: Any) -> int:
            if Path(f"/proc/self/fd/{descriptor}").resolve().is_relative_to(edition):
                # A disk that fills up takes a part of the bytes first.
                if len(data) > 100:
                    return write(descriptor, data[:100])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return write(descriptor, data)

        yield (
            (lambda: monkeypatch.setattr(os, "write", refuse)),
            (lambda: monkeypatch.setattr(os, "write", write)),
        )
        return
    edition.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(edition)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("only root may mount a small disk, and not everywhere")
    filler = edition / "filler"

    def fill() -> None:
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 1024)

    yield fill, filler.unlink
    subprocess.run(["umount", "-l", str(edition)], check=True)


@pytest.mark.django_db
def test_a_full_disk_stops_the_press_which_goes_on_when_there_is_room(
    full_disk: Any, news: SectionPage
) -> None:
    fill, make_room = full_disk
    print_waiting()
    before = read_edition()
    fill()
    make_article(news, "No room for it", slug="no-room", body="<p>" + os.urandom(3000).hex() + "</p>")
    for _ in range(2):
        with pytest.raises(EditionFullError, match="Make room there"):
            print_waiting()
        assert "Make room there" in press_status().problem
        assert not press_status().is_well
    assert {name: content for name, content in read_edition().items() if name in before} == before
    make_room()
    print_waiting()
    assert press_status().is_well
    assert b"No room for it" in read_edition()["news/no-room/index.html"]
    assert_ledger_names_the_files()
    assert_idle_is_idle()


@pytest.mark.django_db
def test_no_room_for_a_whole_new_edition_leaves_the_one_that_stands(
    full_disk: Any, news: SectionPage
) -> None:
    fill, make_room = full_disk
    make_article(news, "First", body="<p>" + os.urandom(3000).hex() + "</p>")
    print_waiting()
    before, generation = read_edition(), press_status().generation
    edit(ArticlePage.objects.get(), body=[("paragraph", "<p>" + os.urandom(3000).hex() + "</p>")])
    fill()
    with pytest.raises(EditionFullError):
        print_all()
    assert (read_edition(), press_status().generation) == (before, generation)
    make_room()
    print_waiting()
    assert press_status().is_well
    assert read_edition() != before
    assert [path.name for path in edition_folder().parent.iterdir() if path.name.isdigit()] == [
        str(press_status().generation)
    ]


@pytest.mark.django_db
def test_no_room_for_a_picture_does_not_print_the_piece_without_it(
    news: SectionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.files.storage import FileSystemStorage

    print_waiting()
    save = FileSystemStorage._save

    def refuse(storage: Any, name: str, content: Any) -> str:
        if storage.base_url == "/media/":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return str(save(storage, name, content))

    monkeypatch.setattr(FileSystemStorage, "_save", refuse)
    make_article(news, "With a picture", slug="with", lead_image=make_picture())
    with pytest.raises(EditionFullError):
        print_waiting()
    assert answer(read_edition(), "/news/with/") == 404
    monkeypatch.setattr(FileSystemStorage, "_save", save)
    print_waiting()
    assert b"<figure" in read_edition()["news/with/index.html"]


@pytest.mark.django_db
def test_a_picture_that_was_half_printed_is_printed_again(news: SectionPage) -> None:
    article = make_article(news, "With a picture", lead_image=make_picture())
    print_waiting()
    whole = {name: _printed(name).read_bytes() for name in printed_media()}
    for name in whole:
        # As a press leaves it that is killed while it writes: the file begun, the row never committed.
        _printed(name).write_bytes(whole[name][:10])
    PrintedMedia.objects.all().delete()
    edit(article, title="Again")
    print_waiting()
    assert {name: _printed(name).read_bytes() for name in printed_media()} == whole


def _printed(name: str) -> Path:
    from masthead.press.plates.pictures import printed_storage

    return Path(printed_storage().path(name))


@pytest.mark.django_db
def test_two_presses_do_not_print_at_once(article: Any) -> None:
    with press_lock(press_conf().run_path):
        for press in (print_waiting, print_all):
            with pytest.raises(PressBusyError, match="Another process is printing"):
                press()
    assert print_waiting().printed == 0


@pytest.mark.django_db
def test_two_pieces_that_swap_addresses_both_stand_where_they_say(
    news: SectionPage, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = make_article(news, "First", slug="one"), make_article(news, "Second", slug="two")
    print_waiting()
    with django_capture_on_commit_callbacks(execute=True):
        edit(first, slug="meanwhile")
        edit(second, slug="one")
        edit(first, slug="two")
    print_waiting()
    files = read_edition()
    assert b"<h1>Second</h1>" in files["news/one/index.html"]
    assert b"<h1>First</h1>" in files["news/two/index.html"]
    assert moved_entry(files, "/news/one/") is None
    assert moved_entry(files, "/news/two/") is None
    assert_incremental_equals_full()


@pytest.mark.django_db
def test_a_piece_at_the_former_address_of_another_is_what_readers_get_there(
    news: SectionPage, django_capture_on_commit_callbacks: Any
) -> None:
    former = make_article(news, "Former", slug="here")
    print_waiting()
    with django_capture_on_commit_callbacks(execute=True):
        edit(former, slug="there")
    print_waiting()
    assert moved_entry(read_edition(), "/news/here/") == (301, "/news/there/")
    follower = make_article(news, "Follower", slug="here")
    print_waiting()
    assert b"<h1>Follower</h1>" in read_edition()["news/here/index.html"]
    assert moved_entry(read_edition(), "/news/here/") is None
    follower.delete()
    print_waiting()
    assert answer(read_edition(), "/news/here/") == 410
    assert_incremental_equals_full()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["ميناء-هادئ", "тихая-гавань", "静かな港", "a" * 200, "م" * 100])
def test_slugs_of_all_scripts_become_addresses(home: Any, slug: str) -> None:
    section = make_section(home, "Section", slug=slug)
    make_article(
        section,
        "Piece",
        slug=slug,
        byline=[make_contributor("Ada", slug=slug)],
        topics=[make_topic(slug=slug)],
    )
    print_waiting()
    files = read_edition()
    for address in (
        f"/{slug}/",
        f"/{slug}/{slug}/",
        f"/contributors/{slug}/",
        f"/topics/{slug}/",
        f"/{slug}/feed.xml",
    ):
        assert answer(files, address) == 200
    assert_no_dead_links()
    assert_incremental_equals_full()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["🎈", "a b", "a/b", "..", "", "archive", "_moved", "a" * 201, "م" * 101])
def test_slugs_that_cannot_be_addresses_are_refused(news: SectionPage, slug: str) -> None:
    article = make_article(news, "Piece", slug="fine")
    article.slug = slug
    if slug:
        with pytest.raises(ValidationError):
            article.save()
        with pytest.raises(ValidationError):
            make_section(news, "Section", slug=slug)
    print_waiting()
    assert press_status().is_well
    assert answer(read_edition(), "/news/fine/") == 200


@pytest.mark.django_db
def test_long_names_outside_the_latin_alphabet_still_become_addresses(news: SectionPage) -> None:
    people = [Contributor.objects.create(name="م" * 200, slug="") for _ in range(2)]
    make_article(news, "Piece", byline=people)
    print_waiting()
    assert press_status().is_well
    assert all(answer(read_edition(), f"/contributors/{one.slug}/") == 200 for one in people)


@pytest.mark.django_db
def test_the_preview_is_the_real_theme_and_makes_nothing_public(article: Any, admin_client: Client) -> None:
    before, plates, media = stamps(), Plate.objects.count(), printed_media()
    edit(article, title="Not yet <b>said</b>", lead_image=make_picture(), is_published=False)
    draft = make_article(
        article.get_parent().specific, "Never said", topics=[make_topic("Unsaid")], is_published=False
    )
    for page, title in ((article, b"Not yet &lt;b&gt;said&lt;/b&gt;"), (draft, b"Never said")):
        preview = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert preview.status_code == 200
        assert b'<article class="article"' in preview.content
        assert b'<link rel="stylesheet" href="/' in preview.content
        assert title in preview.content
        # The editor loads it anew; it does not ask for itself.
        assert b"reload." not in preview.content
    assert (stamps(), Plate.objects.count(), printed_media()) == (before, plates, media)
    assert PrintedMedia.objects.count() == 0
    assert print_waiting().printed == 0
    assert Client().get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk])).status_code == 302


@pytest.mark.django_db
def test_a_preview_with_a_broken_theme_says_what_is_wrong(
    article: Any, theme: Path, admin_client: Client
) -> None:
    (theme / "templates" / "article.html").write_text("<p>\n{{ nothing_of_that_name.at_all }}\n</p>")
    preview = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[article.pk]))
    assert preview.status_code == 500
    assert b"The theme cannot print this page" in preview.content
    page = html.fromstring(preview.content)
    assert str(theme / "templates" / "article.html") in page.text_content()
    assert ", line 2:" in page.text_content()
    assert [one.text_content().strip() for one in page.find_class("here")] == [
        ">    2 | {{ nothing_of_that_name.at_all }}"
    ]
