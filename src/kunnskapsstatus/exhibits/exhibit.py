"""Exhibits: a definition, its observations and their provenance. What a chapter asks for, and asks questions of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from kunnskapsstatus import paths as project
from kunnskapsstatus.data import definitions
from kunnskapsstatus.data import store as observations
from kunnskapsstatus.data.codebook import ANY, Codebook
from kunnskapsstatus.data.codebook import FOLDER as CODEBOOK
from kunnskapsstatus.data.definitions import Definition
from kunnskapsstatus.data.sources import PROSE, UNITS, blank, unit_of
from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits.number import Number, Origin, missing

MAP = Path("data") / "map"
TOTAL = "total"
BASE = "base"
OLD_METHOD = "old-method"
WORDED = {"region", "organisation"}
"""Measures whose values are labels of the codebook's variable of the same name."""
LOOKUP = ("category", "group", "year", "measure", "population")
READ: dict[str, None] = {}
"""The files that this process has read exhibits and stated numbers from: what a chapter's sentences depend on."""


@dataclass(frozen=True)
class Exhibit:
    """A table or figure of the book, read for one year.

    Attributes
    ----------
    definition : what it shows
    frame : its observations, all years; columns as :data:`kunnskapsstatus.observations.FIELDS`
    year : the year it shows
    asked : the year that was asked for
    root : the book's folder
    """

    definition: Definition
    frame: pd.DataFrame
    year: int | None
    asked: int | None
    root: Path

    @property
    def id(self) -> str:
        """The exhibit's id."""
        return self.definition.id

    @property
    def codebook(self) -> Codebook:
        """The codebook that its labels are from."""
        return Codebook(self.root)

    @property
    def years(self) -> tuple[int, ...]:
        """The years that it has values for."""
        return years_of(self.frame)

    @cached_property
    def values(self) -> pd.DataFrame:
        """Its observations without bases and without values by an older method."""
        return _values(self.frame)

    @property
    def state(self) -> str:
        """As :func:`state`."""
        return state(self.definition, self.frame)

    @property
    def measures(self) -> tuple[str, ...]:
        """Its measures, in order."""
        return tuple(dict.fromkeys(self.values["measure"]))

    @property
    def files(self) -> list[Path]:
        """The data files it is made of: those that must make a chapter run again when they change."""
        names = {*self.frame["file"], UNITS}
        books = (
            "common",
            "measure",
            "population",
            "answer",
            *self.definition.variables,
            *set(self.frame["measure"]) & WORDED,
        )
        paths = [self.root / name for name in names] + [self.root / CODEBOOK / f"{name}.csv" for name in books]
        places = sorted((self.root / MAP).glob("*.*[nv]")) if self.definition.form == "map" else []
        return sorted({*paths, *places, self.definition.file})

    def label(self, key: str, *, sentence: bool = True) -> str:
        """The Bokmål label of a category or group; in lower case for running text."""
        names = (*self.definition.variables, *(() if "*" in self.definition.category else ("answer",)))
        text = self.codebook.label(names, key)
        keep = (
            "centre" in self.definition.category
            or "*" in self.definition.category
            or "part" in names
            or text[:3].isupper()
        )
        return text[:1].lower() + text[1:] if sentence and not keep else text

    def __getitem__(self, keys: Any) -> Number:
        """The number at these keys: each is matched to the dimension that has it. Left-out dimensions take the total or the only value.

        Raises
        ------
        LookupFailed
            For a key that is not there, more than one number, or a number that the source does not give.
        """
        keys = keys if isinstance(keys, tuple) else (keys,)
        row = self._one(keys)
        if pd.isna(row["value"]):
            raise missing(row["symbol"], f"{self.id}{list(keys)}", dict(zip(map(str, row.index), row, strict=True)))
        return Number(
            float(row["value"]), int(row["decimals"]), row["unit"], (self.origin(row),), row["series"], row["qualifier"]
        )

    def _one(self, keys: tuple[Any, ...]) -> pd.Series[Any]:
        frame = self.frame if BASE in keys else self.values
        frame, used = self._filter(frame, keys)
        for dimension in LOOKUP:
            if dimension in used or len(frame) <= 1:
                continue
            present = frame[dimension].dropna().unique()
            if len(present) < 2:
                continue
            default: Any = TOTAL
            if dimension == "year":
                default = self.year
            elif dimension == "measure":
                default = self.definition.measure if self.definition.measure in present else _main(tuple(present))
            elif dimension == "population":
                default = self.definition.population
            if default in present:
                frame = frame[frame[dimension] == default]
        if len(frame) != 1:
            raise LookupFailed(
                f"{self.id}{list(keys)} is {'no number' if frame.empty else f'{len(frame)} numbers'}; "
                + self._offer(frame if len(frame) else self.values),
                file=self._where(),
                remedy="Name the dimension that tells them apart.",
            )
        return frame.iloc[0]

    def _filter(self, frame: pd.DataFrame, keys: tuple[Any, ...]) -> tuple[pd.DataFrame, set[str]]:
        used: set[str] = set()
        chosen = pd.Series(True, index=frame.index)
        for key in keys:
            for dimension in LOOKUP:
                if dimension in used:
                    continue
                hit = chosen & (frame[dimension] == key)
                if hit.any() and (dimension != "measure" or key != TOTAL):
                    chosen, used = hit, used | {dimension}
                    break
            else:
                raise LookupFailed(
                    f"{self.id} has no {key!r}; " + self._offer(frame[chosen]),
                    file=self._where(),
                    remedy="Use one of these keys.",
                )
        return frame[chosen], used

    def _offer(self, frame: pd.DataFrame) -> str:
        parts = []
        for dimension in LOOKUP:
            present = [str(v) for v in dict.fromkeys(frame[dimension].dropna()) if v != ""]
            if len(present) > 1:
                parts.append(f"{dimension}: {', '.join(present[:60])}")
        return "it has " + ("; ".join(parts) or "one number")

    def _where(self) -> str:
        return self.definition.file.name

    def origin(self, row: pd.Series[Any]) -> Origin:
        """Where one observation is from, in words."""
        book = self.codebook
        what = row["what"] or book.label(("population",), row["population"])
        parts = [what] + [self.label(row[d]) for d in ("category", "group") if row[d] not in (TOTAL, "", BASE)]
        if not pd.isna(row["year"]):
            parts.append(str(row["year"]))
        place = ", ".join(parts)
        source = row["source"] or self.definition.source
        printed = printed_name(row["dataset"])
        if printed:
            stated = source.startswith("rapporten")
            source = source if stated else f"Rapporten fra 2019, {printed}" + (f". {source}" if source else "")
        return Origin(self.id, place[:1].upper() + place[1:], source, row["file"], int(row["line"]), row["reservation"])

    def ranking(self, *keys: Any) -> list[tuple[str, float]]:
        """Categories (or groups, where there are no categories) with their values, highest first, totals left out."""
        frame, used = self._filter(self.values, keys)
        if "year" not in used and frame["year"].nunique() > 1:
            frame = frame[frame["year"] == self.year]
        if "measure" not in used and frame["measure"].nunique() > 1:
            frame = frame[frame["measure"] == _main(tuple(frame["measure"].unique()))]
        dimension = "category" if frame["category"].nunique() > 1 else "group"
        other = "group" if dimension == "category" else "category"
        if other not in used and frame[other].nunique() > 1:
            frame = frame[frame[other] == TOTAL]
        frame = frame[(frame[dimension] != TOTAL) & frame["value"].notna()].sort_values(
            "value", ascending=False, kind="stable"
        )
        if frame.empty or frame[dimension].duplicated().any():
            cause = f"{self.id}{list(keys)} has {'nothing' if frame.empty else 'a key twice'} to rank for {self.year}; {self._offer(self.values)}"
            raise LookupFailed(cause, file=self._where(), remedy="Name the year, measure, population or group to rank.")
        return [(str(k), float(v)) for k, v in zip(frame[dimension], frame["value"], strict=True)]

    def top(self, n: int | None = None, *keys: Any) -> Any:
        """The key of the highest value, or a tuple of the ``n`` highest."""
        order = [key for key, _ in self.ranking(*keys)]
        return order[0] if n is None else tuple(order[:n])

    def bottom(self, n: int | None = None, *keys: Any) -> Any:
        """The key of the lowest value, or a tuple of the ``n`` lowest, lowest first."""
        order = [key for key, _ in self.ranking(*keys)][::-1]
        return order[0] if n is None else tuple(order[:n])

    def rank(self, key: str, *keys: Any) -> int:
        """The place of a category from the top: 1 is the highest; equal values share a place."""
        order = self.ranking(*keys)
        values = dict(order)
        if key not in values:
            raise LookupFailed(
                f"{self.id} has no {key!r} to rank", file=self._where(), remedy=f"It has {', '.join(values)}."
            )
        return 1 + sum(value > values[key] for value in values.values())

    def share(self, key: str, *keys: Any) -> Number:
        """The value of a category as a percentage of the total."""
        row = self._one((key, *keys))
        dimension = "category" if row["category"] == key else "group"
        same = [row[d] for d in ("category", "group") if d != dimension and row[d] not in ("", TOTAL)]
        years = [] if pd.isna(row["year"]) else [int(row["year"])]
        return self[(key, *keys)].percent_of(self[(TOTAL, *same, *years, row["measure"])])

    def change(self, key: Any, start: int, end: int | None = None) -> Number:
        """The difference from one year to another (by default the year that the exhibit shows)."""
        keys = key if isinstance(key, tuple) else (key,)
        return self[(*keys, end if end is not None else self.year)] - self[(*keys, start)]

    def base(self, *keys: Any) -> Number:
        """The number of answers (n) behind the percentages of a group."""
        frame, _ = (
            self._filter(self.frame[self.frame["measure"] == BASE], keys)
            if (self.frame["measure"] == BASE).any()
            else (self.frame.iloc[:0], set())
        )
        if not frame.empty:
            return self[(*keys, BASE)]
        row = self._one(keys)
        if pd.isna(row["base"]):
            raise LookupFailed(
                f"{self.id}{list(keys)} has no base", file=self._where(), remedy="The source does not give one."
            )
        return Number(float(row["base"]), origins=(self.origin(row),))

    def greater(self, first: Any, second: Any) -> bool:
        """Whether one value is greater than another."""
        return self[first] > self[second]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        from kunnskapsstatus.forms.shown import bundle

        return bundle(self)


