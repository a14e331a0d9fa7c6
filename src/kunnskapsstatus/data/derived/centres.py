"""What follows from the report's lists of centres: nights and day visits per stay, and each centre's place, form and longest distance under one key.

The report names a centre in many ways (``codebook/centre.csv``). A municipality that it does not give is from ``reference/centres.csv`` and is called
likely there (``trolig``), with the reason as a reservation.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd

from kunnskapsstatus.data.codebook import Codebook, read_table
from kunnskapsstatus.data.sources import Observation, blank
from kunnskapsstatus.numbers import half_up

PLACES = Path("data") / "reference" / "centres.csv"
DATASET, YEAR, TOTAL = "derived-centres", 2018, "total"
USE, DISTANCES, FORMS, REGIONS = "table-a28", "table-04", "table-a29", "table-a04"
RATIOS = {"nights-per-stay": ("nights", "døgn"), "visits-per-stay": ("visits", "dagsbesøk")}
LIKELY = "Rapporten oppgir ikke hvilken kommune senteret ligger i. Kommuner merket «trolig» er lest av senterets navn og område, og kan være feil."
SOURCE = {
    USE: "regnet av vedleggstabell 28",
    DISTANCES: "rapporten, tabell 4",
    FORMS: "rapporten, vedleggstabell 29",
    REGIONS: "rapporten, vedleggstabell 4",
}


def derive(frame: pd.DataFrame, book: Codebook) -> list[Observation]:
    """The rows of dataset ``derived-centres``, one a centre and measure; none where the list of centres is not there."""
    use = frame[frame["dataset"] == USE]
    if use.empty:
        return []
    keys = [key for key in dict.fromkeys(use["category"]) if key != TOTAL]
    return [
        *_places(book, keys),
        *_regions(book, frame),
        *_forms(book, frame),
        *_distances(book, frame),
        *_ratios(use, keys),
    ]


def _row(key: str, measure: str, row: Any, **given: Any) -> Observation:
    """A row for a centre that keeps the file and line of the row that it is from."""
    place = {"file": row["file"], "line": int(row["line"]), "column": row["column"], "source": SOURCE[row["dataset"]]}
    return blank(
        **{
            "dataset": DATASET,
            "category": key,
            "measure": measure,
            "population": "centres",
            "year": YEAR,
            **place,
            **given,
        }
    )


def _ratios(use: pd.DataFrame, keys: list[str]) -> list[Observation]:
    """A measure over stays, with one decimal. The total is of the centres that have both."""
    found = []
    cells = {(row["category"], row["measure"]): row for _, row in use.iterrows()}
    for measure, (above, unit) in RATIOS.items():
        pairs = {
            key: (cells[key, above], cells[key, "stays"])
            for key in keys
            if (key, above) in cells and (key, "stays") in cells
        }
        known = {key: pair for key, pair in pairs.items() if pd.notna(pair[0]["value"]) and pair[1]["value"] > 0}
        for key, (row, _) in pairs.items():
            value = _over(*known[key]) if key in known else math.nan
            found.append(
                _row(key, measure, row, unit=unit, value=value, decimals=1, symbol="" if key in known else "..")
            )
        sums = [sum(float(pair[index]["value"]) for pair in known.values()) for index in (0, 1)]
        found.append(
            _row(TOTAL, measure, cells[TOTAL, above], unit=unit, value=float(half_up(sums[0] / sums[1], 1)), decimals=1)
        )
    return found


def _over(above: Any, below: Any) -> float:
    return float(half_up(float(above["value"]) / float(below["value"]), 1))


def _distances(book: Codebook, frame: pd.DataFrame) -> list[Observation]:
    rows = frame[frame["dataset"] == DISTANCES]
    return [
        _row(
            _key(book, row["category"]),
            "longest-travel",
            row,
            unit="kilometer",
            value=float(row["value"]),
            decimals=int(row["decimals"]),
        )
        for _, row in rows.iterrows()
    ]


def _forms(book: Codebook, frame: pd.DataFrame) -> list[Observation]:
    """The form of organisation that each centre has given; both, where its two services differ."""
    found: dict[str, tuple[Any, list[str]]] = {}
    rows = frame[
        (frame["dataset"] == FORMS) & (frame["value"] > 0) & (frame["category"] != TOTAL) & (frame["group"] != TOTAL)
    ]
    for _, row in rows.iterrows():
        _, labels = found.setdefault(_key(book, row["category"]), (row, []))
        label = book.label(("organisation",), row["group"])
        if label not in labels:
            labels.append(label)
    return [
        _row(key, "organisation", row, text=" og ".join([*labels[:1], *(label.lower() for label in labels[1:])]))
        for key, (row, labels) in found.items()
    ]


def _regions(book: Codebook, frame: pd.DataFrame) -> list[Observation]:
    rows = frame[(frame["dataset"] == REGIONS) & (frame["text"] != "")]
    return [
        _row(_key(book, row["text"]), "region", row, text=book.label(("region",), row["group"]))
        for _, row in rows.iterrows()
    ]


def _places(book: Codebook, keys: list[str]) -> list[Observation]:
    path = book.root / PLACES
    found = []
    for line, row in enumerate(read_table(path, ("key", "municipality", "reservation")), 2):
        if row["key"] not in keys:
            continue
        place = {
            "file": path.relative_to(book.root).as_posix(),
            "line": line,
            "column": "municipality",
            "dataset": DATASET,
        }
        likely = bool(row["reservation"])
        text, reservation = ("trolig " if likely else "") + row["municipality"], LIKELY if likely else ""
        found.append(
            blank(
                **place,
                category=row["key"],
                measure="municipality",
                population="centres",
                year=YEAR,
                text=text,
                reservation=reservation,
            )
        )
        found[-1]["source"] = "kommunene slik de var i 2019"
    return found


def _key(book: Codebook, name: str) -> str:
    return book.key(("centre",), name)
