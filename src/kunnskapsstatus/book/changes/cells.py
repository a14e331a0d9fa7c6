"""What has become of each exhibit: its cells, its years and the breaks of its series, its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from operator import attrgetter

from kunnskapsstatus.book.changes.difference import Difference, difference
from kunnskapsstatus.book.changes.side import Shown
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.pairs import either, pairs
from kunnskapsstatus.data.values import cell

OF_LINE = ("dataset", "heading", "category", "group", "population", "measure")
"""What the values of a line have in common, which goes on from year to year."""


@dataclass(frozen=True)
class Cell:
    """A cell of an exhibit in the two books. None where a book does not have it."""

    old: Observation | None
    new: Observation | None

    @property
    def row(self) -> Observation:
        """What it is of: as it is now, or was."""
        return either(self.old, self.new)

    @property
    def is_moved(self) -> bool:
        """Whether a reader has another cell."""
        return self.old is None or self.new is None or _read(self.old) != _read(self.new)

    @property
    def difference(self) -> Difference:
        """How far it is from the old to the new."""
        if self.old is None or self.new is None:
            return Difference()
        return difference((self.old.value, self.old.unit), (self.new.value, self.new.unit))


@dataclass(frozen=True)
class Exhibit:
    """What has become of an exhibit. None where a book does not show it.

    Attributes
    ----------
    cells : those that are others, largest difference first, then those that are lost and those that are new
    gained, lost : years
    broken, joined : the years from which a series is now counted in another way, or no longer is
    """

    old: Shown | None
    new: Shown | None
    cells: tuple[Cell, ...]
    gained: tuple[int, ...]
    lost: tuple[int, ...]
    broken: tuple[int, ...]
    joined: tuple[int, ...]

    @property
    def shown(self) -> Shown:
        """The exhibit as it is now, or was."""
        return either(self.old, self.new)

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """Its title, notes and labels, old and new, where they differ; empty for one that only one book shows."""
        if self.old is None or self.new is None:
            return ()
        notes = _paired(self.old.notes, self.new.notes)
        labels = ((label, self.new.labels.get(key, label)) for key, label in self.old.labels.items())
        pairs = ((self.old.title, self.new.title), *notes, *labels)
        return tuple((old, new) for old, new in pairs if old != new)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to tell. Another number alone is told with the sentences that name it."""
        return bool(self.cells or self.words or self.old is None or self.new is None)


def compared(old: dict[str, Shown], new: dict[str, Shown]) -> list[Exhibit]:
    """The exhibits with a change, in the order of the new book; those that are gone last."""
    every = dict.fromkeys((*new, *old))
    found = (_exhibit(old.get(name), new.get(name)) for name in every)
    return [one for one in found if one.is_changed]


def _exhibit(old: Shown | None, new: Shown | None) -> Exhibit:
    before, after = old.rows if old else (), new.rows if new else ()
    cells = [one for one in starmap(Cell, pairs(before, after)) if one.is_moved]
    years, were = _years(after), _years(before)
    breaks, had = _breaks(after), _breaks(before)
    return Exhibit(
        old,
        new,
        tuple(sorted(cells, key=lambda one: (-one.difference.size, one.new is None, one.old is None))),
        *(tuple(sorted(part)) for part in (years - were, were - years, breaks - had, had - breaks)),
    )


def _read(row: Observation) -> tuple[str, ...]:
    """What a reader has of a cell."""
    return cell(row), row.unit, row.qualifier, row.series


def _years(rows: Iterable[Observation]) -> set[int]:
    return {row.year for row in rows if row.year is not None and row.given}


def _breaks(rows: Iterable[Observation]) -> set[int]:
    """The years from which a line of values is of another part of its series."""
    lines: dict[tuple[object, ...], dict[int, str]] = {}
    for row in rows:
        if row.year is not None and row.given:
            lines.setdefault(attrgetter(*OF_LINE)(row), {})[row.year] = row.series
    found = set()
    for line in lines.values():
        years = sorted(line)
        found |= {late for early, late in pairwise(years) if line[early] != line[late]}
    return found


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The notes of the two that are not in both, in their order."""
    gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
    most = max(len(gone), len(come))
    padded = ([*part, *[""] * (most - len(part))] for part in (gone, come))
    return iter(zip(*padded, strict=True))
