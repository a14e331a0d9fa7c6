"""Alternative texts: kind of chart, what is compared, and the main pattern, with numbers."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kunnskapsstatus.exhibits import TOTAL, Exhibit
from kunnskapsstatus.numbers import format_number

KINDS = {"bars": "Liggende stolpediagram", "lines": "Linjediagram", "dots": "Punktdiagram", "stacked": "Stablet stolpediagram", "table": "Tabell"}


def describe(exhibit: Exhibit, frame: pd.DataFrame, form: str, unit: str) -> str:
    """What a chart of ``frame`` shows, for someone who does not see it.

    ``frame`` has the columns of :class:`kunnskapsstatus.charts.ChartData`.
    """
    known = frame[frame["value"].notna()]
    start = f"{KINDS[form]}. {exhibit.definition.title}"
    if known.empty:
        return f"{start}. Ingen verdier er kjent."
    pattern = _lines(known, unit) if form == "lines" else _ranking(known, unit)
    missing = len(frame) - len(known)
    return f"{start}. {pattern}" + (f" {missing} verdier mangler." if missing > 1 else " Én verdi mangler." if missing else "")


def _number(value: float, unit: str) -> str:
    return format_number(value, 0 if value == int(value) else 1) + (f" {unit}" if unit else "")


def _name(row: pd.Series[Any]) -> str:
    return str(row["category_label"] if row["category"] != TOTAL or row["group"] in ("", TOTAL) else row["group_label"])


def _lines(known: pd.DataFrame, unit: str) -> str:
    parts = []
    for _, part in known.groupby(["category", "group"], sort=False):
        part = part.sort_values("year")
        first, last = part.iloc[0], part.iloc[-1]
        label = " ".join(dict.fromkeys(str(v) for v in (first["category_label"], first["group_label"]) if v and v != "I alt")) or "I alt"
        parts.append(f"{label}: {_number(first['value'], unit)} i {first['year']}, {_number(last['value'], unit)} i {last['year']}")
    breaks = " Serien har brudd." if known["series"].replace("", pd.NA).dropna().nunique() > 1 else ""
    return "; ".join(parts) + "." + breaks


def _ranking(known: pd.DataFrame, unit: str) -> str:
    if known["year"].nunique() > 1:
        known = known[known["year"] == known["year"].max()]
    sentences = []
    both = known["category"].nunique() > 1 and known["group"].nunique() > 1
    for group, part in known.groupby("group", sort=False) if both else [("", known)]:
        part = part[part["category"] != TOTAL] if (part["category"] != TOTAL).any() else part
        part = part.sort_values("value", ascending=False, kind="stable")
        high, low = part.iloc[0], part.iloc[-1]
        lead = f"{high['group_label']}: " if group and both else ""
        text = f"{lead}høyest er {_name(high)} med {_number(high['value'], unit)}"
        if len(part) > 1:
            text += f", lavest er {_name(low)} med {_number(low['value'], unit)}"
        sentences.append(text[:1].upper() + text[1:])
    return ". ".join(sentences[:8]) + "."
