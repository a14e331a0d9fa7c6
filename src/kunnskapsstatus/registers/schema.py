"""What the answers of a form must be, as a schema of pandera: what must be there, and what lies between which
numbers."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kunnskapsstatus.registers.form import NUMBERS, Form

REQUIRED, BOUNDS = "missing-answer", "out-of-bounds"


def failures(form: Form, records: pd.DataFrame) -> dict[tuple[str, str], list[int]]:
    """The records, as counted from 0, whose answers fail: by what is wrong and by column."""
    import pandera.pandas as pa

    columns: dict[str, Any] = {}
    for name, variable in form.columns.items():
        if name not in records.columns:
            continue
        limits = variable.type in NUMBERS and (variable.lowest, variable.highest) != (None, None)
        checks = [pa.Check.in_range(variable.lowest, variable.highest, error=BOUNDS)] if limits else []
        if checks or variable.required:
            columns[name] = pa.Column(nullable=not variable.required, checks=checks)
    try:
        pa.DataFrameSchema(columns).validate(records[list(columns)].reset_index(drop=True), lazy=True)
    except pa.errors.SchemaErrors as errors:
        found: dict[tuple[str, str], list[int]] = {}
        for column, check, place in errors.failure_cases[["column", "check", "index"]].itertuples(index=False):
            found.setdefault((BOUNDS if check == BOUNDS else REQUIRED, str(column)), []).append(int(place))
        return found
    return {}
