"""One variable's answers: how many records give each, so that all printed numbers hold, and which records those are.

Records that no printed number tells apart are one group. How many of a group give an answer is unknown, and is found
for all groups at once; which records they are is drawn by the seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np
import pandas as pd

from kunnskapsstatus.registers.form import TICK, Variable
from kunnskapsstatus.registers.synthetic.printed import FORM, Number
from kunnskapsstatus.registers.synthetic.programme import Contradiction, Programme, contradictions
from kunnskapsstatus.registers.tabulation.definition import ASKED, NOTHING, PERCENT
from kunnskapsstatus.registers.tabulation.persons import FLAGS

UNKNOWN = "unknown"
SILENT = 2
"""How many at most are taken to have been asked and not have answered, where percentages without a base ask for it."""
TICKED = 0.3
"""The share that a tick is set in where nothing is printed."""


class Block:
    """A variable, the records that are asked it, and the printed numbers of it."""

    def __init__(self, variable: Variable, frame: pd.DataFrame, numbers: Sequence[Number], forms: Sequence[str],
                 shares: Mapping[str, int] | None = None, silent: int = 0,
                 resting: Sequence[tuple[Number, frozenset[str]]] = (),
                 usual: Mapping[str, float] | None = None) -> None:  # fmt: skip
        self.usual = usual or {}
        self.variable, self.frame, self.numbers, self.shares = variable, frame, list(numbers), shares or {}
        self.forms, self.silent, self.resting = forms, silent, resting
        self.asked = frame[FORM].isin(forms).to_numpy(dtype=bool, copy=True)
        for other, answers in variable.when.items():
            self.asked &= frame[other].isin(answers).to_numpy(dtype=bool)
        self.of = [one.records(frame) for one in self.numbers]
        told = np.column_stack([self.asked, *self.of, *(one.records(frame) for one, _ in resting)])
        _, groups = np.unique(told[self.asked], axis=0, return_inverse=True)
        places = np.flatnonzero(self.asked)
        self.groups = [places[groups == one] for one in range(groups.max() + 1 if len(groups) else 0)]
        keys = variable.parts if variable.type == TICK else variable.categories
        shown = frozenset[str]().union(*(one.answers for one in self.numbers)) if self.numbers else frozenset(keys)
        self.answers = [key for key in keys if key != UNKNOWN or UNKNOWN in shown]
        self.programme = Programme()
        self.touched = [self.programme.unknown(len(group)) for group in self.groups]
        self.given = [{key: self.programme.unknown(len(group)) for key in self.answers} for group in self.groups]
        self._hold_together()
        self._as_printed()
        self._as_asked(resting)

    def _hold_together(self) -> None:
        """What a valid form has: one answer, or ticks that do not shut each other out."""
        for touched, given in zip(self.touched, self.given, strict=True):
            if self.variable.type != TICK:
                self.programme.demand({touched: -1.0, **dict.fromkeys(given.values(), 1.0)}, 0, 0)
                continue
            alone = {given[self.variable.exclusive]: 1.0} if self.variable.exclusive in given else {}
            for key, number in given.items():
                others = alone if key != self.variable.exclusive else {}
                self.programme.demand({touched: -1.0, number: 1.0, **others}, -np.inf, 0)

    def _as_printed(self) -> None:
        bases = {one.of: one.base for one in self.numbers if one.own_base is not None}
        resting = Counter(one.name_of_base for one in self.numbers if one.own_base is not None)
        everyone = not bases
        for one, records in zip(self.numbers, self.of, strict=True):
            inside = [place for place, group in enumerate(self.groups) if records[group[0]]]
            answered = [self.touched[place] for place in inside]
            of = bases.get(one.of) if one.base is None else None
            of = of or one.of_how_many(self.frame, self.asked) - self.silent
            least, most = one.limits(of)
            terms = [self.given[place][key] for place in inside for key in self.answers if key in one.answers]
            if NOTHING in one.answers:
                number = sum(len(self.groups[place]) for place in inside)
                terms, least, most = answered, number - most, number - least
            # Who gives any answer, or none: that is printed, and need not be all who are asked.
            everyone &= NOTHING not in one.answers and not one.answers >= {*self.answers} and one.part.base != ASKED
            self.programme.demand(terms, least, most, one.name + (f" of {of}" if one.row.measure == PERCENT else ""))
            if one.own_base is not None and (weight := resting.pop(one.name_of_base, 0)):
                self.programme.demand(answered, one.own_base, one.own_base, one.name_of_base, weight + 1)
        for touched, group in zip(self.touched, self.groups, strict=True):
            if everyone:
                number = len(group) - self.silent
                self.programme.demand([touched], number, number)

    def _as_asked(self, resting: Sequence[tuple[Number, frozenset[str]]]) -> None:
        """Those who are asked a further question are as many as are printed of it."""
        for one, answers in resting:
            records = one.records(self.frame)
            inside = [place for place, group in enumerate(self.groups) if records[group[0]]]
            least, _ = one.limits(one.base or 0)
            terms = [self.given[place][key] for place in inside for key in self.answers if key in answers]
            self.programme.demand(terms, one.own_base or least, np.inf)

    def fill(self, random: np.random.Generator) -> tuple[dict[str, pd.Series], tuple[Contradiction, ...]]:
        """The columns of the variable, and the printed numbers that they do not give back, the fewest."""
        if not self.numbers:
            return self._any(random), ()
        seed, wrong = int(random.integers(2**31)), ()  # type: int, tuple[str, ...]
        found = self.programme.solve(seed)
        if found is None and self.silent < self._may_be_silent():
            # No base is printed: some may have been asked and not have answered.
            fewer = Block(
                self.variable, self.frame, self.numbers, self.forms, self.shares, self.silent + 1, self.resting
            )
            columns, lost = fewer.fill(random)
            if not lost or self.silent:
                return columns, lost
        if found is None:
            wrong = self.programme.fewest()
            found = self.programme.nearest(seed, wrong)
        columns = self._empty()
        for group, touched, given in zip(self.groups, self.touched, self.given, strict=True):
            records = random.permutation(group)[: found[touched]]
            if self.variable.type == TICK:
                self._tick(columns, records, {key: found[number] for key, number in given.items()}, random)
                continue
            answers = [key for key, number in given.items() for _ in range(found[number])]
            columns[self.variable.name].iloc[records] = answers
        return columns, contradictions(self.programme, wrong)

    def _may_be_silent(self) -> int:
        """How many of those asked may not have answered: none where a base says it, or more than a few records do."""
        alone = len(self.groups) == 1 and all(one.row.measure == PERCENT and one.base is None for one in self.numbers)
        return SILENT if alone and len(self.groups[0]) > 2 * SILENT else 0

    def _tick(self, columns: dict[str, pd.Series], records: np.ndarray, given: dict[str, int],
              random: np.random.Generator) -> None:  # fmt: skip
        """Set the ticks of a group's records: the one that shuts out others first, and then on those without any."""
        for column in columns.values():
            column.iloc[records] = False
        alone = given.pop(self.variable.exclusive, 0)
        if alone:
            columns[f"{self.variable.name}.{self.variable.exclusive}"].iloc[records[:alone]] = True
        bare = rest = records[alone:]
        for key in random.permutation(list(given)):
            first = random.permutation(bare)[: given[key]]
            others = random.permutation(np.setdiff1d(rest, first))[: given[key] - len(first)]
            ticked = np.concatenate([first, others])
            columns[f"{self.variable.name}.{key}"].iloc[ticked] = True
            bare = np.setdiff1d(bare, first)

    def _empty(self) -> dict[str, pd.Series]:
        kind = pd.BooleanDtype() if self.variable.type == TICK else pd.StringDtype(na_value=np.nan)
        return {name: pd.Series(pd.NA, index=self.frame.index, dtype=kind) for name in self.variable.columns}

    def _any(self, random: np.random.Generator) -> dict[str, pd.Series]:
        """Any valid answers, where nothing is printed."""
        columns, records = self._empty(), np.flatnonzero(self.asked)
        if self.variable.type == TICK:
            # What only some are asked is printed as a share of all.
            of = int(self.frame[FORM].isin(self.forms).sum()) if self.variable.when else len(records)
            keys = (key for key in self.answers if key != self.variable.exclusive)
            given = {key: min(int(self.usual.get(key, TICKED) * of), len(records)) for key in keys}
            self._tick(columns, records, given, random)
            return columns
        for column in columns.values():
            weights = self._weights()
            places = np.searchsorted(np.cumsum(weights / weights.sum()), self._places(records, random))
            column.iloc[records] = np.array(self.answers)[places]
        return columns

    def _weights(self) -> np.ndarray:
        """How much of all each answer is: as printed, as usual, or the same in each year."""
        if self.shares:
            return np.array([self.shares.get(key, 0) for key in self.answers])
        if self.usual:
            left = max(1 - sum(self.usual.values()), 0) / max(len(set(self.answers) - set(self.usual)), 1)
            return np.array([self.usual.get(key, left) for key in self.answers])
        return np.random.default_rng(crc32(self.variable.name.encode())).dirichlet(np.full(len(self.answers), 4.0))

    def _places(self, records: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """A place from 0 to 1 for each record, evenly: also among those that are a person's first, and the others."""
        found = np.empty(len(records))
        flag = next((name for name in FLAGS if name in self.frame), FORM)
        for own in self.frame[flag].iloc[records].groupby(self.frame[flag].iloc[records].to_numpy()).indices.values():
            found[random.permutation(own)] = (np.arange(len(own)) + 0.5) / len(own)
        return found * (1 - 1e-9)
