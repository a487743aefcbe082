"""Reading what the press left on disk, and the properties that must hold of it."""

from __future__ import annotations

import gzip
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction
from django.test import override_settings
from wagtail.models import Page, PageViewRestriction

from masthead.kit.addresses import moved_key, moved_shard, sealed_key, sheet_file
from masthead.newsroom.signals import subject_of
from masthead.press.actions import print_all, print_waiting, sweep
from masthead.press.models import Entry, Moved, Pending, Plate, PrintedSheet, Use

Files = dict[str, bytes]


def edition_folder() -> Path:
    return Path(settings.MASTHEAD["EDITION_PATH"]) / "current"


def read_edition(folder: Path | None = None) -> Files:
    """Return every file of an edition, decompressed; a file that is no whole gzip is an error."""
    folder = (folder or edition_folder()).resolve()
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            assert name.endswith(".gz"), f"{name} is no sheet"
            assert not path.name.startswith("."), f"{name} was left behind"
            files[name.removesuffix(".gz")] = gzip.decompress(path.read_bytes())
        else:
            assert any(path.iterdir()), f"the folder {path} was left empty"
    return files


def stamps(folder: Path | None = None) -> dict[str, tuple[int, int]]:
    """Return what changes when a file is written again: inode and time of writing."""
    folder = (folder or edition_folder()).resolve()
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            state = path.stat()
            found[path.relative_to(folder).as_posix()] = (state.st_ino, state.st_mtime_ns)
    return found


def html_addresses(files: Files) -> set[str]:
    """Return the addresses of all pages for readers."""
    return {
        "/" + name.removesuffix("index.html")
        for name in files
        if name == "index.html" or name.endswith("/index.html")
    }


def printed_media() -> set[str]:
    folder = Path(storages["printed"].location)
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def media_in(files: Files) -> set[str]:
    """Return the printed media that pages and feeds name."""
    found: set[str] = set()
    for content in files.values():
        found |= {
            unquote(name) for name in re.findall(r"/media/([\w./%~+-]+)", content.decode(errors="replace"))
        }
    return found


@contextmanager
def undone() -> Iterator[None]:
    """Do something to the database and take it back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def fresh_edition() -> Iterator[Path]:
    """Print into an empty folder for a while."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(prefix="masthead-fresh-", dir=memory) as name:
        fresh = {"EDITION_PATH": Path(name) / "edition", "RUN_PATH": Path(name) / "run"}
        with override_settings(MASTHEAD={**settings.MASTHEAD, **fresh}):
            yield fresh["EDITION_PATH"] / "current"


def assert_same_files(found: Files, expected: Files) -> None:
    """Fail with the first difference, said shortly."""
    assert sorted(set(found) - set(expected)) == [], "printed, and a full print does not print it"
    assert sorted(set(expected) - set(found)) == [], "a full print prints it, and it is not there"
    for name, content in expected.items():
        if found[name] != content:
            old, new = found[name].decode().split("\n"), content.decode().split("\n")
            lines = [f"- {a}\n+ {b}" for a, b in zip(old, new, strict=False) if a != b] or [
                f"{len(old)} {len(new)} lines"
            ]
            raise AssertionError(f"{name} is not what a full print prints (-):\n" + "\n".join(lines[:3]))


def assert_incremental_equals_full() -> None:
    """Compare the edition with a full print of the same plates into an empty folder; changes nothing."""
    found, media = read_edition(), printed_media()
    plates = dump_plates()
    with undone(), fresh_edition() as folder:
        report = print_all()
        assert report.failed == 0
        assert dump_plates() == plates, "a full print composed plates that events should have composed"
        expected = read_edition(folder)
        assert printed_media() == media, "a full print collected media that should have been collected before"
    assert_same_files(found, expected)


def assert_idle_is_idle() -> None:
    """A second run prints nothing; a second full print writes nothing."""
    before = stamps()
    again = print_waiting()
    assert (again.events, again.printed, again.written, again.removed) == (0, 0, 0, 0)
    assert stamps() == before


def assert_full_print_writes_nothing() -> None:
    found = read_edition()
    report = print_all()
    assert (report.written, report.removed, report.failed) == (0, 0, 0)
    assert_same_files(read_edition(), found)


def dump_plates() -> dict[str, Any]:
    """Return plates, listings and uses without the numbers of their rows."""
    plates = {
        (one.kind, one.thing_id): (
            one.language,
            one.address,
            one.shown_at,
            one.card,
            one.body,
            one.revision_id,
        )
        for one in Plate.objects.all()
    }
    entries = Entry.objects.values_list(
        "listing", "group", "shown_at", "article_id", "plate__kind", "plate__thing_id"
    )
    uses = Use.objects.values_list("plate__kind", "plate__thing_id", "used_kind", "used_id")
    return {"plates": plates, "entries": sorted(entries), "uses": sorted(uses)}


