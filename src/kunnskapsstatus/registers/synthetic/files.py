"""Synthetic registers as files: Parquet, one a form, marked as synthetic in their names and inside."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kunnskapsstatus.data.invented import INVENTED
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.registers.needed import needs
from kunnskapsstatus.registers.synthetic.compare import compare
from kunnskapsstatus.registers.synthetic.registers import synthesize

NEEDED = ("scipy", "duckdb")


def write(root: Path, folder: Path, year: int, seed: int) -> list[str]:
    """Write a year's registers into a folder, and say what they are: the files, and the printed numbers that no
    register can give back.

    Raises
    ------
    BookError
        For a folder of the book, one that has other files, a year of which too little is printed, and where a library
        is not installed.
    """
    needs(*NEEDED)
    if folder.is_relative_to(root):
        remedy = "Name a folder outside the book: what is invented never lies among its data."
        raise BookError("this folder is the book's", file=folder, remedy=remedy)
    if others := [path.name for path in folder.glob("*") if INVENTED not in path.name]:
        raise BookError(f"{others[0]} lies there", file=folder, remedy="Name a folder of its own, or a new one.")
    made = synthesize(root, year, seed)
    said = write_forms(folder, made.frames, year, seed)
    tables = compare(root, made.frames, year)
    numbers = sum(table.numbers for table in tables)
    told = [f"  {table.dataset}: {'; '.join(table.differing)}" for table in tables if table.differing]
    back = f"{numbers} printed numbers in {len(tables)} tables are given back"
    return [*said, "", f"{back}, but these, which hold in no register:" if told else f"{back}, all of them", *told]


def write_forms(folder: Path, frames: Mapping[str, pd.DataFrame], year: int, seed: int) -> list[str]:
    """Write the records of each form, and say how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    said = []
    for form, frame in frames.items():
        path = folder / f"{form}-{year}-{INVENTED}.parquet"
        table = pa.Table.from_pandas(frame, preserve_index=False)
        pq.write_table(table.replace_schema_metadata({INVENTED: f"seed {seed}"}), path)
        said.append(f"{path.name}: {len(frame)} records")
    return said
