"""Read the demonstration magazine from its files: the plan in TOML, the pieces in Markdown."""

from __future__ import annotations

import shlex
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

__all__ = [
    "Directive",
    "Drawing",
    "Manuscript",
    "WrittenLetter",
    "letters",
    "magazine",
    "manuscripts",
    "parts_of",
]

_FOLDER = Path(__file__).parent
_FENCE = ":::"


@dataclass(frozen=True)
class Drawing:
    """A picture to draw, and what to say of it."""

    motif: str
    palette: str
    alt: str
    caption: str = ""
    credit: str = ""

    @property
    def name(self) -> str:
        """What tells it from the other drawings of one piece."""
        return f"{self.motif}-{self.palette}"


@dataclass(frozen=True)
class Directive:
    """A part of a body that is no plain Markdown: its name, its attributes and the lines in it."""

    name: str
    attributes: dict[str, str]
    word: str
    text: str

    @property
    def drawings(self) -> list[Drawing]:
        """The pictures that it shows."""
        if self.name == "image":
            return [Drawing(**self.attributes)]
        if self.name == "gallery":
            return [Drawing(**_attributes(line)[0]) for line in self.text.splitlines() if line.strip()]
        if self.name == "embed" and "motif" in self.attributes:
            return [Drawing(*(self.attributes[name] for name in ("motif", "palette", "alt")))]
        return []


@dataclass(frozen=True)
class Manuscript:
    """One piece as its file holds it."""

    slug: str
    title: str
    standfirst: str
    section: str
    byline: list[dict[str, str]]
    topics: list[str]
    language: str
    text: str
    published_at: datetime | None = None
    updated_at: datetime | None = None
    picture: Drawing | None = None
    source: dict[str, str] = field(default_factory=dict)
    translation_of: str = ""
    corrections: list[dict[str, str]] = field(default_factory=list)

    @property
    def drawings(self) -> list[Drawing]:
        """All pictures of the piece, each once, the lead image first."""
        return list(dict.fromkeys([*([self.picture] if self.picture else []), *_drawings(self.text)]))


@dataclass(frozen=True)
class WrittenLetter:
    """One letter of a newsletter as its file holds it."""

    slug: str
    newsletter: str
    title: str
    preheader: str
    published_at: datetime
    pieces: list[dict[str, str]]
    text: str

    @property
    def drawings(self) -> list[Drawing]:
        """The pictures in its text, each once."""
        return _drawings(self.text)


def letters() -> list[WrittenLetter]:
    """Return the letters of all newsletters, the oldest first."""
    found = []
    for path in sorted((_FOLDER / "letters").glob("*.md")):
        _, head, text = path.read_text(encoding="utf-8").split("+++\n", 2)
        values = tomllib.loads(head) | {"text": text, "slug": path.stem[:10]}
        values["published_at"] = datetime.fromisoformat(values["published_at"])
        found.append(WrittenLetter(**values))
    return found


def magazine() -> dict[str, Any]:
    """Return the plan of the magazine: identity, sections, people, topics, standing pages, menus."""
    return tomllib.loads((_FOLDER / "magazine.toml").read_text(encoding="utf-8"))


def manuscripts(folder: str = "articles") -> list[Manuscript]:
    """Return the pieces of one folder in the order of their file names."""
    return [_read(path) for path in sorted((_FOLDER / folder).glob("*.md"))]


def _read(path: Path) -> Manuscript:
    _, head, text = path.read_text(encoding="utf-8").split("+++\n", 2)
    values = tomllib.loads(head)
    picture = values.get("picture")
    return Manuscript(
        slug=path.stem.split("-", 1)[1],
        title=values["title"],
        standfirst=values["standfirst"],
        section=values["section"],
        byline=values["byline"],
        topics=values["topics"],
        language=values["language"],
        text=text,
        published_at=_moment(values.get("published_at")),
        updated_at=_moment(values.get("updated_at")),
        picture=Drawing(**picture) if picture else None,
        source=values.get("source", {}),
        translation_of=values.get("translation_of", ""),
        corrections=values.get("corrections", []),
    )


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _drawings(text: str) -> list[Drawing]:
    found = [one for part in parts_of(text) if isinstance(part, Directive) for one in part.drawings]
    return list(dict.fromkeys(found))


def parts_of(text: str) -> list[str | Directive]:
    """Split a body into Markdown and directives, in their order."""
    parts: list[str | Directive] = []
    plain: list[str] = []
    lines = iter(text.splitlines())
    for line in lines:
        if not line.startswith(_FENCE):
            plain.append(line)
            continue
        parts.append("\n".join(plain))
        plain = []
        inside = []
        for inner in lines:
            if inner.strip() == _FENCE:
                break
            inside.append(inner)
        name, _, rest = line.removeprefix(_FENCE).partition(" ")
        attributes, word = _attributes(rest)
        parts.append(Directive(name, attributes, word, "\n".join(inside)))
    parts.append("\n".join(plain))
    return [part for part in parts if isinstance(part, Directive) or part.strip()]


def _attributes(text: str) -> tuple[dict[str, str], str]:
    """Return what ``name=value name="some words"`` says, and the last word that is no such pair."""
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split = True
    lexer.quotes = '"'
    lexer.commenters = ""
    attributes, word = {}, ""
    for piece in lexer:
        name, is_pair, value = piece.partition("=")
        if is_pair:
            attributes[name] = value
        else:
            word = piece
    return attributes, word
