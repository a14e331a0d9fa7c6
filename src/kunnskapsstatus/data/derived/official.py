"""What follows from official figures by arithmetic, and is not typed: other or unknown sex, the share of men, and what
the source has in other words. A computed row belongs to the dataset that shows it, says that it is computed
(``derived``), and keeps the file and line of a row that it is computed from.

Nothing is computed from a number that is hedged, but women of the years that had two sexes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from kunnskapsstatus.data.derived.centres import USE
from kunnskapsstatus.data.listed import file_of
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.keys import OFFICIAL, OLD_METHOD, TOTAL
from kunnskapsstatus.numbers import NBSP, format_number, half_up

RESIDENTS, MEN = "official-residents", "official-men"
TWO_SEXES = "ssb-2007"
"""The part of the series in which all were women or men."""
SHARES = ("residents", "stays", "day-users")
"""Populations of which the share of men is computed."""
SHARE_SOURCE = "Bufdirs tall på menn og på alle, samme år"
REST = "Regnet ut: alle beboere minus kvinner og menn."
Numbers = dict[tuple[str, str, int | None, str], Observation]


def computed(rows: Iterable[Observation]) -> list[Observation]:
    """All that follows, whether it is typed too or not. None where what it is computed from is not there."""
    rows = list(rows)
    numbers: Numbers = {
        (row.population, row.group, row.year, row.series): row
        for row in rows
        if row.dataset.startswith(OFFICIAL) and row.known and row.measure == "count" and row.category == TOTAL
        and row.series != OLD_METHOD
    }  # fmt: skip
    nights = [row for row in rows if row.dataset == USE and row.measure == "nights" and row.category == TOTAL]
    return [*_others(numbers), *_women(numbers), *_means(numbers, nights), *_shares(numbers)]


def not_typed(made: Iterable[Observation], typed: Iterable[Observation]) -> list[Observation]:
    """Those computed rows that stand in no file."""
    there = {identity(row) for row in typed}
    return [row for row in made if identity(row) not in there]


def in_order(typed: Iterable[Observation], made: Iterable[Observation]) -> list[Observation]:
    """Typed and computed rows, each dataset's together: a computed row behind the one whose line it keeps, where that
    is in the same file."""

    def place(row: Observation) -> tuple[str, bool, int]:
        own = row.file == file_of(row.dataset)
        return row.dataset, not own, row.line if own else 0

    return sorted([*typed, *made], key=place)


def identity(row: Observation) -> tuple[object, ...]:
    """What a number is of, in whichever file."""
    return row.population, row.category, row.group, row.measure, row.year, row.series


def _row(of: Observation, **given: Any) -> Observation:
    return replace(of, **{"access": "derived", "accessed": "", "qualifier": "", "reservation": "", **given})


def _others(numbers: Numbers) -> Iterator[Observation]:
    """Residents of other or unknown sex: all but women and men."""
    for (population, group, year, series), whole in numbers.items():
        women, men = (numbers.get((population, sex, year, series)) for sex in ("women", "men"))
        if (population, group) == ("residents", TOTAL) and women and men and not whole.qualifier + women.qualifier:
            left = whole.value - women.value - men.value
            if left >= 0:
                yield _row(whole, group="other-gender", value=left, reservation=REST, file=men.file, line=men.line)


def _women(numbers: Numbers) -> Iterator[Observation]:
    """Residents who were women, in the years that had two sexes: all but men, hedged as all are."""
    for (population, group, year, series), whole in numbers.items():
        men = numbers.get((population, "men", year, series))
        if (population, group, series) == ("residents", TOTAL, TWO_SEXES) and men and men.value <= whole.value:
            said = f"{whole.qualifier} {_written(whole)} beboere minus {_written(men)} menn".strip()
            yield _row(
                whole,
                group="women",
                value=whole.value - men.value,
                qualifier="omkring" if whole.qualifier else "",
                reservation=f"Regnet ut: {said}.",
            )


def _means(numbers: Numbers, nights: Iterable[Observation]) -> Iterator[Observation]:
    """Nights per stay of all, from the report's list of centres and the stays of the same year."""
    for row in nights:
        stays = next((one for (p, g, y, _), one in numbers.items() if (p, g, y) == ("stays", TOTAL, row.year)), None)
        if stays and stays.value and row.known:
            said = f"Regnet ut: {_written(row)} overnattingsdøgn delt på {_written(stays)} opphold."
            mean = float(half_up(row.value / stays.value))
            yield _row(stays, population="nights", measure="mean", value=mean, unit="døgn", reservation=said)


def _shares(numbers: Numbers) -> Iterator[Observation]:
    """The share of men, with one decimal."""
    for wanted in SHARES:
        for (population, group, year, series), whole in numbers.items():
            men = numbers.get((population, "men", year, series))
            if (population, group) == (wanted, TOTAL) and men and whole.value and not whole.qualifier + men.qualifier:
                share = float(half_up(100 * men.value / whole.value, 1))
                given = {"dataset": MEN, "measure": "percent", "unit": "prosent", "source": SHARE_SOURCE}
                yield _row(whole, group="men", value=share, decimals=1, **given)


def _written(row: Observation) -> str:
    return format_number(row.value).replace(NBSP, " ")
