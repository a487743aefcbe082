r"""Make the theme's fonts again: subsets of openly licensed families, and the style sheet that names them.

Run it in a throw-away environment that has fonttools and brotli, never in the project's own::

    mkdir packages && cd packages
    for name in @fontsource-variable/source-serif-4 @fontsource-variable/noto-serif-georgian \
        @fontsource-variable/noto-serif-armenian @fontsource-variable/noto-naskh-arabic \
        @fontsource/gelasio @fontsource/tinos @fontsource/noto-serif dejavu-fonts-ttf; do tar xzf "$(npm pack --silent "$name")" \
        --one-top-level="${name#*/}" --strip-components=1; done
    cd .. && python tools/make_fonts.py packages

Gelasio and Tinos are as wide as Georgia and Times New Roman; with Noto Serif, which Android has, and DejaVu Serif, which
many others have, they are measured here and not shipped. The families are
renamed, as their licence asks of whoever alters a font whose name is reserved.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

THEME = Path(__file__).parent.parent / "src/masthead/themes/broadsheet"
TURKIC = frozenset(map(ord, "əƏğĞİşŞ"))
LATIN = (
    frozenset(range(0x20, 0x7F)) | frozenset(range(0xA0, 0x100)) | frozenset(map(ord, "ıŒœ–—‘’‚“”„†•…‹›€™−×"))
) - TURKIC
LATIN_EXT = (frozenset(range(0x100, 0x180)) | frozenset(map(ord, "ȘșȚțẞʻʼ†‡‰′″₺₼₽₾№"))) - TURKIC - LATIN
CYRILLIC = frozenset(range(0x400, 0x460)) | frozenset(range(0x490, 0x4FA)) | {0x2116}
GEORGIAN = frozenset(range(0x10D0, 0x1100)) | frozenset(range(0x1C90, 0x1CC0))
ARMENIAN = frozenset(range(0x531, 0x590))
ARABIC = (
    frozenset(range(0x600, 0x660))
    | frozenset(range(0x660, 0x670))
    | frozenset(range(0x670, 0x6D6))
    | frozenset(range(0x6F0, 0x6FA))
    | {0x200C, 0x200D}
)
FEATURES = ["kern", "liga", "mark", "mkmk", "locl", "ccmp", "calt", "rlig", "init", "medi", "fina", "isol"]
# What is measured to set the stand-ins as wide as the fonts: the letters of English in their usual shares.
SAMPLE = (
    "Readers never wait for the newsroom. What they read was printed before they asked, and the price of bread rose "
    "again: an essay on memory, borders and the people who crossed them in 1991, quietly, by night. "
)


class Face(NamedTuple):
    """One file of the theme: from which file of which package, which letters, which part of its design space."""

    name: str
    family: str
    source: str
    letters: frozenset[int]
    axes: Mapping[str, float | tuple[float, float]]
    weight: str = "400 700"
    style: str = "normal"


def _serif(subset: str, style: str = "normal") -> str:
    return f"source-serif-4/files/source-serif-4-{subset}-opsz-{style}.woff2"


def _faces() -> Iterable[Face]:
    sets = (
        ("latin", "latin", LATIN),
        ("turkic", "latin-ext", TURKIC),
        ("latin-ext", "latin-ext", LATIN_EXT),
        ("cyrillic", "cyrillic", CYRILLIC),
    )
    for name, subset, letters in sets:
        text = {"opsz": 16.0, "wght": (400.0, 700.0)}
        yield Face(f"text-{name}", "Broadsheet Text", _serif(subset), letters, text)
        yield Face(
            f"italic-{name}", "Broadsheet Text", _serif(subset, "italic"), letters, text, style="italic"
        )
        yield Face(
            f"display-{name}",
            "Broadsheet Display",
            _serif(subset),
            letters,
            {"opsz": 40.0, "wght": 640.0},
            "400 900",
        )
    for script, letters, package in (
        ("georgian", GEORGIAN, "noto-serif-georgian"), ("armenian", ARMENIAN, "noto-serif-armenian"), ("arabic", ARABIC, "noto-naskh-arabic"),
    ):  # fmt: skip
        source = f"{package}/files/{package}-{script}-wght-normal.woff2"
        yield Face(f"text-{script}", "Broadsheet Text", source, letters, {"wght": (400.0, 700.0)})


def _make(packages: Path, face: Face) -> tuple[bytes, list[int]]:
    """Return a face as WOFF2 and the letters that it has."""
    font = TTFont(packages / face.source)
    options = Options()
    options.layout_features = FEATURES
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=face.letters)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, dict(face.axes))
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6}:
            record.string = face.family.replace(" ", "") if record.nameID == 6 else face.family
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue(), sorted(font.getBestCmap())


def _ranges(letters: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for one in sorted(letters):
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def _width(font: TTFont) -> float:
    """Return how wide the sample's letters are on average, in ems."""
    names, widths = font.getBestCmap(), font["hmtx"]
    return sum(widths[names[ord(letter)]][0] for letter in SAMPLE) / len(SAMPLE) / font["head"].unitsPerEm


