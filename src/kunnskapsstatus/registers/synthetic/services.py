"""The services of a year: which centre has them, their form of organisation, and their size, which the report prints
for no centre. A size for each that fits all tables broken down by it is chosen for what the report prints of the
centres one by one: whether they were full, what they cost, how many stays they had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers import offers
from kunnskapsstatus.registers.services import OF_FORM
from kunnskapsstatus.registers.synthetic.printed import FORM, Printed, window
from kunnskapsstatus.registers.synthetic.programme import Contradiction, Programme, contradictions

YEAR = 2018
"""The year of which the report prints something of each centre."""
SIZES = {"small": (2.0, 5.0), "medium": (6.0, 9.9), "large": (10.0, 30.0)}
"""The sizes, with the fewest and the most staff-years that synthetic services have."""
FORMS = {service: form for form, service in OF_FORM.items()}
OVERVIEW, BY_SIZE, BY_ORGANISATION, COST = "table-a28", "table-01", "table-a21", "table-15"
FULL = {"women": "table-05", "men": "table-06"}
STAYS = ("table-16", "table-a11")
"""Tables whose bases are stays by size."""


@dataclass(frozen=True)
class Facts:
    """What the report prints of each centre."""

    root: Path
    year: int

    @cached_property
    def printed(self) -> dict[str, dict[str, Observation]]:
        """The cells of the overview of centres: by measure, then by centre."""
        found: dict[str, dict[str, Observation]] = {}
        for row in open_book(self.root).rows({"dataset": OVERVIEW, "year": self.year}):
            if row.category != TOTAL:
                found.setdefault(row.measure, {})[row.category] = row
        return found

    def number(self, measure: str, centre: str) -> float | None:
        """A number of a centre; None where none is printed."""
        row = self.printed[measure].get(centre)
        return row.value if row and row.known else None

    def full(self, form: str, centre: str) -> str:
        """Whether a service has been full."""
        row = self.printed[f"full-{form}"].get(centre)
        return row.text if row else ""


def services(root: Path, year: int, seed: int) -> tuple[pd.DataFrame, tuple[Contradiction, ...]]:
    """The services with their form, centre, organisation, size and staff-years; and the printed numbers that they do
    not give back."""
    facts, book = Facts(root, year), open_book(root)
    known = book.rows({"dataset": BY_SIZE, "year": year})
    table = [row for row in known if row.known and TOTAL not in (row.category, row.group)]
    found = pd.DataFrame(
        [(FORMS[one.service], one.centre, one.organisation) for one in offers.load(root) if one.year == year],
        columns=[FORM, "centre", "organisation"],
    )
    _organise(found, table)
    programme = Programme()
    centres = list(dict.fromkeys(found["centre"]))
    sizes = {centre: {size: programme.unknown(1) for size in SIZES} for centre in centres}
    for one in sizes.values():
        programme.demand(one.values(), 1, 1)
    for name, terms, least, most in _printed(book.rows, facts, found, table, sizes):
        programme.demand(terms, least, most, name)
    wrong: tuple[str, ...] = ()
    chosen = programme.solve(seed)
    if chosen is None:
        wrong = programme.fewest()
        chosen = programme.nearest(seed, wrong)
    of = {centre: next(size for size, number in one.items() if chosen[number]) for centre, one in sizes.items()}
    found["size"] = found["centre"].map(of)
    random = np.random.default_rng(seed)
    found["staff-years"] = staff_years(found["size"], random)
    found["full"] = [
        facts.full(form, centre) or None for form, centre in zip(found[FORM], found["centre"], strict=True)
    ]
    return found, contradictions(programme, wrong)


def staff_years(sizes: pd.Series[str], random: np.random.Generator) -> list[float]:
    """Staff-years of services of these sizes."""
    return [round(float(random.uniform(*SIZES[size])), 1) for size in sizes]


def _organise(found: pd.DataFrame, table: list[Observation]) -> None:
    """Give a service whose organisation is not known the one that its table lacks."""
    for form in FORMS.values():
        lacking = Counter[str]()
        for row in table:
            if row.population == f"{form}-services":
                lacking[row.group] += int(row.value)
        lacking.subtract(found.loc[found[FORM] == form, "organisation"])
        free = found.index[(found[FORM] == form) & (found["organisation"] == "")]
        for place, organisation in zip(free, (+lacking).elements(), strict=False):
            found.loc[place, "organisation"] = organisation


def reorganise(found: pd.DataFrame, printed: Printed) -> None:
    """Give the women's services the forms of organisation that are printed of a year, and as few as can be another
    than they have; a centre's service for men has that of its women's."""
    rows = printed.book.rows({"dataset": BY_ORGANISATION, "year": printed.year})
    wanted = {row.category: int(row.value) for row in rows if row.known and row.category != TOTAL}
    if not wanted:
        return
    of_centre = found[found[FORM] == "women"].set_index("centre")["organisation"]
    changed = in_numbers(of_centre, wanted)
    other = changed[changed != of_centre]
    found["organisation"] = found["centre"].map(other).fillna(found["organisation"])


def in_numbers(given: pd.Series[str], wanted: Mapping[str, int]) -> pd.Series[str]:
    """What each has, with so many of each; the last of those that are too many have what lacks."""
    lacking = Counter(wanted)
    lacking.subtract(given)
    free, found = list((+lacking).elements()), given.copy()
    for key, number in (-lacking).items():
        for place in given.index[given == key][-number:] if key in wanted else ():
            found[place] = free.pop()
    return found


Terms = Mapping[int, float]


def _printed(rows: Callable[..., Iterable[Observation]], facts: Facts, found: pd.DataFrame, table: list[Observation],
             sizes: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, Terms, float, float]]:  # fmt: skip
    """What the tables ask of the sizes, each number with its name."""
    for row in table:
        there = found[(found[FORM] + "-services" == row.population) & (found["organisation"] == row.group)]["centre"]
        terms = dict.fromkeys((sizes[centre][row.category] for centre in there), 1.0)
        yield f"{BY_SIZE}: {row.population} {row.group} {row.category} {row.value:g}", terms, row.value, row.value
    for form, dataset in FULL.items():
        own = found[found[FORM] == form]["centre"]
        for row in rows({"dataset": dataset, "year": facts.year, "measure": "percent"}):
            if row.group in SIZES and row.known and row.category != TOTAL:
                full = [centre for centre in own if facts.full(form, centre) == row.category]
                terms = dict.fromkeys((sizes[centre][row.group] for centre in full), 1.0)
                least, most = window(row.value, row.decimals, row.base or 0)
                yield f"{dataset}: {row.category} {row.group} {row.value:g} %", terms, least, most
    of_size = {row.category: row.value for row in rows({"dataset": COST, "measure": "count"})}
    for row in rows({"dataset": COST, "year": facts.year, "measure": "cost-per-inhabitant"}):
        terms = {sizes[centre][row.category]: facts.number(row.measure, centre) or 0.0 for centre in sizes}
        half, centres = 0.5 / 10**row.decimals, of_size[row.category]
        yield f"{COST}: {row.category} {row.value:g}", terms, (row.value - half) * centres, (row.value + half) * centres
    for dataset in STAYS:
        rows_of_size = (row for row in rows({"dataset": dataset, "year": facts.year}) if row.group in SIZES)
        for size, base in {row.group: row.base for row in rows_of_size if row.base}.items():
            terms = {one[size]: facts.number("stays", centre) or 0.0 for centre, one in sizes.items()}
            yield f"{dataset}: N {size} {base}", terms, base, np.inf
