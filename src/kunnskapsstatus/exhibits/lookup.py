"""Look-up: from keys to the one observation that they mean, as a number with its origin. Pure functions on a view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.errors import Hidden, LookupFailed, did_you_mean
from kunnskapsstatus.exhibits.additive import MEASURES, Of, has_parts
from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.exhibits.origin import Origin, printed_name
from kunnskapsstatus.exhibits.quantity import BASE as BASE_OF
from kunnskapsstatus.exhibits.quantity import Made
from kunnskapsstatus.exhibits.view import View, values_of
from kunnskapsstatus.keys import BASE, BY_OLD_METHOD, OLD_METHOD, TOTAL
from kunnskapsstatus.numbers import HIDDEN, SYMBOLS

DIMENSIONS = ("category", "group", "year", "measure", "population")
"""What keys are matched to, in this order."""
PLACES = ("category", "group")
"""Those of which there is a total."""
CHOSEN = ("measure", "population")
"""Those in which an exhibit may have another value for other keys, which is then meant: kilometres of a distance."""
MEANT = (*PLACES, *CHOSEN, "year")
"""In which order it is decided what no key names: the year last, so that the measure is not another in another year."""
PLURAL = {"category": "categories", "group": "groups", "population": "populations"}
MOST_OFFERED = 60
LATER = 'The edition of {year} knows no later year: put what is of {key} between +++ {{"since": {key}}} and +++.'

Rows = Sequence[Observation]


def number(view: View, *keys: Any) -> Number:
    """The number at these keys: each is matched to the dimension that has it. What is left out is the shown year, the
    total, the main measure and the view's population, and never another: see :func:`as_meant`.

    Raises
    ------
    LookupFailed
        For a key that is not there, no number at what is left out, more than one number, or a number that the source
        does not give.
    """
    return _read(view, one(view, keys), keys)


def old(view: View, *keys: Any) -> Number:
    """The number at these keys by an older method, which :func:`number` leaves out.

    Raises
    ------
    LookupFailed
        As :func:`number`.
    """
    rows, named = narrowed(view, [row for row in view.rows if row.series == OLD_METHOD], keys)
    rows = as_meant(view, rows, named, keys)
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
    place = row.file, row.line, row.column, row.category, row.group, row.year, row.population, row.measure, row.key
    return Of(
        kind,
        population=row.population,
        year=row.year,
        cell=(row.key or row.category, row.group),
        dataset="" if row.key else row.dataset,
        stands=place if row.line else (),
    )


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
    """The value of a category or a group as a percentage of the total of the same year, measure and population.

    Raises
    ------
    LookupFailed
        For a key that is no category and no group, what is no part of a total, such as a percentage or a mean, and
        where the source gives no such total.
    """
    row, (_, named) = one(view, (key, *keys)), narrowed(view, view.values, (key, *keys))
    own, asked = next(iter(named)), f"{view.id}{[key, *keys]}"

    def fault(cause: str, remedy: str) -> LookupFailed:
        return LookupFailed(f"{asked} {cause}", file=row.file, line=row.line, remedy=remedy)

    if own not in PLACES or key == TOTAL:
        what = "is the whole itself" if key == TOTAL else f"begins with {key!r}, which is a {own}"
        raise fault(what, "A share is of a category or a group, which is named first.")
    if not has_parts(row.measure):
        measure = view.codebook.label(("measure",), row.measure)
        raise fault(f"is counted in {measure}, of which no total is a sum", "Tell of it as it is, or share a count.")
    same = [other for other in DIMENSIONS if other != own]
    whole = [
        other
        for other in values_of(view.whole or view.rows)
        if getattr(other, own) == TOTAL and all(getattr(other, name) == getattr(row, name) for name in same)
    ]
    if len(whole) != 1:
        what = ", ".join(str(value) for name in ("population", "year", "measure") if (value := getattr(row, name)))
        raise fault(f"has no total of {what} to be a share of", "Say of what it is a share: n.percent_of(m).")
    return _read(view, row, (key, *keys)).percent_of(_read(view, whole[0], (TOTAL, *keys)))


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
    of_base = BASE in keys
    rows, named = narrowed(view, [row for row in view.rows if row.measure == BASE] if of_base else view.values, keys)
    rows = as_meant(view, rows, named, keys, of_base=of_base)
    if len(rows) != 1:
        count = f"{len(rows)} numbers" if rows else "no number"
        cause = f"{view.id}{list(keys)} is {count}; {offer(rows or view.values)}"
        raise LookupFailed(cause, file=view.file, remedy="Name the dimension that tells them apart.")
    return rows[0]


def as_meant(
    view: View,
    rows: Rows,
    named: Mapping[str, Any],
    keys: Sequence[Any],
    *,
    dimensions: Sequence[str] = MEANT,
    of_base: bool = False,
) -> list[Observation]:
    """Of these rows, those that are meant where no key names a dimension: the total, the main one of the measures that
    they have in any year, the view's population (where there are several side by side), and the shown year. In a
    dimension in which the whole exhibit has one value, that is meant. What is of no year is of all.

    Raises
    ------
    LookupFailed
        Where there is none of the total, or of the shown year: another is not given in its place; and for several
        populations, where the exhibit has none of its own.
    """
    chosen = list(rows)
    several = view.several(of_base=of_base)
    for dimension in dimensions:
        if dimension in named or dimension not in several:
            continue
        present = tuple(dict.fromkeys(value for row in chosen if (value := getattr(row, dimension)) is not None))
        meant = default(view, dimension, present)
        if dimension in CHOSEN and (len(present) < 2 or (meant in present and _told_by_year(chosen, dimension))):
            continue
        found = [row for row in chosen if getattr(row, dimension) == meant]
        found = found or [row for row in chosen if getattr(row, dimension) is None]
        if not found:
            raise _elsewhere(view, keys, dimension, meant, present)
        chosen = found
    return chosen


def _told_by_year(rows: Rows, dimension: str) -> bool:
    """Whether the rows have one population a year, though not the same in all."""
    found = {(row.year, getattr(row, dimension)) for row in rows}
    return dimension == "population" and len(found) == len({year for year, _ in found})


def _elsewhere(view: View, keys: Sequence[Any], dimension: str, meant: Any, present: Sequence[Any]) -> LookupFailed:
    """The error where there are numbers, but none of the year or the total that is meant."""
    what = f"{meant}" if dimension == "year" else f"the {meant} of its {PLURAL[dimension]}" if meant else "all of them"
    known = ", ".join(map(str, sorted(present) if dimension == "year" else present[:MOST_OFFERED]))
    example = ", ".join(repr(key) for key in (*keys, present[-1]))
    cause = f"{view.id}{list(keys)} has no number for {what}; it has {known}"
    return LookupFailed(cause, file=view.file, remedy=f"Name the {dimension} that you mean: x[{example}].")


def default(view: View, dimension: str, present: tuple[Any, ...]) -> Any:
    """What is meant in a dimension that no key names."""
    if dimension == "year":
        return view.year
    if dimension == "measure":
        return view.main(present)
    return view.population if dimension == "population" else TOTAL


def narrowed(view: View, rows: Rows, keys: Sequence[Any]) -> tuple[list[Observation], dict[str, Any]]:
    """The rows that have all keys, and by dimension the key that was matched to it, in the order of the keys.

    Raises
    ------
    LookupFailed
        For a key that no row has.
    """
    chosen, named = list(rows), dict[str, Any]()
    for key in keys:
        for dimension in DIMENSIONS:
            apart = dimension in named or key is None  # what has no year is not of the year None
            hit = [] if apart else [row for row in chosen if getattr(row, dimension) == key]
            if hit and (dimension != "measure" or key != TOTAL):
                chosen, named[dimension] = hit, key
                break
        else:
            raise _unknown(view, chosen, key)
    return chosen, named


def _unknown(view: View, rows: Rows, key: Any) -> LookupFailed:
    """The error for a key that no row has."""
    if isinstance(key, str) and key.isdecimal() and int(key) in {row.year for row in rows}:
        cause = f"{view.id} has no {key!r}: a year is a number"
        return LookupFailed(cause, file=view.file, remedy=f"Write it without quotation marks: {key}.")
    known = dict.fromkeys(str(getattr(row, dimension) or "") for row in rows for dimension in DIMENSIONS)
    guess, has = did_you_mean(key, known), offer(rows)
    cause = f"{view.id} has no {key!r}" + (f"{guess} I{has[1:]}" if guess else f"; {has}")
    later = isinstance(key, int) and view.asked is not None and key > view.asked
    remedy = LATER.format(key=key, year=view.asked) if later else "Use one of these keys."
    return LookupFailed(cause, file=view.file, remedy=remedy)


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
    parts += [BY_OLD_METHOD] if row.series == OLD_METHOD else []
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
    line = row.line or None  # what no file has a line for, its exhibit should have
    if row.symbol == HIDDEN:
        return Hidden(cause, file=row.file, line=line, remedy="Say what can be said without it.")
    return LookupFailed(cause, file=row.file, line=line, remedy="Leave the number out.")
