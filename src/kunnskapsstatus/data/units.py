"""Units: what each measure is counted in, and what its cells hold. From ``data/reference/units.csv``."""

from __future__ import annotations

from pathlib import Path

from kunnskapsstatus.data.codebook import read_table

FILE = Path("data") / "reference" / "units.csv"
COLUMNS = ("measure", "unit", "kind")
UNITLESS = ("count", "base", "standard-deviation")


class Units:
    """The units of the book in ``root``."""

    def __init__(self, root: Path) -> None:
        rows = read_table(root / FILE, COLUMNS)
        self._known = {row["measure"]: (row["unit"], row["kind"]) for row in rows}

    def unit(self, measure: str, population: str, own: str = "") -> str:
        """The unit of a measure in running text: ``prosent``, ``kroner``, ``døgn`` …; counts have none.

        ``own`` is the definition's unit, for measures that the file gives none.
        """
        unit = self._known.get(measure, ("", ""))[0]
        if unit or measure in UNITLESS:
            return unit
        return own or ("døgn" if population == "nights" and measure in ("mean", "median") else "")

    def kind(self, measure: str) -> str:
        """What the cells of a measure hold: ``number``, ``answer`` (a key of the variable *answer*) or ``name``."""
        return self._known.get(measure, ("", "number"))[1]
