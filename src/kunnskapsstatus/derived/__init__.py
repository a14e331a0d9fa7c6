"""Derived observations: what follows from printed ones by arithmetic alone, as datasets named ``derived-…``.

Each module has ``derive(frame)``: from the frame of read observations to new rows. A derived row names in ``source`` what it is computed from,
and keeps the file and line of it.
"""

from __future__ import annotations

import pandas as pd

from kunnskapsstatus.derived import centres, drivers
from kunnskapsstatus.sources import Observation


def derive(frame: pd.DataFrame) -> list[Observation]:
    """All derived rows, from all read ones."""
    return [*centres.derive(frame), *drivers.derive(frame)]
