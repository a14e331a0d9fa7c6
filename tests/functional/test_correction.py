"""A number is corrected, as a reviewer would: its reason is asked for, and what it moves is told, and nothing else."""

import csv
import gzip
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

from paper import words
from small_book import command

from kunnskapsstatus.data import values
from kunnskapsstatus.data.revisions import FILE

TABLE = Path("data") / "printed" / "table-03.csv"
AGREED = "Psykisk vold,81,84,83,84,86"
REASON = "Rapportens tabell 3 er lest feil"

Plain = dict[tuple[str, ...], tuple[str, ...]]


def release(book: Path) -> None:
    data = json.loads((book / "_build" / "html" / values.FILE).read_text("utf-8"))
    data["released"] = {"version": "0.1.0", "date": "2026-01-02"}
    (book / values.RELEASED).write_bytes(gzip.compress(values.text(data).encode()))


def plain(html: Path) -> dict[str, Plain]:
    """All numbers, claims and cells of a book, as its other files of data have them."""
    told = json.loads((html / "statements.json").read_text("utf-8"))
    found: dict[str, Plain] = {"number": {}, "claim": {}, "check": {}, "cell": {}}
    for place, one in enumerate(told):
        found[one["kind"]][one["chapter"], one["expression"], str(place)] = (one["text"], str(one.get("holds")))
        if one["kind"] == "claim":
            found["check"][one["chapter"], one["expression"], str(place)] = (one["spoken"],)
    for path in sorted((html / "exhibits").glob("*.csv")):
        for row in csv.DictReader(io.StringIO(path.read_text("utf-8"))):
            keys = ("category", "group", "year", "population", "measure", "series")
            found["cell"][path.stem, *(row[key] for key in keys)] = tuple(
                row[key] for key in ("value", "symbol", "text")
            )
    return found


def moved(before: dict[str, Plain], after: dict[str, Plain], kind: str) -> set[tuple[str, ...]]:
    return {key for key in before[kind].keys() | after[kind].keys() if before[kind].get(key) != after[kind].get(key)}


def told(book: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((book / "_build" / "changes" / "changes.json").read_text("utf-8"))
    return found


def test_a_corrected_number_is_asked_about_told_of_and_all_that_it_moves_is_listed(book: Path) -> None:
    html, table = book / "_build" / "html", book / TABLE
    run = command(book, "build")  # what is there may be of what another test had changed
    assert run.returncode == 0, run.stderr
    release(book)
    before, text = plain(html), table.read_text("utf-8")
    table.write_text(text.replace(AGREED, f"{AGREED[:-2]}87"), "utf-8")

    run = command(book, "changes")
    assert run.returncode == 1
    assert "data/printed/table-03.csv:2: 86 → 87" in run.stderr
    header, line = run.stderr.strip().splitlines()[-2:]
    (book / FILE).write_text(f"{header}\n{line}{REASON}\n", "utf-8")

    run = command(book, "changes")
    assert run.returncode == 0, run.stderr
    report, after = told(book), plain(html)
    cells = [(one["id"], cell) for one in report["exhibits"] for cell in one["cells"]]
    keys = ("category", "group", "year", "population", "measure", "series")
    assert {(name, *(str(cell[key]) for key in keys)) for name, cell in cells} == moved(before, after, "cell")
    numbers = [(one["chapter"], number["expression"]) for one in report["sentences"] for number in one["numbers"]]
    assert (
        numbers
        == [key[:2] for key in moved(before, after, "number")]
        == [("chapters/users", 'reasons["psychological", 2018]')]
    )
    assert moved(before, after, "claim") == set()
    assert not any(one["claims"] for one in report["sentences"])
    checks = [(one["chapter"], check["expression"]) for one in report["sentences"] for check in one["checks"]]
    assert sorted(checks) == sorted(key[:2] for key in moved(before, after, "check")) and len(checks) == 3
    assert not any(one["reworded"] for one in report["sentences"])
    assert cells[0][1]["difference"] == 1.0 and cells[0][1]["unit"] == "prosentpoeng"
    assert cells[0][1]["new"]["from"] == "data/printed/table-03.csv:2"

    assert "1 number in 1 sentence" in run.stdout and "1 cell in 1 exhibit" in run.stdout
    assert len(run.stdout.splitlines()) < 24 + 10  # the build's own lines, and a screen at most
    note = f"Rettet {date.today():%d.%m.%Y}: 87 var 86 (psykisk vold, 2018). Grunn: {REASON}."
    assert note in (html / "chapters" / "users.html").read_text("utf-8")
    assert note in words(book / "_build" / "pdf" / "kunnskapsstatus.pdf")
    assert {"old": "", "new": note} in report["exhibits"][0]["words"]

    # one that makes a claim false is told of too, though it is not published
    table.write_text(text.replace(AGREED, f"{AGREED[:-2]}60"), "utf-8")
    (book / FILE).write_text((book / FILE).read_text("utf-8").replace(",86,87,", ",86,60,"), "utf-8")
    run = command(book, "changes")
    assert run.returncode == 1
    assert "chapters/users.md:31: not true now" in run.stdout and "this is no longer true" in run.stderr
    turned = {claim["expression"] for one in told(book)["sentences"] for claim in one["claims"] if not claim["new"]}
    assert {'reasons.top() == "psychological"', 'reasons["threats"] < reasons["psychological"]'} <= turned
    assert plain(html) == after
