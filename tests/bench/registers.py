"""Ten national years of synthetic registers, and 10 and 100 times as many, counted for all exhibits: by the library and
by pandas alone, each in a process of its own, and whether the numbers are the same. And what it takes to
receive them.
"""

from __future__ import annotations

import json
import math
import resource
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.copies import Copy
from bench.judge import GIB, OURS, Target

PANDAS = "pandas"
TIMES = (1, 10, 100)
"""How many times ten national years."""
YEARS, YEAR, SEED = 10, 2019, 1
"""The survey is of 2019; persons' records are those that give back 2018."""
SENT, PERSON = ("residents", "children", "day-users", "women", "men"), "person"
PART_OF_PANDAS, GROWTH, MOST = 0.2, 1.2, 2.0
TOGETHER = 100_000
"""So many records lie together in a file."""
KINDS, RECEIVED = ("csv", "parquet"), 10
"""How records are sent, and how many times ten national years of them are received: of persons, no two the same."""
MIB = 1024**2
TESTS = str(Path(__file__).resolve().parents[1])
RUN = f"import sys; sys.path.insert(0, {TESTS!r}); from bench.registers import main; main(*sys.argv[1:])"


@dataclass(frozen=True)
class Counted:
    """All exhibits, counted once: seconds, processor seconds and the most bytes that the process held."""

    seconds: float
    processor: float
    peak: int
    numbers: Mapping[str, float | str] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.seconds:7.1f} s, processor {self.processor:7.1f} s, {self.peak / MIB:7.0f} MiB"


Found = dict[tuple[int, str], Counted]
"""By how many times, and who."""


def measure(copy: Copy, folder: Path, times: Iterable[int]) -> Found:
    """Make the records, and count them."""
    found: Found = {}
    print("\nAll exhibits from synthetic registers, ten national years and more:")
    copy.run("-c", RUN, "make", str(folder / "year"))
    for many in times:
        records = multiply(folder / "year", folder / str(many), many * YEARS)
        for who in (OURS, PANDAS):
            run = copy.run("-c", RUN, who, str(folder / str(many)))
            found[many, who] = one = Counted(**json.loads(run.output.splitlines()[-1]))
            print(f"  {records:10,} records ({many:3} ×)  {who:7}{one}", flush=True)
        for path in (folder / str(many)).iterdir():
            path.unlink()
        if many == RECEIVED:
            found |= _received(copy, folder)
    return found


def _received(copy: Copy, folder: Path) -> Found:
    """Receive the records, sent as each kind of file."""
    found: Found = {}
    for kind in KINDS:
        records = send(folder / "year", folder / kind, RECEIVED * YEARS, kind)
        run = copy.run("-c", RUN, kind, str(folder / kind))
        found[RECEIVED, kind] = one = Counted(**json.loads(run.output.splitlines()[-1]))
        print(f"  {records:10,} records ({RECEIVED:3} ×)  received as {kind:7}{one}", flush=True)
        for path in (folder / kind).iterdir():
            path.unlink()
    return found


def targets(found: Found) -> list[Target]:
    """What is judged: the time beside pandas and how it grows, memory, and that all numbers are the same."""
    ours = {times: one for (times, who), one in found.items() if who == OURS}
    made = [
        Target(
            f"all exhibits of {times} × ten years / pandas", one.seconds / found[times, PANDAS].seconds, PART_OF_PANDAS
        )
        for times, one in ours.items()
        if times > 1
    ]
    for before, after in zip(list(ours)[1:], list(ours)[2:], strict=False):
        growth = ours[after].seconds / ours[before].seconds * before / after
        made.append(Target(f"growth from {before} × to {after} ×, beside linear", growth, GROWTH))
    if ours:
        made.append(Target("peak memory of counting, GiB", max(one.peak for one in ours.values()) / GIB, MOST))
        made.append(Target("numbers that pandas gives otherwise", sum(differing(found).values()), 0))
    for kind, one in ((kind, found[RECEIVED, kind]) for kind in KINDS if (RECEIVED, kind) in found):
        made.append(Target(f"peak memory of receiving {kind}, GiB", one.peak / GIB, MOST))
    return made


def differing(found: Found) -> dict[int, int]:
    """How many numbers the two do not have alike, by size."""
    return {
        times: sum(not _same(one.numbers.get(name), other.get(name)) for name in one.numbers.keys() | other.keys())
        for (times, who), one in found.items()
        if who == OURS
        for other in [found[times, PANDAS].numbers]
    }


