"""The answers of centres to a scale's statements: as many of each as are printed, and together a score with the printed
mean and standard deviation.

A centre's score is the mean of what it has answered. How often each pattern of answers occurs is unknown; so is the sum
of scores, within the rounding of the printed mean, which is cut into slices: the sum of squares that a standard
deviation asks for then lies between two numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from kunnskapsstatus.registers.synthetic.programme import Contradiction, Programme, contradictions

HALF = 0.005
"""Half of the last decimal that means and standard deviations are printed with."""
SLICES = 12

Answers = tuple[str, ...]
"""One centre's answers to the statements of a scale; an empty one is none."""


@dataclass(frozen=True)
class Scale:
    """What is printed of a scale: how often each answer was given, statement by statement, of how many centres, and the
    mean and the standard deviation of its score; and the points of each answer that has any."""

    counts: Mapping[str, Mapping[str, int]]
    centres: int
    mean: float
    deviation: float
    points: Mapping[str, int]
    table: str = ""

    def score(self, answers: Answers) -> float | None:
        """The score of a centre; None where it has answered nothing with points."""
        points = [self.points[one] for one in answers if one in self.points]
        return sum(points) / len(points) if points else None

    def patterns(self) -> list[Answers]:
        """All ways to answer that have a score. Who did not answer a statement, or said not to know, is told apart."""
        given = [
            [answer for answer, number in counts.items() if number]
            + [""] * (sum(counts.values()) < self.centres)
            for counts in self.counts.values()
        ]  # fmt: skip
        return [one for one in product(*given) if self.score(one) is not None]

    def programme(self, patterns: Sequence[Answers]) -> Programme:
        """How often each pattern occurs, from the printed answers and the mean."""
        found = Programme()
        for _ in patterns:
            found.unknown(self.centres)
        found.demand(range(len(patterns)), self.centres, self.centres)
        for place, (statement, counts) in enumerate(self.counts.items()):
            for answer, number in counts.items():
                having = [each for each, one in enumerate(patterns) if one[place] == answer]
                if having:
                    found.demand(having, number, number, f"{self.table}: {statement} {answer} {number}")
        found.demand(self._scores(patterns), *self._sums(), f"{self.table}: mean {self.mean:.2f}")
        return found

    def _scores(self, patterns: Sequence[Answers]) -> dict[int, float]:
        return {number: self.score(one) or 0.0 for number, one in enumerate(patterns)}

    def _sums(self) -> tuple[float, float]:
        return self.centres * (self.mean - HALF), self.centres * (self.mean + HALF)

    def answers(self, seed: int) -> tuple[list[Answers], list[float], tuple[Contradiction, ...]]:
        """The answers of all centres with their scores, and the printed numbers that they do not give back: the fewest.

        Where the mean cannot be that of all statements, and can be when one of them is left out, the scores are made
        so.
        """
        patterns = self.patterns()
        programme = self.programme(patterns)
        wrong = programme.fewest()
        if wrong and (left_out := self._without_one(seed)):
            return *left_out, contradictions(programme, wrong)
        scores = self._scores(patterns)
        squares = {number: score**2 for number, score in scores.items()}
        for low, high in self._slices(programme.reach(scores, wrong) if wrong else self._sums(), seed):
            trial = Programme()
            trial.highest = programme.highest
            trial.demands = [one for one in programme.demands if one.name not in wrong]
            trial.demand(scores, low, high)
            least, most = ((self.centres - 1) * (self.deviation + half) ** 2 for half in (-HALF, HALF))
            trial.demand(squares, least + high**2 / self.centres, most + low**2 / self.centres - 1e-9)
            if found := trial.solve(seed):
                given = [one for one, number in zip(patterns, found, strict=True) for _ in range(number)]
                scores_of = [self.score(one) or 0.0 for one in given]
                return given, scores_of, contradictions(programme, wrong)
        raise ValueError("no answers have the printed standard deviation")

    def _without_one(self, seed: int) -> tuple[list[Answers], list[float]] | None:
        """Answers whose scores leave one statement out and have the printed mean; None where leaving one out does not
        help. Those that are left out are given at random."""
        for place, (left, counts) in reversed(list(enumerate(self.counts.items()))):
            rest = replace(self, counts={name: one for name, one in self.counts.items() if name != left})
            if rest.programme(rest.patterns()).solve() is None:
                continue
            given, scores, _ = rest.answers(seed)
            own = [answer for answer, number in counts.items() for _ in range(number)]
            own = list(np.random.default_rng(seed).permutation(own + [""] * (self.centres - len(own))))
            return [(*one[:place], str(answer), *one[place:]) for one, answer in zip(given, own, strict=True)], scores
        return None

    def _slices(self, reach: tuple[float, float], seed: int) -> Iterator[tuple[float, float]]:
        """Slices of the sum of scores: those within the rounding of the mean, in an order of the seed; where the mean
        cannot be, the reach of the sum, closest to it first."""
        low, high = self._sums()
        width = (high - low) / SLICES
        if reach == (low, high):
            steps = np.random.default_rng(seed).permutation(SLICES)
            yield from ((low + step * width, low + (step + 1) * width) for step in steps)
            return
        starts = np.arange(reach[0], reach[1], width)
        yield from ((start, start + width) for start in sorted(starts, key=lambda start: abs(start - low)))
