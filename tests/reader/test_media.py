from __future__ import annotations

import os

import pytest
from asgi_client import Client, MakeClient
from printed import PrintedSite

PICTURE = "/media/harbour.1234.jpg"
FILM = "/media/film.5678.mp4"


@pytest.fixture
def film(site: PrintedSite) -> bytes:
    return (site.media / "printed/film.5678.mp4").read_bytes()


def test_a_picture_is_sent_whole_and_may_be_kept_for_good(client: Client) -> None:
    answer = client.get(PICTURE, headers={"accept-encoding": "gzip"})
    assert (answer.status, answer.body) == (200, bytes(range(256)) * 40)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["accept-ranges"] == "bytes"
    assert "content-encoding" not in answer.headers
    assert "content-disposition" not in answer.headers


def test_a_film_is_handed_to_a_server_that_can_send_files(
    make_client: MakeClient, site: PrintedSite, film: bytes
) -> None:
    answer = make_client(has_pathsend=True).get(FILM)
    assert answer.file == str(site.media / "printed/film.5678.mp4")
    assert make_client().get(FILM).body == film
    assert answer.headers["content-length"] == str(len(film))


@pytest.mark.parametrize("has_pathsend", [True, False])
@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=1048000-", 1048000, None),
        ("bytes=-77", -77, None),
        ("bytes=0-", 0, None),
    ],
)
def test_a_part_is_sent_alone(
    make_client: MakeClient, film: bytes, has_pathsend: bool, wanted: str, start: int, end: int | None
) -> None:
    client = make_client(has_pathsend=has_pathsend)
    answer = client.get(FILM, headers={"range": wanted})
    first = start % len(film)
    assert (answer.status, answer.body) == (206, film[start:end])
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(answer.body) - 1}/{len(film)}"
    assert answer.headers["content-length"] == str(len(answer.body))


def test_a_part_that_is_not_there_answers_416(client: Client, film: bytes) -> None:
    answer = client.get(FILM, headers={"range": f"bytes={len(film)}-"})
    assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{len(film)}")


@pytest.mark.parametrize("wanted", ["bytes=0-1,4-5", "bytes=9-1", "lines=1-2", "bytes=x-"])
def test_what_is_no_single_part_is_answered_with_the_whole(client: Client, film: bytes, wanted: str) -> None:
    answer = client.get(FILM, headers={"range": wanted})
    assert (answer.status, answer.body) == (200, film)


def test_a_part_goes_with_the_state_of_the_file_that_it_was_asked_for(client: Client) -> None:
    tag = client.get(FILM).headers["etag"]
    assert client.get(FILM, headers={"range": "bytes=0-9", "if-range": tag}).status == 206
    assert client.get(FILM, headers={"range": "bytes=0-9", "if-range": '"old"'}).status == 200


def test_head_and_unchanged_media_have_no_body(client: Client) -> None:
    head = client.head(FILM, headers={"range": "bytes=0-9"})
    assert (head.status, head.body, head.file) == (200, b"", None)
    again = client.get(FILM, headers={"if-none-match": head.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "name", ["drawing.svg", "saved.html", "x.unknown", "page.xhtml", "feed.xml", "noending"]
)
def test_what_could_be_run_is_saved_instead(client: Client, site: PrintedSite, name: str) -> None:
    site.print_media(name, b"<svg/>")
    headers = client.get(f"/media/{name}").headers
    assert headers["content-disposition"] == "attachment"
    assert headers["content-security-policy"].endswith("; sandbox")
    assert "script-src" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_pdf_is_shown_outside_a_sandbox_and_without_scripts(client: Client) -> None:
    headers = client.get("/media/report.pdf").headers
    assert headers["content-security-policy"] == "default-src 'none'; object-src 'self'"
    assert "content-disposition" not in headers


def test_uploads_and_unfinished_files_are_never_served(client: Client, site: PrintedSite) -> None:
    site.print_media(".harbour.jpg.tmp1", b"half")
    (site.media / "printed/outside").symlink_to(site.media / "newsroom")
    (site.media / "printed/link.jpg").symlink_to(site.media / "newsroom/private.jpg")
    for path in (
        "/media/newsroom/private.jpg",
        "/media/../newsroom/private.jpg",
        "/media/outside/private.jpg",
        "/media/link.jpg",
        "/media/.harbour.jpg.tmp1",
        "/media/",
        "/media/outside",
        "/media//harbour.1234.jpg",
    ):
        answer = client.get(path)
        assert (answer.status, answer.text) == (404, "<h1>Not found, says the page</h1>"), path


def test_a_pipe_is_no_file_and_does_not_hold_up_readers(client: Client, site: PrintedSite) -> None:
    os.mkfifo(site.media / "printed/pipe.jpg")
    assert client.get("/media/pipe.jpg").status == 404


def test_a_film_that_breaks_off_is_cut_short_and_logged(
    client: Client, site: PrintedSite, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    read = os.pread

    def fail_later(descriptor: int, length: int, position: int) -> bytes:
        if position:
            raise OSError(5, "Input/output error")
        return read(descriptor, length, position)

    monkeypatch.setattr(os, "pread", fail_later)
    answer = client.get(FILM)
    assert answer.status == 200
    assert len(answer.body) < int(answer.headers["content-length"])
    assert "Input/output error" in caplog.text
