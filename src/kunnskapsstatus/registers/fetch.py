"""Fetching KOSTRA: the table that the mapping names is asked for and laid beside the other files of a delivery, where
it is received like them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.registers import centres, forms, mapping
from kunnskapsstatus.registers.mapping import ID, VALUES
from kunnskapsstatus.registers.pxweb import ADDRESS, Service

FORM = "kostra"
YEAR = "{year}"


def fetch(root: Path, folder: Path, year: int, named: Path | None = None, address: str = "") -> Iterator[str]:
    """Fetch a year's KOSTRA into ``kostra.json``; says how much there is. Where there is no such table or code, or the
    service cannot be reached, nothing is written.

    Raises
    ------
    BookError
        For a mapping that names no table, and as :class:`kunnskapsstatus.registers.pxweb.Service`.
    """
    path = named or folder / mapping.FILE
    if not path.is_file():
        remedy = f"Write in it which table of {FORM} to fetch, as data/README.md says, or name another with --mapping."
        raise BookError("there is no such file", file=path, remedy=remedy)
    asked = mapping.load(path, forms.load(root), centres.load(root)).get(FORM)
    if asked is None or not asked.table:
        remedy = f"Write [{FORM}.table] with its id, and the codes of its dimensions: data/README.md says how."
        raise BookError(f"this names no table of {FORM}", file=path, remedy=remedy)
    service, table = Service(address or ADDRESS), asked.table[ID]
    wanted = {
        name: [code.replace(YEAR, str(year)) for code in codes] for name, codes in asked.table.get(VALUES, {}).items()
    }
    cube = service.data(table, service.chosen(table, wanted))
    files.write(folder / f"{FORM}.json", json.dumps(cube, ensure_ascii=False) + "\n")
    yield f"{folder / FORM}.json: table {table}, {' x '.join(map(str, cube['size']))} values of {service.address}"
    yield f"{cube.get('label', '')} ({cube.get('source', '')}, {cube.get('updated', '')})"