def _same(one: float | str | None, other: float | str | None) -> bool:
    """Whether two numbers are one; standard deviations, which no engine adds up in another's order, to six digits."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-6)
    return one == other


def multiply(year: Path, to: Path, times: int) -> int:
    """Write the records of a year many times over; how many there are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    to.mkdir(parents=True)
    records = 0
    for path in sorted(year.glob("*.parquet")):
        table = pq.read_table(path)
        records += len(table) * times
        once = max(1, TOGETHER // len(table))
        with pq.ParquetWriter(to / path.name, table.schema) as file:
            for done in range(0, times, once):
                file.write_table(pa.concat_tables([table] * min(once, times - done)))
    return records


def send(year: Path, to: Path, times: int, kind: str) -> int:
    """Write a delivery with the records of a year's persons many times over, each time of others, and those of the
    centres once; how many there are."""
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet as pq

    to.mkdir()
    records = 0
    for path in (path for path in sorted(year.glob("*.parquet")) if path.stem in SENT):
        table = pq.read_table(path).replace_schema_metadata()
        at = table.column_names.index(PERSON) if PERSON in table.column_names else None
        ticks = [(place, one.name) for place, one in enumerate(table.schema) if pa.types.is_boolean(one.type)]
        for place, name in ticks if kind == "csv" else ():
            table = table.set_column(place, name, table[place].cast(pa.int8()))
        schema = table.schema if at is None else table.schema.set(at, pa.field(PERSON, pa.string()))
        writer = {"csv": pyarrow.csv.CSVWriter, "parquet": pq.ParquetWriter}[kind]
        with writer(to / f"{path.stem}-syntetisk.{kind}", schema) as file:
            for time_ in range(1 if at is None else times):
                keys = pa.array(f"{time_}-{row}" for row in range(len(table)))
                file.write_table(table if at is None else table.set_column(at, PERSON, keys))
                records += len(table)
    return records


def make(root: Path, folder: Path) -> None:
    """Write a year's records of all forms: those that give back the report, and KOSTRA, of which any will do."""
    import numpy as np
    import pandas as pd

    from kunnskapsstatus.registers import forms
    from kunnskapsstatus.registers.synthetic.registers import synthesize

    frames = {**synthesize(root, 2018, SEED).frames, **synthesize(root, YEAR, SEED).frames}
    random, municipalities = np.random.default_rng(SEED), 356
    known = forms.of_year(root, YEAR)["kostra"].variables
    frames["kostra"] = pd.DataFrame({
        "cost-per-inhabitant": random.integers(0, 1600, municipalities).astype("float64"),
        **{name: random.choice(list(known[name].categories), municipalities) for name in ("part", "internal-control")},
    })  # fmt: skip
    folder.mkdir(parents=True)
    for form, frame in frames.items():
        frame.to_parquet(folder / f"{form}.parquet", index=False)


def ours(root: Path, files: Mapping[str, Path]) -> dict[str, float | str]:
    """All numbers by the library, which leaves the files where they are."""
    from kunnskapsstatus.registers.tabulation.tabulate import Registers

    registers = Registers(root, files, YEAR)
    counted = registers.tabulate_all(filter(registers.has, registers.tabulations))
    return {
        f"{exhibit} {row.category} {row.group} {row.population} {row.measure}": row.symbol or row.text or row.value
        for exhibit, rows in counted.items()
        for row in rows
    }


def by_pandas(root: Path, files: Mapping[str, Path]) -> dict[str, float | str]:
    """All numbers by pandas."""
    from bench.analyst import Analyst

    return Analyst(root, files, YEAR).numbers()


def received(root: Path, folder: Path) -> dict[str, float | str]:
    """How many records of each form there are, when all rules have been tried on them."""
    from kunnskapsstatus.registers import control, delivery

    result = control.control(delivery.read(root, folder, YEAR - 1), folder / delivery.SIGNATURES)
    return {form: float(len(records)) for form, records in result.delivery.records.items()}


def main(what: str, folder: str) -> None:
    """Do one of them in a book's folder, and print what it took."""
    root, where = Path.cwd(), Path(folder)
    if what == "make":
        make(root, where)
        return
    import duckdb  # noqa: F401  both have imported what they need before the clock starts
    import pandas  # noqa: F401

    from kunnskapsstatus.registers.tabulation import tabulate  # noqa: F401

    start, used = time.perf_counter(), _spent()
    numbers: dict[str, Any]
    if what in KINDS:
        numbers = received(root, where)
    else:
        numbers = {OURS: ours, PANDAS: by_pandas}[what](root, {one.stem: one for one in where.iterdir()})
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    took = {"seconds": time.perf_counter() - start, "processor": _spent() - used, "peak": held}
    print(json.dumps({**took, "numbers": numbers}))


def _spent() -> float:
    return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
