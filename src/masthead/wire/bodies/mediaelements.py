"""Images, sounds, videos and players in foreign HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from django.core.exceptions import ValidationError
from lxml import etree
from lxml.html import fragment_fromstring

from masthead.newsroom.models import Picture

from .embeds import page_address
from .foreign import is_blank, text_of
from .found import MediaFinder
from .inline import with_tails
from .richtext import inline_html, line_html
from .sides import classes, columns_of, place_of
from .writer import BodyWriter, GalleryPicture

__all__ = ["MediaReader", "is_description"]

_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg|heic)(?:[?#].*)?$", re.I)
_NUMBERED = re.compile(r"\b(?:wp-image-|attachment_)(\d+)")
_POSTS = (
    "twitter-tweet",
    "twitter-video",
    "instagram-media",
    "tiktok-embed",
    "fb-post",
    "bluesky-embed",
    "reddit-card",
)


def is_description(text: str) -> bool:
    """Tell whether the newsroom takes ``text`` as alternative text."""
    try:
        Picture._meta.get_field("description").run_validators(text)
    except ValidationError:
        return False
    return bool(text.strip())


class MediaReader:
    """Adds media to a body, or notes that they are missing.

    Attributes:
        is_centered: whether lines are centred where the media stand, and so the media too.
    """

    def __init__(self, writer: BodyWriter, media: MediaFinder) -> None:
        self._writer = writer
        self._media = media
        self.is_centered = False

    def read(self, element: etree._Element) -> bool:
        """Add one element of media; False where it is none."""
        tag = element.tag
        if tag == "img":
            self.image(element)
        elif tag in {"iframe", "embed", "object"}:
            self.player(element)
        elif tag in {"video", "audio"}:
            self.recording(element)
        elif tag == "picture":
            for image in element.iter("img"):
                self.image(image)
        elif tag == "a" and self._is_around_one_image(element):
            self.image(next(element.iter("img")), link=element.get("href") or "")
        else:
            return False
        return True

    def image(self, element: etree._Element, caption: str = "", link: str = "", number: str = "") -> None:
        """Add one image; its caption is a line of HTML in the editor's form."""
        if (found := self._found(element, caption, number)) is not None:
            self._writer.picture(found.picture, found.caption, found.alt, place=self._place(element))
        self._note_link(element, link)

    def _place(self, element: etree._Element) -> str:
        return place_of(element) or ("center" if self.is_centered else "")

    def _found(self, element: etree._Element, caption: str, number: str = "") -> GalleryPicture | None:
        address = element.get("src") or element.get("data-src") or ""
        if {element.get("width"), element.get("height")} <= {"0", "1"}:
            return None  # a counter, not a picture
        if not address:
            self._writer.lose("an image that was part of the text itself (data:), or had no address")
            return None
        match = _NUMBERED.search(element.get("class") or "")
        number = (match.group(1) if match else "") or element.get("data-id") or number
        picture = self._media.picture(address, number)
        if picture is None:
            self._writer.miss(address)
            return None
        alt = (element.get("alt") or "").strip()
        return GalleryPicture(picture, caption, alt if is_description(alt) else "")

    def _note_link(self, image: etree._Element, link: str) -> None:
        if not link or link.startswith("#") or _PICTURE_FILE.search(link):
            return
        around = image.getparent()
        if around is not None and "attachment" in (around.get("rel") or ""):
            return
        if not self._media.is_own(link):
            self._writer.lose(f"the link of an image: {link}")

    def _is_around_one_image(self, element: etree._Element) -> bool:
        return is_blank(text_of(element)) and len(list(element.iter("img"))) == 1

    def player(self, element: etree._Element) -> None:
        """Add what a frame or plug-in shows as an embed."""
        address = page_address(element.get("src") or element.get("data") or element.get("data-src") or "")
        if not address:
            address = next(
                (
                    page_address(one.get("value") or "")
                    for one in element.iter("param")
                    if one.get("name") in {"movie", "src"}
                ),
                "",
            )
        if not self._writer.embed(address, element.get("title") or "", place=place_of(element)):
            self._writer.lose(f"a player without an address ({element.tag})")

    def recording(self, element: etree._Element, caption: str = "", number: str = "") -> None:
        """Add a sound or video: one's own as a file, another site's as an embed."""
        address = element.get("src") or next((one.get("src") or "" for one in element.iter("source")), "")
        kind = "video" if element.tag == "video" else "audio"
        self.recording_at(address, kind, caption, number, place=place_of(element))
        if element.get("poster"):
            self._writer.lose(f"the poster image of a video: {element.get('poster')}")

    def recording_at(
        self, address: str, kind: str, caption: str = "", number: str = "", *, place: str = ""
    ) -> None:
        """Add the sound or video at an address."""
        if not address:
            self._writer.lose(f"a player without an address ({kind})")
        elif (file := self._media.file(address, number)) is not None:
            self._writer.media(file.pk, "video" if kind == "video" else "audio", caption, place=place)
        elif self._media.is_own(address):
            self._writer.miss(address)
        elif not self._writer.embed(address, caption, place=place):
            self._writer.lose(f"a player whose address is none: {address[:200]}")

    def quoted_embed(self, element: etree._Element) -> bool:
        """Add a quote that stands for a post on another site; False where it is a quote."""
        if not classes(element) & set(_POSTS):
            return False
        address = (
            element.get("data-instgrm-permalink")
            or element.get("cite")
            or element.get("data-embed-url")
            or ""
        )
        links = [a.get("href") or "" for a in element.iter("a")]
        return self._writer.embed(address or (links[-1] if links else ""), "")

    def figure(self, element: etree._Element) -> bool:
        """Add a figure that shows media; False where it shows none."""
        images = list(element.iter("img"))
        recordings = list(element.iter("video", "audio"))
        players = list(element.iter("iframe", "embed", "object"))
        caption = self._caption(element)
        if recordings:
            for one in recordings:
                self.recording(one, caption)
        elif players:
            for one in players:
                if caption and not one.get("title"):
                    one.set("title", text_of(fragment_fromstring(caption, create_parent=True)))
                self.player(one)
            self._note_caption_links(element)
        elif len(images) > 1 or (images and {"gallery", "wp-block-gallery"} & classes(element)):
            self.gallery(element)
        elif images:
            match = _NUMBERED.search(element.get("id") or "")
            self.image(images[0], caption, _link_around(images[0], element), match.group(1) if match else "")
        else:
            return False
        return True

    def gallery(self, element: etree._Element) -> None:
        """Add all images of an element as one gallery, each with its own caption."""
        found = []
        for image in element.iter("img"):
            own = next((a for a in image.iterancestors("figure", "li", "dl") if a is not element), None)
            caption = self._caption(own) if own is not None and len(list(own.iter("img"))) == 1 else ""
            if (picture := self._found(image, caption)) is not None:
                found.append(picture)
        columns = columns_of(element) or next((columns_of(one) for one in element.iter("ul")), "")
        self._writer.gallery(found, columns=columns, place=place_of(element))
        own_caption = next((child for child in element if child.tag == "figcaption"), None)
        if own_caption is not None and found and not is_blank(text_of(own_caption)):
            html = inline_html([own_caption.text or "", *(p for c in own_caption for p in (c, c.tail or ""))])
            if html:
                self._writer.rich(f"<p>{html}</p>")

    def _caption(self, element: etree._Element) -> str:
        return next((self.line(one) for one in _caption_elements(element)), "")

    def line(self, element: etree._Element) -> str:
        """Return a caption as a line of HTML in the editor's form; what that cannot hold is noted as lost."""
        html = line_html([element.text or "", *with_tails(element)])
        if html is None:
            self._note_links(element)
            html = escape(" ".join(text_of(element).split()), quote=False)
        return html

    def _note_links(self, element: etree._Element) -> None:
        for link in element.iter("a"):
            if link.get("href"):
                self._writer.lose(f"a link in a caption: {link.get('href')}")

    def _note_caption_links(self, element: etree._Element) -> None:
        for part in _caption_elements(element):
            self._note_links(part)


def _caption_elements(element: etree._Element) -> Iterator[etree._Element]:
    for one in element.iter("figcaption", "p", "dd"):
        if one.tag == "figcaption" or classes(one) & {"wp-caption-text", "wp-caption-dd", "gallery-caption"}:
            yield one


def _link_around(image: etree._Element, outer: etree._Element) -> str:
    for ancestor in image.iterancestors():
        if ancestor.tag == "a":
            return ancestor.get("href") or ""
        if ancestor is outer:
            break
    return ""
