"""How numbers relate, as sentences: ``Opphold, 2018: psykisk vold (86 prosent) er høyere enn trusler (70)``."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kunnskapsstatus.chapter.spoken import naming
from kunnskapsstatus.chapter.spoken.digits import alike
from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.lists import listed
from kunnskapsstatus.numbers import exact

MOST = 8
"""Of more numbers than these, the rest are counted."""
AMONG = ", av dem det er tall for"
"""What is said of a ranking of those alone that have a number."""
ABOVE, BELOW = "er høyere enn", "er lavere enn"
WORDS: dict[type[ast.cmpop], str] = {
    ast.Gt: ABOVE,
    ast.Lt: BELOW,
    ast.GtE: "er ikke lavere enn",
    ast.LtE: "er ikke høyere enn",
    ast.Eq: "er lik",
    ast.NotEq: "er ikke lik",
}
BESIDE = {ABOVE: "er over", BELOW: "er under", WORDS[ast.GtE]: "er minst", WORDS[ast.LtE]: "er høyst"}
"""The same beside a plain number."""
OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.LtE, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One side of a comparison: a number, and words for it where it has none of its own.

    Attributes
    ----------
    number : with its value
    lead : what it is beside what it is read from, such as the highest of three
    """

    number: Number
    lead: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it is a number and nothing else, such as 50."""
        return not self.lead and not naming.name(self.number)


@dataclass(frozen=True)
class Relation:
    """Each of the first numbers has the same relation to each of the others, and these to the next.

    Attributes
    ----------
    sides : the numbers, side by side
    words : what is said between the sides
    end : what is said after them
    more : how many others there are on the last side
    """

    sides: tuple[tuple[Term, ...], ...]
    words: tuple[str, ...]
    end: str = ""
    more: int = 0

    def sentence(self) -> str:
        """The relation in words."""
        terms = [term for side in self.sides for term in side]
        numbers = alike(term.number for term in terms)
        voice = _Voice(naming.common([term.number for term in terms if not term.is_plain]))
        counted = iter(numbers)
        sides = [[replace(term, number=next(counted)) for term in side] for side in self.sides]
        told = between(sides, self.words, voice) or chain(sides, self.words, voice, self.more)
        return voice.whole(told + self.end)


class _Voice:
    """Says numbers one after another: what all have in common once, and a unit when it is another than before."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self.known, self._unit = known, ""

    def term(self, term: Term) -> str:
        """One number with what it is."""
        unit, self._unit = term.number.unit != self._unit, term.number.unit
        if not term.lead:
            return naming.said(term.number, self.known, unit)
        words = naming.name(term.number, self.known)
        value = str(term.number) if unit else term.number.bare
        return f"{term.lead} ({', '.join(filter(None, (words, value)))})"

    def terms(self, terms: Sequence[Term], more: int = 0) -> str:
        """Several numbers; of many, the first ones, and how many ``more`` there are."""
        told = [self.term(term) for term in terms[: MOST if len(terms) > MOST + 1 else None]]
        more += len(terms) - len(told)
        return listed([*told, *([f"{more} andre"] if more else [])])

    def whole(self, told: str) -> str:
        """A sentence, after what all its numbers have in common."""
        head = ", ".join(self.known)
        return sentence(f"{head}: {told}" if head else told)


def sentence(words: str) -> str:
    """Words as a sentence."""
    words = (
        words.replace(" – ,", ",")
        .replace(" –,", ",")
        .replace(" –)", ")")
        .replace(" – (", " (")
        .removesuffix(" –")
        .rstrip(". ")
    )
    return f"{words[:1].upper()}{words[1:]}."


def made_of(number: Number) -> str:
    """What a number is computed of, as a sentence; empty for one that is read from a cell."""
    voice = _Voice(naming.common([number]))
    return voice.whole(naming.name(number, voice.known)) if naming.is_computed(number) else ""


def between(sides: Sequence[Sequence[Term]], words: Sequence[str], voice: _Voice) -> str:
    """``44 < x < 50``: x is between; empty where that is not so."""
    if len(sides) != 3 or any(len(side) > 1 for side in sides) or set(words) not in ({ABOVE}, {BELOW}):
        return ""
    low, (middle,), high = sides
    ends = (low[0], high[0]) if words[0] == BELOW else (high[0], low[0])
    if middle.is_plain or not all(end.is_plain for end in ends):
        return ""
    return f"{voice.term(middle)} er mellom {ends[0].number.bare} og {ends[1].number.bare}"


def chain(sides: Sequence[Sequence[Term]], words: Sequence[str], voice: _Voice, more: int = 0) -> str:
    """Each side and the next, with what is said between them."""
    if len(sides) == 2 and sides[0][0].is_plain and not sides[1][0].is_plain and words[0] in TURNED:
        sides, words = sides[::-1], (TURNED[words[0]],)
    told = voice.terms(sides[0])
    for place, (side, word) in enumerate(zip(sides[1:], words, strict=True)):
        plain = all(term.is_plain for term in side)
        word = BESIDE.get(word, word) if plain else word
        told += f"{', som' if place else ''} {word} {voice.terms(side, more)}"
    return told


TURNED = {ABOVE: BELOW, BELOW: ABOVE, WORDS[ast.GtE]: WORDS[ast.LtE], WORDS[ast.LtE]: WORDS[ast.GtE]} | {
    word: word for word in (WORDS[ast.Eq], WORDS[ast.NotEq])
}
"""What is said of the second number, where this is said of the first."""


def merged(relations: Sequence[Relation]) -> list[Relation]:
    """Relations one after another, of one number to several or of several to one, as one relation."""
    found: list[Relation] = []
    for one in relations:
        last = found[-1] if found else None
        if last and len(last.sides) == len(one.sides) == 2 and (last.words, last.end) == (one.words, one.end):
            (left, right), (other_left, other_right) = last.sides, one.sides
            if _same(left, other_left) and _unlike(right, other_right):
                found[-1] = replace(last, sides=(left, (*right, *other_right)))
                continue
            if _same(right, other_right) and _unlike(left, other_left):
                found[-1] = replace(last, sides=((*left, *other_left), right))
                continue
        found.append(one)
    return found


def _same(terms: Sequence[Term], others: Sequence[Term]) -> bool:
    return list(map(_key, terms)) == list(map(_key, others))


def _unlike(terms: Sequence[Term], others: Sequence[Term]) -> bool:
    return not set(map(_key, terms)) & set(map(_key, others))


def _key(term: Term) -> tuple[object, ...]:
    return (naming.name(term.number), exact(term.number.value), term.lead)
