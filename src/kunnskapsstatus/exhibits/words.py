"""What a sentence says of several numbers: that they rise or fall, that they come in an order, what they add up to.

Pure functions on a view. What is found carries its numbers, so that a reader can see what was checked. All of them are
compared, also where the first has decided it: numbers that do not meet are told of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits import lookup, ranking
from kunnskapsstatus.exhibits.number import Finding, Number
from kunnskapsstatus.exhibits.view import View, years_of


def narrowed(view: View, keys: Sequence[Any]) -> View:
    """The part of a view that has all keys. Raises LookupFailed for a key that no row has."""
    rows, named = lookup.narrowed(view, view.rows, keys)
    years = years_of(rows)
    shown = view.year if view.year in years else (years[-1] if years else None)
    return replace(view, rows=tuple(rows), year=shown, whole=view.whole or view.rows, named=view.named | named.keys())


def series(view: View, keys: Sequence[Any], since: int | None, until: int | None) -> tuple[Number, ...]:
    """The numbers at these keys, one a year, from ``since`` (else the first year) until ``until`` (else the shown).

    Raises
    ------
    LookupFailed
        For a year at either end that has no number, and where there are fewer than two.
    """
    part = narrowed(view, keys)
    start, end = part.years[0] if since is None else since, part.year if until is None else until
    ends = {year for year in (start, end) if year is not None}
    years = sorted({year for year in part.years if start <= year <= (end or start)} | ends)
    if len(years) < 2:
        known = ", ".join(map(str, part.years)) or "none"
        cause = f"{view.id}{list(keys)} has no two years from {start} to {end}; it has {known}"
        raise LookupFailed(cause, file=view.file, remedy="Name years with since= and until=.")
    return tuple(lookup.number(view, *keys, year) for year in years)


def rising(numbers: Sequence[Number]) -> Finding:
    """Whether each number is more than the one before it."""
    return Finding(all([before < after for before, after in pairwise(numbers)]), tuple(numbers))


def falling(numbers: Sequence[Number]) -> Finding:
    """Whether each number is less than the one before it."""
    return Finding(all([before > after for before, after in pairwise(numbers)]), tuple(numbers))


def at_each(view: View, keys: Sequence[Any], at: Sequence[Any]) -> tuple[Number, ...]:
    """The number at each key, with what ``at`` names besides."""
    return tuple(lookup.number(view, *(key if isinstance(key, tuple) else (key,)), *at) for key in keys)


def added(view: View, keys: Sequence[Any], at: Sequence[Any]) -> tuple[Number, ...]:
    """The numbers of a sum. Raises LookupFailed where there is no key, or one twice."""
    twice = next((key for at_, key in enumerate(keys) if key in keys[:at_]), None)
    if not keys or twice is not None:
        cause = f"{view.id}: {f'{twice!r} stands twice in a sum' if keys else 'a sum of nothing'}"
        raise LookupFailed(cause, file=view.file, remedy="Name each key that is added up once.")
    return at_each(view, keys, at)


def leading(view: View, key: Any, others: Sequence[Any], at: Sequence[Any], *, lowest: bool = False) -> Finding:
    """Whether a key has more than each of the others (by default all that are ranked with it), or with ``lowest``
    less."""
    rest = others or [other for other, _ in ranking.ranking(view, *at, lowest=lowest) if other != key]
    own, *found = at_each(view, [key, *rest], at)
    return Finding(all([own < number if lowest else own > number for number in found]), (own, *found))


def leading_at_each(
    view: View, key: Any, others: Sequence[Any], at: Sequence[Any], each: Sequence[Any], *, lowest: bool = False
) -> Finding:
    """The same at each of several keys; where there are none, at what ``at`` names alone."""
    found = [leading(view, key, others, (*at, one), lowest=lowest) for one in each]
    found = found or [leading(view, key, others, at, lowest=lowest)]
    return Finding(all(found), tuple(number for one in found for number in one.numbers))
