"""An exhibit shown: one bundle with all forms of it, for the book and for a plain notebook."""

from __future__ import annotations

import html
import os
from dataclasses import asdict
from typing import Any

import pandas as pd

from kunnskapsstatus.exhibits.exhibit import Exhibit, printed_name
from kunnskapsstatus.forms.chart import draw
from kunnskapsstatus.forms.download import as_csv
from kunnskapsstatus.forms.table import Table, tabulate

MIME = "application/vnd.kunnskapsstatus.exhibit+json"
IN_BOOK = "KUNNSKAPSSTATUS_IN_BOOK"


def bundle(exhibit: Exhibit) -> dict[str, Any]:
    """The MIME bundle. In a book's build only the book's own form; in a plain notebook HTML, SVG and text too."""
    shown = payload(exhibit)
    if os.environ.get(IN_BOOK):
        return {MIME: shown, "text/plain": shown["title"]}
    page = "".join(f"<p>{html.escape(line)}</p>" for line in shown["meta"])
    body = shown["chart"]["svg"] if shown["chart"] else table_html(tabulate(exhibit))
    forms = {
        "text/html": f"<figure><figcaption>{html.escape(shown['title'])}</figcaption>{body}{page}</figure>",
        "text/plain": shown["title"],
    }
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
    units = list(
        dict.fromkeys(
            row_unit or book.label(("measure",), m)
            for row_unit, m in zip(counted["unit"], counted["measure"], strict=True)
        )
    )
    years = exhibit.years
    period = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    sources = definition.source
    printed = printed_name(definition.printed)
    other = exhibit.asked is not None and exhibit.year is not None and exhibit.asked != exhibit.year
    if other and len(years) == 1:
        period += " (eneste år med tall)"
    facts = (
        [f"Gjelder: {', '.join(populations)}"]
        + ([f"Enhet: {', '.join(units)}"] if units else [])
        + ([f"Periode: {period}"] if period else [])
    )
    lines = [
        ". ".join(facts) + ".",
        f"Kilde: {sources}" + (f". Rapporten fra 2019, {printed}" if printed else "") + ".",
    ]
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


def table_html(table: Table | dict[str, Any]) -> str:
    """The table as HTML: column heads with scope, row heads, classes for numbers, symbols, bases and totals."""
    data = asdict(table) if isinstance(table, Table) else table

    def cell(given: dict[str, Any], kind: str) -> str:
        spans = "".join(
            f' {name}="{given[key]}"' for name, key in (("colspan", "columns"), ("rowspan", "rows")) if given[key] > 1
        )
        text = html.escape(given["text"])
        if given["title"]:
            text = f'<abbr title="{html.escape(given["title"])}">{text}</abbr>'
        if kind in ("head", "stub"):
            scope = (
                ("colgroup" if given["columns"] > 1 else "col")
                if kind == "head"
                else ("rowgroup" if given["rows"] > 1 else "row")
            )
            return f'<th scope="{scope}"{spans}>{text}</th>' if given["text"] else f"<td{spans}></td>"
        return f'<td class="{kind}"{spans}>{text}</td>'

    head = "".join("<tr>" + "".join(cell(c, "head") for c in row["cells"]) + "</tr>" for row in data["head"])
    body = "".join(
        "<tr"
        + (f' class="{row["kind"]}"' if row["kind"] else "")
        + ">"
        + "".join(cell(c, c["kind"]) for c in row["cells"])
        + "</tr>"
        for row in data["body"]
    )
    return f'<table class="table exhibit-table"><thead>{head}</thead><tbody>{body}</tbody></table>'
