"""The records of persons: how many each centre has, of which service and when; their answers are filled in by
:mod:`kunnskapsstatus.registers.synthetic.blocks`. Nobody is behind them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers.synthetic.printed import FORM, Printed
from kunnskapsstatus.registers.synthetic.services import FORMS, YEAR, Facts

MEN = 0.08
"""The share of records that are of men, where a centre has a service for them."""
FEW = (1, 4)
"""How many stays a centre may have had whose number is withheld and whose nights are printed."""
LONGEST = 300
AGES = {"adults": (18, 75), "children": (0, 17)}
COUNTED = {"residents": ("stays", "residents"), "day-users": ("visits", "day-users"), "children": ("stays", "children")}
"""Of a form, the measure of a centre that its records are shared out by, and the population that is counted once."""
CHILD_STAYS = "child-stays"
EACH_TIME = {"residents": "stays", "day-users": "day-visits", "children": CHILD_STAYS}
"""The population of a form that is counted each time."""


def records(printed: Printed, form: str, services: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """The records of a form, each with its form, centre, service, size and organisation, its days, sex and age, and
    whether it is the person's first of the year."""
    _, once = COUNTED[form]
    facts = Facts(printed.root, YEAR)
    numbers = _numbers(printed, form, facts, services, random)
    found = pd.DataFrame(
        [row for centre, number in numbers.items() for row in _of_centre(centre, number, services, random)],
        columns=["centre", "service", "organisation", "size"],
    )
    found.insert(0, FORM, form)
    first = min(_total(printed, once) or _usual(printed, form) * len(found), len(found))
    flags = np.full(len(found), "no", dtype=object)
    flags[random.permutation(len(found))[: int(first)]] = "yes"
    found["first-visit" if form == "day-users" else "first-stay"] = flags
    if form != "day-users":
        found["person"] = [f"syntetisk-{n}" if flag == "yes" else None for n, flag in enumerate(flags)]
    _days(found, form, printed.year, facts, random)
    if form == "children":
        found["sex"] = random.choice(["women", "men"], len(found))
    else:
        found["sex"] = found["service"].map(FORMS)
    found["age"] = _ages(printed, form, found, random)
    return found


def _usual(printed: Printed, form: str) -> float:
    """The share of records that are a person's first, in the year that it is known of."""
    population, once = EACH_TIME[form], COUNTED[form][1]
    return (_total(printed, once, YEAR) or 1.0) / (_total(printed, population, YEAR) or 1.0)


def _total(printed: Printed, population: str, year: int | None = None) -> float | None:
    known = {
        "year": year or printed.year,
        "population": population,
        "measure": "count",
        "category": TOTAL,
        "group": TOTAL,
    }
    printed_in = {one.dataset for one in printed.tabulations.values()}
    rows = [row for row in printed.book.rows(known) if row.known]
    official = [row.value for row in rows if row.dataset.startswith("official")]
    return next(iter(official or [row.value for row in rows if row.dataset in printed_in]), None)


def _numbers(printed: Printed, form: str, facts: Facts, services: pd.DataFrame,
             random: np.random.Generator) -> dict[str, int]:  # fmt: skip
    """How many records each centre has. Where the report withholds it, as few as there can be for the bases that are
    printed by organisation."""
    centres = services.drop_duplicates("centre").set_index("centre")
    measure, _ = COUNTED[form]
    found: dict[str, int] = {}
    for centre in centres.index:
        number, nights = facts.number(measure, centre), facts.number("nights", centre)
        withheld = int(random.integers(*FEW)) if nights and measure == "stays" else 0
        found[centre] = int(number) if number is not None else withheld
    bases: dict[str, int] = {}
    for variable in printed.forms[form].variables.values():
        for one in printed.of(variable, (form,)):
            if one.row.base is not None and not pd.isna(one.row.base):
                bases[one.row.group] = max(bases.get(one.row.group, 0), int(one.row.base))
    if form == "children":
        total = _total(printed, CHILD_STAYS)
        return _shared_out(found, centres["organisation"], bases, int(total or sum(found.values())))
    for organisation in sorted(set(centres["organisation"]) & set(bases)):
        own = centres.index[centres["organisation"] == organisation]
        lacking = bases[organisation] - sum(found[centre] for centre in own)
        free = [centre for centre in own if facts.number(measure, centre) is None]
        if lacking > 0 and free:
            found[free[-1]] += lacking
    return found


