"""What has become of a book: small books of a few values, compared."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from books import ROOT

from kunnskapsstatus.book.changes import side
from kunnskapsstatus.book.changes.difference import difference
from kunnskapsstatus.book.changes.report import Report, compare
from kunnskapsstatus.cli import main
from kunnskapsstatus.data import values
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.desk.changes.page import page
from kunnskapsstatus.desk.changes.summary import summary
from kunnskapsstatus.errors import DataError

MEN = Observation(
    "official-residents", group="men", year=2023, population="residents", measure="count", value=234.0,
    file="data/official/residents.csv", line=12,
)  # fmt: skip
ALL = replace(MEN, group="total", value=2340.0, line=13)
SHARE = replace(MEN, measure="percent", unit="prosent", value=10.0, decimals=1, line=14)
NEXT = replace(MEN, year=2024, value=240.0, line=15)
ROWS = (MEN, ALL, SHARE)


def number(text: str, value: float | None = None, expression: str = "x", line: int = 12) -> dict[str, Any]:
    known = {} if value is None else {"value": value, "unit": text.partition("\u00a0")[2]}
    return {"expression": expression, "text": text, **known, "from": {MEN.file: [line]}}


def claim(holds: bool, expression: str = "x.rises()", spoken: str = "Andelen er 10 prosent.") -> dict[str, Any]:
    parts = {} if holds else {"parts": {"x.rises()": "usant"}}
    return {"expression": expression, "holds": holds, "spoken": spoken, **parts, "from": {MEN.file: [12]}}


def sentence(
    words: str, *numbers: dict[str, Any], claims: Sequence[dict[str, Any]] = (), line: int = 5
) -> dict[str, Any]:
    return {"line": line, "words": words, "numbers": list(numbers), "claims": list(claims)}


PROSE = [
    sentence("Bruken"),
    sentence("I 2023 bodde {} menn på et krisesenter.", number("234", 234.0), line=7),
    sentence("Det var {} av alle.", number("10,0\u00a0prosent", 10.0, line=14), claims=[claim(True)], line=8),
    sentence("De fleste fikk hjelp av politiet.", line=9),
]


def data_of(rows: Sequence[Observation] = ROWS, prose: Sequence[dict[str, Any]] = PROSE, **own: Any) -> dict[str, Any]:
    exhibit = {
        "id": "residents",
        "chapter": "chapters/users",
        "number": "Figur 4.1",
        "title": "Voksne beboere",
        "notes": [],
        "labels": {"men": "Menn"},
    }
    return {
        "version": 1, "title": "Boka", "year": 2024, "columns": list(values.COLUMNS), "observations": values.pack(rows),
        "exhibits": [{**exhibit, "observations": list(range(len(rows))), **own}],
        "chapters": [{"chapter": "chapters/users", "sentences": list(prose)}],
    }  # fmt: skip


def book(*given: Any, **own: Any) -> side.Side:
    return side.of(json.loads(values.text(data_of(*given, **own))), "en bok", Path("values.json"))


def changes(*new: Any, **own: Any) -> Report:
    return compare(book(), book(*new, **own))


def cells(report: Report) -> list[tuple[str | None, ...]]:
    return [tuple(row and values.cell(row) for row in (cell.old, cell.new)) for _, cell in report.cells]


def test_a_book_has_not_changed_from_itself() -> None:
    report = changes()
    assert (report.exhibits, report.sentences) == ((), ())


def test_what_is_packed_comes_back_as_it_was() -> None:
    odd = (
        replace(MEN, symbol=":", value=float("nan")),
        replace(MEN, symbol="-", value=0.0, year=None),
        replace(MEN, text="yes", value=float("nan"), year=2020, qualifier="omkring"),
        replace(SHARE, value=-0.05, decimals=2, heading="En «overskrift»"),
    )
    assert [repr(row) for row in values.unpack(values.pack((*odd, *ROWS)))] == [repr(row) for row in (*odd, *ROWS)]


def test_another_number_is_one_cell_with_its_difference_and_its_places() -> None:
    report = changes((replace(MEN, value=240.0, line=20), ALL, SHARE))
    ((exhibit, cell),) = report.cells
    assert exhibit.shown.id == "residents" and report.sentences == ()
    assert cell.difference.words() == "+6 (+2,6\u00a0%)"
    (told,) = report.to_json()["exhibits"][0]["cells"]
    assert told["old"]["from"] == "data/official/residents.csv:12"
    assert told["new"]["from"] == "data/official/residents.csv:20"
    assert (told["group"], told["year"], told["difference"], told["relative"]) == ("men", 2023, 6.0, 0.025641)


def test_another_line_and_another_file_alone_are_no_change() -> None:
    moved = [replace(row, line=row.line + 40, dataset="official-men", file="data/official/men.csv") for row in ROWS]
    assert changes(moved).exhibits == ()


def test_the_largest_difference_comes_first_measured_by_the_old_value() -> None:
    report = changes((replace(MEN, value=240.0), replace(ALL, value=2346.0), replace(SHARE, value=13.0)))
    assert cells(report) == [("10.0", "13.0"), ("234", "240"), ("2340", "2346")]
    assert [cell.row.line for cell in report.exhibits[0].cells] == [14, 12, 13]


def test_a_year_that_is_gained_and_one_that_is_lost() -> None:
    gained, lost = compare(book(), book((*ROWS, NEXT))), compare(book((*ROWS, NEXT)), book())
    assert (gained.exhibits[0].gained, gained.exhibits[0].lost, cells(gained)) == ((2024,), (), [(None, "240")])
    assert (lost.exhibits[0].gained, lost.exhibits[0].lost, cells(lost)) == ((), (2024,), [("240", None)])


def test_a_series_that_breaks_is_the_same_cell_in_another_part() -> None:
    before, after = (*ROWS, NEXT), (*ROWS, replace(NEXT, series="from-2024"))
    report = compare(book(before), book(after))
    assert (report.exhibits[0].broken, report.exhibits[0].joined) == ((2024,), ())
    assert cells(report) == [("240", "240")]
    assert compare(book(after), book(before)).exhibits[0].joined == (2024,)


def test_a_symbol_that_becomes_a_number_has_no_difference_and_comes_last() -> None:
    unknown = (replace(MEN, symbol="..", value=float("nan")), ALL, SHARE)
    report = compare(book(unknown), book((MEN, replace(ALL, value=2341.0), SHARE)))
    assert cells(report) == [("2340", "2341"), ("..", "234")]
    assert report.cells[1][1].difference.words() == ""


def test_notes_and_title_of_an_exhibit_are_words_that_change() -> None:
    (exhibit,) = changes(title="Beboere", notes=["Rettet."]).exhibits
    assert exhibit.words == (("Voksne beboere", "Beboere"), ("", "Rettet."))


def test_another_label_is_told_of_where_an_exhibit_shows_it_and_a_key_that_is_new_is_not() -> None:
    (exhibit,) = changes(labels={"men": "Mannlige", "women": "Kvinner"}).exhibits
    assert exhibit.words == (("Menn", "Mannlige"),) and exhibit.cells == ()
    assert compare(book(labels={}), book()).exhibits == ()


def test_an_exhibit_that_is_new_and_one_that_is_gone() -> None:
    report = changes(id="others")
    assert [(one.shown.id, one.old is None, one.new is None) for one in report.exhibits] == [
        ("others", True, False),
        ("residents", False, True),
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ((10.0, "prosent"), (9.5, "prosent"), "\u22120,5\u00a0prosentpoeng"),
        ((100.0, "kroner"), (150.0, "kroner"), "+50\u00a0kroner (+50,0\u00a0%)"),
        ((0.0, ""), (5.0, ""), "+5"),
        ((1.0, "døgn"), (1.0, "prosent"), ""),
        ((None, ""), (1.0, ""), ""),
        ((float("nan"), ""), (1.0, ""), ""),
    ],
)
def test_a_difference_is_in_the_unit_of_the_two(old: Any, new: Any, words: str) -> None:
    assert difference(old, new).words() == words


# --- sentences ------------------------------------------------------------------------------------------------------


def test_a_number_in_a_sentence_is_told_and_no_other_sentence() -> None:
    prose = [*PROSE]
    prose[1] = sentence("I 2023 bodde {} menn på et krisesenter.", number("240", 240.0, line=20), line=7)
    report = changes(ROWS, prose)
    ((change, told),) = report.numbers
    assert (change.new and change.new.text) == "I 2023 bodde 240 menn på et krisesenter."
    assert told.difference.words() == "+6 (+2,6\u00a0%)"
    assert report.reworded == [] and report.claims == [] and report.exhibits == ()


def test_a_paragraph_put_in_moves_nothing_else() -> None:
    later = [{**one, "line": one["line"] + 30} for one in PROSE[1:]]
    report = changes(ROWS, [PROSE[0], sentence("Et nytt avsnitt."), sentence("Det har to setninger."), *later])
    assert [(change.old, change.sentence.text) for change in report.reworded] == [
        (None, "Et nytt avsnitt."),
        (None, "Det har to setninger."),
    ]
    assert report.numbers == []


def test_other_words_are_the_same_sentence_and_its_number_is_known_by_its_expression() -> None:
    prose = [*PROSE]
    prose[1] = sentence("Det bodde {} menn på krisesenter i {}.", number("250", 250.0), number("2023", expression="y"))
    report = changes(ROWS, prose)
    (change,) = report.reworded
    assert (change.old and change.old.text) == "I 2023 bodde 234 menn på et krisesenter."
    assert [one.difference.amount for one in change.numbers] == [16.0]


def test_a_sentence_that_has_moved_is_no_change() -> None:
    assert changes(ROWS, [PROSE[3], *PROSE[:3]]).sentences == ()


def test_a_sentence_that_is_taken_out_is_told() -> None:
    report = changes(ROWS, PROSE[:3])
    assert [(change.new, change.sentence.text) for change in report.reworded] == [(None, PROSE[3]["words"])]


def test_a_claim_that_turns_is_told_and_one_that_only_moves_is_not() -> None:
    turned = [*PROSE[:2], {**PROSE[2], "claims": [claim(False)]}, PROSE[3]]
    report = changes(ROWS, turned)
    (one,) = report.claims
    assert (one.old, one.claim["holds"], one.sentence.place) == (True, False, "chapters/users.md:8")
    assert compare(book(ROWS, turned), book()).claims[0].claim["holds"] is True
    assert report.numbers == [] and report.reworded == []


def test_a_claim_that_holds_on_other_numbers_is_told_with_both() -> None:
    moved = [*PROSE[:2], {**PROSE[2], "claims": [claim(True, spoken="Andelen er 9 prosent.")]}, PROSE[3]]
    report = changes(ROWS, moved)
    (one,) = report.checks
    assert (one.old, one.claim["spoken"]) == ("Andelen er 10 prosent.", "Andelen er 9 prosent.")
    (told,) = report.to_json()["sentences"]
    assert told["checks"][0]["from"] == {MEN.file: [12]} and told["claims"] == [] and not told["reworded"]
    shown = page(open_book(ROOT), report)
    assert "1 påstand er kontrollert mot andre tall, og er like sann" in shown
    assert "<p>Andelen er <del>10</del> <ins>9</ins> prosent.</p>" in shown
    turned = [*PROSE[:2], {**PROSE[2], "claims": [claim(False, spoken="Andelen er 9 prosent.")]}, PROSE[3]]
    assert (len(changes(ROWS, turned).claims), changes(ROWS, turned).checks) == (1, [])


def test_a_book_released_before_checks_were_kept_is_compared_without_them() -> None:
    before = {name: value for name, value in claim(True).items() if name != "spoken"}
    assert compare(book(ROWS, [{**PROSE[2], "claims": [before]}]), book(ROWS, [PROSE[2]])).sentences == ()


def test_a_new_sentence_whose_claim_is_false_is_told_with_it() -> None:
    report = changes(ROWS, [*PROSE, sentence("Tallet stiger hvert eneste år.", claims=[claim(False)])])
    assert [(one.old, one.claim["holds"]) for one in report.claims] == [(None, False)]


# --- what is read ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def much() -> Report:
    """Many changes of each kind."""
    rows = [replace(MEN, category=f"kind-{n}", value=100.0) for n in range(40)]
    prose = [sentence(f"Setning {letter} har {{}} tall.", number("100", 100.0)) for letter in "abcdefghij"]
    new = [
        sentence(f"Setning {letter} har {{}} tall.", number(f"{n}", n), claims=[claim(False)])
        for n, letter in enumerate("abcdefghij")
    ]
    after = [*new, *(sentence(f"Nytt er <{letter}> her.") for letter in "klmno")]
    return compare(book(rows, prose), book([replace(row, value=99.0) for row in rows], after))


def test_the_summary_is_a_screen(much: Report) -> None:
    lines = list(summary(open_book(ROOT), much))
    assert len(lines) <= 24 and max(map(len, lines)) <= 120
    assert lines[1:3] == [
        "  10 claims turned, 0 on other numbers · 10 numbers in 10 sentences · 5 sentences in other words",
        "  40 cells in 1 exhibit · 0 exhibits in other words",
    ]


def test_the_page_has_all_of_it_and_asks_no_other_host(much: Report) -> None:
    text = page(open_book(ROOT), much)
    assert (
        text.count('<th scope="row">') == 40 and text.count("Stemmer ikke lenger") + text.count("Ny, og stemmer") == 10
    )
    assert "Nytt er &lt;k&gt; her." in text
    assert "http" not in text and "<script" not in text and "src=" not in text
    assert '<html lang="nb">' in text


@pytest.mark.parametrize(
    ("text", "cause"),
    [("{", "this is not JSON"), ('{"version": 7}', "version 7; expected 1"), ('{"version": 1}', "no values of a book")],
)
def test_a_file_that_holds_no_values_is_told_of(tmp_path: Path, text: str, cause: str) -> None:
    path = tmp_path / "values.json"
    path.write_text(text)
    with pytest.raises(DataError, match=cause):
        side.read(path, "x")
    with pytest.raises(DataError, match="there is no such file"):
        side.read(tmp_path / "none.json", "x")


# --- which books ----------------------------------------------------------------------------------------------------


def test_two_books_in_folders_are_compared_and_told_of_in_three_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("released*"))
    monkeypatch.chdir(tmp_path)
    for name, rows in (("_build/editions/2018", ROWS), ("elsewhere", (NEXT, *ROWS[1:]))):
        (tmp_path / name / "html").mkdir(parents=True)
        (tmp_path / name / "html" / values.FILE).write_text(values.text(data_of(rows)), "utf-8")
    assert main(["changes", "2018", "elsewhere"]) == 0
    said = capsys.readouterr().out
    assert "From 2018 (2024) to elsewhere (2024):" in said and "2 cells in 1 exhibit" in said
    record = json.loads((tmp_path / "_build" / "changes" / "changes.json").read_text("utf-8"))
    schema = json.loads((ROOT / "docs" / "changes.schema.json").read_text("utf-8"))
    jsonschema.validate(record, schema)
    assert "Nye år: 2024." in (tmp_path / "_build" / "changes" / "index.html").read_text("utf-8")
    assert main(["changes", "nowhere", "elsewhere"]) == 1
    assert "nowhere/html/values.json: there is no such file\nBuild the book anew" in capsys.readouterr().err
    assert main(["changes", "", "elsewhere"]) == 1
    assert "data/released.json.gz: there is no such file\nMake it of the released book" in capsys.readouterr().err


def test_what_is_written_for_machines_is_as_its_schema_says(much: Report) -> None:
    schema = json.loads((ROOT / "docs" / "changes.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(json.dumps(much.to_json())), schema)
    jsonschema.validate(json.loads(json.dumps(changes(id="others").to_json())), schema)
    kept = json.loads((ROOT / "docs" / "values.schema.json").read_text("utf-8"))
    real = values.released(ROOT)
    some = {name: part[:2] if isinstance(part, list) and name != "columns" else part for name, part in real.items()}
    for data in (data_of(), some):
        jsonschema.validate(data, kept)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**much.to_json(), "version": 2}, schema)
