"""From a delivery that is accepted to a year's aggregates: all exhibits that rest on it, counted, and hidden where they
are small. No record is written.

They lie in ``data/registers/<year>/``, where the book reads them: ``observations.csv``, the same as Parquet, and
``run.json``, which says what they are made of and by which rules. Those of invented records lie below ``_build/``,
and never among the data.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kunnskapsstatus import files, rooms
from kunnskapsstatus.data import counted, invented, store
from kunnskapsstatus.data.observation import Observation, frame_of, schema
from kunnskapsstatus.data.table import as_line
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.numbers import HIDDEN
from kunnskapsstatus.registers import receive
from kunnskapsstatus.registers.control import Result
from kunnskapsstatus.registers.publication import SMALL, Publication
from kunnskapsstatus.registers.tabulation import reading
from kunnskapsstatus.registers.tabulation.settings import Settings
from kunnskapsstatus.registers.tabulation.tabulate import Registers

VERSION = 1
DIGITS = 12
INVENTED = "Syntetisk: oppdiktede registreringer."
REMEDY = "See the report, have the files corrected or sign what is right, then run it again."


@dataclass(frozen=True)
class Aggregates:
    """A year's aggregates: by exhibit, what is counted as it may be published; why others are not counted; and what
    they are made of.

    Attributes
    ----------
    synthetic : whether the records are invented
    run : what ``run.json`` has
    """

    year: int
    rows: Mapping[str, Sequence[Observation]]
    left: Mapping[str, str]
    synthetic: bool
    run: Mapping[str, Any]

    @property
    def folder(self) -> Path:
        """Where they are written, from the book's folder."""
        return (
            (receive.OUT / str(self.year) / invented.INVENTED) if self.synthetic else invented.FOLDER / str(self.year)
        )

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return sum(row.symbol == HIDDEN for some in self.rows.values() for row in some)


def aggregate(
    root: Path, result: Result, settings: Settings | None = None, publication: Publication = SMALL
) -> Aggregates:
    """The aggregates of a delivery.

    Raises
    ------
    BookError
        For a delivery that is not accepted.
    """
    if not result.accepted:
        cause = f"the delivery for {result.delivery.year} is not accepted, and nothing is counted of it"
        raise BookError(cause, file=receive.OUT / str(result.delivery.year) / receive.PAGE, remedy=REMEDY)
    rules, year = settings or Settings(), result.delivery.year
    registers = Registers(root, result.delivery.records, year, rules)
    synthetic = result.delivery.synthetic
    source, reservation = counted.SOURCE.format(year), ""
    if synthetic:
        source, reservation = counted.SOURCE_INVENTED.format(year), INVENTED
    rows, left = {}, dict(reading.elsewhere(root))
    left |= {exhibit: "its forms have not come" for exhibit in registers.tabulations if not registers.has(exhibit)}
    counting = [exhibit for exhibit in registers.tabulations if exhibit not in left]
    tables = {name: (registers.tabulations[name], some) for name, some in registers.tabulate_all(counting).items()}
    for exhibit, found in publication.publish(tables, registers.classes.alone).items():
        rows[exhibit] = [replace(row, source=source, reservation=reservation) for row in found]
    run = _run(result, rules, publication, rows, synthetic)
    return Aggregates(year, rows, {name: left[name] for name in sorted(left)}, synthetic, run)


def _run(
    result: Result,
    rules: Settings,
    publication: Publication,
    rows: Mapping[str, Sequence[Observation]],
    synthetic: bool,
) -> dict[str, Any]:
    """What the aggregates are made of. The same delivery, rules and library have the same id."""
    signed = dict.fromkeys(one.signature for one in result.found if one.signature)
    made: dict[str, Any] = {
        "year": result.delivery.year,
        "synthetic": synthetic,
        "files": [{"name": one.name, "form": one.form, "records": len(one.records), "sha256": one.checksum}
                  for one in result.delivery.files],
        "rules": rules.told(),
        "publication": publication.told(),
        "signatures": [{"rule": one.rule, "file": one.file, "row": one.row, "value": one.value, "who": one.who,
                        "date": one.date, "why": one.why} for one in signed],
        "library": rooms.digest("registers")[:DIGITS],
    }  # fmt: skip
    identity = hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:DIGITS]
    exhibits = {
        name: {"dataset": some[0].dataset, "cells": len(some), "hidden": sum(row.symbol == HIDDEN for row in some)}
        for name, some in rows.items()
        if some
    }
    return {"version": VERSION, "run": identity, **made, "exhibits": exhibits}


def screen(made: Aggregates) -> Iterator[str]:
    """What has been counted, how much of it is hidden, and what is not counted and why."""
    cells = sum(map(len, made.rows.values()))
    yield f"Counted for {made.year}: {len(made.rows)} exhibits, {cells} cells, of which {made.hidden} are hidden."
    for why in dict.fromkeys(made.left.values()):
        names = [name for name, reason in made.left.items() if reason == why]
        yield f"  not counted, {why}: {', '.join(names)}"


def write(root: Path, made: Aggregates) -> Path:
    """Write them, all or nothing, in the place of those of before; their folder.

    Raises
    ------
    BookError
        When the book cannot be read with them: what was there before is there again.
    """
    place = root / made.folder
    draft, old = place.with_name(f".{place.name}.draft"), place.with_name(f".{place.name}.old")
    recover(place)
    draft.mkdir(parents=True)
    rows = [row for some in made.rows.values() for row in some]
    text = "".join(f"{as_line(line)}\n" for line in (counted.COLUMNS, *map(counted.cells, rows))).encode()
    run = {**made.run, "sha256": hashlib.sha256(text).hexdigest()}
    files.write(draft / counted.FILE, text)
    table = pa.Table.from_pandas(frame_of(rows), schema=schema(), preserve_index=False)
    told = {b"kunnskapsstatus:run": json.dumps(run, ensure_ascii=False).encode()}
    pq.write_table(table.replace_schema_metadata(told), draft / counted.PARQUET)
    files.write(draft / counted.RUN, json.dumps(run, ensure_ascii=False, indent=1) + "\n")
    if place.exists():
        os.rename(place, old)
    os.rename(draft, place)
    try:
        if not made.synthetic:
            store.read(root)
    except BaseException:  # also when it is stopped
        shutil.rmtree(place)
        raise
    finally:
        recover(place)
    return made.folder


def recover(place: Path) -> None:
    """Clear away what a run that was cut off has left: what was there before is there, or what is new is."""
    draft, old = place.with_name(f".{place.name}.draft"), place.with_name(f".{place.name}.old")
    shutil.rmtree(draft, ignore_errors=True)
    if old.exists() and not place.exists():
        os.rename(old, place)
    shutil.rmtree(old, ignore_errors=True)
