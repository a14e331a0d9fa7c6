"""The letters of the site: the book's own font, with the characters that Norwegian, Sámi and numbers need.

Each style is two files. The first has what nearly all text is made of; a browser fetches the second when a page has a
character of it. A browser never waits for them, and never exchanges the letters of a page that can be read: a page
begun in a font of the machine stays in it, and the next page has the book's own. The machine's font is set as wide and
as tall as ours, so that the two are laid out nearly alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from kunnskapsstatus import files

FAMILY, FALLBACK = "Source Sans Pro", "Source Sans Fallback"
LETTERS = Path(__file__).parent / "letters"
"""The files, as ``make notebooks`` makes them."""
FEATURES = ("kern", "liga", "tnum", "lnum", "mark", "mkmk", "ccmp", "locl")
COMMON = (
    "20-7E", "A0-FF", "2009", "2010-2014", "2018-201A", "201C-201E", "2022", "2026", "202F", "2060", "2190-2193",
    "2212", "2248", "2264-2265", "2713",
)  # fmt: skip
RARE = (
    "100-24F", "2B0-36F", "1E00-1EFF", "2030-205F", "2070-218F", "2196-2211", "2213-2247", "2249-2263", "2266-22FF",
    "2610-2611",
)  # fmt: skip
"""Code points, in hexadecimal."""


@dataclass(frozen=True)
class Style:
    """A style of the font: its name in the package, what CSS calls it, and how wide it is beside Arial."""

    name: str
    weight: str
    slope: str = "normal"
    width: float = 1.0


STYLES = (
    Style("Regular", "400", width=0.918),
    Style("Semibold", "600 900", width=0.9),
    Style("It", "400", "italic", 0.893),
)
"""What is bold is semibold, on the screen as in headings. The first two are on every page."""
LOCAL = {
    "Regular": ("Arial", "Liberation Sans", "Roboto"),
    "Semibold": ("Arial Bold", "Liberation Sans Bold", "Roboto Bold"),
    "It": ("Arial Italic", "Liberation Sans Italic", "Roboto Italic"),
}
"""The machine's own fonts that are as wide as Arial."""
ASCENT, DESCENT = 0.984, 0.273


def make() -> list[str]:
    """Make the files that stand in :data:`LETTERS`; their names."""
    write(LETTERS)
    return sorted(path.name for path in LETTERS.iterdir())


def write(folder: Path) -> None:
    """Write the files that pages may fetch to ``folder``, and nothing else. One that another font or another tool would
    make otherwise than it stands in :data:`LETTERS` is made anew."""
    wanted = {name(style, part): (style, part) for style in STYLES for part in (COMMON, RARE)}
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in wanted:
                path.unlink()
    for file, (style, part) in wanted.items():
        made = LETTERS / file
        files.write(folder / file, made.read_bytes() if made.is_file() else subset(style, part))


def on_every_page() -> list[str]:
    """The files that each page needs."""
    return [name(style, COMMON) for style in STYLES[:2]]


def name(style: Style, part: tuple[str, ...]) -> str:
    """What a file is called: another when another font, other characters or another tool make it."""
    return f"SourceSansPro-{style.name}.{_mark(style.name, part)}.woff2"


@cache
def _mark(style: str, part: tuple[str, ...]) -> str:
    made_by = (version("fonttools"), version("brotli"), *FEATURES, *part)
    return hashlib.sha256(_source(style).read_bytes() + "\n".join(made_by).encode()).hexdigest()[:8]


def _source(style: str) -> Path:
    package = find_spec("font_source_sans_pro")
    assert package is not None and package.origin is not None
    return Path(package.origin).parent / "files" / f"SourceSansPro-{style}.ttf"


def characters(part: tuple[str, ...]) -> Iterator[int]:
    """The code points of a part."""
    for span in part:
        first, _, last = span.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def subset(style: Style, part: tuple[str, ...]) -> bytes:
    """The characters of a part in a style, as WOFF2; the same bytes each time."""
    from fontTools import subset as tools  # slow to import, and seldom needed
    from fontTools.ttLib import TTFont

    options = tools.Options(layout_features=list(FEATURES), flavor="woff2", notdef_outline=True)
    font = TTFont(_source(style.name), recalcTimestamp=False)
    cutter = tools.Subsetter(options)
    cutter.populate(unicodes=characters(part))
    cutter.subset(font)
    font.flavor, made = "woff2", BytesIO()
    font.save(made)
    return made.getvalue()


def css() -> str:
    """The style sheet that names them, for a page in ``_static``."""
    faces = []
    for style in STYLES:
        about = f"font-weight: {style.weight}; font-style: {style.slope};"
        for part in (COMMON, RARE):
            span = ", ".join(f"U+{code}" for code in part)
            faces.append(
                f'@font-face {{ font-family: "{FAMILY}"; {about} font-display: optional; unicode-range: {span}; '
                f'src: url("fonts/{name(style, part)}") format("woff2"); }}'
            )
        local = ", ".join(f'local("{font}")' for font in LOCAL[style.name])
        tall = "; ".join(
            f"{what}-override: {size / style.width:.1%}"
            for what, size in (("ascent", ASCENT), ("descent", DESCENT), ("line-gap", 0))
        )
        faces.append(
            f'@font-face {{ font-family: "{FALLBACK}"; {about} src: {local}; size-adjust: {style.width:.1%}; {tall}; }}'
        )
    return "\n".join(faces) + "\n"
