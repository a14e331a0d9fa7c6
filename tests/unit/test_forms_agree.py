"""All forms of an exhibit say the same: rows, labels, year, value, unit and population; words have the numbers of the
table."""

import csv
import io
import json
import re
from decimal import Decimal
from functools import cache

import pytest
from books import ROOT

from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.exhibits import lookup
from kunnskapsstatus.exhibits.view import View, view_of
from kunnskapsstatus.forms.chart import chart_data, is_drawn
from kunnskapsstatus.forms.download import as_csv
from kunnskapsstatus.forms.jsonstat import as_jsonstat
from kunnskapsstatus.forms.marks import marks_of
from kunnskapsstatus.forms.notes import notes
from kunnskapsstatus.forms.sheet import MARK, as_norwegian_csv, sheet_of
from kunnskapsstatus.forms.table import tabulate
from kunnskapsstatus.keys import BASE

DRAWN = (
    "reasons-for-stay", "residents", "men-share", "full-women-by-size", "resident-help-by-organisation",
    "implementation-systems", "cost-by-size", "nights-per-stay", "municipal-spending",
)  # fmt: skip
TABLES = ("cost-by-part", "driver-means", "driver-items", "competence-plans", "services-since-2018")


@cache
def view(identifier: str) -> View:
    return view_of(open_book(ROOT), identifier, 2024)


def said(number: float, decimals: int) -> str:
    """A number with a point, rounded as a reader rounds what is printed: by its digits, a half up."""
    whole, _, digits = format(Decimal(repr(abs(number))), "f").partition(".")
    kept, rest = digits[:decimals].ljust(decimals, "0"), digits[decimals : decimals + 1]
    units = str(int(whole + kept) + (rest >= "5")).rjust(decimals + 1, "0")
    sign = "-" if number < 0 and int(units) else ""
    return sign + (f"{units[:-decimals]}.{units[-decimals:]}" if decimals else units)


@pytest.mark.parametrize("identifier", [*DRAWN, *TABLES])
def test_what_is_taken_along_has_the_rows_of_the_view_with_their_labels(identifier: str) -> None:
    shown = view(identifier)
    wanted = [
        (
            shown.label(row.category),
            shown.label(row.group),
            str(row.year or ""),
            said(row.value, row.decimals),
            row.unit,
        )
        for row in shown.rows
        if row.known
    ]
    lines = csv.DictReader(io.StringIO(as_csv(shown)))
    columns = ("category_label", "group_label", "year", "value", "unit")
    assert [tuple(line[name] for name in columns) for line in lines if line["value"]] == wanted
    sheet = sheet_of(shown)
    norwegian = csv.DictReader(io.StringIO(as_norwegian_csv(sheet).removeprefix(MARK)), delimiter=";")
    assert [line["Verdi"].replace(",", ".") for line in norwegian if line["Verdi"]] == [row[3] for row in wanted]
    cells = [dict(zip(sheet.heads, row, strict=True)) for row in sheet.rows]
    places = [(row.get("Kategori", "I alt"), row.get("År"), row["Verdi"]) for row in cells]
    known = [(shown.label(row.category), row.year, row.value if row.known else None) for row in shown.rows]
    assert places == known
    cube = json.loads(as_jsonstat(shown) or "{}").get("value", [])
    values = [value for value in (cube.values() if isinstance(cube, dict) else cube) if value is not None]
    assert {round(value, 6) for value in values} <= {round(row.value, 6) for row in shown.rows if row.known}


def test_a_half_is_rounded_up_in_all_forms() -> None:
    """0.975 and 1.325, which are a little less in binary: table 22 of the report has two decimals."""
    shown = view("driver-items")
    halves = {row.category: row for row in shown.rows if row.value in (0.975, 1.325)}
    assert {said(row.value, 2) for row in halves.values()} == {"0.98", "1.33"}
    cells = {cell.text for row in tabulate(shown).body for cell in row.cells}
    assert {"0,98", "1,33"} <= cells
    for row in halves.values():
        assert lookup.number(shown, row.category, row.group, row.measure).bare in {"0,98", "1,33"}


@pytest.mark.parametrize("identifier", DRAWN)
def test_a_chart_and_its_words_have_the_numbers_of_the_table(identifier: str) -> None:
    shown = view(identifier)
    marks = marks_of(shown)
    assert is_drawn(shown, marks)
    known = {(row.year, row.value) for row in shown.values if row.known}
    assert {(mark.row.year, mark.value) for mark in marks if mark.known} <= known
    data = chart_data(shown, marks)
    assert [datum.value for datum in data.rows] == [mark.value if mark.known else None for mark in marks]
    cells = {cell.text.replace("\u00a0%", "") for row in tabulate(shown).body for cell in row.cells}
    (unit,) = {row.unit for row in shown.values if row.measure == shown.measure} or {""}
    told = re.findall(rf"(?:er|med|til|fra|høyest|lavest|\() ?(\u2212?[\d\u00a0,]+) {unit or 'i'}\b", data.alt)
    assert told and [number for number in told if number not in cells] == []


@pytest.mark.parametrize("identifier", [*DRAWN, *TABLES])
def test_the_facts_name_the_unit_and_of_whom(identifier: str) -> None:
    shown, facts = view(identifier), notes(view(identifier))[0]
    units = {row.unit for row in shown.values if row.known and row.unit and row.measure != BASE}
    assert [unit for unit in units if unit not in facts] == []
    assert [one for one in shown.populations if one not in facts and len(shown.populations) == 1] == []
    assert all(str(end) in facts for end in shown.years[:1])
