"""Numbers that several tables print of the same services, which no answer to a question can change: how many services
there are of each form of organisation, and how many records each centre has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.registers.synthetic import persons
from kunnskapsstatus.registers.synthetic.printed import Printed
from kunnskapsstatus.registers.synthetic.programme import MANY, Contradiction, Programme, contradictions
from kunnskapsstatus.registers.synthetic.services import BY_ORGANISATION, BY_SIZE, OVERVIEW, YEAR, Facts

IN_PASSING = "figure-14"
FIRM, LESS = 3, 2
"""How much heavier a number weighs that others rest on."""


def overlaps(printed: Printed, services: pd.DataFrame) -> tuple[Contradiction, ...]:
    """The printed numbers that others, of the same services, contradict: the fewest."""
    records = _records(printed, services) if printed.year == YEAR else ()
    programmes = (_organisations(printed), *records)
    there = (programme for programme in programmes if programme.highest)
    return tuple(one for programme in there for one in contradictions(programme, programme.fewest()))


def _organisations(printed: Printed) -> Programme:
    """The women's services by organisation and size, by organisation, and what is told of one form alone."""
    found, services = Programme(), dict[str, list[int]]()
    for row in printed.book.rows({"dataset": BY_SIZE, "year": printed.year, "population": "women-services"}):
        if row.known and TOTAL not in (row.category, row.group):
            services.setdefault(row.group, []).append(found.unknown(MANY))
            name = f"{BY_SIZE}: {row.group} {row.category} {row.value:g}"
            found.demand(services[row.group][-1:], row.value, row.value, name, FIRM)
    for row in printed.book.rows({"dataset": BY_ORGANISATION, "year": printed.year}):
        if row.category != TOTAL:
            own = services.setdefault(row.category, []) or [found.unknown(MANY)]
            services[row.category] = own
            found.demand(own, row.value, row.value, f"{BY_ORGANISATION}: {row.category} {row.value:g}", LESS)
    for row in printed.book.rows({"dataset": IN_PASSING, "year": printed.year}):
        name = f"{IN_PASSING}: {row.category} {row.group} {row.value:g}"
        found.demand(services[row.group], row.value, row.value, name)
    return found


def _records(printed: Printed, services: pd.DataFrame) -> Iterator[Programme]:
    """The stays, and the visits, of each centre, beside how many of a form of organisation have answered."""
    centres = services.drop_duplicates("centre").set_index("centre")["organisation"]
    facts = Facts(printed.root, printed.year)
    for form, (measure, _) in persons.COUNTED.items():
        if form == "children":
            continue
        found = Programme()
        places = {centre: found.unknown(MANY) for centre in centres.index}
        for centre, place in places.items():
            if (number := facts.number(measure, centre)) is not None:
                found.demand([place], number, number, f"{OVERVIEW}: {centre} {number:g}", FIRM)
        for organisation, (base, dataset) in _bases(printed, form, set(centres)).items():
            own = [places[centre] for centre in centres.index[centres == organisation]]
            found.demand(own, base, np.inf, f"{dataset}: N {organisation} {base}", FIRM)
        for row in printed.book.rows(
            {"dataset": OVERVIEW, "year": printed.year, "measure": measure, "category": TOTAL}
        ):
            found.demand(places.values(), row.value, row.value, f"{OVERVIEW}: total {row.value:g}")
        yield found


def _bases(printed: Printed, form: str, organisations: set[str]) -> dict[str, tuple[int, str]]:
    """The largest base that is printed of each form of organisation, and where."""
    found: dict[str, tuple[int, str]] = {}
    for variable in printed.forms[form].variables.values():
        for one in printed.of(variable, (form,)):
            if one.base is not None and one.row.group in organisations:
                found[one.row.group] = max(found.get(one.row.group, (0, "")), (one.base, one.row.dataset))
    return found
