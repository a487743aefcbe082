"""Pictures and files: the sizes that readers get, printed under names made of their content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.text import get_valid_filename
from wagtail.documents import get_document_model

from masthead.newsroom.models import Picture
from masthead.press.engine.errors import EditionFullError
from masthead.press.engine.writer import full_error
from masthead.press.models import PrintedMedia

from .site import SiteTree

__all__ = [
    "FILE",
    "LEAD_SIZES",
    "MAIL_SIZES",
    "PICTURE",
    "LetterShelf",
    "PrintedSizes",
    "Shelf",
    "printed_storage",
]

PICTURE = "picture"
FILE = "document"
_WIDTHS = tuple(f"width-{width}|format-webp" for width in (768, 1200, 1600))
_THUMBS = tuple(f"fill-{width}x{width * 2 // 3}|format-webp" for width in (360, 720))
_SOCIAL = ("fill-1200x630|format-jpeg",)
# All sizes of a lead image; an image in a text is printed in some of them.
LEAD_SIZES = _WIDTHS + _THUMBS + _SOCIAL
# Some mail programs show no WebP.
MAIL_SIZES = ("width-1072|format-jpeg",)
_PORTRAIT = ("fill-160x160|format-webp", "fill-320x320|format-webp")


# The id of a picture → its printed sizes by what they are made to.
PrintedSizes = dict[int, dict[str, PrintedMedia]]


class _Size(NamedTuple):
    src: str
    width: int
    height: int
    bytes: int


def printed_storage() -> Any:
    """Return the storage that readers fetch from."""
    return storages["printed"]


class Shelf:
    """Gives templates what they need to show a picture or link a file, and prints its sizes on the way.

    Args:
        tree: says which collections are public.
        printed: the sizes of pictures that are known to be printed, for shelves of one batch to share.
        is_printing: False shows the newsroom's own copies, for previews: nothing becomes public.
        show: gives the address of a file in the newsroom's storage, where it is not the newsroom's own.
    """

    def __init__(
        self,
        tree: SiteTree,
        printed: PrintedSizes | None = None,
        *,
        is_printing: bool = True,
        show: Callable[[str], str] | None = None,
    ) -> None:
        self._tree = tree
        self._printed: PrintedSizes = {} if printed is None else printed
        self._is_printing = is_printing
        self._show = show
        self.uses: set[tuple[str, int]] = set()

    def picture(
        self, image: Picture | None, *, caption: str = "", alt: str = "", is_lead: bool = False
    ) -> dict[str, Any] | None:
        """Return a picture's words and sizes; None for one that is missing, private or unreadable."""
        sizes = self._sizes(image, _WIDTHS + (_THUMBS + _SOCIAL if is_lead else ()))
        if image is None or not sizes:
            return None
        wide = [sizes[spec] for spec in _WIDTHS if spec in sizes]
        words = {
            "alt": alt or image.description,
            "caption": caption or image.caption,
            "credit": image.credit,
        }
        result = words | _responsive(wide)
        if is_lead:
            result["thumb"] = _responsive([sizes[spec] for spec in _THUMBS if spec in sizes])
            result["social"] = sizes[_SOCIAL[0]]._asdict()
        return result

    def for_mail(self, image: Picture | None) -> dict[str, Any] | None:
        """Return the size of a picture that mail programs show; None for one that is missing or private."""
        sizes = self._sizes(image, MAIL_SIZES)
        return sizes[MAIL_SIZES[0]]._asdict() if sizes else None

    def portrait(self, image: Picture | None) -> dict[str, Any] | None:
        """Return a square picture of a contributor; None for one that is missing or private."""
        sizes = self._sizes(image, _PORTRAIT)
        if image is None or not sizes:
            return None
        square = _responsive(list(sizes.values()))
        return {"alt": image.description, "thumb": square} | square

    def file(self, document: Any | None) -> dict[str, Any] | None:
        """Return a file's address, name and size in bytes; None for one that is missing or private."""
        if document is None:
            return None
        self.uses.add((FILE, document.pk))
        if not self._tree.is_public_collection(document.collection_id):
            return None
        if not self._is_printing:
            src = self._show(document.file.name) if self._show else document.url
            return {"src": src, "name": document.filename, "bytes": document.file_size or 0}
        spec = f"file@{document.get_file_hash()}"
        known = PrintedMedia.objects.filter(used_kind=FILE, used_id=document.pk, spec=spec).first()
        if known is None:
            try:
                with document.open_file() as file:
                    content = file.read()
                name = _print_file(content, get_valid_filename(document.filename))
            except OSError as error:
                _raise_if_full(error)
                return None
            known = _note(FILE, document.pk, spec, _Size(name, 0, 0, len(content)))
        _weigh(known)
        return {
            "src": printed_storage().url(known.name),
            "name": document.filename,
            "bytes": known.bytes,
        }

    def file_by_id(self, document_id: int) -> dict[str, Any] | None:
        """Return what :meth:`file` does, for the document with this id."""
        self.uses.add((FILE, document_id))
        return self.file(
            get_document_model().objects.select_related("collection").filter(pk=document_id).first()
        )

    def _sizes(self, image: Picture | None, specs: tuple[str, ...]) -> dict[str, _Size]:
        if image is None:
            return {}
        self.uses.add((PICTURE, image.pk))
        if not self._tree.is_public_collection(image.collection_id):
            return {}
        try:
            if not self._is_printing:
                renditions = image.get_renditions(*specs)
                return {
                    spec: _Size(
                        self._show(one.file.name) if self._show else one.url, one.width, one.height, 0
                    )
                    for spec, one in renditions.items()
                }
            return self._printed_sizes(image, specs)
        except (OSError, ValueError) as error:
            # A file that is gone or no picture: the piece is printed without it. But not for want of room.
            _raise_if_full(error)
            return {}

    def _printed_sizes(self, image: Picture, specs: tuple[str, ...]) -> dict[str, _Size]:
        state = f"@{(image.file_hash or '')[:16]}.{_focal(image)}"
        if image.pk not in self._printed:
            rows = PrintedMedia.objects.filter(used_kind=PICTURE, used_id=image.pk)
            self._printed[image.pk] = {row.spec: row for row in rows}
        known = self._printed[image.pk]
        missing = [spec for spec in specs if spec + state not in known]
        if missing:
            for spec, rendition in image.get_renditions(*missing).items():
                with rendition.file.open() as file:
                    content = file.read()
                name = _print_file(content, f"x{PurePosixPath(rendition.file.name).suffix}")
                size = _Size(name, rendition.width, rendition.height, len(content))
                known[spec + state] = _note(PICTURE, image.pk, spec + state, size)
        storage = printed_storage()
        rows_of_specs = {spec: known[spec + state] for spec in specs}
        for spec in set(_SOCIAL) & set(specs):
            _weigh(rows_of_specs[spec])
        return {
            spec: _Size(storage.url(row.name), row.width, row.height, row.bytes)
            for spec, row in rows_of_specs.items()
        }


