"""Look-up: from keys to the one observation that they mean, as a number with its origin. Pure functions on a view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.errors import Hidden, LookupFailed, did_you_mean
from kunnskapsstatus.exhibits.additive import MEASURES, Of
from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.exhibits.origin import Origin, printed_name
from kunnskapsstatus.exhibits.quantity import BASE as BASE_OF
from kunnskapsstatus.exhibits.quantity import Made
from kunnskapsstatus.exhibits.view import View
from kunnskapsstatus.keys import BASE, OLD_METHOD, TOTAL
from kunnskapsstatus.numbers import HIDDEN, SYMBOLS

DIMENSIONS = ("category", "group", "year", "measure", "population")
"""What keys are matched to, in this order."""
MOST_OFFERED = 60
LATER = 'The edition of {year} knows no later year: put what is of {key} between +++ {{"since": {key}}} and +++.'

Rows = Sequence[Observation]


def number(view: View, *keys: Any) -> Number:
    """The number at these keys: each is matched to the dimension that has it. What is left out is the shown year, the
    main measure, the view's population, the total, or the only value.

    Raises
    ------
    LookupFailed
        For a key that is not there, more than one number, or a number that the source does not give.
    """
    return _read(view, one(view, keys), keys)


def old(view: View, *keys: Any) -> Number:
    """The number at these keys by an older method, which :func:`number` leaves out."""
    rows, _ = narrowed(view, [row for row in view.rows if row.series == OLD_METHOD], keys)
    if len(rows) != 1:
        cause = f"{view.id}{list(keys)} by the older method is {len(rows)} numbers; {offer(rows)}"
        raise LookupFailed(cause, file=view.file, remedy="Name the year, category or group that tells them apart.")
    return _read(view, rows[0], keys)


def _read(view: View, row: Observation, keys: tuple[Any, ...]) -> Number:
    if not row.known:
        raise missing(row, f"{view.id}{list(keys)}")
    return as_number(row, origin(view, row), of(view, row))


def of(view: View, row: Observation) -> Of:
    """What a row of a view is a number of."""
    definition, is_all = view.definition, row.category in ("", TOTAL)
    own_question = "category" in definition.whole and not is_all
    return replace(
        stated(view.codebook, row),
        exhibit=view.id,
        cell=(row.category, row.group),
        question=row.category if own_question else view.question(row.category),
        group=row.group if "group" in definition.whole else "",
        several=definition.several and not is_all,
    )


def stated(codebook: Codebook, row: Observation) -> Of:
    """What a row is a number of, whatever shows it."""
    kind = MEASURES.get(row.measure) or codebook.counted(row.population, row.measure)
    return Of(kind, population=row.population, year=row.year, cell=(row.key or row.category, row.group))


def base(view: View, *keys: Any) -> Number:
    """The number of answers (n) behind the percentages of a group."""
    bases = [row for row in view.rows if row.measure == BASE]
    if bases and narrowed(view, bases, keys)[0]:
        return replace(number(view, *keys, BASE), made=Made(BASE_OF))
    row = one(view, keys)
    if row.base is None:
        cause = f"{view.id}{list(keys)} has no base"
        raise LookupFailed(cause, file=view.file, remedy="The source does not give one.")
    what = replace(of(view, row), kind=view.codebook.counted(row.population, BASE))
    return Number(float(row.base), origins=(origin(view, row),), made=Made(BASE_OF), terms={what: 1.0})


def share(view: View, key: str, *keys: Any) -> Number:
    """The value of a category as a percentage of the total."""
    row = one(view, (key, *keys))
    own = "category" if row.category == key else "group"
    same = [getattr(row, d) for d in ("category", "group") if d != own and getattr(row, d) not in ("", TOTAL)]
    years = [] if row.year is None else [row.year]
    return number(view, key, *keys).percent_of(number(view, TOTAL, *same, *years, row.measure))


def as_number(row: Observation, where: Origin, what: Of) -> Number:
    """A known observation as a number."""
    return Number(row.value, row.decimals, row.unit, (where,), row.series, row.qualifier, terms={what: 1.0})


def one(view: View, keys: tuple[Any, ...]) -> Observation:
    """The one observation that the keys mean.

    Raises
    ------
    LookupFailed
        When there is none, or more than one.
    """
    rows, used = narrowed(view, view.rows if BASE in keys else view.values, keys)
    for dimension in DIMENSIONS:
        if dimension in used or len(rows) <= 1:
            continue
        present = dict.fromkeys(value for row in rows if (value := getattr(row, dimension)) is not None)
        meant = default(view, dimension, tuple(present))
        if len(present) > 1 and meant in present:
            rows = [row for row in rows if getattr(row, dimension) == meant]
    if len(rows) != 1:
        count = "no number" if not rows else f"{len(rows)} numbers"
        cause = f"{view.id}{list(keys)} is {count}; {offer(rows or view.values)}"
        raise LookupFailed(cause, file=view.file, remedy="Name the dimension that tells them apart.")
    return rows[0]


def default(view: View, dimension: str, present: tuple[Any, ...]) -> Any:
    """What is meant in a dimension that no key names."""
    if dimension == "year":
        return view.year
    if dimension == "measure":
        return view.main(present)
    return view.population if dimension == "population" else TOTAL


def narrowed(view: View, rows: Rows, keys: Sequence[Any]) -> tuple[list[Observation], set[str]]:
    """The rows that have all keys, and the dimensions that the keys were matched to.

    Raises
    ------
    LookupFailed
        For a key that no row has.
    """
    chosen, used = list(rows), set[str]()
    for key in keys:
        for dimension in DIMENSIONS:
            apart = dimension in used or key is None  # what has no year is not of the year None
            hit = [] if apart else [row for row in chosen if getattr(row, dimension) == key]
            if hit and (dimension != "measure" or key != TOTAL):
                chosen, used = hit, used | {dimension}
                break
        else:
            known = dict.fromkeys(str(getattr(row, dimension) or "") for row in chosen for dimension in DIMENSIONS)
            guess = did_you_mean(key, known)
            has = offer(chosen)
            cause = f"{view.id} has no {key!r}" + (f"{guess} I{has[1:]}" if guess else f"; {has}")
            later = isinstance(key, int) and view.asked is not None and key > view.asked
            remedy = LATER.format(key=key, year=view.asked) if later else "Use one of these keys."
            raise LookupFailed(cause, file=view.file, remedy=remedy)
    return chosen, used


def keys(rows: Rows) -> dict[str, list[Any]]:
    """The keys that rows have, by dimension."""
    found = {name: dict.fromkeys(getattr(row, name) for row in rows) for name in DIMENSIONS}
    return {name: [key for key in present if key not in (None, "")] for name, present in found.items()}


def offer(rows: Rows) -> str:
    """The keys that rows differ in, in words."""
    parts = []
    for dimension, present in keys(rows).items():
        if len(present) > 1:
            parts.append(f"{dimension}: {', '.join(map(str, present[:MOST_OFFERED]))}")
    return "it has " + ("; ".join(parts) or "one number")


def origin(view: View, row: Observation) -> Origin:
    """Where one observation is from, in words."""
    what = row.what or view.codebook.label(("population",), row.population)
    keys = (key for key in (row.category, row.group) if key not in (TOTAL, "", BASE))
    parts = [what, *(view.label(key, sentence=True) for key in keys), *([] if row.year is None else [str(row.year)])]
    parts += ["gammel metode"] if row.series == OLD_METHOD else []
    place = ", ".join(parts)
    source = row.source or view.source
    printed = printed_name(row.dataset)
    if printed and not source.startswith("rapporten"):
        source = f"Rapporten fra 2019, {printed}" + (f". {source}" if source else "")
    return Origin(view.id, place[:1].upper() + place[1:], source, row.file, row.line, view.reservation(row))


def missing(row: Observation, what: str) -> LookupFailed:
    """The error for a number that the source does not give, or that is hidden."""
    reason = SYMBOLS.get(row.symbol, "cellen er tom i kilden")
    cause = f"{what} has no value: {row.symbol or 'empty'} ({reason})"
    if row.symbol == HIDDEN:
        return Hidden(cause, file=row.file, line=row.line, remedy="Say what can be said without it.")
    return LookupFailed(cause, file=row.file, line=row.line, remedy="Leave the number out.")
