"""Reading a WordPress export (WXR 1.0 to 1.2) as a stream.

A file of any size is read in pieces: each author, term and item is handed over when its element ends and
forgotten after that. Entities are never resolved and nothing is fetched.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from lxml import etree

from masthead.wire.errors import ExportNotReadableError

from .exported import Author, Comment, Item, ItemTerm, Site, Term

__all__ = ["Export"]

_PIECE = 256 * 1024
_LONGEST_REFERENCE = 12
_TOP = ("author", "category", "tag", "term")
_WANTED = ["item", "title", "link", "description", "language", *(f"{{*}}{name}" for name in _TOP)]
_WANTED += [f"{{*}}{name}" for name in ("wxr_version", "base_site_url", "base_blog_url")]
# Characters that XML 1.0 forbids: WordPress writes them all the same when an author pasted them.
_FORBIDDEN = bytes.maketrans(bytes(c for c in range(32) if c not in (9, 10, 13)), b" " * 29)
_FORBIDDEN_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)

Part = Site | Author | Term | Item


class Export:
    """One export file.

    Attributes:
        path: the file.
        size: its length in bytes, as stored.
        position: how many stored bytes have been read in the current pass.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.position = 0
        self.last_item = ""
        try:
            self.size = path.stat().st_size
        except OSError as error:
            raise ExportNotReadableError(
                f"{path} cannot be read: {error.strerror}. Name the file that WordPress’s Tools › Export gave."
            ) from error

    def parts(self) -> Iterator[Part]:
        """Hand over the site, authors, terms and items in the order of the file.

        Raises:
            ExportNotReadableError: the file ends early or is no export; all parts before that were handed over.
        """
        self.position, self.last_item = 0, ""
        parser = etree.XMLPullParser(
            events=("end",), tag=_WANTED, huge_tree=True, resolve_entities=False, no_network=True,
            load_dtd=False, dtd_validation=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        site, fed, line = Site(), 0, 1
        try:
            with self.path.open("rb") as stored:
                for piece in _pieces(stored):
                    try:
                        parser.feed(piece)
                    except etree.XMLSyntaxError as error:
                        yield from self._drain(parser, site)
                        raise self._fault(error, _offset(error, piece, fed, line)) from error
                    fed += len(piece)
                    line += piece.count(b"\n")
                    self.position = stored.tell()
                    yield from self._drain(parser, site)
                try:
                    parser.close()
                except etree.XMLSyntaxError as error:
                    raise self._fault(error, fed) from error
        except (OSError, EOFError) as error:
            raise self._fault(error, fed) from error
        if not site.is_export:
            raise self._refusal(
                _other_kind(self.path) or "is XML, but no WordPress export: it names no WXR version"
            )

    def _drain(self, parser: etree.XMLPullParser, site: Site) -> Iterator[Part]:
        for _, element in cast(Iterator[tuple[str, etree._Element]], parser.read_events()):
            parent = element.getparent()
            if parent is None or parent.tag != "channel":
                continue
            if element.tag == "item":
                _refuse_entities(self.path, element)
                item = _item(element)
                yield item
                self.last_item = f"“{item.title or item.slug or item.type}” (id {item.id})"
            elif (part := _head(element, site)) is not None:
                yield part
            element.clear()
            while element.getprevious() is not None:
                del parent[0]

    def _refusal(self, what: str) -> ExportNotReadableError:
        return ExportNotReadableError(
            f"{self.path} {what}. In WordPress choose Tools › Export › All content, and import the file that it saves.",
            offset=0,
        )

    def _fault(self, error: Exception, offset: int) -> ExportNotReadableError:
        if not self.last_item and (what := _other_kind(self.path)):
            return self._refusal(what)
        last = (
            f"the last whole item is {self.last_item}, and all up to it was read"
            if self.last_item
            else "there is no whole item before it"
        )
        reason = str(error).partition(", line ")[0] or type(error).__name__
        return ExportNotReadableError(
            f"{self.path} is not valid from byte {offset} on ({reason}); {last}. "
            "Export again, or repair the file at that place, and run the import again: it goes on where it stopped.",
            offset=offset, last_item=self.last_item,
        )  # fmt: skip


def _other_kind(path: Path) -> str:
    """Return what a file is that is no XML at all, by how it begins; "" where nobody can tell."""
    try:
        with path.open("rb") as file:
            start = file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return ""
    if not start:
        return "is empty"
    if start.startswith(b"PK\x03\x04"):
        return "is a zip; unpack it and import the .xml file that is in it"
    if start[:1] == b"<" and b"<html" in start.lower():
        return "is a web page and no export: perhaps the browser saved a page that asks you to sign in"
    return "" if start[:1] == b"<" or start[:2] == b"\x1f\x8b" else "is no XML"


def _pieces(stored: IO[bytes]) -> Iterator[bytes]:
    """Read in pieces, with characters that XML forbids turned to spaces, so that offsets stay true."""
    start = stored.read(2)
    stored.seek(0)
    is_packed = start == b"\x1f\x8b"
    source = cast(IO[bytes], gzip.GzipFile(fileobj=stored)) if is_packed else stored
    kept = b""
    while piece := source.read(_PIECE):
        piece = kept + piece
        # A reference may lie across the border of two pieces.
        border = piece.rfind(b"&", -_LONGEST_REFERENCE)
        piece, kept = (piece[:border], piece[border:]) if border > 0 else (piece, b"")
        yield _allowed(piece)
    if kept:
        yield _allowed(kept)


def _allowed(piece: bytes) -> bytes:
    piece = piece.translate(_FORBIDDEN)
    if b"&#" in piece:
        piece = _FORBIDDEN_REFERENCE.sub(lambda match: b" " * len(match.group()), piece)
    return piece


def _offset(error: etree.XMLSyntaxError, piece: bytes, fed: int, line: int) -> int:
    at_line, column = error.position
    start = 0
    for _ in range((at_line or 0) - line):
        found = piece.find(b"\n", start)
        if found < 0:
            break
        start = found + 1
    return fed + min(start + max((column or 1) - 1, 0), len(piece))


def _refuse_entities(path: Path, element: etree._Element) -> None:
    document = element.getroottree().docinfo
    if document.internalDTD is not None and cast(Any, document.internalDTD).entities():
        raise ExportNotReadableError(
            f"{path} declares XML entities. No WordPress export does, and they can be used to read files or "
            "to fill the memory: the file was refused.", offset=0
        )  # fmt: skip


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _children(element: etree._Element) -> dict[str, str]:
    return {_name(child): child.text or "" for child in element}


def _head(element: etree._Element, site: Site) -> Part | None:
    """Read what stands before the items; None for an element that only adds to ``site``."""
    name, values = _name(element), _children(element)
    if name == "author":
        return Author(
            login=values.get("author_login", ""), email=values.get("author_email", ""),
            name=values.get("author_display_name", ""), first_name=values.get("author_first_name", ""),
            last_name=values.get("author_last_name", ""), id=values.get("author_id", ""),
        )  # fmt: skip
    if name == "category" and values:
        return Term(
            taxonomy="category", id=values.get("term_id", ""), slug=values.get("category_nicename", ""),
            name=values.get("cat_name", ""), parent=values.get("category_parent", ""),
            description=values.get("category_description", ""),
        )  # fmt: skip
    if name == "tag":
        return Term(
            taxonomy="post_tag", id=values.get("term_id", ""), slug=values.get("tag_slug", ""),
            name=values.get("tag_name", ""), parent="", description=values.get("tag_description", ""),
        )  # fmt: skip
    if name == "term":
        return Term(
            taxonomy=values.get("term_taxonomy", ""), id=values.get("term_id", ""), slug=values.get("term_slug", ""),
            name=values.get("term_name", ""), parent=values.get("term_parent", ""),
            description=values.get("term_description", ""),
        )  # fmt: skip
    return site if site.take(name, (element.text or "").strip()) else None


_FIELDS = {
    "title": "title", "link": "link", "creator": "creator", "guid": "guid", "post_id": "id", "post_date": "date",
    "post_date_gmt": "date_gmt", "post_name": "slug", "status": "status",
    "post_parent": "parent", "post_type": "type", "post_password": "password", "attachment_url": "attachment_url",
}  # fmt: skip


def _item(element: etree._Element) -> Item:
    item = Item()
    for child in element:
        name, text = _name(child), child.text or ""
        if (field := _FIELDS.get(name)) is not None:
            setattr(item, field, text if field == "password" else text.strip())
        elif name == "encoded":
            # Both content and excerpt are called so; their namespaces carry the version of the format.
            if "excerpt" in (etree.QName(child).namespace or ""):
                item.excerpt = text
            else:
                item.content = text
        elif name == "category":
            item.terms.append(ItemTerm(child.get("domain") or "category", child.get("nicename") or "", text))
        elif name == "postmeta":
            values = _children(child)
            item.meta.setdefault(values.get("meta_key", ""), values.get("meta_value", ""))
        elif name == "comment":
            item.comments.append(_comment(child))
        elif name == "is_sticky":
            item.is_sticky = text.strip() == "1"
        elif name == "menu_order":
            item.menu_order = int(text) if text.strip().lstrip("-").isdigit() else 0
    return item


def _comment(element: etree._Element) -> Comment:
    values = _children(element)
    return Comment(
        id=values.get("comment_id", ""), author=values.get("comment_author", ""),
        email=values.get("comment_author_email", ""), url=values.get("comment_author_url", ""),
        date=values.get("comment_date", ""), date_gmt=values.get("comment_date_gmt", ""),
        content=values.get("comment_content", ""), approved=values.get("comment_approved", ""),
        type=values.get("comment_type", ""), parent=values.get("comment_parent", ""),
    )  # fmt: skip
