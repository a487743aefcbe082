"""Images that are uploaded: which are taken, and in which words the others are refused."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from building import make_picture
from masthead.newsroom import sizes
from masthead.newsroom.models import HomePage, Picture
from masthead.newsroom.tasks import prepare_sizes
from masthead.newsroom.uploads import PictureField

pytestmark = pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")


@pytest.fixture
def editor(home: HomePage) -> Client:
    client = Client()
    client.force_login(get_user_model()._default_manager.create_superuser("mara", "mara@example.org", "x"))
    return client


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that says how large it is and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((200, 120), 60).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.jpg", b"<html><body>No image</body></html>", "no image, whatever its name says"),
        ("animation.jpg", b"GIF89a", "does not match the file format (gif)"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Not a supported image format"),
        ("huge.png", png_of(25_000, 20_000), "too large: up to 100 megapixels"),
        ("large.png", png_of(13_000, 10_000), "too large: up to 100 megapixels"),
        ("half.jpg", jpeg()[: len(jpeg()) // 2], "damaged"),
    ],
)
def test_an_upload_that_is_no_whole_image_is_refused_in_a_sentence(
    editor: Client, name: str, content: bytes, sentence: str
) -> None:
    file = SimpleUploadedFile(name, content, "image/jpeg")
    data = {"title": "A file", "description": "What it shows", "file": file, "tags": "", "collection": "1"}
    response = editor.post(reverse("wagtailimages:add"), data)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Picture.objects.exists()


def test_a_whole_image_is_taken(editor: Client) -> None:
    file = SimpleUploadedFile("harbour.jpg", jpeg(), "image/jpeg")
    fields = {
        "title": "Harbour",
        "description": "Cranes at dawn",
        "file": file,
        "tags": "",
        "collection": "1",
    }
    editor.post(
        reverse("wagtailimages:add"), {**fields, **dict.fromkeys(["focal_point_x", "caption", "credit"], "")}
    )
    assert (Picture.objects.get().width, Picture.objects.get().description) == (200, "Cranes at dawn")


def test_an_image_is_measured_by_its_header_before_it_is_decoded() -> None:
    with pytest.raises(ValidationError, match="too large"):
        PictureField(required=True).clean(SimpleUploadedFile("huge.png", png_of(60_000, 60_000)))


def test_sizes_are_made_after_the_upload(home: HomePage) -> None:
    picture = make_picture()
    prepare_sizes.func(picture.pk)
    assert set(picture.renditions.values_list("filter_spec", flat=True)) == set(sizes.prepared_sizes())
    prepare_sizes.func(picture.pk + 1)
