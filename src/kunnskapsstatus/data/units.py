"""Units: what each measure is counted in, what its cells hold, and what its values can be. From
``data/reference/units.csv``."""

from __future__ import annotations

from pathlib import Path

from kunnskapsstatus.data.limits import COUNT, LARGEST, PERCENT, Limits
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.errors import DataError
from kunnskapsstatus.keys import ANSWER, BASE, NAME
from kunnskapsstatus.numbers import Cell, parse_cell

FILE = Path("data") / "reference" / "units.csv"
COLUMNS = ("measure", "unit", "kind")
NUMBER, WHOLE = "number", "count"
KINDS = (NUMBER, WHOLE, ANSWER, NAME)
UNITLESS = ("count", "base", "standard-deviation")
PARTLY = ("full-time-equivalents", "volunteer-full-time-equivalents")
"""Populations that are counted in parts too."""


class Units:
    """The units of the book in ``root``.

    Raises
    ------
    DataError
        For a measure that stands twice, an unknown kind, or a limit that is no number.
    """

    def __init__(self, root: Path) -> None:
        path = root / FILE
        self._known: dict[str, tuple[str, str]] = {}
        self._populations: dict[str, tuple[str, ...]] = {}
        self._limits = {"percent": PERCENT, "count": COUNT, BASE: COUNT}
        for line, row in read_table(path, COLUMNS):
            measure, kind = row["measure"], row["kind"]
            if not measure or measure in self._known:
                cause = f"the measure {measure!r} stands twice" if measure else "the measure has no name"
                raise DataError(cause, file=path, line=line, remedy="Each measure stands once.")
            if kind not in KINDS:
                cause = f"column 'kind': {kind!r} is not known"
                raise DataError(cause, file=path, line=line, remedy=f"Kinds: {', '.join(KINDS)}.")
            self._known[measure] = (row["unit"], kind)
            self._populations[measure] = tuple(row.get("of", "").split())
            if measure not in self._limits or row.get("highest"):
                self._limits[measure] = _limits(path, line, row)

    def unit(self, measure: str, population: str, own: str = "") -> str:
        """The unit of a measure in running text: ``prosent``, ``kroner``, ``døgn`` …; counts have none.

        ``own`` is the definition's unit, for measures that the file gives none.
        """
        unit = self._known.get(measure, ("", ""))[0]
        if unit or measure in UNITLESS:
            return unit
        return own or ("døgn" if population == "nights" and measure in ("mean", "median") else "")

    def kind(self, measure: str) -> str:
        """What the cells of a measure hold: ``number``, ``count`` (a whole number), ``answer`` (a key of the variable
        *answer*) or ``name``."""
        return self._known.get(measure, ("", NUMBER))[1]

    def populations(self, measure: str) -> tuple[str, ...]:
        """The populations that an official figure of a measure can be of; none where it can be of any."""
        return self._populations.get(measure, ())

    def cell(self, text: str, measure: str, population: str) -> Cell:
        """A cell of a measure, read.

        Raises
        ------
        ValueError
            When it is neither a number that the measure can have nor a symbol; says what was expected.
        """
        cell = parse_cell(text)
        if cell.value == cell.value:
            if self.kind(measure) in (ANSWER, NAME):
                raise ValueError(f"{text!r} is a number; {measure} is told in words")
            limits = self._limits.get(measure, Limits())
            if limits.whole and population in PARTLY:
                limits = Limits(limits.lowest, limits.highest)
            limits.check(cell.value, repr(text))
        return cell


def _limits(path: Path, line: int, row: dict[str, str]) -> Limits:
    """What a measure's values lie between; a limit that is not given is that of all numbers."""
    given = []
    for name, other in (("lowest", -LARGEST), ("highest", LARGEST)):
        text = row.get(name, "")
        try:
            given.append(parse_cell(text).value if text else other)
        except ValueError as error:
            raise DataError(
                f"column {name!r}: {error}", file=path, line=line, remedy="Give a number or nothing."
            ) from None
    return Limits(given[0], given[1], whole=row["kind"] == WHOLE)
