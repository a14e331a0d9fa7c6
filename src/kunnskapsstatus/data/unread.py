"""What nothing reads: a file that lies among the data, and is not where or what data are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.data import counted, invented
from kunnskapsstatus.errors import DataError

KINDS: Mapping[str, tuple[str, ...]] = {
    "audit": (".csv", ".toml"),
    "codebook": (".csv",),
    "coverage": (".csv",),
    "exhibits": (".toml",),
    "forms": (".csv", ".toml"),
    "official": (".csv",),
    "printed": (".csv",),
    "reference": (".csv",),
    "registers": (".csv",),
    "stated": (".csv",),
    "tabulations": (".toml",),
}
"""The folders of ``data/``, and how the files end that are read from them."""


def check(root: Path) -> None:
    """Nothing, if each file in a folder of data is read. Notes (``.md``), hidden files and copies (``~``) are no data.

    Raises
    ------
    DataError
        For the first that is not: its numbers would be missed by nobody. And for one that is synthetic.
    """
    for name, path in files.below(root / "data"):
        if invented.INVENTED in name.casefold() and path != root / invented.MARK:
            cause = "these records are invented, and a book is made of real ones"
            raise DataError(cause, file=path, remedy="Move the file out of the book.")
    for folder, kinds in KINDS.items():
        for name, path in files.below(root / "data" / folder):
            read = (path.suffix in kinds and "/" not in name) or _is_counted(folder, name)
            if not (read or path.suffix == ".md" or "~" in name):
                cause = (
                    f"nothing reads this file: data/{folder} has files that end with {' or '.join(kinds)}, side by side"
                )
                raise DataError(cause, file=path, remedy="Save it so, or move it out of the folder.")


def _is_counted(folder: str, name: str) -> bool:
    """Whether a file is of a year's aggregates, or says what they are made of."""
    year, _, file = name.partition("/")
    return folder == invented.FOLDER.name and year.isdecimal() and file in counted.FILES
