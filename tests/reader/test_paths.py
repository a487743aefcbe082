from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from asgi_client import Client, MakeClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from printed import PrintedSite

from masthead.reader.edition.doors import is_door
from masthead.reader.edition.files import is_served_address

SECRET = b"nobody may read this"


@pytest.fixture
def guarded(site: PrintedSite) -> PrintedSite:
    """A site with secrets wherever a careless server would look."""
    outside = site.root / "outside"
    outside.mkdir()
    packed = gzip.compress(SECRET)
    edition = site.edition / "generation-1"
    for folder in (outside, site.root, site.edition, site.media, edition / "_moved", edition / ".git"):
        folder.mkdir(exist_ok=True)
        for name in ("secret", "secret.gz", "index.html.gz", "secret/index.html.gz"):
            if name == "secret" or folder is not edition:
                file = folder / name.replace("secret/", "folder/")
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(packed)
    (edition / ".index.html.gz.tmp1").write_bytes(packed)
    (edition / "news/.index.html.gz.tmp1").write_bytes(packed)
    (edition / "link").symlink_to(outside)
    (edition / "link.gz").symlink_to(outside / "secret.gz")
    (edition / "up").symlink_to("../..")
    (site.media / "printed/link").symlink_to(outside)
    (site.media / "printed/link.jpg").symlink_to(outside / "secret")
    (site.media / "printed/.hidden.jpg").write_bytes(packed)
    return site


ODD_PARTS = (
    "..", ".", "", "news", "current", "generation-1", "secret", "secret.gz", "folder", "link", "up", "index.html",
    "_moved", "_theme", "media", "newsroom", "printed", "outside", ".git", ".index.html.gz.tmp1", ".hidden.jpg",
    "link.jpg", "index.html.gz", "%2e%2e", "..%2f", "\x00", "a\x00", "x" * 250, "x" * 251, "x" * 5000, "..\\",
    "é" * 126, "\ud800", "\r\n", "~root", "etc", "passwd", ".well-known", "_moved.json", "feed.xml",
)  # fmt: skip
PART = st.one_of(st.sampled_from(ODD_PARTS), st.text(max_size=8))
PATH = st.builds(
    lambda start, parts, end: start + "/".join(parts) + end,
    st.sampled_from(["/", "/", "/", "/media/", "/_moved/", "//", "", "*"]),
    st.lists(PART, max_size=6),
    st.sampled_from(["", "/", "/.", "/..", ".gz", "/index.html", "\x00"]),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=PATH,
    query=st.sampled_from(["", "p=12", "../../secret", "%00", "&", "=" * 300, "p=12&p=13"]),
    method=st.sampled_from(["GET", "GET", "HEAD"]),
    encoding=st.sampled_from(["gzip", "", "gzip;q=0", "*"]),
)
@example(path="/../secret", query="", method="GET", encoding="gzip")
@example(path="/link/secret", query="", method="GET", encoding="gzip")
@example(path="/link", query="", method="GET", encoding="")
@example(path="/up/secret", query="", method="GET", encoding="")
@example(path="/_moved/secret", query="", method="GET", encoding="")
@example(path="/.git/secret", query="", method="GET", encoding="")
@example(path="/media/../secret", query="", method="GET", encoding="")
@example(path="/media/link/secret", query="", method="GET", encoding="")
@example(path="/" + "a/" * 3000, query="", method="GET", encoding="")
def test_no_address_reads_outside_the_edition_or_fails(
    guarded: PrintedSite, make_client: MakeClient, path: str, query: str, method: str, encoding: str
) -> None:
    client = make_client()
    if is_door(path):
        return
    answer = client.send(method, path, query=query, headers={"accept-encoding": encoding})
    assert answer.status in {200, 301, 304, 404, 410}
    again = client.send(method, path, query=query, headers={"accept-encoding": encoding})
    assert (again.status, again.header_list, again.body) == (answer.status, answer.header_list, answer.body)
    body = (
        gzip.decompress(answer.body)
        if answer.headers.get("content-encoding") and answer.body
        else answer.body
    )
    assert SECRET not in body
    assert SECRET not in (gzip.decompress(body) if body.startswith(b"\x1f\x8b") else b"")
    if answer.status == 301:
        location = answer.headers["location"]
        assert location.startswith("/")
        assert not location.startswith(("//", "/\\"))
        assert location.isascii()
        assert location.isprintable()


@settings(max_examples=300, deadline=None)
@given(path=PATH)
def test_a_served_address_stays_a_file_below_its_folder(path: str) -> None:
    if is_served_address(path):
        folder = Path("/edition")
        file = Path(f"/edition{path}")
        assert folder in [file, *file.parents]
        assert ".." not in file.parts
        assert "\x00" not in path
        assert all(len(part.encode()) <= 250 for part in file.parts)


@pytest.mark.parametrize("address", ["/.well-known/security.txt", "/.well-known/"])
def test_only_well_known_files_may_stand_in_a_folder_with_a_dot(
    client: Client, site: PrintedSite, address: str
) -> None:
    site.print(address, "Contact: mailto:desk@news.example")
    assert client.get(address).status == 200
    assert client.get("/news/.well-known/security.txt").status == 404
