"""The same value in two books: known again by what it is of, also where a file or a part of a series has another
name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import TypeVar

from kunnskapsstatus.data.observation import IDENTITY, Observation

LOOSER = (("heading",), ("series",), ("dataset",), ("dataset", "series"))
"""What may differ in what a value is of, when no value is of the same in all."""
T = TypeVar("T")
Pair = tuple[Observation | None, Observation | None]


def either(old: T | None, new: T | None) -> T:
    """What something is now, or was; one of the two is there."""
    found = new or old
    assert found is not None
    return found


def pairs(old: Iterable[Observation], new: Iterable[Observation]) -> Iterator[Pair]:
    """Each value of both, in the old book and in the new one; None where a book does not have it."""
    left, rest = list(old), list(new)
    for apart in ((), *LOOSER):
        key = attrgetter(*(name for name in IDENTITY if name not in apart))
        single = [{name for name, times in Counter(map(key, rows)).items() if times == 1} for rows in (left, rest)]
        both = set.intersection(*single)
        known = {key(row): row for row in left if key(row) in both}
        yield from ((known[key(row)], row) for row in rest if key(row) in both)
        left, rest = ([row for row in rows if key(row) not in both] for rows in (left, rest))
    yield from ((row, None) for row in left)
    yield from ((None, row) for row in rest)
