"""An exhibit shown: all its forms as one record, which leaves a kernel as JSON and comes back as it was."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from dataclasses import asdict, dataclass
from typing import Any

from kunnskapsstatus.charts.palette import SHEET
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.chart import Chart, draw, is_drawn
from kunnskapsstatus.forms.choices import Choice, choice
from kunnskapsstatus.forms.download import as_csv
from kunnskapsstatus.forms.jsonstat import as_jsonstat
from kunnskapsstatus.forms.made import made
from kunnskapsstatus.forms.marks import Mark, marks_of
from kunnskapsstatus.forms.markup import table_html
from kunnskapsstatus.forms.notes import not_drawn, notes
from kunnskapsstatus.forms.period import titled
from kunnskapsstatus.forms.sheet import Sheet, sheet_of
from kunnskapsstatus.forms.signs import signs
from kunnskapsstatus.forms.table import Table, tabulate

MIME = "application/vnd.kunnskapsstatus.exhibit+json"
ROOM = 24
"""Pixels beside a chart in a notebook, whose letters may be wider than the book's."""
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ ([\d.]+)"')
FIGURE, TABLE = "figure", "table"
"""What an exhibit is numbered as."""


@dataclass(frozen=True)
class Shown:
    """All that is needed to show an exhibit.

    Attributes
    ----------
    id : the exhibit's id
    printed : the dataset in the report, such as ``table-03``; empty where the report has none
    form : how it is shown: ``table``, or the form of its chart
    title : its title
    notes : its lines, the facts first: population, unit, period and base
    of_table : those of its lines that are about the cells of its table: what their signs mean
    years : the years that it has values for
    asked : the year that it is as of
    state : ``complete``, ``partial`` or ``empty``
    source : whose numbers they are
    chart : the drawn chart; None for a table
    table : its numbers
    csv : its observations as CSV for programs
    sheet : the same for spreadsheets
    jsonstat : its numbers as a JSON-stat cube; empty where it has none
    made : how its numbers came about
    files : the files it is made of, from the book's folder
    choice : what its chart can show instead; None where there is nothing else
    headline : what it shows, in a sentence of its chapter; empty where that has none
    """

    id: str
    printed: str
    form: str
    title: str
    notes: tuple[str, ...]
    of_table: tuple[str, ...]
    years: tuple[int, ...]
    asked: int | None
    state: str
    source: str
    chart: Chart | None
    table: Table
    csv: str
    sheet: Sheet
    jsonstat: str
    made: tuple[str, ...]
    files: tuple[str, ...]
    choice: Choice | None = None
    headline: str = ""

    @property
    def facts(self) -> str:
        """Of whom, in what and when its numbers are, and of how many."""
        return self.notes[0]

    @property
    def kind(self) -> str:
        """What it is numbered as: ``figure`` or ``table``."""
        return FIGURE if self.chart else TABLE

    def to_json(self) -> dict[str, Any]:
        """The record as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Shown:
        """The record that :meth:`to_json` gave."""
        chart = Chart(**data["chart"]) if data["chart"] else None
        lists = {name: tuple(data[name]) for name in ("notes", "of_table", "years", "made", "files")}
        own: dict[str, Any] = {
            "chart": chart,
            "table": Table.from_json(data["table"]),
            "sheet": Sheet.from_json(data["sheet"]),
        }
        own["choice"] = Choice.from_json(data["choice"]) if data["choice"] else None
        return cls(**{**data, **lists, **own})


def kind_of(view: View) -> str:
    """What a view is numbered as when it is shown, without drawing it."""
    return FIGURE if is_drawn(view, _marks(view)) else TABLE


def _marks(view: View) -> tuple[Mark, ...]:
    return marks_of(view) if view.definition.form != "table" else ()


def show(view: View) -> Shown:
    """A view in all its forms."""
    definition, marks = view.definition, _marks(view)
    chart, table = draw(view, marks), tabulate(view)
    of_table = signs(view, table)
    return Shown(
        id=view.id,
        printed=definition.printed,
        form=definition.form if chart else "table",
        title=titled(view, marks) if chart else definition.title,
        notes=(*notes(view), *(not_drawn(view, marks) if chart else ()), *of_table),
        of_table=of_table,
        years=view.years,
        asked=view.asked,
        state=view.state,
        source=view.source,
        chart=chart,
        table=table,
        csv=as_csv(view),
        sheet=sheet_of(view),
        jsonstat=as_jsonstat(view),
        made=made(view),
        files=view.files,
        choice=choice(view, marks) if chart else None,
    )


def bundle(view: View, number: str = "") -> dict[str, Any]:
    """The record by its own MIME type for the book, and HTML, SVG and text for any other notebook, with its number in
    the book where that is known."""
    shown = show(view)
    picture = {"image/svg+xml": shown.chart.svg} if shown.chart else {}
    text = "\n".join((f"{number}: {shown.title}" if number else shown.title, *shown.notes))
    return {MIME: shown.to_json(), "text/html": page(shown, number), "text/plain": text, **picture}


def page(shown: Shown, number: str = "") -> str:
    """An exhibit as HTML with all that belongs to it. Its chart is an image: of drawings in a notebook that it does not
    trust, Jupyter shows the letters alone."""
    head = f"<strong>{html.escape(number)}:</strong> " if number else ""
    body, lines = table_html(shown.table), "<br>".join(map(html.escape, shown.notes[1:]))
    if shown.chart:
        source = f"data:image/svg+xml;base64,{b64encode(_roomy(shown.chart.svg).encode()).decode()}"
        alt, style = html.escape(shown.chart.alt), f"max-width:100%;background:{SHEET}"
        picture = f'<img src="{source}" alt="{alt}" style="{style}">'
        body = f"{picture}<details><summary>Vis tallene</summary>{body}</details>"
    caption = f"<figcaption>{head}{html.escape(shown.title)}<br><small>{html.escape(shown.facts)}</small></figcaption>"
    return f'<figure class="ks-exhibit" id="{shown.id}">{caption}{body}<p><small>{lines}</small></p></figure>'


def _roomy(svg: str) -> str:
    """The picture with room on both sides."""

    def size(found: re.Match[str]) -> str:
        width = float(found[1]) + 2 * ROOM
        return f'width="{width:g}" height="{found[2]}" viewBox="{-ROOM} 0 {width:g} {found[3]}"'

    return _SIZE.sub(size, svg, count=1)
