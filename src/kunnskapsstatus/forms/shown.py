"""An exhibit shown: all its forms as one record, which leaves a kernel as JSON and comes back as it was."""

from __future__ import annotations

import html
from dataclasses import asdict, dataclass
from typing import Any

from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.forms.chart import Chart, draw
from kunnskapsstatus.forms.download import as_csv
from kunnskapsstatus.forms.marks import marks_of
from kunnskapsstatus.forms.markup import table_html
from kunnskapsstatus.forms.notes import not_drawn, notes
from kunnskapsstatus.forms.table import Table, tabulate

MIME = "application/vnd.kunnskapsstatus.exhibit+json"


@dataclass(frozen=True)
class Shown:
    """All that is needed to show an exhibit.

    Attributes
    ----------
    id : the exhibit's id
    printed : the dataset in the report, such as ``table-03``; empty where the report has none
    form : how it is shown: ``table``, or the form of its chart
    title : its title
    notes : the lines under it
    years : the years that it has values for
    state : ``complete``, ``partial`` or ``empty``
    source : whose numbers they are
    chart : the drawn chart; None for a table
    table : its numbers
    csv : its observations as CSV
    files : the files it is made of, from the book's folder
    """

    id: str
    printed: str
    form: str
    title: str
    notes: tuple[str, ...]
    years: tuple[int, ...]
    state: str
    source: str
    chart: Chart | None
    table: Table
    csv: str
    files: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What it is numbered as: ``figure`` or ``table``."""
        return "figure" if self.chart else "table"

    def to_json(self) -> dict[str, Any]:
        """The record as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Shown:
        """The record that :meth:`to_json` gave."""
        chart = Chart(**data["chart"]) if data["chart"] else None
        lists = {name: tuple(data[name]) for name in ("notes", "years", "files")}
        return cls(**{**data, **lists, "chart": chart, "table": Table.from_json(data["table"])})


def show(view: View) -> Shown:
    """A view in all its forms."""
    definition, marks = view.definition, marks_of(view) if view.definition.form != "table" else ()
    chart = draw(view, marks)
    return Shown(
        id=view.id,
        printed=definition.printed,
        form=definition.form if chart else "table",
        title=definition.title,
        notes=(*notes(view), *(not_drawn(view, marks) if chart else ())),
        years=view.years,
        state=view.state,
        source=definition.source,
        chart=chart,
        table=tabulate(view),
        csv=as_csv(view),
        files=view.files,
    )


def bundle(view: View) -> dict[str, Any]:
    """The record by its own MIME type for the book, and HTML, SVG and text for any other notebook."""
    shown = show(view)
    body = shown.chart.svg if shown.chart else table_html(shown.table)
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in shown.notes)
    page = f"<figure><figcaption>{html.escape(shown.title)}</figcaption>{body}{lines}</figure>"
    picture = {"image/svg+xml": shown.chart.svg} if shown.chart else {}
    return {MIME: shown.to_json(), "text/html": page, "text/plain": shown.title, **picture}
