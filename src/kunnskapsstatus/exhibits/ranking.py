"""Ranking: the keys of a view from the highest value to the lowest. Pure functions on a view."""

from __future__ import annotations

from typing import Any

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.errors import LookupFailed, did_you_mean
from kunnskapsstatus.exhibits import lookup
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.numbers import HIDDEN


def ranking(view: View, *keys: Any, lowest: bool = False) -> list[tuple[str, float]]:
    """Categories (or groups, where there are no categories) with their values, highest first, totals left out.

    What no key names is as in a look-up: the shown year, the main measure, the total of the other dimension. With
    ``lowest`` the lowest of them must be known: numbers that are hidden are small.

    Raises
    ------
    LookupFailed
        When there is nothing to rank, a key has several values, or the lowest is hidden.
    """
    rows, used = lookup.narrowed(view, view.values, keys)

    def several(dimension: str) -> bool:
        return len({value for row in rows if (value := getattr(row, dimension)) is not None}) > 1

    def as_meant(dimension: str) -> list[Observation]:
        if dimension in used or not several(dimension):
            return rows
        present = tuple(dict.fromkeys(getattr(row, dimension) for row in rows))
        meant = lookup.default(view, dimension, present)
        return [row for row in rows if getattr(row, dimension) == meant]

    rows = as_meant("year")
    rows = as_meant("measure")
    ranked, other = ("category", "group") if several("category") else ("group", "category")  # of what is left now
    rows = as_meant(other)
    rows = [row for row in rows if getattr(row, ranked) != TOTAL]
    if lowest and (hidden := next((row for row in rows if row.symbol == HIDDEN), None)):
        raise lookup.missing(hidden, f"{view.id}{list(keys)}, of which the lowest is asked for,")
    rows = [row for row in rows if row.known]
    found = [(str(getattr(row, ranked)), row.value) for row in sorted(rows, key=lambda row: -row.value)]
    if not found or len(dict(found)) < len(found):
        what = "a key twice" if found else "nothing"
        cause = f"{view.id}{list(keys)} has {what} to rank for {view.year}; {lookup.offer(view.values)}"
        raise LookupFailed(cause, file=view.file, remedy="Name the year, measure, population or group to rank.")
    return found


def highest(view: View, n: int | None, *keys: Any, lowest: bool = False) -> str | tuple[str, ...]:
    """The key of the highest value, or a tuple of the ``n`` highest; with ``lowest`` from the other end."""
    order = [key for key, _ in ranking(view, *keys, lowest=lowest)]
    order = order[::-1] if lowest else order
    return order[0] if n is None else tuple(order[:n])


def place(view: View, key: str, *keys: Any) -> int:
    """The place of a category from the top: 1 is the highest; equal values share a place.

    Raises
    ------
    LookupFailed
        For a key that is not ranked.
    """
    values = dict(ranking(view, *keys))
    if key not in values:
        cause = f"{view.id} has no {key!r} to rank{did_you_mean(key, values)}"
        raise LookupFailed(cause, file=view.file, remedy=f"It has {', '.join(values)}.")
    return 1 + sum(value > values[key] for value in values.values())
