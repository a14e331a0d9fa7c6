"""Files of ``data/`` that have another place now.

One that stands where it is no longer read would be lost in silence: reading stops instead.
"""

from __future__ import annotations

from pathlib import Path

from kunnskapsstatus.errors import DataError

DATA = Path("data")
MOVED = {
    "printed/prose.csv": "stated/prose.csv",
    "printed/does-not-add-up.csv": "audit/does-not-add-up.csv",
    "codebook/centres.csv": "reference/centres.csv",
    "codebook/law.csv": "reference/law.csv",
    "codebook/units.csv": "reference/units.csv",
}
"""Where a file stood, and where it belongs, both below ``data/``."""


def check(root: Path) -> None:
    """Nothing, if no file of the book stands where it is no longer read.

    Raises
    ------
    DataError
        Names each file that does, and the place where it belongs.
    """
    left = [(DATA / old, DATA / new) for old, new in MOVED.items() if (root / DATA / old).is_file()]
    if left:
        raise DataError(
            "; ".join(f"{old} is no longer read there, it belongs in {new}" for old, new in left),
            file=root / DATA,
            remedy="Move it; where both stand, delete the old one.",
        )
