"""Whether every definition has the values that it means: a misspelt selection would be an exhibit without rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.counted import OF_REGISTERS
from kunnskapsstatus.data.definitions import SINCE, Definition
from kunnskapsstatus.data.listed import PROSE, SPAN, STATED
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.printed import FOLDER as PRINTED
from kunnskapsstatus.data.toml import Sections
from kunnskapsstatus.errors import DataError, DefinitionError, did_you_mean
from kunnskapsstatus.keys import OLD_METHOD

SHOWN = 12
BREAK = "brudd"
"""What is in a note that tells of a break."""
NARROWING = ("series", "qualifier")
"""What a selection may name of a row that a later one has otherwise, though it tells of the same."""


def check(root: Path, definitions: Mapping[str, Definition], rows: Sequence[Observation]) -> None:
    """Nothing, if each selection finds rows, each exhibit has rows or says why values are missing, and each printed
    table and stated number is of an exhibit that there is.

    Raises
    ------
    DefinitionError, DataError
        Names the line, the value that nothing has, and what was probably meant.
    """
    datasets: dict[str, list[Observation]] = defaultdict(list)
    for row in rows:
        datasets[row.dataset].append(row)
    printed = {definition.printed for definition in definitions.values()}
    for name in datasets:
        row = datasets[name][0]
        if row.file == STATED.as_posix() and row.key and name not in (printed | {PROSE}):
            cause = f"column 'figure': no exhibit has printed = {name!r}{did_you_mean(name, printed)}"
            raise DataError(cause, file=root / row.file, line=row.line, remedy="Correct it, or define the exhibit.")
    for definition in definitions.values():
        own = bool(definition.missing) and definition.printed not in datasets
        if not definition.select and definition.printed not in datasets and not definition.missing:
            field = "printed" if definition.printed else ""
            cause = f"nothing gives values of {definition.printed!r}" if field else "it has neither printed nor select"
            remedy = "Name a file of data/printed, select rows, or say with missing why there are no values."
            raise _fault(definition, field, cause, remedy)
        for selection in definition.select:
            printed_so = own and selection.get("dataset") == definition.printed
            if not printed_so and not _waits(definition, selection, datasets):
                _check(definition, selection, datasets)
        _check_newer(definition, datasets)
        _check_told(definition, datasets)
    for path in sorted((root / PRINTED).glob("*.csv")):
        if path.stem not in printed:
            cause = f"no exhibit has printed = {path.stem!r}{did_you_mean(path.stem, printed)}"
            raise DataError(cause, file=path, line=1, remedy="Define the exhibit in data/exhibits, or delete the file.")


def _waits(definition: Definition, selection: Mapping[str, Any], datasets: Mapping[str, object]) -> bool:
    """Whether a definition says why values are missing that registers give, and have not given yet."""
    name = str(selection.get("dataset", ""))
    return bool(definition.missing) and name.startswith(OF_REGISTERS) and name not in datasets


def _check(definition: Definition, selection: Mapping[str, Any], datasets: Mapping[str, Sequence[Observation]]) -> None:
    """Nothing, if all that the selection names is found."""
    wanted = {name: _listed(value) for name, value in selection.items() if name != SINCE}
    named = [name for name in wanted.get("dataset", ()) if name in datasets]
    left = [row for name in named or datasets for row in datasets[name]]
    for name in sorted(wanted, key=lambda name: name != "dataset"):
        found = datasets if name == "dataset" else dict.fromkeys(getattr(row, name) for row in left)
        for value in wanted[name]:
            if value not in found:
                known = [str(one) for one in found if one not in ("", None)]
                some = ", ".join(known[:SHOWN]) + (" …" if len(known) > SHOWN else "")
                what = "there is no dataset" if name == "dataset" else f"no row of this selection has the {name}"
                remedy = f"There is: {some}."
                raise _fault(definition, "select", f"select: {what} {value!r}{did_you_mean(value, known)}", remedy)
        if name != "dataset":
            left = [row for row in left if getattr(row, name) in wanted[name]]


def _check_newer(definition: Definition, datasets: Mapping[str, Sequence[Observation]]) -> None:
    """Nothing, if no newer year stays out for its series, its hedge or a list of years alone, unless ``missing`` names
    it: the exhibit would end before its numbers do, and what is said of it would be told as true."""
    own = [row for one in definition.selections for row in _matching(one, datasets)]
    newest: dict[tuple[str, ...], int] = {}
    for row in own:
        newest[_of(row)] = max(newest.get(_of(row), 0), row.year or 0)
    end, known = max(newest.values(), default=0), set(map(id, own))
    for selection in definition.select:
        listed = [name for name, value in selection.items() if name == "year" and isinstance(value, list)]
        narrowing = [name for name in selection if name in NARROWING] + listed
        wider = {name: value for name, value in selection.items() if name not in narrowing}
        for row in _matching(wider, datasets) if narrowing else ():
            year = row.year or 0
            newer = year > newest.get(_of(row), end) and row.series != OLD_METHOD and id(row) not in known
            if newer and str(year) not in definition.missing:
                by = [name for name in narrowing if getattr(row, name) not in _listed(selection[name])]
                found = ", ".join(f"{name} {getattr(row, name)!r}" for name in by)
                cause = f"select: {row.file}:{row.line} is of {year}, and this selection leaves it out for its {found}"
                rather = f"write since = … in the place of {' and '.join(by)}"
                remedy = f"Add it, {rather}, or say in missing why {year} is not there."
                raise _fault(definition, "select", cause, remedy)


def _check_told(definition: Definition, datasets: Mapping[str, Sequence[Observation]]) -> None:
    """Nothing, if a note that tells of a break tells of each: a new one is not to stand beside an old sentence."""
    if BREAK not in definition.note.casefold():
        return
    first: dict[tuple[str, ...], int] = {}
    rows = [row for one in definition.selections for row in _matching(one, datasets) if row.year is not None]
    for row in sorted(rows, key=lambda row: row.year or 0):
        begins = SPAN.fullmatch(row.series)
        since = int(begins["year"]) if begins and begins["side"] == "from" else 0
        if first.setdefault(_of(row), row.year or 0) < since and str(since) not in definition.note:
            cause = f"note: {row.file}:{row.line} begins a break in {since}, and the note tells of others alone"
            remedy = f"Give it a sentence of its own: Brudd i serien mellom {since - 1} og {since}."
            raise _fault(definition, "note", cause, remedy)


def _matching(selection: Mapping[str, Any], datasets: Mapping[str, Sequence[Observation]]) -> Iterator[Observation]:
    """The rows that a selection means."""
    wanted = {name: _listed(value) for name, value in selection.items() if name not in (SINCE, "dataset")}
    since = selection.get(SINCE, 0)
    for name in _listed(selection.get("dataset", list(datasets))):
        for row in datasets.get(name, ()):
            if (row.year or 0) >= since and all(getattr(row, field) in values for field, values in wanted.items()):
                yield row


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _of(row: Observation) -> tuple[str, ...]:
    """What a row tells of, whatever its year."""
    return row.population, row.category, row.group, row.measure


def _fault(definition: Definition, field: str, cause: str, remedy: str) -> DefinitionError:
    return Sections(definition.file).fault(cause, definition.id, field, remedy=remedy)