def _shared_out(stays: Mapping[str, int], organisations: pd.Series[str], bases: Mapping[str, int],
                total: int) -> dict[str, int]:  # fmt: skip
    """Children's stays by centre: as its adults', with as many in each form of organisation as the bases need."""
    known = {key: base for key, base in bases.items() if key in set(organisations)}
    scale = max(total / max(sum(known.values()), 1), 1.0)
    found: dict[str, int] = {}
    for key in sorted(set(organisations)):
        own = list(organisations.index[organisations == key])
        weights = np.array([stays[centre] + 1 for centre in own], dtype=float)
        found.update(zip(own, map(int, in_parts(round(known.get(key, 0) * scale), weights)), strict=True))
    largest = max(found, key=lambda centre: found[centre])
    found[largest] += total - sum(found.values())
    return found


def _of_centre(centre: str, number: int, services: pd.DataFrame,
               random: np.random.Generator) -> list[tuple[str, str, str, str]]:  # fmt: skip
    own = {row[FORM]: row for row in services[services["centre"] == centre].to_dict("records")}
    men = round(MEN * number) if "men" in own else 0
    found = []
    for service, form in FORMS.items():
        if times := men if form == "men" else number - men:
            row = own[form]
            found += [(centre, service, str(row["organisation"]), str(row["size"]))] * times
    return found


def _days(found: pd.DataFrame, form: str, year: int, facts: Facts, random: np.random.Generator) -> None:
    """The days of visits and stays; the nights of adults' stays add up to what is printed of their centre, and are not
    known where that is not."""
    first = date(year, 1, 1)
    if form == "day-users":
        found["visit"] = [first + timedelta(int(day)) for day in random.integers(0, 365, len(found))]
        return
    nights = np.full(len(found), -1)
    for centre, places in found.groupby("centre", sort=False).indices.items():
        total = facts.number("nights", str(centre)) if form == "residents" else 31 * len(places)
        if total is not None:
            nights[places] = _nights(int(total), len(places), random)
    last = np.minimum(364, 364 + LONGEST - nights)
    found["arrival"] = [first + timedelta(int(day)) for day in random.integers(0, last + 1)]
    days = zip(found["arrival"], nights, strict=True)
    found["departure"] = [arrival + timedelta(int(one)) if one >= 0 else None for arrival, one in days]
    found["nights"] = pd.Series(nights, dtype=pd.Int64Dtype()).where(nights >= 0)


def in_parts(total: int, weights: np.ndarray) -> np.ndarray:
    """A sum in whole parts, each as its weight."""
    found: np.ndarray = np.diff(np.round(np.cumsum(weights) / weights.sum() * total).astype(int), prepend=0)
    return found


def _nights(total: int, number: int, random: np.random.Generator) -> np.ndarray:
    """The nights of some stays: many short, few long, none above the longest where that can be."""
    weights = random.lognormal(0, 1.2, number)
    found = in_parts(total, weights)
    while found.max(initial=0) > LONGEST and weights.max() > 1.01 * weights.min():
        weights = np.sqrt(weights)
        found = in_parts(total, weights)
    return found


def _ages(printed: Printed, form: str, found: pd.DataFrame, random: np.random.Generator) -> pd.Series[int]:
    """Ages in whole years; so many of the young as are printed."""
    lowest, highest = AGES["children" if form == "children" else "adults"]
    ages = random.integers(lowest, highest + 1, len(found))
    for number, bound in printed.below("age", form):
        of = number.records(found)
        places = random.permutation(np.flatnonzero(of))
        young, _ = number.limits(number.of_how_many(found, of))
        ages[places[:young]] = random.integers(lowest, bound, young)
        ages[places[young:]] = random.integers(bound, highest + 1, len(places) - young)
    return pd.Series(ages, dtype=pd.Int64Dtype())
