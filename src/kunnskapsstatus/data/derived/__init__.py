"""Derived observations: what follows from printed ones by arithmetic alone, as datasets named ``derived-…``.

Each module has ``derive``: from the observations that were read to new ones. A derived row names in ``source`` what it
is computed from, and keeps the file and line of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.derived import centres, drivers, reliability, satisfaction
from kunnskapsstatus.data.observation import Observation


def derive(rows: Sequence[Observation], codebook: Codebook) -> list[Observation]:
    """All derived rows, from all read ones."""
    return [
        *centres.derive(rows, codebook),
        *drivers.derive(rows),
        *reliability.derive(rows),
        *satisfaction.derive(rows),
    ]
