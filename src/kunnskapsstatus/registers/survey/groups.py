"""The groups that the survey's scores are broken down by, and which of them may be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import pandas as pd

from kunnskapsstatus.registers import centres, offers
from kunnskapsstatus.registers.services import WOMEN
from kunnskapsstatus.registers.tabulation.classes import STAFF, size_of
from kunnskapsstatus.registers.tabulation.definition import ORGANISATION, REGION, SIZE
from kunnskapsstatus.registers.tabulation.settings import Settings

LEAST = 3
"""What is of fewer centres is not shown."""
BREAKDOWNS = (SIZE, ORGANISATION, REGION)
"""What centres are grouped by; each is a variable of the codebook."""


def groups_of(root: Path, year: int, women: pd.DataFrame | None = None) -> pd.DataFrame:
    """The groups of each centre by key: a column a breakdown, None where it is not known.

    Size and organisation are those of the offer to women: of ``women``, the records of its yearly form, else of the
    newest year that the register has up to ``year``.
    """
    known: dict[str, tuple[str | None, float | None]] = {}
    for offer in sorted(offers.load(root), key=lambda one: one.year):
        if offer.service == WOMEN and offer.year <= year:
            known[offer.centre] = offer.organisation or None, offer.staff_years
    if women is not None:
        rows = zip(women["centre"], women[ORGANISATION], women[STAFF], strict=True)
        known |= {key: (organisation, None if pd.isna(staff) else float(staff)) for key, organisation, staff in rows}
    found = {}
    for key, one in centres.load(root).items():
        organisation, staff = known.get(key, (None, None))
        size = None if staff is None else size_of(staff, Settings()) or None
        found[key] = {SIZE: size, ORGANISATION: organisation, REGION: one.region or None}
    return pd.DataFrame.from_dict(found, orient="index", dtype=object)


def asked(root: Path, year: int, answered: Iterable[str]) -> int:
    """How many were asked: the centres that are there that year, less those that answer with another and have not
    answered by themselves."""
    register = centres.load(root)
    alone = {key for key in register.in_year(year) if not register[key].answers_with(year)}
    return len(alone | set(answered))


def hidden(counts: Mapping[str, int], unknown: int = 0, alike: Collection[str] = ()) -> frozenset[str]:
    """The groups that are not shown, by how many centres each has: those of fewer than :data:`LEAST`, those that are
    ``alike``, of which the mean tells what each centre has, and the smallest of the others, as long as what is hidden
    could be computed from them and the mean of all: while it is of fewer than :data:`LEAST` with the ``unknown`` that
    are in no group, or is one group that is alike."""
    ascending = sorted(counts, key=lambda key: (counts[key], key))
    found = [key for key in ascending if counts[key] < LEAST or key in alike]
    others = [key for key in ascending if key not in found]
    while others and (0 < unknown + sum(counts[key] for key in found) < LEAST or (alike and len(found) == 1)):
        found.append(others.pop(0))
    return frozenset(found)