class LetterShelf(Shelf):
    """A shelf for the pictures of a letter, which are shown on a page and in mails.

    Attributes:
        mail_sizes: the address of each picture on the page → its size for mails.
    """

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(shelf._tree, shelf._printed, is_printing=shelf._is_printing, show=shelf._show)
        self.uses = shelf.uses
        self.mail_sizes: dict[str, dict[str, Any]] = {}

    def picture(
        self, image: Picture | None, *, caption: str = "", alt: str = "", is_lead: bool = False
    ) -> dict[str, Any] | None:
        """Return what every shelf does, and note the picture's size for mails."""
        shown = super().picture(image, caption=caption, alt=alt, is_lead=is_lead)
        size = self.for_mail(image) if shown else None
        if shown and size:
            self.mail_sizes[shown["src"]] = size
        return shown


def _focal(image: Picture) -> str:
    point = image.get_focal_point()
    return f"{point.left}-{point.top}-{point.right}-{point.bottom}" if point else ""


def _responsive(sizes: list[_Size]) -> dict[str, Any]:
    unique = sorted({size.width: size for size in sizes}.values(), key=lambda size: size.width)
    best = unique[len(unique) // 2]
    srcset = ", ".join(f"{size.src} {size.width}w" for size in unique) if len(unique) > 1 else ""
    return {"src": best.src, "width": best.width, "height": best.height, "srcset": srcset}


def _print_file(content: bytes, file_name: str) -> str:
    digest = hashlib.blake2b(content, digest_size=12).hexdigest()
    suffix = PurePosixPath(file_name).suffix.lower()
    is_picture = file_name.startswith("x.")
    name = f"{digest[:2]}/{digest[2:]}{suffix}" if is_picture else f"{digest[:2]}/{digest[2:]}/{file_name}"
    storage = printed_storage()
    if storage.exists(name) and storage.size(name) != len(content):
        # Whoever wrote it was killed or had no room.
        storage.delete(name)
    if not storage.exists(name):
        name = storage.save(name, ContentFile(content))
    return str(name)


def _raise_if_full(error: Exception) -> None:
    if isinstance(error, OSError) and isinstance(
        full := full_error(error, "the media folder"), EditionFullError
    ):
        raise full from error


def _weigh(row: PrintedMedia) -> None:
    """See to it that the size in bytes is known, also of what was printed before anybody told it."""
    if not row.bytes:
        row.bytes = printed_storage().size(row.name)
        row.save(update_fields=["bytes"])


def _note(kind: str, thing_id: int, spec: str, size: _Size) -> PrintedMedia:
    """Write down what was printed; the address of the size is its name in the storage."""
    defaults = {"name": size.src, "width": size.width, "height": size.height, "bytes": size.bytes}
    return PrintedMedia.objects.update_or_create(
        used_kind=kind, used_id=thing_id, spec=spec, defaults=defaults
    )[0]
