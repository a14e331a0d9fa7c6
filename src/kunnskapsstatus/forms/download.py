"""An exhibit's data as CSV: tidy, with labels, units, symbols and sources."""

from __future__ import annotations

import csv
import io

import pandas as pd

from kunnskapsstatus.exhibits.exhibit import Exhibit

COLUMNS = (
    "category", "category_label", "group", "group_label", "year", "population", "measure", "unit", "value", "symbol", "text",
    "base", "qualifier", "series", "reservation", "source",
)  # fmt: skip


def as_csv(exhibit: Exhibit) -> str:
    """All observations of an exhibit as UTF-8 CSV text with a header; values with a decimal point, missing ones empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for _, row in exhibit.frame.iterrows():
        given = {
            **row,
            "category_label": exhibit.label(row["category"], sentence=False),
            "group_label": exhibit.label(row["group"], sentence=False),
            "value": "" if pd.isna(row["value"]) else f"{row['value']:.{int(row['decimals'])}f}",
            "source": row["source"] or exhibit.definition.source,
        }
        writer.writerow(
            ["" if not isinstance(given[name], str) and pd.isna(given[name]) else given[name] for name in COLUMNS]
        )
    return out.getvalue()
