from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from masthead.kit.fetching import FetchRefusedError, fetch_file, public_addresses
from masthead.wire.errors import MediaNotReadableError
from masthead.wire.media.files import FileRefusedError, check_document, check_image
from masthead.wire.media.sources import FolderSource, ZipSource, open_source

from .files import SVG, WEB_PAGE, picture, png_that_claims, zipped

LIMIT = 1_000_000


def check(data: bytes, pixels: int = 100_000_000) -> None:
    check_image(io.BytesIO(data), max_bytes=LIMIT, max_pixels=pixels)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_pictures_that_browsers_show_are_taken(kind: str) -> None:
    facts = check_image(io.BytesIO(picture(kind=kind)), max_bytes=LIMIT, max_pixels=10_000)
    assert (facts.width, facts.height) == (40, 30)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (png_that_claims(25_000, 20_000), "megapixels"),
        (png_that_claims(60_000, 60_000), "megapixels"),
        (WEB_PAGE, "web page"),
        (b"\n  <html>", "web page"),
        (SVG, "SVG"),
        (b"no image at all", "no image"),
        (b"", "no image"),
        (picture()[:200], r"damaged|no image"),
        (picture(400, 400)[:-300], "damaged"),
        (picture(kind="BMP"), "BMP"),
        (b"\xff\xd8" + b"\x00" * (LIMIT + 1), "larger"),
    ],
    ids=["500 MP", "3600 MP", "page", "html", "svg", "text", "empty", "header", "cut", "bmp", "large"],
)
def test_what_is_no_good_picture_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(FileRefusedError, match=why):
        check(data)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        (".pdf", WEB_PAGE, "web page"),
        (".pdf", b"plain text", "no PDF"),
        (".html", WEB_PAGE, "not taken"),
        (".php", b"<?php", "not taken"),
        (".exe", b"MZ", "not taken"),
        (".mp3", b"", "empty"),
        (".mp3", b"x" * (LIMIT + 1), "larger"),
    ],
)
def test_what_is_no_good_document_is_refused(name: str, data: bytes, why: str) -> None:
    with pytest.raises(FileRefusedError, match=why):
        check_document(io.BytesIO(data), name, max_bytes=LIMIT)


def test_files_are_found_in_the_uploads_folder_or_around_it(tmp_path: Path) -> None:
    target = tmp_path / "wp-content" / "uploads" / "2015"
    target.mkdir(parents=True)
    (target / "a.jpg").write_bytes(b"x")
    for folder in (tmp_path, tmp_path / "wp-content", target.parent):
        file = FolderSource(folder).open("2015/a.jpg", "", LIMIT)
        assert file is not None
        with file:
            assert file.read() == b"x"


@pytest.mark.parametrize(
    "path", ["../secret.txt", "/etc/passwd", "2015/../../secret.txt", "link.txt", "..\\secret.txt", ""]
)
def test_nothing_outside_the_uploads_folder_is_read(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "uploads"
    (folder / "2015").mkdir(parents=True)
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert FolderSource(folder).open(path, "", LIMIT) is None


def test_files_are_found_in_a_zip(tmp_path: Path) -> None:
    for prefix in ("", "uploads/", "site/wp-content/uploads/", "anything/"):
        source = ZipSource(
            zipped(tmp_path / "a.zip", {f"{prefix}2015/a.jpg": b"x", "../evil": b"y", "/etc/x": b"z"})
        )
        file = source.open("2015/a.jpg", "", LIMIT)
        assert file is not None
        with file:
            assert file.read() == b"x"
        assert source.open("../evil", "", LIMIT) is None
        source.close()


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    source = ZipSource(zipped(tmp_path / "a.zip", {"2015/a.jpg": b"\x00" * 30_000_000}))
    with pytest.raises(FileRefusedError, match="zip bomb"):
        source.open("2015/a.jpg", "", 100_000_000)
    with pytest.raises(FileRefusedError, match="larger"):
        source.open("2015/a.jpg", "", 1_000_000)
    source.close()


def test_a_zip_that_lies_about_sizes_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"2015/a.jpg": b"\x00" * 50_000})
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("2015/a.jpg").file_size
    data = path.read_bytes()
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    source = ZipSource(path)
    with pytest.raises(FileRefusedError, match=r"damaged|bomb"):
        source.open("2015/a.jpg", "", LIMIT)
    source.close()


def test_media_that_are_neither_folder_nor_zip_are_named(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    for path in (tmp_path / "x.txt", tmp_path / "nothing"):
        with pytest.raises(MediaNotReadableError, match=path.name):
            open_source(path)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "::1",
        "::ffff:127.0.0.1",
        "2130706433",
        "0x7f.1",
    ],
)
def test_hosts_of_the_own_network_are_refused(host: str) -> None:
    with pytest.raises(FetchRefusedError):
        public_addresses(host, 80)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
            self.end_headers()
        elif self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path == "/gone":
            self.send_error(404)
        else:
            self.send_response(200)
            self.send_header("Content-Type", "image/jpeg")
            self.end_headers()
            self.wfile.write(self.headers["Host"].encode() if self.path == "/host" else b"x" * 5000)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_file_is_fetched_whole(server: str) -> None:
    fetched = fetch_file(f"{server}/a.jpg", max_bytes=LIMIT, allow_private=True)
    with fetched.file:
        assert (len(fetched.file.read()), fetched.media_type) == (5000, "image/jpeg")


def test_the_host_is_named_to_the_server(server: str) -> None:
    name = server.replace("127.0.0.1", "localhost")
    with fetch_file(f"{name}/host", max_bytes=LIMIT, allow_private=True).file as file:
        assert file.read().decode() == name.removeprefix("http://")


@pytest.mark.parametrize(("path", "why"), [("/gone", "404"), ("/loop", "too often"), ("/big", "larger")])
def test_bad_answers_are_refused(server: str, path: str, why: str) -> None:
    with pytest.raises(FetchRefusedError, match=why):
        fetch_file(f"{server}{path}", max_bytes=1000, allow_private=True)


def test_own_hosts_are_refused_unless_allowed(server: str) -> None:
    with pytest.raises(FetchRefusedError, match="not a public address"):
        fetch_file(f"{server}/a.jpg", max_bytes=LIMIT)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/x", "http://u:p@a.example/", "http:///x", "gopher://x"]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchRefusedError):
        fetch_file(url, max_bytes=LIMIT)
