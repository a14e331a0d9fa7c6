"""Printed tables beside those that are tabulated from registers: number by number, to the printed rounding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers import centres
from kunnskapsstatus.registers.centres import loose
from kunnskapsstatus.registers.synthetic.printed import told_of
from kunnskapsstatus.registers.tabulation.definition import BASE, Tabulation
from kunnskapsstatus.registers.tabulation.tabulate import Registers

Key = tuple[str, str, str, str]
"""What a number is of: category, group, population, measure."""


@dataclass(frozen=True)
class Table:
    """A printed table: how many numbers it has, and those that the registers do not give, each with what they give."""

    dataset: str
    exhibit: str
    numbers: int
    differing: tuple[str, ...]


def compare(root: Path, frames: Mapping[str, pd.DataFrame], year: int, exhibits: Collection[str] = ()) -> list[Table]:
    """The printed tables of a year that its registers have the forms for, in the order of their definitions; all of
    them, or those of some exhibits."""
    registers, found, book = Registers(root, dict(frames), year), [], open_book(root)
    wanted = [one for one in registers.tabulations if registers.has(one) and (not exhibits or one in exhibits)]
    for exhibit, made in registers.tabulate_all(wanted).items():
        tabulation = registers.tabulations[exhibit]
        if printed := numbers(root, tabulation, told_of(book, tabulation, year)):
            given = _bases(made) | numbers(root, tabulation, made)
            found.append(Table(tabulation.dataset, exhibit, len(printed), tuple(_differing(printed, given))))
    return found


def numbers(root: Path, tabulation: Tabulation, rows: Iterable[Observation]) -> dict[Key, Observation]:
    """The numbers that registers are held to, by what they are of: those that the exhibit counts, or the bases where
    there are no others, but none that is rounded in words. Two spellings of a centre are one; where both are printed,
    they are added."""
    spelled, found = centres.load(root).spelled, dict[Key, Observation]()
    counted = {measure for part in tabulation.parts for measure in part.measures}
    known = [row for row in rows if row.known and not row.qualifier]
    for row in [row for row in known if row.measure in counted] or [row for row in known if row.measure == BASE]:
        centre = spelled.get(loose(row.category), row.category)
        key = centre, row.group, row.population, row.measure
        found[key] = replace(row, value=row.value + found[key].value) if key in found else row
    return found


def _bases(made: Iterable[Observation]) -> dict[Key, Observation]:
    """What the numbers are of, as numbers."""
    rows = (replace(one, category=TOTAL, measure=BASE, value=float(one.base), base=None) for one in made if one.base)
    return {(row.category, row.group, row.population, row.measure): row for row in rows}


def _differing(printed: Mapping[Key, Observation], made: Mapping[Key, Observation]) -> Iterator[str]:
    told = set()
    for key, row in printed.items():
        other = made.get(key)
        category, group, _, measure = key
        category = "N" if measure == BASE and category == TOTAL else category
        of = f"{category} {group}" if group != TOTAL else category
        if other is None and row.value == 0:
            continue
        if other is None or abs(other.value - row.value) > 1e-9:
            yield f"{of} {row.value:g}, not {'there' if other is None else f'{other.value:g}'}"
        elif row.base and other.base and row.base != other.base and group not in told:
            told.add(group)
            yield f"N{'' if group == TOTAL else f' {group}'} {row.base}, not {other.base}"
