"""What follows from the report's lists of centres: nights and day visits per stay, and each centre's place, form and
longest distance under one key.

The report names a centre in many ways (``codebook/centre.csv``). A municipality that it does not give is from
``reference/centres.csv`` and is called likely there (``trolig``), with the reason as a reservation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.places import MUNICIPALITIES, municipalities
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.errors import DataError, did_you_mean
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.numbers import half_up

PLACES = Path("data") / "reference" / "centres.csv"
DATASET, YEAR = "derived-centres", 2018
USE, DISTANCES, FORMS, REGIONS = "table-a28", "table-04", "table-a29", "table-a04"
RATIOS = {"nights-per-stay": ("nights", "døgn"), "visits-per-stay": ("visits", "dagsbesøk")}
LIKELY = (
    "Rapporten oppgir ikke hvilken kommune senteret ligger i. Kommuner merket «trolig» er lest av senterets navn "
    "og område, og kan være feil."
)
SOURCE = {
    USE: "regnet av vedleggstabell 28",
    DISTANCES: "rapporten, tabell 4",
    FORMS: "rapporten, vedleggstabell 29",
    REGIONS: "rapporten, vedleggstabell 4",
}


def derive(rows: Sequence[Observation], codebook: Codebook) -> list[Observation]:
    """The rows of dataset ``derived-centres``, one a centre and measure; none where the list of centres is not
    there."""
    use = [row for row in rows if row.dataset == USE]
    if not use:
        return []
    keys = [key for key in dict.fromkeys(row.category for row in use) if key != TOTAL]
    return [
        *_places(codebook, keys),
        *_regions(codebook, rows),
        *_forms(codebook, rows),
        *_distances(codebook, rows),
        *_ratios(use, keys),
    ]


def _row(key: str, measure: str, of: Observation, **given: Any) -> Observation:
    """A row for a centre that keeps the file and line of the row that it is from."""
    place = {"file": of.file, "line": of.line, "column": of.column, "source": SOURCE[of.dataset]}
    return Observation(
        DATASET, category=key, measure=measure, population="centres", year=YEAR, **{**place, **given}
    )  # fmt: skip


def _ratios(use: Sequence[Observation], keys: list[str]) -> list[Observation]:
    """A measure over stays, with one decimal. The total is of the centres that have both."""
    found = []
    cells = {(row.category, row.measure): row for row in use}
    for measure, (above, unit) in RATIOS.items():
        pairs = {
            key: (cells[key, above], cells[key, "stays"])
            for key in keys
            if (key, above) in cells and (key, "stays") in cells
        }
        known = {key: pair for key, pair in pairs.items() if pair[0].known and pair[1].value > 0}
        for key, (row, _) in pairs.items():
            value, symbol = (_over(*known[key]), "") if key in known else (math.nan, "..")
            found.append(_row(key, measure, row, unit=unit, value=value, decimals=1, symbol=symbol))
        if known and (TOTAL, above) in cells:
            sums = [sum(pair[index].value for pair in known.values()) for index in (0, 1)]
            total = float(half_up(sums[0] / sums[1], 1))
            found.append(_row(TOTAL, measure, cells[TOTAL, above], unit=unit, value=total, decimals=1))
    return found


def _centre(codebook: Codebook, row: Observation, name: str) -> str:
    """The key of the centre that a printed row is about."""
    try:
        return codebook.key(("centre",), name)
    except KeyError:
        cause = f"column {row.column!r}: no centre is printed as {name!r}{did_you_mean(name, codebook['centre'].keys)}"
        remedy = "Correct it, or add the form to data/codebook/centre.csv."
        raise DataError(cause, file=codebook.root / row.file, line=row.line, remedy=remedy) from None


def _over(above: Observation, below: Observation) -> float:
    return float(half_up(above.value / below.value, 1))


def _distances(codebook: Codebook, rows: Sequence[Observation]) -> list[Observation]:
    return [
        _row(
            _centre(codebook, row, row.category),
            "longest-travel",
            row,
            unit="kilometer",
            value=row.value,
            decimals=row.decimals,
        )
        for row in rows
        if row.dataset == DISTANCES
    ]


def _forms(codebook: Codebook, rows: Sequence[Observation]) -> list[Observation]:
    """The form of organisation that each centre has given; both, where its two services differ."""
    found: dict[str, tuple[Observation, list[str]]] = {}
    for row in rows:
        if row.dataset == FORMS and row.value > 0 and TOTAL not in (row.category, row.group):
            _, labels = found.setdefault(_centre(codebook, row, row.category), (row, []))
            label = codebook.label(("organisation",), row.group)
            if label not in labels:
                labels.append(label)
    return [
        _row(key, "organisation", row, text=" og ".join([*labels[:1], *(label.lower() for label in labels[1:])]))
        for key, (row, labels) in found.items()
    ]


def _regions(codebook: Codebook, rows: Sequence[Observation]) -> list[Observation]:
    return [
        _row(_centre(codebook, row, row.text), "region", row, text=codebook.label(("region",), row.group))
        for row in rows
        if row.dataset == REGIONS and row.text
    ]


def _places(codebook: Codebook, keys: list[str]) -> list[Observation]:
    root = codebook.root
    known = municipalities(root) if (root / MUNICIPALITIES).exists() else None
    table = read_table(root / PLACES, ("key", "municipality", "reservation"))
    for line, row in table:
        if known is not None and row["municipality"] not in known:
            cause = (
                f"column 'municipality': {row['municipality']!r} has no place{did_you_mean(row['municipality'], known)}"
            )
            remedy = f"Correct it, or give the place in {MUNICIPALITIES}."
            raise DataError(cause, file=root / PLACES, line=line, remedy=remedy)
    return [
        Observation(
            DATASET,
            category=row["key"],
            measure="municipality",
            population="centres",
            year=YEAR,
            text=("trolig " if row["reservation"] else "") + row["municipality"],
            reservation=LIKELY if row["reservation"] else "",
            source="kommunene slik de var i 2019",
            file=PLACES.as_posix(),
            line=line,
            column="municipality",
        )
        for line, row in table
        if row["key"] in keys
    ]
