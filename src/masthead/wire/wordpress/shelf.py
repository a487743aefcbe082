"""The media of one import: found by old address or number, taken from where they lie, and put into the library."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import PurePosixPath
from typing import IO, cast
from urllib.parse import unquote, urlsplit

from django.db import transaction

from masthead.wire.bodies.found import FileKind, FoundFile, FoundPicture
from masthead.wire.bodies.mediaelements import is_description
from masthead.wire.media.files import FileRefusedError
from masthead.wire.media.library import PICTURE_SUFFIXES, Words, add_document, add_picture, largest
from masthead.wire.media.sources import FileSource
from masthead.wire.report import Kind
from masthead.wire.texts import cut, plain_text

from .catalogue import Attachment, Placed
from .redirecting import Moving, write_redirects
from .run import BATCH, Run

__all__ = ["Shelf"]

_KINDS: dict[str, FileKind] = {"audio": "audio", "video": "video"}


class Shelf:
    """Finds media for bodies and imports them; a finder of media in the sense of :mod:`masthead.wire.bodies`."""

    def __init__(self, run: Run, sources: Sequence[FileSource]) -> None:
        self._run = run
        self._sources = sources
        self._refused: dict[str, str] = {}
        self._absent: set[str] = set()

    def import_attachments(self) -> None:
        """Import every file of the export that can be found."""
        total = self._run.catalogue.count("attachments")
        tally = self._run.report.tallies[Kind.MEDIA]
        for number, file in enumerate(self._run.catalogue.attachments()):
            tally.found += 1
            if self._run.catalogue.placed("media", file.id) is not None:
                tally.skipped += 1
            elif self._take(file) is None:
                self._count_absent(file)
            else:
                tally.imported += 1
            if number % 20 == 0:
                self._run.progress("media", number, total)

    def _count_absent(self, file: Attachment) -> None:
        if file.id in self._refused:
            self._run.fail(Kind.MEDIA, file.id, file.title, file.url, self._refused[file.id])
            return
        why = "the file was not found: run again with --media or --fetch"
        self._run.skip(Kind.MEDIA, file.id, file.title, file.url, why)
        self._run.report.missing_media.append(file.url)

    def close_pages(self) -> None:
        """Redirect the pages of files that were not found to the piece that showed them, now that it is here."""
        files = self._run.catalogue.attachments()
        while batch := list(islice(files, BATCH)):
            with transaction.atomic():
                write_redirects(self._run, [moving for file in batch for moving in self._movings(file)])

    def picture(self, address: str, foreign_id: str = "") -> FoundPicture | None:
        """Return the picture that the old site showed from ``address``."""
        placed, file = self._placed(address, foreign_id)
        if placed is None or placed.object_kind != "picture" or placed.object_id is None:
            return None
        alt, caption = (file.alt, file.caption) if file else ("", "")
        return FoundPicture(placed.object_id, alt, caption)

    def file(self, address: str, foreign_id: str = "") -> FoundFile | None:
        """Return the document that lay at ``address``."""
        placed, file = self._placed(address, foreign_id)
        if placed is None or placed.object_kind != "document" or placed.object_id is None:
            return None
        media_type = (file or Attachment("", "", address, "")).media_type
        return FoundFile(placed.object_id, _KINDS.get(media_type.partition("/")[0], "file"))

    def is_own(self, address: str) -> bool:
        """Tell whether ``address`` is of the old site."""
        return self._run.old_site.is_own(address)

    def picture_of(self, attachment_id: str) -> int | None:
        """Return the picture that an attachment became."""
        placed = self._run.catalogue.placed("media", attachment_id)
        return placed.object_id if placed and placed.object_kind == "picture" else None

    def _placed(self, address: str, foreign_id: str) -> tuple[Placed | None, Attachment | None]:
        path = self._run.old_site.upload_path(address)
        file = self._attachment(path, address, foreign_id)
        if file is not None:
            return self._run.catalogue.placed("media", file.id) or self._take(file), file
        key = f"path:{path}" if path else f"url:{address}"
        known = self._run.catalogue.placed("media", key[:255])
        if known is not None or not (path or address):
            return known, None
        stray = Attachment(key[:255], path, address, "")
        return self._take(stray), stray

    def _attachment(self, path: str, address: str, foreign_id: str) -> Attachment | None:
        for name in self._run.old_site.without_size(path) if path else []:
            if (file := self._run.catalogue.attachment_at(name)) is not None:
                return file
        numbered = self._run.catalogue.attachment(foreign_id) if foreign_id else None
        if numbered is None:
            return None
        # Numbers outlive moves from site to site: without the same name they mean nothing.
        names = {
            PurePosixPath(one).name
            for one in self._run.old_site.without_size(unquote(urlsplit(address).path))
        }
        is_same = PurePosixPath(numbered.path or urlsplit(numbered.url).path).name in names
        return numbered if is_same or not path else None

    def _take(self, file: Attachment) -> Placed | None:
        """Bring a file into the library; None where it lies nowhere or is refused."""
        if file.id in self._absent or file.id in self._refused:
            return None
        try:
            opened = self._open(file)
            if opened is None:
                self._absent.add(file.id)
                return None
            with opened, transaction.atomic():
                return self._add(file, opened)
        except FileRefusedError as error:
            name = file.path or file.url
            self._refused[file.id] = f"{name}: {error}"
            if file.id.startswith(("path:", "url:")):
                self._run.report.tallies[Kind.MEDIA].found += 1
                self._run.fail(Kind.MEDIA, file.id, "", file.url, f"{name}: {error}")
            return None

    def _open(self, file: Attachment) -> IO[bytes] | None:
        refusal: FileRefusedError | None = None
        for source in self._sources:
            for path in dict.fromkeys([file.path, *self._run.old_site.without_size(file.path)]):
                try:
                    if (opened := source.open(path, file.url, largest())) is not None:
                        return opened
                except FileRefusedError as error:
                    refusal = error
        if refusal is not None:
            raise refusal
        return None

    def _add(self, file: Attachment, opened: IO[bytes]) -> Placed:
        name = PurePosixPath(file.path or unquote(urlsplit(file.url).path)).name or "file"
        losses: list[str] = []
        if PurePosixPath(name).suffix.lower() in PICTURE_SUFFIXES or file.is_picture:
            words, losses = self._words(file, name)
            thing = add_picture(opened, name, words, keep=not self._run.is_dry)
            kind = "picture"
        else:
            thing, kind = (
                add_document(opened, name, file.title or name, keep=not self._run.is_dry),
                "document",
            )
        record = self._run.records.new(
            "media", file.id, object_kind=kind, object_id=thing.pk, title=file.title or name, address=file.url
        )
        record.losses = losses
        self._run.keep([record])
        if file.id.startswith(("path:", "url:")):
            tally = self._run.report.tallies[Kind.MEDIA]
            tally.found += 1
            tally.imported += 1
        return cast(Placed, self._run.catalogue.placed("media", record.foreign_id))

    def _words(self, file: Attachment, name: str) -> tuple[Words, list[str]]:
        """Say what a picture shows in the best words that came with it; the newsroom has no picture without any."""
        parent = self._run.catalogue.item(file.parent) if file.parent not in {"", "0"} else None
        said = [file.alt, file.caption, file.title, file.description]
        description = next((text for text in said if is_description(text)), "")
        losses = []
        if not description:
            neutral = plain_text(parent.title) if parent else ""
            description = (
                neutral if is_description(neutral) else plain_text(self._run.survey.site.title) or "Picture"
            )
            losses.append(
                f"alternative text: nobody wrote any, so “{cut(description, 80)}” stands in its place"
            )
        title = file.title or PurePosixPath(name).stem
        return Words(title=title, description=description, caption=file.caption), losses

    def _movings(self, file: Attachment) -> list[Moving]:
        """Return the former addresses of a file and of the page that WordPress made for it."""
        placed = self._run.catalogue.placed("media", file.id)
        movings: list[Moving] = []
        own = self._run.old_site
        if placed is not None:
            target = f"{placed.object_kind}:{placed.object_id}"
            if "/wp-content/" in file.url or "/files/" in file.url:
                folder = file.url[: file.url.rfind(PurePosixPath(file.path).name)] if file.path else ""
                urls = [file.url, *(folder + PurePosixPath(size).name for size in file.sizes if folder)]
                movings += [Moving(own.key(url), "", link=target) for url in urls]
        for key in (own.key(file.link), own.root_key(f"/?attachment_id={file.id}")):
            if key and self._run.catalogue.thing_at(key) == ("attachment", file.id):
                movings += self._page_movings(key, file, placed)
        return movings

    def _page_movings(self, key: str, file: Attachment, placed: Placed | None) -> list[Moving]:
        if placed is not None:
            return [Moving(key, "", link=f"{placed.object_kind}:{placed.object_id}")]
        parent = self._run.catalogue.item(file.parent)
        kind = {"post": "article", "page": "page"}.get(parent.type, "") if parent else ""
        page_id = self._run.object_id(kind, file.parent) if kind else None
        return [Moving(key, "", page_id)] if page_id else []
