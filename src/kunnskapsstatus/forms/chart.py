"""From an exhibit to the rows that its chart draws, and to the drawn chart."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kunnskapsstatus.charts import ChartData, Datum
from kunnskapsstatus.data import places
from kunnskapsstatus.exhibits.exhibit import TOTAL, Exhibit
from kunnskapsstatus.forms.alternative import describe
from kunnskapsstatus.forms.drawing import drawing


def draw(exhibit: Exhibit) -> dict[str, str] | None:
    """The exhibit as a chart: ``svg``, ``html`` and ``alt``. None where it is a table or has no value to draw."""
    form = exhibit.definition.form
    if form == "table":
        return None
    frame = chart_frame(exhibit)
    if frame["value"].notna().sum() < 2:
        return None
    units = exhibit.values.loc[frame.index, "unit"].replace("", pd.NA).dropna().unique()
    unit = str(units[0]) if len(units) else "antall"
    alt = describe(exhibit, frame.assign(qualifier=exhibit.values["qualifier"]), form, "" if unit == "antall" else unit)
    decimals = (
        0 if (frame["value"].dropna() % 1 == 0).all() or (form != "dots" and frame["value"].abs().max() > 30) else 1
    )
    order = "value" if form == "dots" else exhibit.definition.order
    shown: dict[str, Any] = {"form": form, "unit": unit, "alt": alt, "decimals": decimals, "order": order}
    if form == "map":
        shown["outline"] = places.outline(exhibit.root)
    rows = tuple(_datum(row) for row in frame.to_dict("records"))
    return {**drawing(exhibit.root, ChartData(rows=rows, **shown)), "alt": alt}


def _datum(row: dict[Any, Any]) -> Datum:
    known: dict[str, Any] = {name: None if pd.isna(value) else value for name, value in row.items()}
    return Datum(**known)


def chart_frame(exhibit: Exhibit) -> pd.DataFrame:
    """The observations that a chart of the exhibit draws: one measure; of the shown year, but for lines and for a matrix with years across."""
    frame, definition = exhibit.values, exhibit.definition
    form = definition.form
    if form == "map":
        return _map_frame(exhibit)
    lines = form == "lines"
    single = frame["category"].nunique() < 2 and frame["group"].nunique() < 2
    for dimension, wanted in (
        ("population", definition.population if lines and not single else ""),
        ("measure", definition.measure),
    ):
        if wanted in set(frame[dimension]):
            frame = frame[frame[dimension] == wanted]
    if frame["measure"].nunique() > 1:
        best = [m for m in ("percent", "mean", "cost-per-inhabitant", "count") if m in set(frame["measure"])]
        if not (lines and set(frame["measure"]) <= {"minimum", "maximum"}):
            frame = frame[frame["measure"] == (best or [frame["measure"].iloc[0]])[0]]
    by_year = lines or (form == "heatmap" and definition.columns == ("year",))
    if not by_year and exhibit.year is not None and frame["year"].notna().any():
        frame = (
            frame[(frame["year"] == exhibit.year) | frame["year"].isna()]
            if (frame["year"] == exhibit.year).any()
            else frame
        )
    if not lines:
        for dimension in ("category", "group"):
            if frame[dimension].nunique() > 1:
                keep = form in ("stacked", "diverging") or (form == "heatmap" and dimension == "group")
                frame = frame if keep else frame[frame[dimension] != TOTAL]
        if form in ("stacked", "diverging"):
            total_row = frame["category"].nunique() > 1 and set(frame["category"]) & {TOTAL}
            frame = frame[frame["category"] != TOTAL] if total_row else frame
    else:
        frame = frame[frame["year"].notna()]
    frame = frame.drop_duplicates(["category", "group", "year", "population", "measure"])
    label = exhibit.codebook.label
    split = next(
        (d for d in ("population", "measure") if frame[d].nunique() > 1 and frame["category"].nunique() < 2), ""
    )
    across = next(
        (
            d
            for d in ("population", "measure")
            if form == "heatmap" and not split and frame[d].nunique() > 1 and frame["group"].nunique() < 2
        ),
        "",
    )
    return pd.DataFrame(
        {
            "category": frame[split or "category"],
            "category_label": [
                label((split,), key).capitalize() if split else exhibit.label(key, sentence=False)
                for key in frame[split or "category"]
            ],
            "group": frame[across or "group"],
            "group_label": [
                label((across,), g).capitalize() if across else exhibit.label(g, sentence=False)
                for g in frame[across or "group"]
            ],
            "year": frame["year"],
            "value": frame["value"],
            "series": frame["series"],
            "symbol": frame["symbol"],
            "base": frame["base"],
        },
        index=frame.index,
    )


def _map_frame(exhibit: Exhibit) -> pd.DataFrame:
    """One row for each place: its municipality's coordinates, its region as the group, and 1 as the value."""
    frame = exhibit.values
    texts = {(row["category"], row["measure"]): str(row["text"]) for _, row in frame.iterrows()}
    shown = frame[frame["measure"] == "municipality"]
    names = [text.removeprefix("trolig ") for text in shown["text"]]
    at = places.municipalities(exhibit.root)
    regions = [texts.get((key, "region"), "") for key in shown["category"]]
    return pd.DataFrame(
        {
            "category": shown["category"],
            "category_label": [exhibit.label(key, sentence=False) for key in shown["category"]],
            "group": regions,
            "group_label": regions,
            "year": shown["year"],
            "value": 1.0,
            "series": shown["series"],
            "symbol": shown["symbol"],
            "place": names,
            "latitude": [at[name][0] for name in names],
            "longitude": [at[name][1] for name in names],
        },
        index=shown.index,
    )
