"""The register of centres: a stable key each, all spellings that they are known by, where they lie, and what has
become of them, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from kunnskapsstatus.data.codebook import normal
from kunnskapsstatus.data.events import CLOSED, MERGED, OPENED, TOGETHER, Event, happened
from kunnskapsstatus.data.municipalities import CENTRES, MUNICIPALITIES, municipalities, of_name
from kunnskapsstatus.data.table import read_table

DIVISION, TODAY = 2019, 2024
"""The last year of the municipalities that the register has, and the year of those of ``municipalities.csv``."""


@dataclass(frozen=True)
class Place:
    """A municipality of a year's division. The county is empty where the register does not know the year's."""

    code: str
    name: str
    county: str


@dataclass(frozen=True)
class Centre:
    """A centre: its key, its name, its spellings, its municipality of 2019, and the report's region."""

    key: str
    name: str
    spellings: tuple[str, ...]
    place: Place
    region: str
    events: tuple[Event, ...]
    now: Place | None
    """Its municipality of 2024, where the one of 2019 became one."""

    def in_year(self, year: int) -> bool:
        """Whether it is there in some part of a year."""
        opened = max((one.year for one in self.events if one.kind == OPENED), default=year)
        ended = min((one.year for one in self.events if one.kind in (CLOSED, MERGED)), default=year)
        return opened <= year <= ended

    def place_of(self, year: int) -> Place | None:
        """Its municipality by the division of a year; None where that is not known. The counties of 2020 to 2023 are
        not."""
        if year <= DIVISION:
            return self.place
        return self.now if self.now is None or year >= TODAY else Place(self.now.code, self.now.name, "")

    def answers_with(self, year: int) -> str:
        """The key of the centre that answers the survey of a year for it; empty where it answers itself."""
        return next((one.other for one in self.events if one.kind == TOGETHER and one.year == year), "")


class Centres(Mapping[str, Centre]):
    """All centres by key."""

    def __init__(self, known: Mapping[str, Centre]) -> None:
        self._known = dict(known)

    def __getitem__(self, key: str) -> Centre:
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    @cached_property
    def spelled(self) -> dict[str, str]:
        """The key of each known spelling, as spellings are compared: case and spaces do not count, nor do commas and
        hyphens."""
        return {loose(form): one.key for one in self.values() for form in (one.key, one.name, *one.spellings)}

    def in_year(self, year: int) -> tuple[str, ...]:
        """The keys of those that are there in a year."""
        return tuple(key for key, one in self.items() if one.in_year(year))


def loose(name: str) -> str:
    """A centre's name as names are compared."""
    return " ".join(normal(name).replace(",", " ").replace("-", " ").replace(".", " ").split())


@lru_cache(maxsize=2)
def load(root: Path) -> Centres:
    """The register of the book in ``root``.

    Raises
    ------
    DataError
        For a centre, a year or an event that is none, with file and line.
    """
    rows = list(read_table(root / CENTRES, ("key", "name", "municipality", "municipality_code", "county", "region")))
    events = happened(root)
    today = municipalities(root) if (root / MUNICIPALITIES).exists() else ()
    found: dict[str, Centre] = {}
    for _, row in rows:
        now = of_name(today, row["municipality"])
        found[row["key"]] = Centre(
            row["key"],
            row["name"],
            tuple(filter(None, row.get("printed", "").split("|"))),
            Place(row["municipality_code"], row["municipality"], row["county"]),
            row["region"],
            tuple(event for event in events if event.centre == row["key"]),
            Place(now.code, now.name, now.county) if now else None,
        )
    return Centres(found)
