"""The exhibit that authors hold: a view, asked in a chapter's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import permutations
from operator import add
from typing import Any

import pandas as pd

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.definitions import Definition
from kunnskapsstatus.data.observation import frame_of
from kunnskapsstatus.exhibits import lookup, ranking, words
from kunnskapsstatus.exhibits.number import Finding, Number
from kunnskapsstatus.exhibits.view import View

MOST_KEYS = 6
"""So many keys of a dimension tell what an exhibit is; ``kunnskapsstatus show`` lists them all."""


@dataclass(frozen=True, repr=False)
class Exhibit:
    """A table or figure of the book for one year.

    Attributes
    ----------
    view : what it means
    bundle : makes all its forms, by MIME type, when a cell shows it
    """

    view: View
    bundle: Callable[[View], dict[str, Any]]

    @property
    def id(self) -> str:
        """Its id."""
        return self.view.id

    @property
    def definition(self) -> Definition:
        """What it shows."""
        return self.view.definition

    @property
    def codebook(self) -> Codebook:
        """Where its labels are from."""
        return self.view.codebook

    @property
    def year(self) -> int | None:
        """The year that it shows."""
        return self.view.year

    @property
    def years(self) -> tuple[int, ...]:
        """The years that it has values for."""
        return self.view.years

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Its observations as a frame, all years; columns as in ``data/README.md``."""
        return frame_of(self.view.rows)

    @cached_property
    def values(self) -> pd.DataFrame:
        """Its observations without bases and without values by an older method."""
        return frame_of(self.view.values)

    def label(self, key: str, *, sentence: bool = True) -> str:
        """The Bokmål label of a category or group; in lower case for running text."""
        return self.view.label(key, sentence=sentence)

    def __repr__(self) -> str:
        return " ".join((f"<{self.id}: «{self.definition.title}»,", f"{', '.join(self._facts())}>"))

    def _facts(self) -> Iterator[str]:
        """The year that it shows, its years, and what keys there are, in words."""
        if not self.view.values:
            yield "without values"
        if self.year is not None:
            yield f"{self.year} of {', '.join(map(str, self.years))}"
        for dimension, keys in lookup.keys(self.view.values).items():
            if dimension != "year" and len(keys) > 1:
                more = f" and {len(keys) - MOST_KEYS} more" if len(keys) > MOST_KEYS else ""
                yield f"{dimension}: {', '.join(map(str, keys[:MOST_KEYS]))}{more}"

    def __dir__(self) -> list[str]:
        """What an author may write after the dot."""
        return sorted(name for name in {*vars(type(self)), *vars(self)} if not name.startswith("_"))

    def _ipython_key_completions_(self) -> list[Any]:
        """What may stand in brackets: each key, and each pair of keys that means something."""
        rows = self.view.values
        found = {key: None for keys in lookup.keys(rows).values() for key in keys}
        for row in rows:
            own = [value for name in lookup.DIMENSIONS if (value := getattr(row, name)) not in (None, "")]
            found |= dict.fromkeys(permutations(own, 2))
        return list(found)

    def __getitem__(self, keys: Any) -> Number:
        """The number at these keys. Raises LookupFailed when they do not mean exactly one known number."""
        return lookup.number(self.view, *_parts(keys))

    def old(self, *keys: Any) -> Number:
        """The number at these keys by the older method, where its publisher gives that too. Look-ups leave it out."""
        return lookup.old(self.view, *keys)

    def ranking(self, *keys: Any, known: bool = False) -> list[tuple[str, float]]:
        """Keys with their values, highest first, totals left out; with ``known`` those alone that have a number.

        Raises
        ------
        LookupFailed
            When there is nothing to rank, or a number is missing or hidden that may come before others.
        """
        return ranking.ranking(self.view, *keys, known=known)

    def top(self, n: int | None = None, *keys: Any, known: bool = False) -> Any:
        """The key of the highest value, or a tuple of the ``n`` highest; with ``known`` of those that have a number.

        Raises
        ------
        LookupFailed
            As :meth:`ranking`; for an ``n`` that is no number of keys, and where equals stand at both sides of the end.
        """
        return ranking.highest(self.view, n, *keys, known=known)

    def bottom(self, n: int | None = None, *keys: Any, known: bool = False) -> Any:
        """The key of the lowest value, or a tuple of the ``n`` lowest, lowest first; else as :meth:`top`."""
        return ranking.highest(self.view, n, *keys, lowest=True, known=known)

    def rank(self, key: str, *keys: Any, known: bool = False) -> int:
        """The place of a category from the top: 1 is the highest; equal values share a place. Else as :meth:`ranking`,
        and it raises LookupFailed for a key that is not ranked."""
        return ranking.place(self.view, key, *keys, known=known)

    def share(self, key: str, *keys: Any) -> Number:
        """The value of a category or a group as a percentage of the total of the same year, measure and population.

        Raises
        ------
        LookupFailed
            For what is no part of a total, such as a percentage or a mean, and where there is no such total.
        """
        return lookup.share(self.view, key, *keys)

    def change(self, key: Any, start: int, end: int | None = None) -> Number:
        """The difference from one year to a later one (by default the year that the exhibit shows)."""
        return words.change(self.view, _parts(key), start, end)

    def at(self, *keys: Any) -> Exhibit:
        """The part of it that has all keys: asked like the whole, with fewer words."""
        return replace(self, view=words.narrowed(self.view, keys))

    def rises(self, *keys: Any, since: int | None = None, until: int | None = None) -> Finding:
        """Whether it rises each year that it has, until the year that it shows."""
        return words.rising(words.series(self.view, keys, since, until))

    def falls(self, *keys: Any, since: int | None = None, until: int | None = None) -> Finding:
        """Whether it falls each year that it has, until the year that it shows."""
        return words.falling(words.series(self.view, keys, since, until))

    def order(self, *keys: Any, at: Any = ()) -> Finding:
        """Whether each key has more than the next; ``at`` names what they have in common."""
        return words.falling(words.several(self.view, keys, _parts(at)))

    def leads(
        self, key: Any, *others: Any, at: Any = (), each: Sequence[Any] | None = None, known: bool = False
    ) -> Finding:
        """Whether a key has more than each of the others: those named, or all; ``each`` names keys at all of which it
        must. With ``known``, all are those that have a number.

        Raises
        ------
        LookupFailed
            Where there is nothing to compare it with, the keys are not of one kind, or of all a number is missing.
        """
        return words.leading_at_each(self.view, key, others, _parts(at), each, known=known)

    def trails(
        self, key: Any, *others: Any, at: Any = (), each: Sequence[Any] | None = None, known: bool = False
    ) -> Finding:
        """Whether a key has less than each of the others; asked, and refused, as :meth:`leads` is."""
        return words.leading_at_each(self.view, key, others, _parts(at), each, lowest=True, known=known)

    def sum(self, *keys: Any, at: Any = ()) -> Number:
        """What the numbers at these keys add up to; ``at`` names what they have in common.

        Raises
        ------
        LookupFailed
            Where there is no key, or one twice, and for shares of answers of which one may have several.
        """
        return reduce(add, words.added(self.view, keys, _parts(at)))

    def base(self, *keys: Any) -> Number:
        """The number of answers (n) behind the percentages of a group."""
        return lookup.base(self.view, *keys)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return self.bundle(self.view)


def _parts(keys: Any) -> tuple[Any, ...]:
    return keys if isinstance(keys, tuple) else (keys,)
