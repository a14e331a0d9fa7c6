"""Whole numbers that fit what is printed, by integer optimisation; and where there are none, which printed numbers
cannot hold together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

MANY = 1_000_000
"""More records than there are."""

ANY, CHEAPEST = 1.0, 0.0
"""How far from the cheapest a solution may be, as a share: one that fits will do, or it is the cheapest."""

MISSES = (1, 2, 3, 4, 5, 10, 20, 50, 100)
"""By how much a printed number that cannot hold may be missed: the first that will do."""


MANY_UNKNOWNS = 1000
"""Of a programme with more unknowns than this the smallest conflict is not looked for: it would take hours."""


@dataclass(frozen=True)
class Demand:
    """That a sum of unknowns, each with its weight, lies between two numbers.

    With a name it is a printed number, which may be wrong; without one it holds in any case. ``weight`` is how many
    numbers are given up with it: a base takes those with it that are of it.
    """

    terms: Mapping[int, float]
    least: float
    most: float
    name: str = ""
    weight: int = 1


class Programme:
    """Unknown whole numbers, from 0 to what each is at most, and what is demanded of them."""

    def __init__(self) -> None:
        self.highest: list[int] = []
        self.demands: list[Demand] = []

    def unknown(self, most: int) -> int:
        """A new unknown, by its number."""
        self.highest.append(most)
        return len(self.highest) - 1

    def demand(self, terms: Mapping[int, float] | Iterable[int], least: float, most: float, name: str = "",
               weight: int = 1) -> None:  # fmt: skip
        """Demand that a sum lies from ``least`` to ``most``; unknowns without weights count once."""
        weighed = terms if isinstance(terms, Mapping) else dict.fromkeys(terms, 1.0)
        self.demands.append(Demand(dict(weighed), least, most, name, weight))

    @property
    def printed(self) -> tuple[str, ...]:
        """The names of the printed numbers."""
        return tuple(dict.fromkeys(one.name for one in self.demands if one.name))

    def solve(self, seed: int | None = None, without: Collection[str] = ()) -> list[int] | None:
        """Numbers that fit all demands but those of some names; None if there are none.

        Another seed gives others, where several fit.
        """
        return self._solution(seed, [one for one in self.demands if one.name not in without])

    def nearest(self, seed: int, wrong: Collection[str]) -> list[int]:
        """Numbers that fit all demands but those of some names, which cannot hold: each of these is missed by little.

        Raises
        ------
        ValueError
            When the others cannot hold either.
        """
        misses = dict.fromkeys(wrong, np.inf)
        found = self.solve(seed, wrong)
        if found is None:
            raise ValueError("what is demanded cannot hold")
        for name in wrong:
            for misses[name] in MISSES:
                near = [Demand(one.terms, one.least - miss, one.most + miss) if (miss := misses.get(one.name)) else one
                        for one in self.demands]  # fmt: skip
                if (nearer := self._solution(seed, near)) is not None:
                    found = nearer
                    break
            else:
                misses[name] = np.inf
        return found

    def _solution(self, seed: int | None, demands: Collection[Demand]) -> list[int] | None:
        costs = np.zeros(len(self.highest))
        if seed is not None:
            costs = np.random.default_rng(seed).random(len(self.highest))
        found = self._optimum(costs, demands, self.highest, ANY)
        return None if found.x is None else [round(value) for value in found.x]

    def reach(self, terms: Mapping[int, float], without: Collection[str] = ()) -> tuple[float, float]:
        """The least and the most that a sum can be when all demands hold but those of some names.

        Raises
        ------
        ValueError
            When they cannot hold.
        """
        costs = np.zeros(len(self.highest))
        costs[list(terms)] = list(terms.values())
        kept = [one for one in self.demands if one.name not in without]
        ends = [self._optimum(way * costs, kept, self.highest, CHEAPEST).fun for way in (1, -1)]
        if None in ends:
            raise ValueError("what is demanded cannot hold")
        return float(ends[0]), -float(ends[1])

    def fewest(self) -> tuple[str, ...]:
        """The fewest printed numbers without which all others hold together: none where all do. Of several that would
        do alone, it is the one that was demanded last.

        Raises
        ------
        ValueError
            When what is demanded in any case cannot hold.
        """
        if self.solve() is not None:
            return ()
        light = {one.name for one in self.demands if one.weight == 1}
        alone = (name for name in reversed(self.printed) if name in light and self.solve(without={name}) is not None)
        return (one,) if (one := next(alone, "")) else self._fewest()

    def _fewest(self) -> tuple[str, ...]:
        """As :meth:`fewest`, by a programme of its own: each printed number may be wrong, at a cost."""
        names = self.printed
        unknowns, relaxed = len(self.highest), []
        for one in self.demands:
            if not one.name:
                relaxed.append(one)
                continue
            wrong = unknowns + names.index(one.name)
            reach = [sorted((0.0, weight * self.highest[number])) for number, weight in one.terms.items()]
            lowest, highest = sum(low for low, _ in reach), sum(high for _, high in reach)
            relaxed.append(Demand({**one.terms, wrong: max(0.0, one.least - lowest)}, one.least, np.inf))
            relaxed.append(Demand({**one.terms, wrong: min(0.0, one.most - highest)}, -np.inf, one.most))
        weights = {one.name: one.weight for one in self.demands}
        costs = np.concatenate([np.zeros(unknowns), [weights[name] for name in names]])
        found = self._optimum(costs, relaxed, [*self.highest, *[1] * len(names)], CHEAPEST)
        if found.x is None:
            raise ValueError("what is demanded in any case cannot hold")
        return tuple(name for name, wrong in zip(names, found.x[unknowns:], strict=True) if wrong > 0.5)

    def conflict(self, without: Collection[str] = ()) -> tuple[str, ...]:
        """Printed numbers that cannot hold together, of which none can be left out: without any one of them the others
        can. Those of ``without`` are left out from the beginning. Empty where the rest holds."""
        left_out = set(without)
        if self.solve(without=left_out) is not None:
            return ()
        for name in self.printed:
            if name not in left_out and self.solve(without={*left_out, name}) is None:
                left_out.add(name)
        return tuple(name for name in self.printed if name not in left_out)

    def smallest(self, without: Collection[str] = ()) -> tuple[str, ...]:
        """As :meth:`conflict`, and there is no smaller one: by implicit hitting sets (Ignatiev and others 2015). Of a
        large programme it is the one that :meth:`conflict` finds."""
        if len(self.highest) > MANY_UNKNOWNS:
            return self.conflict(without)
        names = [name for name in self.printed if name not in without]
        corrections: list[Collection[str]] = []
        while True:
            cover = Programme()
            places = {name: cover.unknown(1) for name in names}
            for one in corrections:
                cover.demand((places[name] for name in one), 1, np.inf)
            chosen = cover._optimum(np.ones(len(names)), cover.demands, cover.highest, CHEAPEST).x
            found = {name for name in names if chosen[places[name]] > 0.5}
            if self.solve(without={*self.printed} - found) is None:
                return tuple(name for name in names if name in found)
            trial = Programme()
            trial.highest = self.highest
            kept = (one for one in self.demands if one.name not in without)
            trial.demands = [replace(one, name="" if one.name in found else one.name, weight=1) for one in kept]
            corrections.append(trial._fewest())
            if not corrections[-1]:
                return ()

    @staticmethod
    def _optimum(costs: np.ndarray, demands: Collection[Demand], highest: Collection[int], gap: float) -> Any:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        rows = [row for row, one in enumerate(demands) for _ in one.terms]
        columns = [column for one in demands for column in one.terms]
        weights = [weight for one in demands for weight in one.terms.values()]
        limits = []
        if demands:
            shape = (len(demands), len(highest))
            table = csr_array((weights, (rows, columns)), shape=shape)
            least, most = [one.least for one in demands], [one.most for one in demands]
            limits = [LinearConstraint(table, least, most)]
        whole = np.ones(len(highest))
        options = {"mip_rel_gap": gap}
        return milp(costs, integrality=whole, bounds=Bounds(0, np.array(highest)), constraints=limits, options=options)


@dataclass(frozen=True)
class Contradiction:
    """A printed number that no register gives back: the others of its programme hold when those that are ``given_up``,
    itself among them, need not."""

    name: str
    programme: Programme
    given_up: frozenset[str]

    @cached_property
    def together(self) -> tuple[str, ...]:
        """The fewest printed numbers that cannot hold together, itself among them."""
        return self.programme.smallest(self.given_up - {self.name})

    @property
    def of_so_many(self) -> bool:
        """Whether it cannot hold because there are so many records; with others it could."""
        free = Programme()
        free.highest = [MANY] * len(self.programme.highest)
        free.demands = [one for one in self.programme.demands if one.name in (*self.together, "")]
        return free.solve() is not None


def contradictions(programme: Programme, wrong: Iterable[str]) -> tuple[Contradiction, ...]:
    """Numbers of a programme that are given up, each with those that it cannot hold together with."""
    names = tuple(wrong)
    return tuple(Contradiction(name, programme, frozenset(names)) for name in names)
