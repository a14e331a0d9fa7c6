"""A centre's page as a PDF of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import as_file
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import typst

from kunnskapsstatus import files, rooms
from kunnskapsstatus.book.centres import page
from kunnskapsstatus.book.typst import measures
from kunnskapsstatus.book.typst.compiler import apart, font_folders
from kunnskapsstatus.book.typst.errors import TypstBuildError
from kunnskapsstatus.book.typst.finished import Overfull, finish
from kunnskapsstatus.charts import palette
from kunnskapsstatus.data.invented import SAID

MARGINS = (20.0, 20.0, 22.0)
"""Side, head and foot of a page, in millimetres."""
GUTTER = 9.0
"""What is between the two columns of figures, in millimetres."""
COLUMN = (measures.PAGE[0] - 2 * MARGINS[0] - GUTTER) / 2 * measures.POINTS
"""The width of such a column, in points: no cell is wider."""


class Papers:
    """The PDFs of all pages. Each is kept in a folder under a hash of what it was made from, for the next build."""

    def __init__(self, kept: Path, imprint: Mapping[str, Any]) -> None:
        self._kept, self._imprint, self._used = kept, imprint, set[Path]()
        self._made_by = (rooms.digest("book"), *rooms.installed())

    def printed(self, told: Sequence[Mapping[str, Any]]) -> list[bytes]:
        """The PDF of what each page tells: PDF/UA-1, and the same bytes whenever it is made."""
        given = [content(one, self._imprint) for one in told]
        paths = [self._place(one) for one in given]
        self._used.update(paths)
        missing = {path: one for path, one in zip(paths, given, strict=True) if not path.is_file()}
        made = apart(_compiled, list(missing.values())) if missing else []
        for path, pdf in zip(missing, made, strict=True):
            files.write(path, pdf)
        return [path.read_bytes() for path in paths]

    def _place(self, given: Mapping[str, Any]) -> Path:
        return self._kept / f"{hashlib.sha256(json.dumps([*self._made_by, given]).encode()).hexdigest()}.pdf"

    def forget(self) -> None:
        """Delete those that no page has any more."""
        for path in set(self._kept.glob("*.pdf")) - self._used:
            path.unlink()


def content(told: Mapping[str, Any], imprint: Mapping[str, Any]) -> dict[str, Any]:
    """What stands on the paper: texts and numbers as they are read."""
    centre = told["centre"]
    return {
        "title": centre.name, "lead": page.lead(centre), "help": "".join(page.HELP), "facts": told["facts"],
        "serves": told["serves"], "introduction": page.introduction(told["figures"]), "reading": told["reading"],
        "place": f"{page.LIKELY} {page.NEAR}" if centre.likely else page.NEAR,
        "sources": f"Kilder: {'; '.join(told['sources'])}.", "citation": imprint.get("citation", ""),
        "author": imprint.get("author", ""), "changed": imprint.get("changed"),
        "mark": SAID if imprint.get("synthetic") else "",
        "figures": [
            {
                "title": figure.title,
                "chart": figure.chart._asdict() if figure.chart else None,
                "head": [cell.text for row in figure.table.head for cell in row.cells],
                "rows": [[cell.text for cell in row.cells] for row in figure.table.body],
                "notes": figure.notes,
            }
            for figure in told["figures"]
        ],
    }  # fmt: skip


def _compiled(given: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """The PDF of each of these contents, the head of each row tagged as such; in a process that is ended after it, as
    the compiler starts threads."""
    with as_file(resources("kunnskapsstatus.book.centres") / "paper.typ") as template:
        return [_finished(_set(one, template), one) for one in given]


def _set(given: Mapping[str, Any], template: Path) -> bytes:
    pdf: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=0,
        sys_inputs={
            "data": json.dumps(given, ensure_ascii=False),
            "colours": json.dumps(palette.PAPER),
            "measures": json.dumps([*MARGINS, GUTTER]),
        },
    )
    return pdf


def _finished(pdf: bytes, given: Mapping[str, Any]) -> bytes:
    heads = [
        [[(True, ()), *[(False, (number,))] * (len(row) - 1)] for number, row in enumerate(figure["rows"])]
        for figure in given["figures"]
    ]
    room = [[COLUMN] * (len(one["head"]) + sum(map(len, one["rows"]))) for one in given["figures"]]
    try:
        return finish(pdf, heads, rooms=room, upright=MARGINS, said={"changed": given["changed"]})
    except Overfull as error:
        told = "; ".join(f"page {spill.page}: {spill.text!r} {spill.what}" for spill in error.spills)
        raise TypstBuildError(f"the PDF of {given['title']}: {told}. Write shorter words in what it shows.") from None


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(path) for path in font_folders()],
    )
