"""Ranking: the keys of a view from the highest value to the lowest. Pure functions on a view.

A number that is not known may be higher than those that are: nothing is ranked past it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.errors import Hidden, LookupFailed, Tied, did_you_mean
from kunnskapsstatus.exhibits import lookup
from kunnskapsstatus.exhibits.additive import has_parts
from kunnskapsstatus.exhibits.view import View, values_of
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.numbers import HIDDEN, IMPOSSIBLE

MOST_NAMED = 5
"""So many keys that stand in the way are named."""
KNOWN = "Name those that are compared, or say that it is of those with a number, and write known=True."


def ranking(view: View, *keys: Any, lowest: bool = False, known: bool = False) -> list[tuple[str, float]]:
    """Categories (or groups, where there are no categories) with their values, highest first, totals left out.

    What no key names is as in a look-up: the shown year, the main measure, the total of the other dimension. All that
    has a number in any year must have one in this, unless those that are ``known`` are asked for alone. Only a count
    that is hidden may stand aside, where the keys differ in one dimension alone: it is of few, or the smallest of the
    others, and so below all that are known; with ``lowest`` it may not.

    Raises
    ------
    LookupFailed
        When there is nothing to rank, a key has several values, or a number is missing; Hidden when one is hidden.
    """
    _, named = lookup.narrowed(view, view.values, keys)
    ever = _of_all_years(view, named)
    ever = lookup.as_meant(view, ever, named, keys, dimensions=("measure",))
    ranked, other = ("category", "group") if _several(ever, "category") else ("group", "category")
    ever = lookup.as_meant(view, ever, named, keys, dimensions=(other,))
    year = named.get("year", view.year)
    of_years = "year" in {*named, *view.named, *view.several()}
    rows = [row for row in ever if row.year in (year, None) or not of_years]
    values = [(str(key), row) for row in rows if (key := getattr(row, ranked)) != TOTAL and not row.text]
    found = [(key, row.value) for key, row in values if row.known]
    if not found or len(dict(found)) < len(found):
        what = "a key twice" if found else "nothing"
        cause = f"{view.id}{list(keys)} has {what} to rank for {year}; {lookup.offer(view.values)}"
        raise LookupFailed(cause, file=view.file, remedy="Name the year, measure, population or group to rank.")
    if not known:
        _must_be_whole(view, keys, ever, values, (ranked, other), year, lowest=lowest)
    return sorted(found, key=lambda one: -one[1])


def _must_be_whole(
    view: View,
    keys: Sequence[Any],
    ever: Sequence[Observation],
    values: Sequence[tuple[str, Observation]],
    dimensions: tuple[str, str],
    year: Any,
    *,
    lowest: bool,
) -> None:
    """Nothing, if no number that may come before others is missing among the rows of a year, or hidden; else raises
    LookupFailed, or Hidden. ``ever`` are the rows of all years, ``dimensions`` what is ranked and the other."""
    ranked, other = dimensions
    rows, found = [row for _, row in values], [(key, row.value) for key, row in values if row.known]
    aside = not lowest and _is_below(view, rows, other)
    unknown = [row for key, row in values if not row.known and row.symbol != IMPOSSIBLE and key not in dict(found)]
    if way := [row for row in unknown if not (aside and row.symbol == HIDDEN)]:
        raise _in_the_way(view, keys, way, ranked, lowest=lowest)
    gone = [str(key) for row in ever if (key := getattr(row, ranked)) != TOTAL and key not in dict(values)]
    if gone:
        raise _without(view, keys, list(dict.fromkeys(gone)), year)


def _of_all_years(view: View, named: Mapping[str, Any]) -> list[Observation]:
    """The values of the whole exhibit that have the keys of the part that a view is, and those named, but the year."""
    keys = {name: getattr(view.rows[0], name) for name in view.named} | {**named}
    keys.pop("year", None)
    return [row for row in values_of(view.whole or view.rows) if all(getattr(row, name) == keys[name] for name in keys)]


def _several(rows: Sequence[Observation], dimension: str) -> bool:
    return len({value for row in rows if (value := getattr(row, dimension)) is not None}) > 1


def _is_below(view: View, rows: Sequence[Observation], other: str) -> bool:
    """Whether what is hidden among the rows is below what is known: it is, of counts of which no sum in another
    dimension has had one hidden that is not small."""
    return all(has_parts(row.measure) for row in rows) and other not in view.several()


def _in_the_way(
    view: View, keys: Sequence[Any], unknown: Sequence[Observation], ranked: str, *, lowest: bool
) -> LookupFailed:
    """The error for numbers that are hidden or missing, at the first of them."""
    row = next((row for row in unknown if row.symbol == HIDDEN), unknown[0])
    end = "lowest" if lowest else "highest"
    error = lookup.missing(row, f"{view.id}{list(keys)}, of which the {end} is asked for, at {getattr(row, ranked)!r}")
    kind = Hidden if isinstance(error, Hidden) else LookupFailed
    remedy = "Say what can be said without it." if kind is Hidden else KNOWN
    return kind(error.cause, file=error.file, line=error.line, remedy=remedy)


def _without(view: View, keys: Sequence[Any], gone: Sequence[str], year: Any) -> LookupFailed:
    """The error for keys that have a number, but none for the year."""
    more = f" and {len(gone) - MOST_NAMED} more" if len(gone) > MOST_NAMED else ""
    named = ", ".join(map(repr, gone[:MOST_NAMED])) + more
    cause = f"{view.id}{list(keys)} cannot be ranked: it has no number for {year} of {named}"
    return LookupFailed(cause, file=view.file, remedy=KNOWN)


def highest(view: View, n: int | None, *keys: Any, lowest: bool = False, known: bool = False) -> str | tuple[str, ...]:
    """The key of the highest value, or a tuple of the ``n`` highest; with ``lowest`` from the other end. With ``known``
    it is of those whose numbers are known.

    Raises
    ------
    LookupFailed
        As :func:`ranking`, and for an ``n`` that is no number of keys; Tied where equals stand at both sides of the
        end.
    """
    order = ranking(view, *keys, lowest=lowest, known=known)
    order = order[::-1] if lowest else order
    asked = f"x.{'bottom' if lowest else 'top'}"
    if n is not None and (type(n) is not int or not 1 <= n <= len(order)):
        raise _not_so_many(view, n, keys, asked, len(order))
    cut = n or 1
    if cut < len(order) and order[cut][1] == order[cut - 1][1]:
        raise _equal(view, n, keys, asked, order)
    return order[0][0] if n is None else tuple(key for key, _ in order[:n])


def _not_so_many(view: View, n: Any, keys: Sequence[Any], asked: str, most: int) -> LookupFailed:
    """The error for a number of keys that there is not, which may be a key itself."""
    cause = f"{view.id}: {asked}({n!r}) asks for {n!r} of the {most} that are ranked"
    is_key = any(n == getattr(row, name) for row in view.values for name in lookup.DIMENSIONS)
    written = f"{asked}({', '.join(map(repr, (None, n, *keys)))})"
    remedy = (
        f"{n!r} is a key, and keys stand after how many: {written}." if is_key else f"Give a number from 1 to {most}."
    )
    return LookupFailed(cause, file=view.file, remedy=remedy)


def _equal(view: View, n: int | None, keys: Sequence[Any], asked: str, order: Sequence[tuple[str, float]]) -> Tied:
    """The error where of equals one would be told, and another not."""
    last = order[(n or 1) - 1][1]
    places = [place for place, (_, value) in enumerate(order) if value == last]
    equal = ", ".join(repr(order[place][0]) for place in places)
    which = "are all the first" if places[0] == 0 else f"share place {places[0] + 1}"
    cause = f"{view.id}{list(keys)}: {equal} are equal and {which}"
    fitting = [f"{asked}({count})" for count in (places[0], places[-1] + 1) if count]
    remedy = f"Ask for none or all of them, {' or '.join(fitting)}, or compare by name: x.leads, x.rank."
    return Tied(cause, file=view.file, remedy=remedy)


def place(view: View, key: str, *keys: Any, known: bool = False) -> int:
    """The place of a category from the top: 1 is the highest; equal values share a place. With ``known`` it is among
    those whose numbers are known.

    Raises
    ------
    LookupFailed
        As :func:`ranking`, and for a key that is not ranked, or is hidden.
    """
    values = dict(ranking(view, *keys, known=known))
    if key not in values:
        if any(key in (row.category, row.group) and row.symbol for row in view.values):
            lookup.number(view, key, *keys)  # what is hidden or missing says so
        cause = f"{view.id} has no {key!r} to rank{did_you_mean(key, values)}"
        raise LookupFailed(cause, file=view.file, remedy=f"It has {', '.join(values)}.")
    return 1 + sum(value > values[key] for value in values.values())
