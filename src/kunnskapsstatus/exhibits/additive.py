"""What a number is of, and which numbers add up: shares only as parts of one whole, averages only within one group,
counts only of the same things.

What a source does not say goes with anything: nothing is refused on a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from kunnskapsstatus.keys import GROWTH, TOTAL

SHARE, AVERAGE = "share", "average"
"""How a number adds up, where it is no count."""
MEASURES = {"percent": SHARE, "mean": AVERAGE, "median": AVERAGE, "standard-deviation": AVERAGE}
MEASURES |= dict.fromkeys(("cost-per-inhabitant", "nights-per-stay", "visits-per-stay"), AVERAGE)
"""The measures that do not add up as counts do."""
_NO_TOTAL = ("kilometres", "longest-travel", "minimum", "maximum", "ratio", *GROWTH, "change")
"""Other measures whose total is not what their parts add up to."""
_WHOLE = {
    "population": "are of different populations",
    "year": "are of different years",
    "question": "answer different questions",
    "group": "are of different groups",
    "whole": "are parts of different wholes",
}
"""What makes two shares parts of one whole, and what is said where it differs."""
REMEDY = "Tell of each, or compare them; of several groups together, tell what their counts give."
_WITHIN_A_WHOLE = ("population", "year", "whole")
"""What a whole and its part have in common, besides what they count."""
_WITHIN = ("population", "year", "group")
"""What makes two averages those of one group."""


@dataclass(frozen=True)
class Of:
    """What one cell is a number of.

    Attributes
    ----------
    kind : :data:`SHARE`, :data:`AVERAGE`, or what is counted
    exhibit : where it is read from; empty for a number of running text
    population : of whom or what
    year : None where it has none
    cell : its category and its group
    question : what its answer is an answer to
    group : whose answer it is; empty for all
    several : whether one may have several of the answers
    whole : what a share is computed of; None for one that its source gives
    dataset : the table or the file that it stands in; empty for a number of running text
    stands : its one place there, whichever exhibit shows it
    """

    kind: str = ""
    exhibit: str = ""
    population: str = ""
    year: int | None = None
    cell: tuple[Any, Any] = ("", "")
    question: str = ""
    group: str = ""
    several: bool = False
    whole: Any = None
    dataset: str = ""
    stands: tuple[Any, ...] = ()

    def apart(self, other: Of) -> str:
        """Why the two do not add up, in words that follow their names; empty where they do, or nobody can tell."""
        if self.kind and other.kind and self.kind != other.kind:
            return f"are of different kinds: {self.kind} and {other.kind}"
        if self.is_same(other):
            return "are the same"
        if self.kind == AVERAGE:
            return self._differs(other, _WITHIN)
        if self.kind == SHARE and (found := self._of_another(other) or self.overlaps(other)):
            return found
        return "are a whole and a part of it" if self.holds(other) or other.holds(self) else ""

    def overlaps(self, other: Of) -> str:
        """Why two may have the same in them, in words that follow their names; empty where they have not, as where they
        are of different groups."""
        if self._differs(other, _WITHIN):
            return ""
        if self.is_same(other) or (self.exhibit and other.exhibit and self.cell == other.cell):
            return "are the same"
        several = next((one.exhibit for one in (self, other) if one.several), "")
        same = self.question == other.question
        return f"overlap: one may have several of the answers in {several}" if several and same else ""

    def _of_another(self, other: Of) -> str:
        """Why the two are of different wholes; empty where they are not."""
        computed = self.whole is not None and other.whole is not None
        return self._differs(other, ("whole",) if computed else tuple(_WHOLE))

    def holds(self, other: Of) -> bool:
        """Whether the other is a part of what this is of, in the same exhibit or from the same table or file."""
        within = all(own in (part, TOTAL) for own, part in zip(self.cell, other.cell, strict=True))
        shown = self.exhibit and other.exhibit
        if not (within and shown and self.cell != other.cell):  # of most pairs no more is asked
            return False
        near = self.exhibit == other.exhibit or (self.dataset != "" and self.dataset == other.dataset)
        return near and all(getattr(self, name) == getattr(other, name) for name in ("kind", *_WITHIN_A_WHOLE))

    def is_same(self, other: Of) -> bool:
        """Whether the two are one number of the source, maybe shown by two exhibits."""
        return self.stands != () and self.stands == other.stands and self.whole == other.whole

    def _differs(self, other: Of, names: Iterable[str]) -> str:
        """What is said of the first of these that both have, and differ in."""
        both = ((name, getattr(self, name), getattr(other, name)) for name in names)
        return next(
            (_WHOLE[name] for name, own, its in both if own not in ("", None, its) and its not in ("", None)), ""
        )


Terms = Mapping[Of, float]
"""Of what a number is a sum and a difference, each so many times."""


def plus(one: Terms, other: Terms, times: float = 1.0) -> Terms:
    """The terms of one number and so many times another. What cancels is gone."""
    found = {of: one.get(of, 0.0) + times * other.get(of, 0.0) for of in {**one, **other}}
    return {of: count for of, count in found.items() if abs(count) > 1e-9}


def has_parts(measure: str) -> bool:
    """Whether numbers of a measure are parts of their total."""
    return measure not in MEASURES and measure not in _NO_TOTAL


def scaled(terms: Terms, times: float) -> Terms:
    """So many times each."""
    return plus({}, terms, times)


def counts(terms: Terms) -> bool:
    """Whether it is known that a number counts something."""
    return any(of.kind not in ("", SHARE, AVERAGE) for of in terms)


def part(share: Terms, percent: float, whole: Terms, value: float) -> Terms:
    """So many per cent of a whole with a value: of a share, it is a part of that; of a count, it is counted as that."""
    kinds = {of.kind for of in whole}
    if kinds == {SHARE}:
        return scaled(whole, percent / 100)
    counted = {replace(of, kind=kinds.pop() if len(kinds) == 1 else "", whole=None): n for of, n in share.items()}
    return scaled(counted, value / 100)


def shares(terms: Terms, whole: Any) -> Terms:
    """The same as one share of a whole. What is left of a count when another is taken away is a part of its own."""
    if min(terms.values(), default=0) <= 0:
        return {Of(SHARE, cell=(tuple(terms.items()), ""), whole=whole): 1.0}
    return {replace(of, kind=SHARE, whole=whole): count / sum(terms.values()) for of, count in terms.items()}


def fault(one: Terms, other: Terms, times: float = 1.0) -> str:
    """Why one number and so many times another do not add up; empty where they do.

    What is taken away of another need not be of one whole with it: a difference is of two. But what is left over, when
    as much is taken away as is added, must add up among itself.
    """
    added = min((*one.values(), *scaled(other, times).values()), default=0) > 0
    if added and one.keys() & other.keys():
        return "are the same"
    together = plus(one, other, times)
    rest = sum(together.values())
    heavier = [of for of, count in together.items() if count * rest > 0] if abs(rest) > 1e-9 else []
    return next(filter(None, (first.apart(second) for first, second in combinations(heavier, 2))), "")


def overlap(parts: Terms, whole: Terms) -> str:
    """Why counts are no part of a whole together, as those of who may have several answers; empty where they are, and
    where the whole is made of them too."""
    pairs = combinations((one for one in parts if one not in whole), 2)
    return next((found for one, other in pairs if (found := one.overlaps(other))), "")
