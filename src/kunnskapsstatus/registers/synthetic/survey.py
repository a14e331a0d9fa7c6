"""The centres' answers to the survey: each scale by itself, and put together so that the score of all scales has the
printed standard deviation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kunnskapsstatus.data.derived.drivers import TABLES, TOTAL
from kunnskapsstatus.registers.form import CODE
from kunnskapsstatus.registers.synthetic.blocks import Block
from kunnskapsstatus.registers.synthetic.printed import FORM, Printed, window
from kunnskapsstatus.registers.synthetic.programme import Programme
from kunnskapsstatus.registers.synthetic.scales import HALF, Answers, Scale

SURVEY = "survey"
YEARS = (2019,)
TOGETHER = ("stord", "haugesund")
"""Centres that answered together; the answer stands with one of them (section 3.4)."""
GROUPS = {"small": 12, "medium": 17, "large": 15}
"""How many centres of each size answered (section 3.4)."""
NOISES = np.linspace(0, 6, 241)
AGE, YOUNGEST, OLDEST = 54, 37, 68
SATISFIED = "satisfaction.item-municipalities"
INTERESTS = "satisfaction.item-interests"
LEVELS = ("strongly-disagree", "somewhat-disagree", "neither", "somewhat-agree", "strongly-agree")


def answers(printed: Printed, services: pd.DataFrame, random: np.random.Generator) -> tuple[pd.DataFrame, list[str]]:
    """The answers of all centres that answered, and the printed numbers that they do not give back."""
    frame, wrong = _centres(services, random), list[str]()
    form = printed.forms[SURVEY]
    for variable in form.variables.values():
        if variable.type == CODE and not variable.items:
            block = Block(variable, frame, list(printed.of(variable, (SURVEY,))), (SURVEY,))
            columns, lost = block.fill(random)
            frame = pd.concat([frame, pd.DataFrame(columns)], axis=1)
            wrong += lost
    frame["respondent-age"] = pd.Series(_ages(len(frame), random), dtype=pd.Int64Dtype())
    drivers, impossible = _drivers(printed, len(frame), random)
    satisfied = _satisfaction(printed, frame, random)
    frame = pd.concat([frame, pd.DataFrame(drivers), pd.DataFrame(satisfied)], axis=1)
    return frame, wrong + impossible


def _centres(services: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """The centres that answered: as many of each size as the report says."""
    women = services[services[FORM] == "women"]
    pairs = [women[women["centre"] != one] for one in TOGETHER]
    women = next((one for one in pairs if one["size"].value_counts().ge(pd.Series(GROUPS)).all()), pairs[0])
    kept = []
    for size, number in GROUPS.items():
        own = women.index[women["size"] == size].to_numpy()
        kept += list(random.permutation(own)[:number])
    rest = random.permutation(np.setdiff1d(women.index.to_numpy(), kept))[: sum(GROUPS.values()) - len(kept)]
    found = women.loc[sorted([*kept, *rest]), ["centre", "size"]].reset_index(drop=True)
    return found.assign(**{FORM: SURVEY})


def _ages(number: int, random: np.random.Generator) -> np.ndarray:
    """Ages with the printed mean, lowest and highest."""
    below = random.integers(YOUNGEST, AGE + 1, number)
    ages = np.where(np.arange(number) % 2, below, np.minimum(2 * AGE - np.roll(below, 1), OLDEST))
    ages[:2] = YOUNGEST, OLDEST
    places = random.permutation(np.arange(2, number))
    for place in [*places] * OLDEST:
        lacking = AGE * number - ages.sum()
        if lacking == 0:
            break
        ages[place] = np.clip(ages[place] + np.sign(lacking), YOUNGEST, OLDEST)
    return random.permutation(ages)


def _scales(printed: Printed, number: int) -> dict[str, tuple[Scale, list[str]]]:
    """Each scale that is printed, and its statements in order."""
    means = {
        (row.category, row.measure): row.value
        for row in printed.book.rows({"dataset": "prose", "year": printed.year})
        if row.category in {*TABLES.values(), TOTAL}
    }
    found = {}
    for dataset, driver in TABLES.items():
        counts: dict[str, dict[str, int]] = {}
        for row in printed.book.rows({"dataset": dataset, "measure": "count"}):
            if row.known:
                counts.setdefault(row.category, {})[row.group] = int(row.value)
        scale = Scale(counts, number, means[driver, "mean"], means[driver, "standard-deviation"])
        found[driver] = scale, list(counts)
    return found


def _drivers(
    printed: Printed, number: int, random: np.random.Generator
) -> tuple[dict[str, list[str | None]], list[str]]:
    """The answers to all statements. A centre that is far along in one thing is so in others, as much as the standard
    deviation of the score of all scales says."""
    scales, wrong = _scales(printed, number), list[str]()
    rows: dict[str, list[Answers]] = {}
    scores: dict[str, np.ndarray] = {}
    for driver, (scale, _) in scales.items():
        found, scored, impossible = scale.answers(int(random.integers(2**31)))
        order = random.permutation(number)
        order = order[np.argsort(np.array(scored)[order], kind="stable")]
        rows[driver], scores[driver] = [found[one] for one in order], np.array(scored)[order]
        wrong += [f"{driver}: {one}" for one in impossible]
    wrong += _shares(printed, number)
    deviation = next(
        row.value for row in printed.book.rows({"dataset": "prose", "category": TOTAL, "measure": "standard-deviation"})
    )
    along = random.permutation(number)
    noise = {driver: random.normal(0, number / 6, number) for driver in rows}
    for share in NOISES:
        places = {driver: np.argsort(np.argsort(along + share * noise[driver], kind="stable")) for driver in rows}
        totals = np.mean([scores[driver][places[driver]] for driver in rows], axis=0)
        if abs(totals.std(ddof=1) - deviation) < HALF:
            break
    else:
        wrong.append(f"{TOTAL}: standard deviation {deviation:.2f}")
    columns: dict[str, list[str | None]] = {}
    for driver, (_, statements) in scales.items():
        for place, statement in enumerate(statements):
            columns[f"{driver}.{statement}"] = [rows[driver][one][place] or None for one in places[driver]]
    return columns, wrong


def _shares(printed: Printed, number: int) -> list[str]:
    """The printed percentages of statements that are not those of the counts beside them."""
    found = []
    for dataset in TABLES:
        rows = [row for row in printed.book.rows({"dataset": dataset}) if row.known]
        counts = {(row.category, row.group): row.value for row in rows if row.measure == "count"}
        for row in rows:
            count = counts.get((row.category, row.group))
            least, most = window(row.value, row.decimals, number)
            if row.measure == "percent" and count is not None and not least <= count <= most:
                found.append(f"{dataset}: {row.category} {row.group} {row.value:g} %")
    return found


def _satisfaction(printed: Printed, frame: pd.DataFrame, random: np.random.Generator) -> Mapping[str, np.ndarray]:
    """The answers of how satisfied centres are: by size with the means and standard deviations that are printed."""
    found = {
        column: random.choice(LEVELS[1:], len(frame)).astype(object)
        for column in printed.forms[SURVEY].variables["satisfaction"].columns
    }
    found[INTERESTS] = random.choice(LEVELS[3:], len(frame)).astype(object)  # all somewhat agree (section 12.5.1)
    numbers: dict[str, dict[str, float]] = {}
    for row in printed.book.rows({"dataset": "figure-24", "year": printed.year}):
        if row.known and row.group in GROUPS:
            numbers.setdefault(row.group, {})[row.measure] = row.value
    for size, one in numbers.items():
        places = frame.index[frame["size"] == size].to_numpy()
        mean, deviation, n = one["mean"], one["standard-deviation"], len(places)
        points = round(mean * n)
        programme = Programme()
        levels = [programme.unknown(n) for _ in LEVELS]
        programme.demand(levels, n, n)
        programme.demand({level: place + 1.0 for place, level in enumerate(levels)}, points, points)
        squares = [(n - 1) * (deviation + half) ** 2 + points**2 / n for half in (-HALF, HALF)]
        programme.demand(
            {level: (place + 1.0) ** 2 for place, level in enumerate(levels)}, squares[0], squares[1] - 1e-9
        )
        chosen = programme.solve(int(random.integers(2**31))) or []
        given = [level for level, times in zip(LEVELS, chosen, strict=True) for _ in range(times)]
        found[SATISFIED][random.permutation(places)] = given
    return found
