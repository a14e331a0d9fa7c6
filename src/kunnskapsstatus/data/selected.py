"""Whether every definition has the values that it means: a misspelt selection would be an exhibit without rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.counted import OF_REGISTERS
from kunnskapsstatus.data.definitions import SINCE, Definition
from kunnskapsstatus.data.listed import PROSE, STATED
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.printed import FOLDER as PRINTED
from kunnskapsstatus.data.toml import Sections
from kunnskapsstatus.errors import DataError, DefinitionError, did_you_mean

SHOWN = 12


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
    wanted = {name: value if isinstance(value, list) else [value] for name, value in selection.items() if name != SINCE}
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


def _fault(definition: Definition, field: str, cause: str, remedy: str) -> DefinitionError:
    return Sections(definition.file).fault(cause, definition.id, field, remedy=remedy)
