"""Receiving: a folder of files, read, checked and told of. What is written are the reports; no record leaves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers import delivery, page, report
from kunnskapsstatus.registers.control import Result, control
from kunnskapsstatus.registers.delivery import Before
from kunnskapsstatus.registers.needed import needs

OUT = Path("_build") / "registers"
PAGE, JSON = "control.html", "control.json"
NEEDED = ("pandera", "pyreadstat")
TOTALS = {"stays": "residents", "child-stays": "children", "day-visits": "day-users"}
"""The form whose records a population's count is of."""
OF_CENTRES = {"stays": "residents", "visits": "day-users"}
"""The form whose records a measure of a centre is of."""


def receive(root: Path, folder: Path, year: int, named: Path | None = None) -> Result:
    """What has become of a delivery; its reports are written below ``_build/registers``. Signatures are those of the
    folder's ``signatures.csv``.

    Raises
    ------
    BookError
        As :func:`kunnskapsstatus.registers.delivery.read`, and where a library is not installed.
    """
    needs(*NEEDED)
    found = control(delivery.read(root, folder, year, before(root, year), named), folder / delivery.SIGNATURES)
    out = root / OUT / str(year)
    files.write(out / PAGE, page.page(found))
    files.write(out / JSON, json.dumps(report.as_json(found), ensure_ascii=False, indent=1) + "\n")
    return found


def before(root: Path, year: int) -> Before:
    """How many records there were of each form the year before, of all and of each centre, where the book knows it."""
    book, found = open_book(root), {}
    known: Mapping[str, object] = {"year": year - 1, "group": TOTAL}
    for population, form in TOTALS.items():
        for row in book.rows({**known, "population": population, "measure": "count", "category": TOTAL}):
            if row.known:
                found[form, ""] = row.value
    for measure, form in OF_CENTRES.items():
        for row in book.rows({**known, "population": "centres", "measure": measure}):
            if row.known and row.category != TOTAL:
                found[form, row.category] = row.value
    return found
