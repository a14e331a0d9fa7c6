"""Derived observations: what follows from printed ones by arithmetic alone, as datasets named ``derived-…``.

Each module has ``derive``: from the observations that were read to new ones. A derived row names in ``source`` what it
is computed from, and keeps the file and line of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.derived import centres, drivers, official, reliability, satisfaction
from kunnskapsstatus.data.observation import Observation

FROM: Mapping[tuple[str, str], tuple[str, ...]] = {
    (official.RESIDENTS, "nights"): (f"data/printed/{centres.USE}.csv",),
    ("derived-reliability", "survey-centres"): ("data/stated/prose.csv",),
}
"""Files that the computed rows of a dataset and population follow from besides those whose lines they keep."""


def derive(rows: Sequence[Observation], codebook: Codebook) -> list[Observation]:
    """All derived rows, from all read ones."""
    return [
        *centres.derive(rows, codebook),
        *drivers.derive(rows),
        *reliability.derive(rows),
        *satisfaction.derive(rows),
    ]