def _values(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[(frame["measure"] != BASE) & (frame["series"] != OLD_METHOD)]


def state(definition: Definition, frame: pd.DataFrame) -> str:
    """Whether the book has all values of an exhibit: ``complete``, ``partial`` or ``empty``. ``frame`` may hold other exhibits' observations too."""
    values = _values(_rows(frame, definition))
    known = (values["value"].notna() | (values["text"] != "")).any()
    return "empty" if not known else "partial" if definition.missing else "complete"


def _main(measures: tuple[str, ...]) -> str:
    for name in ("percent", "mean", "count", "cost-per-inhabitant"):
        if name in measures:
            return name
    return measures[0]


def years_of(frame: pd.DataFrame) -> tuple[int, ...]:
    """The years that observations have values for."""
    return tuple(
        sorted(int(y) for y in frame.loc[frame["value"].notna() | (frame["text"] != ""), "year"].dropna().unique())
    )


def printed_name(dataset: str) -> str:
    """How the report names a dataset: ``table-a20`` is ``vedleggstabell 20``; empty where it is not the report's."""
    kind, _, number = dataset.partition("-")
    if kind not in ("table", "figure") or not number:
        return ""
    word = {"table": "tabell", "figure": "figur"}[kind]
    return f"vedleggs{word} {int(number[1:])}" if number.startswith("a") else f"{word} {int(number)}"


@cache
def _definitions(root: Path, mark: str) -> dict[str, Definition]:
    return definitions.load(root)


def _rows(frame: pd.DataFrame, definition: Definition) -> pd.DataFrame:
    """The rows that a definition selects; without a selection, those of the printed exhibit itself."""
    if not definition.select:
        return frame[frame["dataset"] == definition.printed] if definition.printed else frame.iloc[:0]
    parts = []
    for selection in definition.select:
        chosen = pd.Series(True, index=frame.index)
        for column, wanted in selection.items():
            chosen &= frame[column].isin(wanted if isinstance(wanted, list) else [wanted])
        parts.append(frame[chosen])
    rows = pd.concat(parts)
    return rows[~rows.index.duplicated()]


def _complete(frame: pd.DataFrame, definition: Definition, root: Path) -> pd.DataFrame:
    """The rows, and one marked as not available for each cell of the printed exhibit (its ``years`` by categories and groups) that has none.

    Completed rows stand in the order of the codebook, totals last.
    """
    if not definition.years:
        return frame
    book = Codebook(root)
    keys = [
        tuple(key for name in names if name != ANY for key in book[name].categories)
        for names in (definition.category, definition.group)
    ]
    known = {(row["category"], row["group"], row["year"]) for _, row in frame[["category", "group", "year"]].iterrows()}
    file = definition.file.relative_to(root).as_posix()
    given: dict[str, Any] = {
        "dataset": definition.printed,
        "population": definition.population,
        "measure": definition.measure,
        "symbol": "..",
        "file": file,
    }
    missing = [
        blank(
            **given,
            category=category,
            group=group,
            year=year,
            unit=unit_of(root, definition.measure, definition.population, definition.unit),
        )
        for category, group, year in product(*(part or (TOTAL,) for part in keys), definition.years)
        if (category, group, year) not in known
    ]
    if not missing:
        return frame
    added = pd.DataFrame(missing, columns=list(frame.columns)).astype(frame.dtypes.to_dict())
    whole = pd.concat([frame, added], ignore_index=True) if len(frame) else added
    places = [
        whole[name].map({key: place for place, key in enumerate(part)}).fillna(len(part))
        for name, part in zip(("category", "group"), keys, strict=True)
    ]
    order = (
        pd.DataFrame({"category": places[0], "group": places[1]})
        .sort_values(["category", "group"], kind="stable")
        .index
    )
    return whole.loc[order].reset_index(drop=True)


def check_year(year: Any, frame: pd.DataFrame) -> int:
    """The year, if it is a whole number and a year that the book has data for.

    Raises
    ------
    LookupFailed
        For anything else.
    """
    known = years_of(frame)
    span = f"{known[0]}–{known[-1]}"
    if isinstance(year, bool) or not isinstance(year, int):
        raise LookupFailed(
            f"year is {year!r}, which is not a whole number",
            remedy=f"Give a year such as 2018, without quotation marks ({span}).",
        )
    if year not in known:
        raise LookupFailed(f"there are no data for {year}", remedy=f"Years with data: {', '.join(map(str, known))}.")
    return year


def get(identifier: str, year: int | None = None, *, root: Path | None = None) -> Exhibit:
    """The exhibit with this id, for a year. Where it has no data for the year, it shows its latest year.

    Raises
    ------
    LookupFailed
        For an unknown id, a year that is not a whole number, or a year without any data in the book.
    """
    root = root or project.root()
    if year is not None and type(year) is not int:
        check_year(year, observations.load(root))
    return _exhibit(identifier, year, root, observations.fingerprint(root))


@cache
def _exhibit(identifier: str, year: int | None, root: Path, mark: str) -> Exhibit:
    everything = observations.load(root)
    definition = definitions.find(_definitions(root, mark), identifier)
    if year is not None:
        check_year(year, everything)
    frame = _complete(_rows(everything, definition), definition, root)
    years = years_of(frame)
    shown = year if year in years else (years[-1] if years else None)
    return Exhibit(definition, frame, shown, year, root)


def exhibit(identifier: str, year: int | None = None, *, show: bool = True) -> Exhibit:
    """Show an exhibit where it stands in a chapter, and return it so that sentences can read numbers from it.

    Parameters
    ----------
    identifier : id of a definition in ``data/exhibits``
    year : the chapter's year; where the exhibit has no data for it, its latest year is shown, and said
    show : False to read numbers from an exhibit that is shown elsewhere
    """
    found = get(identifier, year)
    READ.update(dict.fromkeys(path.relative_to(found.root).as_posix() for path in found.files))
    if show:
        from IPython.display import display

        display(found)  # type: ignore[no-untyped-call]
    return found


def stated(key: str) -> Number:
    """A number that the report gives only in running text, by its key in ``data/stated/prose.csv``.

    Raises
    ------
    LookupFailed
        When there is no such key.
    """
    root = project.root()
    frame = observations.load(root)
    frame = frame[frame["key"] == key]
    if frame.empty:
        import difflib

        known = [k for k in observations.load(root)["key"].unique() if k]
        close = difflib.get_close_matches(key, known, 3, 0.4)
        cause = f"no number is stated as {key!r}; close: {', '.join(close) or 'none'}"
        raise LookupFailed(cause, file=PROSE, remedy="Use a key of that file.")
    row = frame.iloc[0]
    if len(frame) > 1:
        raise LookupFailed(
            f"{key!r} is stated {len(frame)} times",
            file=row["file"],
            line=int(row["line"]),
            remedy="Give each row its own key.",
        )
    if pd.isna(row["value"]):
        raise missing(row["symbol"], key, {"file": row["file"], "line": row["line"]})
    place = row["what"] + (
        f", {row['year']}" if not pd.isna(row["year"]) and str(row["year"]) not in row["what"] else ""
    )
    READ.update(dict.fromkeys((row["file"], UNITS.as_posix())))
    origin = Origin("", place, row["source"], row["file"], int(row["line"]), row["reservation"])
    return Number(float(row["value"]), int(row["decimals"]), row["unit"], (origin,), row["series"], row["qualifier"])


__all__ = ["Exhibit", "check_year", "exhibit", "get", "printed_name", "stated"]
