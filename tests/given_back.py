"""What becomes of each exhibit that rests on registers: its printed numbers are given back, or the print contradicts
itself, or there is nothing in it that registers could give back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.registers import forms
from kunnskapsstatus.registers.synthetic.compare import numbers
from kunnskapsstatus.registers.synthetic.printed import told_of
from kunnskapsstatus.registers.synthetic.programme import Contradiction
from kunnskapsstatus.registers.synthetic.registers import YEARS, Synthetic
from kunnskapsstatus.registers.tabulation import reading
from kunnskapsstatus.registers.tabulation.definition import BASE, Tabulation

BACK, CONTRADICTED, NOTHING = "given back", "contradicts itself", "nothing to give back"
"""The three answers; each exhibit has one."""
SO_MANY = "how many there are"


@dataclass(frozen=True)
class Answer:
    """What becomes of an exhibit.

    Attributes
    ----------
    tabulation : what it counts
    numbers : how many printed numbers of each year the registers are held to
    why : what is printed of it that no register is held to, and why
    contradictions : its numbers that are not given back
    """

    tabulation: Tabulation
    numbers: Mapping[int, int]
    why: tuple[str, ...]
    contradictions: list[Contradiction] = field(default_factory=list)

    @property
    def is_(self) -> str:
        """One of the three."""
        if not self.numbers:
            return NOTHING
        return CONTRADICTED if self.contradictions else BACK


def answers(root: Path) -> list[Answer]:
    """What is printed of each exhibit, by the data alone: nothing is made, and no contradictions are looked for."""
    book, whole = open_book(root), forms.load(root)
    found = []
    for tabulation in reading.load(root).values():
        first = max(whole[form].since for part in tabulation.parts for form in part.forms)
        told = {year: told_of(book, tabulation, year) for year in YEARS if year >= first}
        held = {year: of for year, rows in told.items() if (of := numbers(root, tabulation, rows))}
        rows = [row for row in book.rows({"dataset": tabulation.dataset}) if row.known and row.measure != BASE]
        own = {id(row) for year in held for row in told[year] if not row.qualifier}
        why = _why([row for row in rows if id(row) not in own], tabulation, first)
        if not held and not why:
            why = ("no number of its own",)
        found.append(Answer(tabulation, {year: len(of) for year, of in held.items()}, why))
    return found


def _why(rows: Iterable[Observation], tabulation: Tabulation, first: int) -> tuple[str, ...]:
    """Why some numbers are not held to."""
    counted = {measure for part in tabulation.parts for measure in part.measures}
    found = dict[str, None]()
    for row in rows:
        if row.qualifier:
            found["rounded in words"] = None
        elif row.measure not in counted:
            found[f"another measure: {row.measure}"] = None
        elif row.year is None:
            found["of no year"] = None
        elif row.year < first:
            found[f"before {first}, when the forms begin"] = None
        else:
            found[f"of {row.year}"] = None
    return tuple(found)


def contradicted(root: Path, made: Mapping[int, Synthetic]) -> list[Answer]:
    """The answers of all exhibits, with the contradictions that were found when registers were made."""
    found = answers(root)
    for one in found:
        for year in made:
            own = (each for each in made[year].impossible if each.name.startswith(f"{one.tabulation.dataset}: "))
            one.contradictions.extend(own)
    return found


def table(found: Iterable[Answer]) -> str:
    """The answers as a table and a list, in Markdown."""
    found, lines = list(found), ["| exhibit | printed as | numbers by year | answer |", "| --- | --- | --- | --- |"]
    for one in found:
        by_year = ", ".join(f"{year}: {number}" for year, number in one.numbers.items())
        why = f"{' but for numbers ' if one.numbers else ': '}{', '.join(one.why)}" if one.why else ""
        lines.append(f"| `{one.tabulation.exhibit}` | {one.tabulation.dataset} | {by_year} | {one.is_}{why} |")
    lines += ["", "| not given back | cannot hold together with |", "| --- | --- |"]
    for contradiction in (each for one in found for each in one.contradictions):
        others = [name for name in contradiction.together if name != contradiction.name]
        of = [SO_MANY] if contradiction.of_so_many else []
        lines.append(f"| {contradiction.name} | {_shortly([*others, *of]) or 'what it is of'} |")
    return "\n".join(lines) + "\n"


def _shortly(names: Iterable[str]) -> str:
    """Names of printed numbers, each table named once."""
    found: dict[str, list[str]] = {}
    for name in names:
        dataset, _, number = name.rpartition(": ")
        found.setdefault(dataset, []).append(number)
    return "; ".join(f"{dataset}: {', '.join(own)}" if dataset else ", ".join(own) for dataset, own in found.items())
