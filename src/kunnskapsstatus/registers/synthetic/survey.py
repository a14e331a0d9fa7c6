"""The centres' answers to the survey: each scale by itself, and put together so that the score of all scales has the
printed standard deviation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kunnskapsstatus.data.derived.drivers import TABLES, TOTAL
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.registers import centres as registered
from kunnskapsstatus.registers.form import CODE
from kunnskapsstatus.registers.synthetic.blocks import Block
from kunnskapsstatus.registers.synthetic.printed import FORM, Printed, window
from kunnskapsstatus.registers.synthetic.programme import Contradiction, Programme, contradictions
from kunnskapsstatus.registers.synthetic.scales import HALF, Answers, Scale
from kunnskapsstatus.registers.synthetic.services import in_numbers, staff_years
from kunnskapsstatus.registers.tabulation.definition import BASE

SURVEY = "survey"
YEARS = (2019,)
SIZES = ("small", "medium", "large")
NOISES = np.linspace(0, 6, 241)
AGE, YOUNGEST, OLDEST = 54, 37, 68
SATISFIED = "satisfaction.item-municipalities"
INTERESTS = "satisfaction.item-interests"


def answers(printed: Printed, frame: pd.DataFrame, random: np.random.Generator
            ) -> tuple[pd.DataFrame, list[Contradiction]]:  # fmt: skip
    """The answers of the centres that answered, and the printed numbers that they do not give back."""
    wrong = list[Contradiction]()
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


def centres(printed: Printed, services: pd.DataFrame, random: np.random.Generator
            ) -> tuple[pd.DataFrame, tuple[Contradiction, ...]]:  # fmt: skip
    """The centres that answered: all, two of them together; and the printed numbers of them that do not hold. The
    services get the sizes and forms of organisation that are printed of those that answered."""
    register, programme = registered.load(printed.root), Programme()
    women = services[services[FORM] == "women"].set_index("centre")
    women = women[women.index.isin(register.in_year(printed.year + 1))]
    found = women[["size", "organisation"]]
    for key, centre in register.items():  # of two that answered together the answer stands with one
        if other := centre.answers_with(printed.year):
            found = found.drop(index=str(random.choice([other, key])))
    for name, dataset in (("size", "figure-21"), ("organisation", "figure-22")):
        found[name] = in_numbers(found[name], {row.group: int(row.value) for row in _of_whom(printed, dataset)})
        services[name] = services["centre"].map(found[name]).fillna(services[name])
    services["staff-years"] = staff_years(services["size"], random)
    regions = pd.Series([register[centre].region for centre in found.index]).value_counts()
    answered = {str(region): programme.unknown(int(number)) for region, number in regions.items()}
    programme.demand(answered.values(), len(found), len(found))
    for row in _of_whom(printed, "figure-26"):
        programme.demand([answered[row.group]], row.value, row.value, f"figure-26: N {row.group} {row.value:g}")
    return found.reset_index().assign(**{FORM: SURVEY}), contradictions(programme, programme.fewest())


def _of_whom(printed: Printed, dataset: str) -> list[Observation]:
    """How many of each group answered."""
    return list(printed.book.rows({"dataset": dataset, "year": printed.year, "measure": BASE}))


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
        points = printed.forms[SURVEY].variables[driver].points
        scale = Scale(counts, number, means[driver, "mean"], means[driver, "standard-deviation"], points, dataset)
        found[driver] = scale, list(counts)
    return found


def _drivers(
    printed: Printed, number: int, random: np.random.Generator
) -> tuple[dict[str, list[str | None]], list[Contradiction]]:
    """The answers to all statements. A centre that is far along in one thing is so in others, as much as the standard
    deviation of the score of all scales says."""
    scales, wrong = _scales(printed, number), list[Contradiction]()
    rows: dict[str, list[Answers]] = {}
    scores: dict[str, np.ndarray] = {}
    for driver, (scale, _) in scales.items():
        found, scored, impossible = scale.answers(int(random.integers(2**31)))
        order = random.permutation(number)
        order = order[np.argsort(np.array(scored)[order], kind="stable")]
        rows[driver], scores[driver] = [found[one] for one in order], np.array(scored)[order]
        wrong += impossible
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
        raise ValueError(f"no order of the centres gives all scales together the standard deviation {deviation:.2f}")
    columns: dict[str, list[str | None]] = {}
    for driver, (_, statements) in scales.items():
        for place, statement in enumerate(statements):
            columns[f"{driver}.{statement}"] = [rows[driver][one][place] or None for one in places[driver]]
    return columns, wrong


def _shares(printed: Printed, number: int) -> list[Contradiction]:
    """The printed percentages of statements that are not those of the counts beside them."""
    found = list[Contradiction]()
    for dataset in TABLES:
        rows = [row for row in printed.book.rows({"dataset": dataset}) if row.known]
        counts = {(row.category, row.group): row.value for row in rows if row.measure == "count"}
        for row in rows:
            count = counts.get((row.category, row.group))
            least, most = window(row.value, row.decimals, number)
            if row.measure == "percent" and count is not None and not least <= count <= most:
                name, programme = f"{dataset}: {row.category} {row.group}", Programme()
                given = [programme.unknown(number)]
                programme.demand(given, count, count, f"{name} {count:g}")
                programme.demand(given, least, most, wrong := f"{name} {row.value:g} % of {number}")
                found += contradictions(programme, [wrong])
    return found


def _satisfaction(printed: Printed, frame: pd.DataFrame, random: np.random.Generator) -> Mapping[str, np.ndarray]:
    """The answers of how satisfied centres are: by size with the means and standard deviations that are printed."""
    variable = printed.forms[SURVEY].variables["satisfaction"]
    levels = list(variable.points)
    found = {column: random.choice(levels[1:], len(frame)).astype(object) for column in variable.columns}
    found[INTERESTS] = random.choice(levels[3:], len(frame)).astype(object)  # all somewhat agree (section 12.5.1)
    numbers: dict[str, dict[str, float]] = {}
    for row in printed.book.rows({"dataset": "figure-24", "year": printed.year}):
        if row.known and row.group in SIZES:
            numbers.setdefault(row.group, {})[row.measure] = row.value
    for size, one in numbers.items():
        places = frame.index[frame["size"] == size].to_numpy()
        mean, deviation, n = one["mean"], one["standard-deviation"], len(places)
        points = round(mean * n)
        programme = Programme()
        times = {programme.unknown(n): point for point in variable.points.values()}
        programme.demand(list(times), n, n)
        programme.demand({level: float(point) for level, point in times.items()}, points, points)
        squares = [(n - 1) * (deviation + half) ** 2 + points**2 / n for half in (-HALF, HALF)]
        programme.demand({level: point**2.0 for level, point in times.items()}, squares[0], squares[1] - 1e-9)
        chosen = programme.solve(int(random.integers(2**31))) or []
        given = [level for level, number in zip(levels, chosen, strict=True) for _ in range(number)]
        found[SATISFIED][random.permutation(places)] = given
    return found
