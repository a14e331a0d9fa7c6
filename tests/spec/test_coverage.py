"""Nothing of the report is lost: a register lists its numbers and findings, and where the book has each of them."""

import csv
from functools import cache

import pytest
from books import PRINTED, ROOT

from kunnskapsstatus.chapter import audit
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.desk.places import places

FOLDER = ROOT / "data" / "coverage"
COLUMNS = ["section", "kind", "finding", "found"]
KINDS = {"number", "finding", "recommendation", "reference"}
SECTIONS = {
    "summary": "1", "background": "2", "method": "3", "users": "4", "access": "5", "content": "6", "target_groups": "7",
    "competence": "8", "finance": "9", "cooperation": "10", "supervision": "11", "implementation": "12",
}  # fmt: skip


def register(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == COLUMNS
        rows = list(reader)
    assert [row for row in rows if None in row or None in row.values()] == [], (
        "a row has more or fewer cells than the header"
    )
    return rows


@cache
def chapter(name: str) -> str:
    return " ".join((ROOT / "chapters" / f"{name}.md").read_text("utf-8").split())


@cache
def audited() -> frozenset[str]:
    return frozenset(entry.id for entry in audit.load(ROOT))


@cache
def shown() -> tuple[str, ...]:
    """The exhibits that the chapters show, each as often as it is shown."""
    return tuple(place.exhibit for place in places(ROOT) if place.shows)


def missing(name: str, row: dict[str, str]) -> str:
    """Why a row of the register is not fulfilled; empty where it is."""
    kind, _, place = row["found"].partition(":")
    if kind == "audit":
        return "" if place.strip() in audited() else f"the audit has no entry {place.strip()!r}"
    if kind == "exhibit":
        return "" if place.strip() in shown() else f"no chapter shows {place.strip()!r}"
    if (ROOT / "chapters" / f"{kind}.md").is_file() and place:
        name, fragment = kind, place.strip()
    else:
        fragment = row["found"]
    return "" if " ".join(fragment.split()) in chapter(name) else f"{name}.md does not hold {fragment!r}"


@pytest.mark.parametrize("name", SECTIONS)
def test_every_number_and_finding_of_a_chapter_has_its_place(name: str) -> None:
    rows = register(name)
    assert len(rows) > 40
    assert {row["kind"] for row in rows} <= KINDS
    faults = [
        f"{name}.csv:{line}: {row['section']} {row['finding']}: {missing(name, row)}"
        for line, row in enumerate(rows, 2)
        if missing(name, row)
    ]
    assert faults == []
    assert any(row["section"].split(".")[0] == SECTIONS[name] for row in rows)
    assert all(len(row["found"]) >= 6 for row in rows), "a fragment that short is found anywhere"


def test_a_finding_that_is_gone_is_found() -> None:
    row = {"section": "4.1", "kind": "finding", "finding": "x", "found": "dette står ikke i kapittelet"}
    assert "does not hold" in missing("users", row)
    assert "no chapter shows" in missing("users", {**row, "found": "exhibit:no-such-exhibit"})
    assert "no entry" in missing("users", {**row, "found": "audit:no-such-entry"})


def test_all_105_printed_exhibits_are_defined() -> None:
    assert len(PRINTED) == 105
    defined = [definition.printed for definition in Book(ROOT).definitions.values() if definition.printed]
    assert sorted(defined) == sorted(PRINTED)


def test_every_exhibit_is_shown_once_or_by_its_twin() -> None:
    expected = [d.id for d in Book(ROOT).definitions.values() if not d.same_as]
    assert sorted(shown()) == sorted(expected)


def test_every_number_of_the_running_text_is_used() -> None:
    """A row of prose.csv is asked for by a chapter or the audit, or belongs to an exhibit."""
    text = "\n".join(
        path.read_text("utf-8") for files in ("chapters/*.md", "data/audit/*.toml") for path in sorted(ROOT.glob(files))
    )
    figures = {definition.printed for definition in Book(ROOT).definitions.values()}
    selected = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "data" / "exhibits").glob("*.toml")))
    with (ROOT / "data" / "stated" / "prose.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    unused = [
        row["key"]
        for row in rows
        if row["figure"] not in figures and row["key"] not in text and row["key"] not in selected
    ]
    assert unused == []
