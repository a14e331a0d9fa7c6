"""An exhibit shown: one bundle with all forms of it, for the book and for a plain notebook."""

from __future__ import annotations

import html
import os
from dataclasses import asdict
from typing import Any

import pandas as pd

from kunnskapsstatus import places
from kunnskapsstatus.alttext import describe
from kunnskapsstatus.downloads import as_csv
from kunnskapsstatus.drawings import drawing
from kunnskapsstatus.exhibits import TOTAL, Exhibit, printed_name
from kunnskapsstatus.tables import Table, tabulate

MIME = "application/vnd.kunnskapsstatus.exhibit+json"
IN_BOOK = "KUNNSKAPSSTATUS_IN_BOOK"


def bundle(exhibit: Exhibit) -> dict[str, Any]:
    """The MIME bundle. In a book's build only the book's own form; in a plain notebook HTML, SVG and text too."""
    shown = payload(exhibit)
    if os.environ.get(IN_BOOK):
        return {MIME: shown, "text/plain": shown["title"]}
    page = "".join(f"<p>{html.escape(line)}</p>" for line in shown["meta"])
    body = shown["chart"]["svg"] if shown["chart"] else table_html(tabulate(exhibit))
    forms = {"text/html": f"<figure><figcaption>{html.escape(shown['title'])}</figcaption>{body}{page}</figure>", "text/plain": shown["title"]}
    return forms | ({"image/svg+xml": shown["chart"]["svg"]} if shown["chart"] else {})


def payload(exhibit: Exhibit) -> dict[str, Any]:
    """All that the book needs to show an exhibit, as plain data."""
    table = tabulate(exhibit)
    chart = draw(exhibit)
    return {
        "id": exhibit.id,
        "printed": exhibit.definition.printed,
        "kind": "figure" if chart else "table",
        "form": exhibit.definition.form if chart else "table",
        "title": exhibit.definition.title,
        "meta": meta(exhibit),
        "years": list(exhibit.years),
        "year": exhibit.year,
        "state": exhibit.state,
        "source": exhibit.definition.source,
        "alt": chart["alt"] if chart else "",
        "chart": chart,
        "table": asdict(table),
        "csv": as_csv(exhibit),
        "files": [path.relative_to(exhibit.root).as_posix() for path in exhibit.files],
    }


def meta(exhibit: Exhibit) -> list[str]:
    """Population, unit, period and source, then what a reader must know: notes, reservations, a year other than asked for."""
    book, definition, values = exhibit.codebook, exhibit.definition, exhibit.values
    populations = [book.label(("population",), p) for p in dict.fromkeys(values["population"])]
    counted = values[~values["measure"].isin(values.loc[values["text"] != "", "measure"])]
    units = list(dict.fromkeys(row_unit or book.label(("measure",), m) for row_unit, m in zip(counted["unit"], counted["measure"], strict=True)))
    years = exhibit.years
    period = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    sources = definition.source
    printed = printed_name(definition.printed)
    other = exhibit.asked is not None and exhibit.year is not None and exhibit.asked != exhibit.year
    if other and len(years) == 1:
        period += " (eneste år med tall)"
    facts = [f"Gjelder: {', '.join(populations)}"] + ([f"Enhet: {', '.join(units)}"] if units else []) + ([f"Periode: {period}"] if period else [])
    lines = [". ".join(facts) + ".", f"Kilde: {sources}" + (f". Rapporten fra 2019, {printed}" if printed else "") + "."]
    if other and len(years) > 1:
        lines.append(f"Det finnes ikke tall for {exhibit.asked} her. Siste år med tall er {exhibit.year}.")
    lines += [f"Spørsmål: {definition.question}"] if definition.question else []
    lines += [text for text in (definition.missing, definition.note) if text]
    return lines + reservations(values)


def reservations(values: pd.DataFrame) -> list[str]:
    """What a reader must know to use the values, each text once, with the years that it is about."""
    given = values[(values["key"] == "") & (values["reservation"] != "")]
    if given.empty:
        return []
    texts = []
    for text, part in given.groupby("reservation", sort=False):
        years = ", ".join(str(year) for year in sorted(part["year"].dropna().unique()))
        texts.append(f"{years}: {text}" if years and years not in str(text) else str(text))
    return ["Forbehold: " + " ".join(texts)]