def public_pages() -> dict[tuple[str, int], str]:
    """Say from Wagtail alone what readers may see, and where: live, in the site, behind no restriction."""
    closed = [one.page for one in PageViewRestriction.objects.select_related("page")]
    found = {}
    for page in Page.objects.filter(live=True).specific():
        url = page.get_url()
        if subject_of(page) is None or url is None:
            continue
        if not any(page.pk == one.pk or page.is_descendant_of(one) for one in closed):
            found[str(subject_of(page)), page.pk] = unquote(url)
    return found


def assert_plates_are_the_live_pages() -> None:
    """Every public page has its plate and nothing else has one; composing all again gives the same."""
    kinds = ("home", "section", "article", "standing", "newsletter", "letter")
    plates = {
        (kind, thing_id): address
        for kind, thing_id, address in Plate.objects.filter(kind__in=kinds).values_list(
            "kind", "thing_id", "address"
        )
    }
    assert plates == public_pages()
    kept = dump_plates()
    with undone():
        Plate.objects.all().delete()
        sweep()
        again = dump_plates()
    for name, rows in kept.items():
        if name == "plates":
            assert set(rows) == set(again[name])
            for key, row in rows.items():
                assert row == again[name][key], f"the plate of {key} is not what composing it again gives"
        else:
            assert rows == again[name], f"{name} differ from what composing again gives"


def assert_ledger_names_the_files() -> None:
    """The ledger, the files and what waits tell one story."""
    assert list(Pending.objects.values_list("kind", "args", "error")) == []
    ledger = [
        sheet_file(one).removesuffix(".gz") for one in PrintedSheet.objects.values_list("address", flat=True)
    ]
    assert sorted(ledger) == sorted(read_edition())


def moved_entry(files: Files, path: str, query: str = "") -> tuple[int, str] | None:
    """Return what the edition says of a former address."""
    key = moved_key(path.replace("%", "%25"), query)
    shard = files.get(f"_moved/{moved_shard(key)}.json")
    entries = json.loads(shard) if shard else {}
    entry = entries.get(key) or entries.get(sealed_key(key))
    return tuple(entry) if entry else None


def answer(files: Files, address: str) -> int:
    """Return how a server answers an address by the edition: 200, 301, 410 or 404."""
    if sheet_file(address).removesuffix(".gz") in files:
        return 200
    entry = moved_entry(files, address)
    return entry[0] if entry else 404


_LINK = re.compile(r"""\s(?:href|src|srcset|data-embed)=(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")


def links_in(html: str, site_url: str) -> set[str]:
    """Return all links of a page that lead into the site, decoded as a server decodes them."""
    found = set()
    for groups in _LINK.findall(html):
        value = "".join(groups).replace("&amp;", "&")
        for one in value.split(", ") if " " in value else [value]:
            link = one.strip().split(" ")[0]
            link = link.removeprefix(site_url) if link.startswith(site_url + "/") else link
            if link.startswith("/") and not link.startswith("//"):
                found.add(unquote(urlsplit(link).path))
    return found


def assert_no_dead_links(files: Files | None = None) -> None:
    """Every link of every page leads to a sheet, a printed file or a former address that answers 301."""
    files = read_edition() if files is None else files
    media, site_url = printed_media(), settings.MASTHEAD["SITE_URL"]
    links: dict[str, str] = {}
    for name, content in files.items():
        if name.endswith(".html"):
            links.update(dict.fromkeys(links_in(content.decode(), site_url), name))
    for link, page in links.items():
        if link.startswith("/media/"):
            assert link.removeprefix("/media/") in media, f"{page} shows {link}, which was not printed"
        elif not link.startswith("/doors/"):
            assert answer(files, link) in (200, 301), f"{page} links to {link}, which is nowhere"
    assert media_in(files) == media, "printed media and what pages show differ"


def assert_nothing_is_missing() -> None:
    """While sheets still wait: links may lead to what was withdrawn, never to what is not there yet."""
    files, site_url = read_edition(), settings.MASTHEAD["SITE_URL"]
    for name, content in files.items():
        if name.endswith(".html"):
            for link in links_in(content.decode(), site_url):
                if not link.startswith(("/media/", "/doors/")):
                    assert answer(files, link) != 404, f"{name} links to {link}, which is nowhere"
    assert media_in(files) <= printed_media(), "pages show media that are not printed"


def assert_addresses_answer(addresses: set[str]) -> None:
    """Every address that was ever printed is a sheet, leads to a sheet in one step, or says 410."""
    files = read_edition()
    for address in sorted(addresses):
        assert answer(files, address) != 404, f"{address} once worked and is forgotten"
        entry = moved_entry(files, address)
        if answer(files, address) == 301 and entry:
            assert answer(files, entry[1]) == 200, f"{address} leads to {entry[1]}, where nothing is"


def assert_moved_rows_are_sound() -> None:
    for one in Moved.objects.all():
        assert one.shard == moved_shard(one.key)
