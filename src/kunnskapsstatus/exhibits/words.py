"""What a sentence says of several numbers: that they rise or fall, that they come in an order, what they add up to.

Pure functions on a view. What is found carries its numbers, so that a reader can see what was checked. All of them are
compared, also where the first has decided it: numbers that do not meet are told of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from numbers import Integral
from typing import Any

from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits import lookup, ranking
from kunnskapsstatus.exhibits.number import Finding, Number
from kunnskapsstatus.exhibits.view import View, years_of
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.numbers import HIDDEN


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
        For a year at either end that has no number, where there are fewer than two, and where the first is not before
        the last; Hidden for one of them that is hidden.
    """
    part = narrowed(view, keys)
    _must_be_years(view, since, until)
    told = sorted(
        {row.year for row in part.values if row.year is not None and (row.given or row.symbol == HIDDEN)}
    )  # a number that is hidden is there, and nobody can say how it goes on
    start = since if since is not None else next(iter(told), None)
    end = until if until is not None else part.year
    years = [year for year in told if start is not None and end is not None and start < year < end]
    if start is None or end is None or start >= end:
        known = ", ".join(map(str, told)) or "none"
        backward = "; the first is not before the last" if start is not None and end is not None and start > end else ""
        cause = f"{view.id}{list(keys)} has no two years from {start} to {end}{backward}; it has {known}"
        raise LookupFailed(cause, file=view.file, remedy="Name years with since= and until=.")
    return tuple(lookup.number(view, *keys, year) for year in (start, *years, end))


def _must_be_years(view: View, *years: Any) -> None:
    """Nothing, if all are whole numbers, or not given; else raises LookupFailed."""
    for year in years:
        if year is not None and (isinstance(year, bool) or not isinstance(year, Integral)):
            remedy = "Give a year such as 2018, without quotation marks."
            raise LookupFailed(f"{view.id}: {year!r} is no year", file=view.file, remedy=remedy)


def rising(numbers: Sequence[Number]) -> Finding:
    """Whether each number is more than the one before it."""
    return Finding(all([before < after for before, after in pairwise(numbers)]), tuple(numbers))


def falling(numbers: Sequence[Number]) -> Finding:
    """Whether each number is less than the one before it."""
    return Finding(all([before > after for before, after in pairwise(numbers)]), tuple(numbers))


def change(view: View, keys: Sequence[Any], start: int, end: int | None) -> Number:
    """The difference from one year to another, by default to the shown year.

    Raises
    ------
    LookupFailed
        Where one is no year, and where the first is not before the last.
    """
    _must_be_years(view, start, end)
    last = view.year if end is None else end
    if last is not None and start >= last:
        cause = f"{view.id}{list(keys)}: a change from {start} to {last} has no time to happen"
        raise LookupFailed(cause, file=view.file, remedy="Name the earlier year first.")
    return lookup.number(view, *keys, last) - lookup.number(view, *keys, start)


def at_each(view: View, keys: Sequence[Any], at: Sequence[Any]) -> tuple[Number, ...]:
    """The number at each key, with what ``at`` names besides.

    Raises
    ------
    LookupFailed
        For keys that are not of one kind, such as a year among categories.
    """
    parts = [key if isinstance(key, tuple) else (key,) for key in keys]
    kinds = [_dimensions(view, part, at) for part in parts]
    first = next((kind for kind in kinds if kind), frozenset())
    odd = next((n for n, kind in enumerate(kinds) if kind and kind != first), None)
    if odd is not None:
        like = keys[next(n for n, kind in enumerate(kinds) if kind)]
        cause = f"{view.id}: {_kind(keys[odd], kinds[odd])}, and {_kind(like, first)}: they are not put side by side"
        raise LookupFailed(cause, file=view.file, remedy=f"What all have in common is named by at={keys[odd]!r}.")
    return tuple(lookup.number(view, *part, *at) for part in parts)


def _dimensions(view: View, part: Sequence[Any], at: Sequence[Any]) -> frozenset[str]:
    """The dimensions that keys are matched to; a total is of any."""
    _, named = lookup.narrowed(view, view.rows, (*part, *at))
    return frozenset(name for name, key in [*named.items()][: len(part)] if key != TOTAL)


def _kind(key: Any, dimensions: frozenset[str]) -> str:
    names = [name for name in lookup.DIMENSIONS if name in dimensions]
    return f"{key!r} is a {' and a '.join(names)}"


def several(view: View, keys: Sequence[Any], at: Sequence[Any]) -> tuple[Number, ...]:
    """The numbers of an order. Raises LookupFailed for fewer than two keys, which are in any order."""
    if len(keys) < 2:
        cause = f"{view.id}: {len(keys) or 'no'} key{'' if keys else 's'} {'has' if keys else 'have'} no order"
        raise LookupFailed(cause, file=view.file, remedy="Name two keys or more, the highest first.")
    return at_each(view, keys, at)


def added(view: View, keys: Sequence[Any], at: Sequence[Any]) -> tuple[Number, ...]:
    """The numbers of a sum. Raises LookupFailed where there is no key, or one twice."""
    twice = next((key for at_, key in enumerate(keys) if key in keys[:at_]), None)
    if not keys or twice is not None:
        cause = f"{view.id}: {f'{twice!r} stands twice in a sum' if keys else 'a sum of nothing'}"
        raise LookupFailed(cause, file=view.file, remedy="Name each key that is added up once.")
    return at_each(view, keys, at)


def leading(
    view: View, key: Any, others: Sequence[Any], at: Sequence[Any], *, lowest: bool = False, known: bool = False
) -> Finding:
    """Whether a key has more than each of the others (by default all that are ranked with it, or with ``known`` those
    of them that have a number), or with ``lowest`` less.

    Raises
    ------
    LookupFailed
        Where there is nothing to compare it with, and as :func:`kunnskapsstatus.exhibits.ranking.ranking`.
    """
    rest = others or [other for other, _ in ranking.ranking(view, *at, lowest=lowest, known=known) if other != key]
    if not rest:
        cause = f"{view.id}{[key, *at]} is compared with nothing: there is no other"
        raise LookupFailed(cause, file=view.file, remedy="Name what it is compared with.")
    own, *found = at_each(view, [key, *rest], at)
    return Finding(all([own < number if lowest else own > number for number in found]), (own, *found))


def leading_at_each(
    view: View,
    key: Any,
    others: Sequence[Any],
    at: Sequence[Any],
    each: Sequence[Any] | None,
    *,
    lowest: bool = False,
    known: bool = False,
) -> Finding:
    """The same at each of several keys; where none are asked for (``each`` is None), at what ``at`` names alone.

    Raises
    ------
    LookupFailed
        For no key in ``each``, and as :func:`leading`.
    """
    if each is not None and not each:
        cause = f"{view.id}{[key]} is compared at each of no keys"
        raise LookupFailed(cause, file=view.file, remedy="Name the keys in each=, or leave it out.")
    rounds = [at] if each is None else [(*at, one) for one in each]
    found = [leading(view, key, others, one, lowest=lowest, known=known) for one in rounds]
    return Finding(all(found), tuple(number for one in found for number in one.numbers))