def draw(exhibit: Exhibit) -> dict[str, str] | None:
    """The exhibit as a chart, or None where it is a table or has no value to draw."""
    form = exhibit.definition.form
    if form == "table":
        return None
    frame = chart_frame(exhibit)
    if frame["value"].notna().sum() < 2:
        return None
    units = exhibit.values.loc[frame.index, "unit"].replace("", pd.NA).dropna().unique()
    unit = str(units[0]) if len(units) else "antall"
    alt = describe(exhibit, frame, form, "" if unit == "antall" else unit)
    decimals = 0 if (frame["value"].dropna() % 1 == 0).all() or (form != "dots" and frame["value"].abs().max() > 30) else 1
    order = "value" if form == "dots" else exhibit.definition.order
    land = {"outline": places.outline(exhibit.root)} if form == "map" else {}
    return drawing(exhibit.root, frame.reset_index(drop=True), form=form, unit=unit, alt=alt, decimals=decimals, order=order, **land)


def chart_frame(exhibit: Exhibit) -> pd.DataFrame:
    """The observations that a chart of the exhibit draws: one measure; of the shown year, but for lines and for a matrix with years across."""
    frame, definition = exhibit.values, exhibit.definition
    form = definition.form
    if form == "map":
        return _map_frame(exhibit)
    lines = form == "lines"
    single = frame["category"].nunique() < 2 and frame["group"].nunique() < 2
    for dimension, wanted in (("population", definition.population if lines and not single else ""), ("measure", definition.measure)):
        if wanted in set(frame[dimension]):
            frame = frame[frame[dimension] == wanted]
    if frame["measure"].nunique() > 1:
        best = [m for m in ("percent", "mean", "cost-per-inhabitant", "count") if m in set(frame["measure"])]
        if not (lines and set(frame["measure"]) <= {"minimum", "maximum"}):
            frame = frame[frame["measure"] == (best or [frame["measure"].iloc[0]])[0]]
    by_year = lines or (form == "heatmap" and definition.columns == ("year",))
    if not by_year and exhibit.year is not None and frame["year"].notna().any():
        frame = frame[(frame["year"] == exhibit.year) | frame["year"].isna()] if (frame["year"] == exhibit.year).any() else frame
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
    split = next((d for d in ("population", "measure") if frame[d].nunique() > 1 and frame["category"].nunique() < 2), "")
    across = next((d for d in ("population", "measure") if form == "heatmap" and not split and frame[d].nunique() > 1 and frame["group"].nunique() < 2), "")
    return pd.DataFrame(
        {
            "category": frame[split or "category"],
            "category_label": [label((split,), key).capitalize() if split else exhibit.label(key, sentence=False) for key in frame[split or "category"]],
            "group": frame[across or "group"],
            "group_label": [label((across,), g).capitalize() if across else exhibit.label(g, sentence=False) for g in frame[across or "group"]],
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


def table_html(table: Table | dict[str, Any]) -> str:
    """The table as HTML: column heads with scope, row heads, classes for numbers, symbols, bases and totals."""
    data = asdict(table) if isinstance(table, Table) else table

    def cell(given: dict[str, Any], kind: str) -> str:
        spans = "".join(f' {name}="{given[key]}"' for name, key in (("colspan", "columns"), ("rowspan", "rows")) if given[key] > 1)
        text = html.escape(given["text"])
        if given["title"]:
            text = f'<abbr title="{html.escape(given["title"])}">{text}</abbr>'
        if kind in ("head", "stub"):
            scope = ("colgroup" if given["columns"] > 1 else "col") if kind == "head" else ("rowgroup" if given["rows"] > 1 else "row")
            return f'<th scope="{scope}"{spans}>{text}</th>' if given["text"] else f"<td{spans}></td>"
        return f'<td class="{kind}"{spans}>{text}</td>'

    head = "".join("<tr>" + "".join(cell(c, "head") for c in row["cells"]) + "</tr>" for row in data["head"])
    body = "".join(
        "<tr" + (f' class="{row["kind"]}"' if row["kind"] else "") + ">" + "".join(cell(c, c["kind"]) for c in row["cells"]) + "</tr>" for row in data["body"]
    )
    return f'<table class="table exhibit-table"><thead>{head}</thead><tbody>{body}</tbody></table>'
