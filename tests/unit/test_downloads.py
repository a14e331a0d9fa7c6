"""What one can take along of an exhibit, as those who take it read it."""

import csv
import io
import json
import math
import re
import zipfile
from dataclasses import replace
from html import escape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyjstat import pyjstat

from kunnskapsstatus import paths
from kunnskapsstatus.book.pages import along, embed
from kunnskapsstatus.book.pages.offer import Place
from kunnskapsstatus.book.pages.pictures import picture
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.exhibits.view import View, view_of
from kunnskapsstatus.forms.jsonstat import as_jsonstat
from kunnskapsstatus.forms.made import made
from kunnskapsstatus.forms.notes import notes
from kunnskapsstatus.forms.sheet import Sheet, as_norwegian_csv, sheet_of
from kunnskapsstatus.forms.shown import show
from kunnskapsstatus.forms.xlsx import as_xlsx
from kunnskapsstatus.keys import BASE

BOOK = open_book(paths.root())
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULA = "=1+1"


def view(identifier: str) -> View:
    return view_of(BOOK, identifier, 2024)


def parts(workbook: bytes) -> dict[str, ElementTree.Element]:
    """The parts of a workbook, by name."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        return {name: ElementTree.fromstring(packed.read(name)) for name in packed.namelist()}


def cells(workbook: bytes) -> dict[str, str | float]:
    """What stands in each cell of the sheet."""
    found = parts(workbook)
    texts = ["".join(text.itertext()) for text in found["xl/sharedStrings.xml"].iter(f"{MAIN}si")]
    return {
        cell.attrib["r"]: texts[int(value.text or "")] if cell.get("t") == "s" else float(value.text or "")
        for cell in found["xl/worksheets/sheet1.xml"].iter(f"{MAIN}c")
        if (value := cell.find(f"{MAIN}v")) is not None
    }


def test_a_norwegian_excel_reads_the_csv_for_it() -> None:
    text = as_norwegian_csv(sheet_of(view("driver-means")))
    assert text.startswith("\ufeffKategori;")
    rows = [*csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")]
    known = [row for row in view("driver-means").rows if row.known]
    assert [row["Verdi"] for row in rows if row["Verdi"]] == [
        f"{row.value:.{row.decimals}f}".replace(".", ",") for row in known
    ]
    assert any("," in row["Verdi"] for row in rows)


def test_a_sheet_has_its_title_first_then_notes_and_one_table_of_all_rows() -> None:
    shown = view("reasons-for-stay")
    workbook = as_xlsx(sheet_of(shown))
    told, found = cells(workbook), parts(workbook)
    sheet, table = found["xl/worksheets/sheet1.xml"], found["xl/tables/table1.xml"]
    first, last = re.findall(r"[A-Z]+(\d+)", table.attrib["ref"])
    assert told["A1"] == "Årsaker til opphold på krisesenter" and notes(shown)[1] in told.values()
    assert any("«..» betyr tall mangler" in str(text) for text in told.values())
    heads = [column.attrib["name"] for column in table.iter(f"{MAIN}tableColumn")]
    assert heads[:3] == ["Kategori", "Gruppe", "År"] and told[f"A{first}"] == "Kategori"
    assert int(last) - int(first) == len(shown.rows)
    assert all(f"A{row}" in told for row in range(1, int(last) + 1)), "no row is empty"
    assert not [*sheet.iter(f"{MAIN}mergeCell")] and [*sheet.iter(f"{MAIN}col")]
    value = chr(ord("A") + heads.index("Verdi"))
    assert told[f"{value}{int(first) + 1}"] == shown.rows[0].value
    assert as_xlsx(sheet_of(shown)) == workbook


def test_nothing_that_one_takes_along_is_calculated() -> None:
    sheet = Sheet(FORMULA, (FORMULA,), ("Kategori", "Verdi"), ((FORMULA, -1.5), ("-", None)), (1, 0), ())
    lines = as_norwegian_csv(sheet).splitlines()
    assert lines[1:] == ["'=1+1;-1,5", "-;"]
    workbook = as_xlsx(sheet)
    assert not [*parts(workbook)["xl/worksheets/sheet1.xml"].iter(f"{MAIN}f")]
    assert cells(workbook)["A1"] == FORMULA


@pytest.mark.filterwarnings("ignore:Shouldn.t use this function:DeprecationWarning")
def test_every_cube_is_json_stat_and_holds_the_numbers_of_its_exhibit() -> None:
    empty = []
    for identifier in BOOK.definitions:
        shown = view(identifier)
        text = as_jsonstat(shown)
        if not text:
            empty.append(identifier)
            continue
        cube = json.loads(text)
        expected = sorted(row.value for row in shown.rows if row.known and row.measure != BASE)
        assert sorted(value for value in cube["value"] if value is not None) == expected, identifier
        assert len(cube["value"]) == math.prod(cube["size"]), identifier
        assert all(all(one["category"]["label"].values()) for one in cube["dimension"].values()), identifier
        if identifier in ("residents", "competence-plans", "centres"):
            frame = pyjstat.Dataset.read(text).write("dataframe")
            assert sorted(frame["value"].dropna()) == expected, identifier
    both = json.loads(as_jsonstat(view("counting-methods")))
    assert {1979, 3058} <= {*both["value"]} and "gammel metode" in both["dimension"]["series"]["category"][
        "label"
    ].values()
    assert "centre-map" in empty and len(empty) < len(BOOK.definitions) / 10


def test_how_a_number_is_made_names_files_lines_and_what_is_computed() -> None:
    assert made(view("reasons-for-stay")) == (
        "Tallene er lest fra data/printed/table-03.csv, linje 2–15.",
        "Tabellen eller figuren er beskrevet som [reasons-for-stay] i data/exhibits/users.toml.",
    )
    lines = made(view("men-share"))
    assert any("datasett official-men, gjelder beboere, opphold og dagbrukere, mål prosent" in line for line in lines)
    assert any("er regnet ut av Bufdirs tall på menn" in line for line in lines)


def test_a_picture_and_a_page_elsewhere_have_headline_title_facts_and_source_in_the_book() -> None:
    shown = replace(show(view("resident-help")), headline="Nesten alle får en inntakssamtale & mer til, i 2018.")
    drawn = ElementTree.fromstring(picture(shown, "Boka"))
    assert drawn.attrib["aria-label"].startswith("Nesten alle får")
    lines = [text.text for text in drawn.findall("{*}text")]
    facts = "Gjelder: opphold. Enhet: prosent. Periode: 2018 (eneste år med tall). n = 2\u00a0213."
    facts = facts.replace("n = ", "n\u00a0=\u00a0")
    assert " ".join(filter(None, lines)) == f"{shown.headline} {shown.title} {facts} Kilde: {shown.source}. Fra Boka."
    chart = drawn.find("{*}svg")
    assert chart is not None and "98\u00a0%" in [text.text for text in chart.iter("{http://www.w3.org/2000/svg}text")]
    tall = [float(text.attrib["y"]) for text in drawn.findall("{*}text")]
    assert tall[-2] < float(chart.attrib["y"]) and tall[-1] > float(chart.attrib["y"]) + float(chart.attrib["height"])
    body = embed.page(shown, Place("chapters/users.html", "Figur 1.1"), "Boka").partition("<body>")[2]
    places = [body.find(escape(text)) for text in (shown.headline, shown.title, facts, "Kilde: ")]
    assert -1 not in places and places == sorted(places)


def test_only_a_changed_exhibits_files_are_written_anew_and_what_is_no_more_goes(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for name in ("exhibits.json", "statements.json"):
        (tmp_path / "out" / name).write_text("[]", "utf-8")
    one, two = (show(view(name)) for name in ("reasons-for-stay", "beds-by-year"))

    def written(*shown: object) -> dict[str, tuple[int, bytes]]:
        along.write(tmp_path, tmp_path / "out", shown, "Boka", of_newest=False)  # type: ignore[arg-type]
        found = [path for path in (tmp_path / "out").rglob("*.*") if path.parent.name != "out"]
        return {f"{path.parent.name}/{path.name}": (path.stat().st_mtime_ns, path.read_bytes()) for path in found}

    first = written(one, two)
    both = {
        f"downloads/{name}.{form}" for name in ("reasons-for-stay", "beds-by-year") for form in ("csv", "json", "xlsx")
    }
    assert both | {"downloads/reasons-for-stay.svg", "exhibits/beds-by-year.csv"} <= first.keys()
    assert first["downloads/reasons-for-stay.png"][1][:4] == b"\x89PNG"
    with zipfile.ZipFile(io.BytesIO(first["downloads/alle-tall.zip"][1])) as packed:
        assert "downloads/reasons-for-stay.xlsx" in packed.namelist() and "exhibits.json" in packed.namelist()
    changed = show(view("reasons-for-stay"))
    object.__setattr__(changed, "title", "En annen tittel")
    object.__setattr__(changed, "csv", "category\n")
    second = written(changed, two)
    assert {name for name in first if first[name] != second[name]} == {
        "downloads/alle-tall.zip",
        "downloads/reasons-for-stay.png",
        "downloads/reasons-for-stay.svg",
        "exhibits/reasons-for-stay.csv",
    }
    assert {Path(name).stem for name in written(two)} == {"beds-by-year", "alle-tall"}


@pytest.mark.parametrize("identifier", ["residents", "centres"])
def test_a_sheet_comes_out_of_the_kernel_as_it_was(identifier: str) -> None:
    shown = show(view(identifier))
    assert type(shown).from_json(json.loads(json.dumps(shown.to_json()))) == shown
