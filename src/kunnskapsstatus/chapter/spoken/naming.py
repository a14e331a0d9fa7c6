"""What a number is, in words: the cell that it is read from, or what it is computed of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.exhibits.quantity import BASE, DIFFERENCE, PART, PRODUCT, RATIO, SHARE, SUM
from kunnskapsstatus.lists import listed, small
from kunnskapsstatus.numbers import format_number

MOST_PARTS = 4
"""What is computed of more numbers than these tells how many they are."""
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
FRACTIONS = {2.0: "halvparten", 3.0: "en tredel", 4.0: "en firedel", 5.0: "en femdel", 10.0: "en tidel"}
_PLACE = re.compile(r",(?! (?:og|eller) )\s+(?![^(]*\))")
"""What parts the words of a place. A comma inside brackets is of a label."""


def place(number: Number) -> tuple[str, ...]:
    """The words of the cell that a number is read from: of what, row, column, year."""
    what, *rest = _PLACE.split(number.origins[0].place)
    what = small(what)
    return tuple(rest) if rest and rest[0].startswith(what) else (what, *rest)


def year(number: Number) -> str:
    """The year of a number that is read from a cell; empty where it has none."""
    return next((word for word in reversed(place(number)) if YEAR.fullmatch(word)), "")


def leaves(number: Number) -> Iterator[Number]:
    """The numbers that a number is computed of; itself where it is read from a cell."""
    parts = number.made.parts if number.made else ()
    if not parts and number.origins:
        yield number
    for part in parts:
        if isinstance(part, Number):
            yield from leaves(part)


def common(numbers: Sequence[Number]) -> tuple[str, ...]:
    """The words that all the cells have in common behind several numbers; none where they are one cell."""
    places = list(dict.fromkeys(place(leaf) for number in numbers for leaf in leaves(number)))
    shared = [word for word in places[0] if all(word in other for other in places)] if len(places) > 1 else []
    return tuple(shared)


def name(number: Number, known: Collection[str] = ()) -> str:
    """What a number is, in words, without those that are ``known``; empty for a plain number."""
    if is_computed(number):
        return _computed(number, known)
    if not number.origins:
        return ""
    words = [word for word in place(number) if word not in known]
    base = ["antall svar (n)"] if number.made and number.made.how == BASE else []
    return ", ".join(base + words) or "i alt"


def said(number: Number, known: Collection[str] = (), unit: bool = True) -> str:
    """A number with what it is: ``psykisk vold (86 prosent)``, ``1 842 i 2024``."""
    words, value = name(number, known), str(number) if unit else number.bare
    if not words:
        return value
    if YEAR.fullmatch(words):
        return f"{value} i {words}"
    if is_computed(number):
        return f"{value} – {words} –"
    return f"{value} i alt" if words == "i alt" else f"{words} ({value})"


def is_computed(number: Number) -> bool:
    """Whether a number is computed of others."""
    return bool(number.made and number.made.parts)


def _computed(number: Number, known: Collection[str]) -> str:
    assert number.made is not None
    how, parts = number.made
    if how == SUM:
        terms = list(_terms(number))
        if len(terms) == 1:
            return _part(terms[0], known)
        return f"summen av {_listed(terms, known)}"
    first, second = parts
    if how == DIFFERENCE and not isinstance(second, Number) and not second:
        return _part(first, known)  # nothing is taken away
    if how in (RATIO, PRODUCT) and not isinstance(second, Number) and isinstance(first, Number):
        words = _part(first, known)
        if how == PRODUCT:
            return f"{plain(second)} ganger {words}"
        return f"{FRACTIONS[second]} av {words}" if second in FRACTIONS else f"{words} delt på {plain(second)}"
    pair = [_part(part, known) for part in parts]
    template = {
        DIFFERENCE: "forskjellen mellom {} og {}",
        SHARE: "{} i prosent av {}",
        PART: "{} regnet av {}",
        RATIO: "{} delt på {}",
        PRODUCT: "{} ganger {}",
    }[how]
    return template.format(*pair)


def _terms(number: Number) -> Iterator[Number | float]:
    """What is added, in order; the zero that a sum begins with is none of it."""
    if number.made and number.made.how == SUM:
        for part in number.made.parts:
            if isinstance(part, Number):
                yield from _terms(part)
            elif part:
                yield part
    else:
        yield number


def _listed(terms: Sequence[Number | float], known: Collection[str]) -> str:
    if len(terms) > MOST_PARTS:
        return f"{len(terms)} tall"
    return listed([_part(term, known) for term in terms])


def _part(part: Number | float, known: Collection[str]) -> str:
    """What another number is computed of: with its value where it is read from a cell."""
    if not isinstance(part, Number):
        return plain(part)
    return name(part, known) if is_computed(part) else said(part, known)


def plain(value: float) -> str:
    """A number that stands in an expression: ``20``, ``0,9``, ``33,3``."""
    return format_number(value, next((n for n in (0, 1, 2) if round(value, n) == value), 1))
