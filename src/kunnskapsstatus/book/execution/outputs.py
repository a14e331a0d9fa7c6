"""What a cell may show: what has a form in HTML and in the PDF alike. All else is refused at its line, with what to do.

What is printed is shown only where the cell is tagged ``show-output``, and never at length. A warning is for the
author, not for readers.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from nbformat import NotebookNode

from kunnskapsstatus.chapter import listing
from kunnskapsstatus.forms import own, shown

ASKED = "show-output"
"""The tag of a cell whose printed text is for readers."""
OPTIONS = {"alt", "caption", "name"}
"""Options of a cell that are about what it shows."""
MOST_LINES, MOST_CHARACTERS = 60, 4000
PICTURES = ("image/svg+xml", "image/png")
FORMS = (shown.MIME, listing.MIME, own.MIME, "text/markdown", *PICTURES, "text/latex")
"""What has a form in the book, the best first. A notebook offers several of the same thing."""
BITMAPS = ("image/jpeg", "image/gif", "image/webp", "application/pdf")
HTML = "text/html"
PLAIN = "text/plain"
_WARNING = re.compile(r"^(?P<file>\S+):(?P<line>\d+): (?P<kind>\w+Warning): (?P<said>.*)$", re.M)
_OWN_CODE = "ipykernel_"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MARKDOWN = MarkdownIt("commonmark").enable("table")
_UNREAD = {"html_block": "HTML", "html_inline": "HTML", "table_open": "a table"}
"""What Markdown from a cell has no form for, by its token."""
_ROLE = re.compile(r"\{[\w:.+-]+\}\s*`|\$[^\s$][^$\n]*\$")
_KIND = re.compile(r"<(?:[\w.]+\.)?(\w+) (?:object|at )")
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
_TAG = "write `:tags: [show-output]` as the first line of the cell"


class Refusal(NamedTuple):
    """What is not shown: the line of the cell, counted from 1, what was found, and what to do."""

    cause: str
    remedy: str
    line: int = 1


def may_show(cell: NotebookNode) -> Iterator[tuple[NotebookNode | None, Refusal | None]]:
    """Each output of a cell that has run: with the one form that the book shows, or why it is refused."""
    asked = ASKED in cell.metadata.get("tags", [])
    removed = set(cell.metadata.get("tags", []))
    outputs = cell.outputs
    formed = [output for output in outputs if output.output_type != "stream" and {*FORMS} & output.data.keys()]
    if OPTIONS & cell.metadata.keys() and len(formed) > 1:
        cause = (
            f"this code cell has {' and '.join(sorted(OPTIONS & cell.metadata.keys()))}, and shows {len(formed)} things"
        )
        yield None, Refusal(cause, "Give each chart, table and picture a cell of its own")
        return
    for output in outputs:
        if output.output_type != "stream":
            refusal = _refused(output, cell.metadata, asked)
        elif output.name == "stdout":
            refusal = None if "remove-stdout" in removed else _printed(output.text, asked)
        else:
            refusal = None if "remove-stderr" in removed else _warned(output.text)
        yield (None if refusal else output), refusal


def _printed(text: str, asked: bool) -> Refusal | None:
    lines = text.splitlines()
    if not asked:
        return Refusal(f"this code cell prints «{_start(text)}»", f"Leave it out, or {_TAG} if it is for readers")
    if len(lines) > MOST_LINES or len(text) > MOST_CHARACTERS:
        return Refusal(
            f"this code cell prints {len(lines)} lines, {len(text)} characters",
            f"Print no more than {MOST_LINES} lines and {MOST_CHARACTERS} characters, or show a table",
        )
    return _of_this_machine(text)


def _of_this_machine(text: str) -> Refusal | None:
    """Why a text is of this machine or of this run alone, and would be another in the next build."""
    places = (str(Path.home()), tempfile.gettempdir(), str(Path.cwd()))
    if place := next((place for place in places if len(place) > 1 and f"{place}/" in text), ""):
        return Refusal(
            f"this code cell shows a path of this machine: «{_start(text[text.index(place) :])}»",
            "Show what is the same everywhere",
        )
    if control := _CONTROL.search(text):
        return Refusal(
            f"this code cell shows the control character {control[0]!r}", "Show text without colours and signs"
        )
    if _ADDRESS.search(text):
        return Refusal(
            f"this code cell shows where Python keeps something: «{_start(text)}»",
            "End its last line with a semicolon, or show what the object holds",
        )
    return None


def _warned(text: str) -> Refusal:
    if warning := _WARNING.search(text):
        return Refusal(
            f"this code cell has a warning: {warning['said']} ({warning['kind']})",
            "Correct what it warns of; readers are not to see it",
            int(warning["line"]) if _OWN_CODE in warning["file"] else 1,
        )
    return Refusal(
        f"this code cell writes an error message: «{_start(text)}»",
        "Correct what it tells of; readers are not to see it",
    )


def alternative(options: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    """What a picture shows, in words: by the option of its cell, else as the picture itself says."""
    image = options.get("mystnb", {}).get("image", {})
    return str(options.get("alt") or image.get("alt") or own.get("alt") or "")


def _refused(output: NotebookNode, options: Mapping[str, Any], asked: bool) -> Refusal | None:
    """Leave only the form that the book shows in an output; why it is refused where there is none."""
    data = output.data
    if "scrapbook" in output.metadata:
        return Refusal(
            "this code cell glues a value, and the book has no glue",
            "Write {eval}`name` in the sentence, and show a table or a chart where it stands",
        )
    form = next((form for form in FORMS if form in data), "")
    if not form and asked and HTML not in data and PLAIN in data:
        form = PLAIN
    if not form:
        return _formless(data)
    output.data = {form: data[form]}
    if form == PLAIN:
        return _printed(data[form], asked)
    if form == "text/markdown":
        return _of_this_machine(data[form]) or _unread(data[form])
    if form in PICTURES:
        return None if alternative(options, output.metadata.get(form, {})) else _wordless("a picture")
    return _unfit(own.Own.from_json(data[form]), options) if form == own.MIME else None


def _unfit(made: own.Own, options: Mapping[str, Any]) -> Refusal | None:
    if made.fault:
        return Refusal(f"this code cell shows {made.fault}", made.remedy)
    words = made.chart is None or alternative(options, {"alt": made.chart.alt})
    return None if words else _wordless("an Altair chart", ", or give the chart a title or a description")


def _unread(text: str) -> Refusal | None:
    """Why Markdown from a cell is not all read. Roles in it are text: what is computed from data is never code."""
    tokens = [inner for token in _MARKDOWN.parse(text) for inner in (token, *(token.children or ()))]
    what = next((_UNREAD[token.type] for token in tokens if token.type in _UNREAD), "")
    if not what and _ROLE.search(text):
        what = "a role or a formula"
    remedy = "Write it in the chapter itself; show a table as a data frame"
    return (
        Refusal(f"this code cell shows Markdown with {what} in it, which is not read there", remedy) if what else None
    )


def _wordless(what: str, more: str = "") -> Refusal:
    return Refusal(
        f"this code cell shows {what} without an alternative text",
        f"Say what it shows, as the cell's first line: `:alt: Antall barn er doblet fra 2014 til 2018.`{more}",
    )


def _formless(data: NotebookNode) -> Refusal:
    kinds = [kind for kind in data if kind != PLAIN]
    remedy = "Show an exhibit, a plain data frame, an Altair chart, a picture (SVG, PNG) or Markdown"
    if not kinds:
        return Refusal(
            f"the last line of this code cell shows «{_start(data.get(PLAIN, ''))}»",
            f"End it with a semicolon, give it a name, or {_TAG} if it is for readers",
        )
    if kind := next((kind for kind in kinds if kind in BITMAPS), ""):
        return Refusal(f"this code cell shows a picture as {kind}, which the book cannot set", "Save it as SVG or PNG")
    return Refusal(f"this code cell shows {_named(kinds, data)}, which cannot be printed in the PDF", remedy)


def _named(kinds: list[str], data: NotebookNode) -> str:
    if any("plotly" in kind for kind in kinds):
        return "a Plotly chart"
    if any("widget" in kind for kind in kinds):
        return "a widget"
    if any("javascript" in kind for kind in kinds):
        return "a script"
    if HTML in kinds:
        kind = _KIND.match(str(data.get(PLAIN, "")))
        return f"HTML ({kind[1]})" if kind and kind[1] != "HTML" else "HTML"
    return ", ".join(kinds)


def _start(text: str) -> str:
    line = next((line.strip() for line in str(text).splitlines() if line.strip()), "")
    return line if len(line) <= 60 else f"{line[:60]}…"