def _stand_ins(packages: Path) -> Iterable[str]:
    """Yield the faces that stand in until a font is there: as wide and as high, so that nothing shifts."""
    fontsource = "{0}/files/{0}-latin-{1}-normal.woff2"
    families = (
        ("Georgia", partial(fontsource.format, "gelasio"), ("Georgia", "Gelasio")),
        (
            "Times",
            partial(fontsource.format, "tinos"),
            ("Times New Roman", "Liberation Serif", "Tinos", "Nimbus Roman"),
        ),
        ("Noto", partial(fontsource.format, "noto-serif"), ("Noto Serif",)),
        (
            "DejaVu",
            lambda weight: f"dejavu-fonts-ttf/ttf/DejaVuSerif{'-Bold' * (weight == 700)}.ttf",
            ("DejaVu Serif",),
        ),
    )
    for cut, axes_of in (("Text", {400: (16, 400), 700: (16, 700)}), ("Display", {700: (40, 640)})):
        for family, source, locals_ in families:
            for weight, (size, own_weight) in axes_of.items():
                own = instancer.instantiateVariableFont(
                    TTFont(packages / _serif("latin")), {"opsz": size, "wght": own_weight}
                )
                adjust = _width(own) / _width(TTFont(packages / source(weight)))
                head, unit = own["hhea"], own["head"].unitsPerEm
                bold = " Bold" if weight == 700 else ""
                places = ", ".join(f'local("{name}{bold}")' for name in locals_)
                weights = "400 900" if cut == "Display" else "600 900" if bold else "400 500"
                yield (
                    f'@font-face {{ font-family: "{cut} Stand-in {family}"; font-weight: {weights}; src: {places}; size-adjust: {adjust:.1%}; '
                    f"ascent-override: {head.ascent / unit / adjust:.1%}; descent-override: {-head.descent / unit / adjust:.1%}; line-gap-override: 0%; }}"
                )


def main(packages: Path) -> None:
    """Write the fonts, their licences and their style sheet into the theme."""
    folder = THEME / "fonts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rules = [
        "/* Made by tools/make_fonts.py: the theme's fonts, loaded only where their letters stand, and what stands in until then. */"
    ]
    for face in _faces():
        data, letters = _make(packages, face)
        (folder / f"{face.name}.woff2").write_bytes(data)
        style = " font-style: italic;" if face.style == "italic" else ""
        rules.append(
            f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight};{style} font-display: optional; '
            f'src: url("fonts/{face.name}.woff2") format("woff2"); unicode-range: {_ranges(letters)}; }}'
        )
        print(f"{face.name:20} {len(data):7,} bytes {len(letters):4} letters")
    rules += _stand_ins(packages)
    (THEME / "styles/05-fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")
    for name in ("source-serif-4", "noto-serif-georgian", "noto-serif-armenian", "noto-naskh-arabic"):
        shutil.copyfile(packages / name / "LICENSE", folder / f"OFL-{name}.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
