"""Whatever a small register holds, no number that is published is of one or two persons, nor is what is left when
all that is shown of a sum is taken from it.

Whom a number is of is looked up in the records themselves, by pandas: how many persons they are of, and what each of
them has. All records are invented.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest
from books import ROOT

from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers import centres, forms
from kunnskapsstatus.registers.answers import DTYPES
from kunnskapsstatus.registers.publication import SMALL, Small
from kunnskapsstatus.registers.tabulation.persons import ONCE
from kunnskapsstatus.registers.tabulation.tabulate import Registers

YEAR, CENTRES = 2018, 6
FORM = forms.of_year(ROOT, YEAR)["residents"]
LEAST = Small().persons
Records = frozenset[int]


def services(chance: Random) -> pd.DataFrame:
    """Some centres, of a few forms of organisation and sizes."""
    keys = chance.sample(centres.load(ROOT).in_year(YEAR), CENTRES)
    made = [{"centre": key, "organisation": chance.choice(["municipal", "iks", "private"]),
             "staff-years": chance.choice([3.0, 7.0, 20.0])} for key in keys]  # fmt: skip
    return pd.DataFrame(made)


def residents(chance: Random, keys: list[str]) -> pd.DataFrame:
    """Stays of persons of whom some come again, a few men among them, with answers of which some are rare."""
    rows: list[dict[str, Any]] = []
    for number in range(chance.randint(20, 200)):
        centre, sex, again = chance.choice(keys), chance.choices(["women", "men"], [9, 1])[0], chance.random() < 0.3
        for stay in range(chance.randint(2, 6) if again else 1):
            row = {"centre": centre, "service": "service-women", "person": f"p{number}", "sex": sex,
                   "arrival": date(YEAR, 1, 1) + timedelta(days=20 * stay + number % 19),
                   "nights": int(chance.expovariate(1 / 20)), "first-stay": "no" if stay else "yes"}  # fmt: skip
            rows.append(row | _answers(chance, row))
    frame = pd.DataFrame(rows)
    return frame.astype({name: DTYPES[FORM.columns[name].type] for name in frame if FORM.columns[name].type in DTYPES})


def _answers(chance: Random, row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for variable in FORM.variables.values():
        if variable.name not in row and all((row | found).get(other) in keys for other, keys in variable.when.items()):
            for column in variable.columns:
                if variable.type == "code":
                    rare = [1 / (at + 1) ** 2 for at in range(len(variable.categories))]
                    found[column] = chance.choices(list(variable.categories), rare)[0]
                elif variable.type == "tick":
                    found[column] = chance.random() < chance.choice([0.02, 0.3, 0.95])
    return found | {"age": chance.randint(18, 60)}


def records_of(registers: Registers, frame: pd.DataFrame, who: Mapping[str, tuple[Any, ...]], once: bool) -> Records:
    """The records that a number is of."""
    met = frame["first-stay"] == "yes" if once else pd.Series(True, index=frame.index)
    for column, answers in who.items():
        if column in registers.classes.of:
            classes, services_of = registers.classes.of[column], zip(frame["centre"], frame["service"], strict=True)
            met &= pd.Series([classes.get(one) in answers for one in services_of], index=frame.index)
        elif answers and isinstance(answers[0], tuple):
            met &= frame[column] < answers[0][1]
        elif column in frame and frame[column].dtype == "boolean":
            met &= frame[column].fillna(False).astype(bool)
        elif answers:
            met &= frame[column].isin(answers)
    return frozenset(frame.index[met])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.usefixtures("untraced")
def test_nothing_that_is_published_tells_of_one_or_two_persons(seed: int) -> None:
    chance = Random(seed)
    women = services(chance)
    frame = residents(chance, list(women["centre"]))
    registers = Registers(ROOT, {"women": women, "residents": frame}, YEAR)
    made = registers.tabulate_all([name for name in registers.tabulations if registers.has(name)])
    tables = {name: (registers.tabulations[name], rows) for name, rows in made.items()}
    published = SMALL.publish(tables, registers.classes.alone)
    sums: dict[tuple[str, ...], dict[str, Records]] = defaultdict(dict)
    for name, rows in made.items():
        for row, told in zip(rows, published[name], strict=True):
            if row.whom and row.whom.forms == ("residents",) and told.known:
                found = records_of(registers, frame, row.whom.who, row.population in ONCE)
                nights = frame.loc[list(found)].groupby("person")["nights"].sum().sort_values()
                assert not 0 < len(nights) < LEAST, f"{name} {row.category} {row.group} {row.measure} is of few"
                if row.whom.unit == "nights" and nights.sum():
                    rest = nights.iloc[:-2].sum()
                    assert rest >= nights.iloc[-1] / 10, f"{name} {row.group}: the second tells the first"
                for column in [row.whom.column] if row.group != TOTAL else registers.tabulations[name].parts[0].columns:
                    sums[name, row.population, row.measure, row.category, column][row.group] = found
    for place, shown in sums.items():
        if whole := shown.pop(TOTAL, None):
            left = whole.difference(*shown.values())
            persons = frame.loc[list(left), "person"].nunique()
            assert not 0 < persons < LEAST, f"{place}: what is left of all is of {persons}"
