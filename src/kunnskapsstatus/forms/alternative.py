"""Alternative texts: kind of chart, what is compared, and the main pattern, with numbers."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kunnskapsstatus.exhibits.exhibit import TOTAL, Exhibit
from kunnskapsstatus.numbers import format_number

ANSWERS = ("yes", "partly", "no", "unknown")

KINDS = {
    "bars": "Liggende stolpediagram",
    "lines": "Linjediagram",
    "dots": "Punktdiagram",
    "stacked": "Stablet stolpediagram",
    "heatmap": "Varmekart, en tabell der sterkere farge er høyere tall",
    "diverging": "Stablede stolper om en midtlinje, med nei til venstre, i noen grad og ja til høyre og vet ikke for seg",
    "map": "Kart over Norge",
    "table": "Tabell",
}


def describe(exhibit: Exhibit, frame: pd.DataFrame, form: str, unit: str) -> str:
    """What a chart of ``frame`` shows, for someone who does not see it.

    ``frame`` has the columns of :class:`kunnskapsstatus.charts.ChartData`, and may have ``qualifier``: how the source hedges a value.
    """
    known = frame[frame["value"].notna()]
    start = f"{KINDS[form]}. {exhibit.definition.title}"
    if known.empty:
        return f"{start}. Ingen verdier er kjent."
    special = {"lines": _lines, "heatmap": _matrix, "diverging": _answers, "map": _map}
    pattern = special.get(form, _ranking)(known, unit)
    if form == "map":
        return f"{start}. {pattern}"
    missing = len(frame) - len(known)
    return f"{start}. {pattern}" + (
        f" {missing} verdier mangler." if missing > 1 else " Én verdi mangler." if missing else ""
    )


def _number(value: float, unit: str) -> str:
    return format_number(value, 0 if value == int(value) else 1) + (f" {unit}" if unit else "")


def _name(row: pd.Series[Any]) -> str:
    return str(row["category_label"] if row["category"] != TOTAL or row["group"] in ("", TOTAL) else row["group_label"])


def _lines(known: pd.DataFrame, unit: str) -> str:
    """Where each line begins and ends, with its highest and lowest point between, part by part: never across a break in the series."""
    lines = []
    for _, line in known.groupby(["category", "group"], sort=False):
        line = line.sort_values("year")
        first = line.iloc[0]
        label = (
            " ".join(
                dict.fromkeys(str(v) for v in (first["category_label"], first["group_label"]) if v and v != "I alt")
            )
            or "I alt"
        )
        run = (line["series"] != line["series"].shift()).cumsum()
        lines.append(f"{label}: " + "; brudd; ".join(_course(part, unit) for _, part in line.groupby(run)))
    return ". ".join(lines) + "."


def _course(part: pd.DataFrame, unit: str) -> str:
    """``fra 1 844 i 2016 til 1 668 i 2020``."""
    points = [
        (row["value"], f"{row.get('qualifier', '')} {_number(row['value'], unit)} i {row['year']}".strip())
        for _, row in part.iterrows()
    ]
    ends = [points[0], points[-1]]
    text = points[0][1] if len(points) == 1 else f"fra {ends[0][1]} til {ends[1][1]}"
    for word, extreme in (("høyest", max), ("lavest", min)):
        value, point = extreme(points, key=lambda p: p[0])
        if value not in [end for end, _ in ends]:
            text += f", {word} {point}"
    return text


def _some(names: list[str]) -> str:
    """Up to three names, and how many more there are."""
    shown, more = names[:3], len(names) - 3
    return (
        ", ".join(shown) + f" og {more} til"
        if more > 0
        else " og ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
    )


def _matrix(known: pd.DataFrame, unit: str) -> str:
    """What is compared, the highest and the lowest cell, and the row whose columns differ most."""
    columns = "year" if known["group"].nunique() < 2 <= known["year"].nunique() else "group_label"

    def cells(value: float) -> str:
        found = [f"{row['category_label']} ({row[columns]})" for _, row in known[known["value"] == value].iterrows()]
        return f"{_number(value, unit)}: {_some(found)}"

    parts = ", ".join(dict.fromkeys(map(str, known[columns])))
    text = f"Sammenligner {known['category'].nunique()} rader i kolonnene {parts}. "
    text += f"Høyeste verdi er {cells(known['value'].max())}. Laveste verdi er {cells(known['value'].min())}."
    parted = known[known["group"] != TOTAL] if columns == "group_label" else known
    spread = parted.groupby("category", sort=False)["value"].agg(lambda values: values.max() - values.min())
    if parted[columns].nunique() < 2 or spread.max() == 0:
        return text
    row = parted[parted["category"] == spread.idxmax()].sort_values("value", kind="stable")
    low, high = row.iloc[0], row.iloc[-1]
    span = f"fra {_number(low['value'], unit)} ({low[columns]}) til {_number(high['value'], unit)} ({high[columns]})"
    return f"{text} Størst forskjell mellom kolonnene er det for {high['category_label']}: {span}."


def _answers(known: pd.DataFrame, unit: str) -> str:
    """For each answer where it is most and least common."""
    if set(known["category"]) <= set(ANSWERS):
        known = known.rename(
            columns={
                "category": "group",
                "category_label": "group_label",
                "group": "category",
                "group_label": "category_label",
            }
        )
    sentences = [f"Sammenligner {known['category'].nunique()} spørsmål eller grupper"]
    for answer in ANSWERS:
        part = known[known["group"] == answer]
        if part.empty:
            continue
        high, low = part["value"].max(), part["value"].min()
        most, least = (list(part.loc[part["value"] == value, "category_label"].astype(str)) for value in (high, low))
        text = f"{part['group_label'].iloc[0]} er vanligst for {_some(most)} ({_number(high, unit)})"
        if high > low and answer in ("yes", "no"):
            text += f" og minst vanlig for {_some(least)} ({_number(low, unit)})"
        sentences.append(text)
    return ". ".join(sentences) + "."


def _map(known: pd.DataFrame, unit: str) -> str:
    """How many places there are, and where they lie."""
    counts = (
        known.drop_duplicates("category")
        .groupby("group_label", sort=False)["category"]
        .count()
        .sort_values(ascending=False, kind="stable")
    )
    return f"{counts.sum()} steder: " + ", ".join(f"{number} i {label}" for label, number in counts.items()) + "."


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
