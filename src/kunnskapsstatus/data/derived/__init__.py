"""Derived observations: what follows from printed ones by arithmetic alone, as datasets named ``derived-…``.

Each module has ``derive``: from the frame of read observations to new rows. A derived row names in ``source`` what it is computed from,
and keeps the file and line of it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.derived import centres, drivers
from kunnskapsstatus.data.sources import Observation


def derive(frame: pd.DataFrame, root: Path) -> list[Observation]:
    """All derived rows, from all read ones of the book in ``root``."""
    return [*centres.derive(frame, Codebook(root)), *drivers.derive(frame)]
