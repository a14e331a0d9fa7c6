"""The municipalities' figures: as many in each part of the country as are printed, with costs that have the printed
means, standard deviations and ends. Their numbers are those of no municipality."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers.synthetic.printed import FORM, Printed
from kunnskapsstatus.registers.tabulation.definition import BASE, MAXIMUM, MEAN, MINIMUM, SD

KOSTRA = "kostra"
YEARS = (2016, 2017, 2018)
BY_PART = "table-a20"
FIRST_NUMBER = 9001
STEPS = (0.0, *(way * step / 10 for step in range(1, 10) for way in (1, -1)))
"""How far from its printed value, in halves of the last decimal, each standard deviation is tried."""
CLOSE = 1e-9


@dataclass(frozen=True)
class Spread:
    """How some numbers are spread, as printed: how many, their mean, standard deviation, and ends."""

    number: int
    mean: float
    deviation: float
    lowest: float
    highest: float
    half: float
    """Half of the last decimal of the standard deviation."""

    def away(self, step: float) -> Spread:
        """As it is printed, with a standard deviation that many halves of its last decimal away."""
        own = self.deviation + step * self.half
        return Spread(self.number, self.mean, own, self.lowest, self.highest, self.half)

    def numbers(self, random: np.random.Generator) -> np.ndarray:
        """Numbers that are so spread: the two ends, and between them others with what is left of mean and variance.

        Raises
        ------
        ValueError
            When there are none of this kind.
        """
        from scipy.stats import beta

        rest, width = self.number - 2, self.highest - self.lowest
        mean = (self.number * self.mean - self.lowest - self.highest) / rest
        squares = (self.number - 1) * self.deviation**2 + self.number * self.mean**2
        variance = (squares - self.lowest**2 - self.highest**2) / rest - mean**2
        share = (mean - self.lowest) / width
        weight = share * (1 - share) * width**2 / variance - 1
        found = beta.ppf(
            (np.arange(rest) + random.uniform(0.3, 0.7, rest)) / rest, share * weight, (1 - share) * weight
        )
        for _ in range(200):
            found = (found - found.mean()) * np.sqrt(variance) / width / found.std() + share
            if found.min() >= 0 and found.max() <= 1:
                return random.permutation([self.lowest, self.highest, *(self.lowest + width * found)])
            found = found.clip(CLOSE, 1 - CLOSE)
        raise ValueError(f"no numbers between {self.lowest} and {self.highest} are so spread")


def municipalities(printed: Printed, random: np.random.Generator) -> pd.DataFrame:
    """A municipality a row, with its number, part of the country and cost for an inhabitant."""
    known = {key: one for key, one in _spreads(printed).items() if key != TOTAL}
    total, seed = _spreads(printed)[TOTAL], int(random.integers(2**31))
    for step in STEPS:
        own = np.random.default_rng(seed)
        costs = {part: one.away(step).numbers(own) for part, one in known.items()}
        if abs(np.concatenate([*costs.values()]).std(ddof=1) - total.deviation) < total.half:
            break
    parts = np.repeat([*known], [one.number for one in known.values()])
    found = pd.DataFrame({FORM: KOSTRA, "part": parts, "cost-per-inhabitant": np.concatenate([*costs.values()])})
    found = found.iloc[random.permutation(len(found))].reset_index(drop=True)
    found["municipality"] = [str(FIRST_NUMBER + place) for place in range(len(found))]
    found["year"] = pd.Series(printed.year, found.index, dtype=pd.Int64Dtype())
    return found


def _spreads(printed: Printed) -> dict[str, Spread]:
    rows: dict[str, dict[str, Observation]] = {}
    for row in printed.book.rows({"dataset": BY_PART, "year": printed.year}):
        rows.setdefault(row.group, {})[row.measure] = row
    found = {}
    for group, one in rows.items():
        mean, deviation, lowest, highest = (one[name].value for name in (MEAN, SD, MINIMUM, MAXIMUM))
        half = 0.5 / 10 ** one[SD].decimals
        found[group] = Spread(int(one[BASE].value), mean, deviation, lowest, highest, half)
    return found
