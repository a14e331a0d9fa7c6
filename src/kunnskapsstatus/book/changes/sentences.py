"""What has become of each sentence: its words, its numbers, its claims. A sentence is known again by its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from kunnskapsstatus.book.changes.difference import Difference, difference
from kunnskapsstatus.book.changes.side import Sentence
from kunnskapsstatus.data.pairs import either

ALIKE = 0.6
"""So much of two sentences is the same when the one has become the other."""
Pair = tuple[Sentence | None, Sentence | None]


@dataclass(frozen=True)
class Number:
    """A number of a sentence in the two books."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]

    @property
    def sides(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """Both, by name."""
        return ("old", self.old), ("new", self.new)

    @property
    def difference(self) -> Difference:
        """How far it is from the old to the new."""
        old, new = ((one.get("value"), one.get("unit", "")) for one in (self.old, self.new))
        return difference(old, new)


@dataclass(frozen=True)
class Claim:
    """A claim that has turned. ``old`` is None where there was none: the sentence is new, and what it says is false."""

    sentence: Sentence
    old: bool | None
    claim: Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """A claim that is as true as it was, on other numbers: what its check tells readers in the two books."""

    sentence: Sentence
    old: str
    claim: Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """What has become of a sentence. None where a book does not have it."""

    old: Sentence | None
    new: Sentence | None

    @property
    def sentence(self) -> Sentence:
        """The sentence as it is now, or was."""
        return either(self.old, self.new)

    @property
    def is_reworded(self) -> bool:
        """Whether its words are others, or it is new or gone."""
        return self.old is None or self.new is None or self.old.words != self.new.words

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Its numbers that are others. In other words, a number is the one of the same expression."""
        if self.old is None or self.new is None:
            return ()
        were = {one["expression"]: one for one in self.old.numbers}
        pairs = [(were[one["expression"]], one) for one in self.new.numbers if one["expression"] in were]
        if not self.is_reworded:
            pairs = list(zip(self.old.numbers, self.new.numbers, strict=True))
        return tuple(Number(one, other) for one, other in pairs if one["text"] != other["text"])

    @property
    def size(self) -> float:
        """The largest difference of its numbers."""
        return max((number.difference.size for number in self.numbers), default=-1.0)

    @property
    def turned(self) -> Iterator[Claim]:
        """Its claims that are no longer what they were."""
        for old, one in self._claims:
            before = old["holds"] if old else None
            if self.new and one["holds"] != before and not (before is None and one["holds"]):
                yield Claim(self.new, before, one)

    @property
    def checked(self) -> Iterator[Check]:
        """Its claims that are what they were, on other numbers."""
        for old, one in self._claims:
            same = old and old["holds"] == one["holds"] and old["expression"] == one["expression"]
            if self.new and old and same and old.get("spoken", one.get("spoken")) != one.get("spoken"):
                yield Check(self.new, old["spoken"], one)

    @property
    def _claims(self) -> Iterator[tuple[Mapping[str, Any] | None, Mapping[str, Any]]]:
        """Its claims as they were and as they are: of the same expression, else at the same place."""
        old, new = (side.claims if side else () for side in (self.old, self.new))
        were = {one["expression"]: one for one in old}
        for place, one in enumerate(new):
            yield were.get(one["expression"], old[place] if len(old) == len(new) else None), one


def compared(old: Mapping[str, Sequence[Sentence]], new: Mapping[str, Sequence[Sentence]]) -> list[Change]:
    """The sentences with a change, or a claim that has turned or is on other numbers, chapter by chapter."""
    pairs: list[Pair] = []
    for chapter in dict.fromkeys((*new, *old)):
        pairs += _paired(old.get(chapter, ()), new.get(chapter, ()))
    changes = [Change(one, other) for one, other in _moved(pairs)]
    return [one for one in changes if one.is_reworded or one.numbers or any(one.turned) or any(one.checked)]


def _paired(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Pair]:
    """The sentences of a chapter, each with what it was: of the same words, or of like words at the same place."""
    matcher = SequenceMatcher(None, [one.words for one in old], [one.words for one in new], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from _alike(list(old[a:b]), new[c:d])


def _alike(old: list[Sentence], new: Sequence[Sentence]) -> Iterator[Pair]:
    for sentence in new:
        best = max(old, key=lambda one: _likeness(one.words, sentence.words), default=None)
        if best is not None and _likeness(best.words, sentence.words) >= ALIKE:
            old.remove(best)
            yield best, sentence
        else:
            yield None, sentence
    yield from ((sentence, None) for sentence in old)


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0


def _moved(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs; a sentence that is gone in one place and new in another, in the same words, has only moved."""
    gone: dict[str, list[Sentence]] = {}
    for old, new in pairs:
        if old is not None and new is None:
            gone.setdefault(old.words, []).append(old)
    found = [
        (gone[new.words].pop(0) if old is None and new and gone.get(new.words) else old, new) for old, new in pairs
    ]
    kept = {id(old) for old, new in found if new is not None}
    return ((old, new) for old, new in found if new is not None or id(old) not in kept)
