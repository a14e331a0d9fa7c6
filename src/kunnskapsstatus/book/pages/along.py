"""What one can take along, written beside the pages: each exhibit in several formats, and all of them in one file.

What is slow to make is kept by what it is made from, so that a changed number makes the files of its exhibits anew and
no others.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kunnskapsstatus import files, paths, rooms
from kunnskapsstatus.book.pages.pictures import picture, pngs
from kunnskapsstatus.data.inventory import DESCRIPTOR
from kunnskapsstatus.forms.sheet import as_norwegian_csv
from kunnskapsstatus.forms.shown import Shown
from kunnskapsstatus.forms.xlsx import as_xlsx

TABLES, FOLDER, DATA = "exhibits", "downloads", "data"
"""The folders of the site: CSV for programs, all other formats, and the data of the book."""
ALL = f"{FOLDER}/alle-tall.zip"
STORE = Path("_build") / "data" / "downloads"
MADE = (1980, 1, 1, 0, 0, 0)
"""The time of each file in an archive: the same data give the same bytes."""
Files = dict[str, bytes]


def write(root: Path, out: Path, shown: Sequence[Shown], book: str, *, of_newest: bool) -> None:
    """Write all files of these exhibits to the site in ``out``; what is there from before and is none of them, goes.
    ``root`` is the book's folder, ``book`` what the book is called. The book's own data go with the edition of the
    newest year: those of other years do not know all of them."""
    made = {f"{TABLES}/{one.id}.csv": one.csv.encode() for one in shown}
    made |= _data(root) if of_newest else {}
    for one in shown:
        made |= _formats(root, one)
    drawn = {one.id: picture(one, book) for one in shown if one.chart}
    made |= {f"{FOLDER}/{name}.svg": svg.encode() for name, svg in drawn.items()}
    bitmaps = _bitmaps(root, list(drawn.values()))
    made |= {f"{FOLDER}/{name}.png": bitmap for name, bitmap in zip(drawn, bitmaps, strict=True)}
    lists = {name: (out / name).read_bytes() for name in ("exhibits.json", "statements.json")}
    made[ALL] = archive({**made, **lists})
    for name, content in made.items():
        files.write(out / name, content)
    for path in (path for folder in (TABLES, FOLDER, DATA) for path in (out / folder).rglob("*")):
        if path.is_file() and path.relative_to(out).as_posix() not in made:
            path.unlink()


def archive(found: Mapping[str, bytes]) -> bytes:
    """Files in one, sorted; pictures are left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(found.items()):
            if not name.endswith((".png", ".svg")):
                packed.writestr(zipfile.ZipInfo(name, MADE), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _formats(root: Path, shown: Shown) -> Files:
    """The formats of an exhibit, but for the pictures."""
    sheet = replace(shown.sheet, notes=(*filter(None, [shown.headline]), *shown.sheet.notes))
    book = _kept(root, repr(sheet), "xlsx")
    if not book.is_file():
        files.write(book, as_xlsx(sheet))
    texts = {"csv": as_norwegian_csv(sheet), "json": shown.jsonstat}
    made = {f"{FOLDER}/{shown.id}.{suffix}": text.encode() for suffix, text in texts.items() if text}
    return {f"{FOLDER}/{shown.id}.xlsx": book.read_bytes(), **made}


def _bitmaps(root: Path, drawn: Sequence[str]) -> list[bytes]:
    """The pictures as PNG: those made before, and the others all at once."""
    places = {svg: _kept(root, svg, "png") for svg in drawn}
    new = [svg for svg, path in places.items() if not path.is_file()]
    for svg, bitmap in zip(new, pngs(new), strict=True):
        files.write(places[svg], bitmap)
    return [places[svg].read_bytes() for svg in drawn]


def _data(root: Path) -> Files:
    """The book's data package: the descriptor, and the files that it describes."""
    descriptor = root / DESCRIPTOR
    if not descriptor.is_file():
        return {}
    named = [resource["path"] for resource in json.loads(descriptor.read_text("utf-8"))["resources"]]
    return {f"{DATA}/{name}": (descriptor.parent / name).read_bytes() for name in (descriptor.name, *named)}


def _kept(root: Path, shown: str, suffix: str) -> Path:
    """Where a file of this content is kept."""
    mark = hashlib.sha256("\n".join((*_hand(), shown)).encode()).hexdigest()[:24]
    return paths.home(root) / STORE / f"{mark}.{suffix}"


@cache
def _hand() -> tuple[str, ...]:
    """What makes the files that are kept: its code and the packages."""
    return rooms.digest("book"), version("xlsxwriter"), version("typst")
