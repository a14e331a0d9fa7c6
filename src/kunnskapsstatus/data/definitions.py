"""Definitions of exhibits: what each table and figure shows. Read from ``data/exhibits/*.toml``, frozen."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.errors import DefinitionError, LookupFailed
from kunnskapsstatus.keys import ANY

FOLDER = Path("data") / "exhibits"
FORMS = ("table", "bars", "lines", "dots", "stacked", "heatmap", "diverging", "map")
DIMENSIONS = ("heading", "population", "category", "group", "measure", "year")
SELECTABLE = (*DIMENSIONS, "dataset", "key", "series", "qualifier")
ORDERS = ("given", "value")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")


@dataclass(frozen=True)
class Definition:
    """What one exhibit shows. The fields are those of ``data/README.md``; lists are tuples here."""

    id: str
    file: Path
    title: str
    source: str
    printed: str = ""
    population: str = ""
    measure: str = ""
    year: int | None = None
    years: tuple[int, ...] = ()
    category: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    dash: str = "-"
    unlabelled: str = "base"
    form: str = "table"
    unit: str = ""
    base: int | None = None
    note: str = ""
    missing: str = ""
    question: str = ""
    order: str = "given"
    same_as: str = ""
    select: tuple[Mapping[str, Any], ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """The codebook variables that give this exhibit its labels."""
        return tuple(name for name in (*self.category, *self.group) if name != ANY)


_KNOWN = {field.name for field in fields(Definition)} - {"id", "file"}


def _tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def define(identifier: str, raw: Mapping[str, Any], file: Path, codebook: Codebook) -> Definition:
    """A checked definition from a TOML section.

    Raises
    ------
    DefinitionError
        Names the file, the exhibit, the field and what was expected.
    """

    def fail(cause: str, remedy: str) -> DefinitionError:
        return DefinitionError(f"[{identifier}] {cause}", file=file, line=_line(file, identifier), remedy=remedy)

    if not isinstance(raw, Mapping):
        raise fail(
            "this stands outside a section", "Begin with the exhibit's id in brackets, such as [reasons-for-stay]."
        )
    if not _ID.match(identifier):
        raise fail("this id cannot be part of an address", "Ids are lower-case letters, digits and hyphens.")
    for name in raw:
        if name not in _KNOWN:
            close = difflib.get_close_matches(name, sorted(_KNOWN), 1)
            raise fail(
                f"the field {name!r} is not known" + (f"; did you mean {close[0]!r}?" if close else ""),
                f"Fields: {', '.join(sorted(_KNOWN))}.",
            )
    for name in ("title", "source"):
        if not raw.get(name):
            raise fail(f"the field {name!r} is missing", "Every exhibit says what it shows and where it is from.")
    values: dict[str, Any] = {
        key: _tuple(value) if key in ("years", "category", "group", "columns", "select") else value
        for key, value in raw.items()
    }
    definition = Definition(id=identifier, file=file, **values)
    for name, kind in (
        ("year", int),
        ("base", int),
        *((name, str) for name in ("title", "source", "note", "missing", "population", "measure", "unit")),
    ):
        if name in raw and type(raw[name]) is not kind:
            raise fail(
                f"{name} = {raw[name]!r} is not {'a whole number' if kind is int else 'a text'}",
                f"Write it {'without' if kind is int else 'with'} quotes.",
            )
    for name, expected in (("order", ORDERS), ("unlabelled", ("base", "total"))):
        if getattr(definition, name) not in expected:
            raise fail(f"{name} = {getattr(definition, name)!r} is not known", f"Expected {' or '.join(expected)}.")
    for column in (column for selection in definition.select for column in selection):
        if column not in SELECTABLE:
            raise fail(f"select: the column {column!r} is not known", f"Columns: {', '.join(SELECTABLE)}.")
    if definition.form not in FORMS:
        raise fail(f"form = {definition.form!r} is not known", f"Forms: {', '.join(FORMS)}.")
    for name in definition.columns:
        if name not in DIMENSIONS:
            raise fail(f"the dimension {name!r} is not known", f"Dimensions: {', '.join(DIMENSIONS)}.")
    for name in definition.variables:
        try:
            codebook[name]
        except DefinitionError as error:
            raise fail(error.cause, error.remedy) from None
    for field, key in (("population", definition.population), ("measure", definition.measure)):
        if key and key not in codebook[field].categories:
            raise fail(f"{field} = {key!r} is not in the codebook", f"Known: {', '.join(codebook[field].categories)}.")
    return definition


def _line(file: Path, identifier: str) -> int | None:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.strip() == f"[{identifier}]":
            return number
    return None


def sections(file: Path) -> dict[str, Any]:
    """The sections of a TOML file.

    Raises
    ------
    DefinitionError
        For a file that cannot be read.
    """
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(f"this is not TOML: {error}", file=file, remedy="Correct the line it names.") from None


def load(codebook: Codebook) -> dict[str, Definition]:
    """All definitions of the codebook's book by id, in the order of files and sections.

    Raises
    ------
    DefinitionError
        For TOML that cannot be read, an id or a printed number used twice, or a definition that is not right.
    """
    found: dict[str, Definition] = {}
    printed: dict[str, str] = {}
    for file in sorted((codebook.root / FOLDER).glob("*.toml")):
        for identifier, section in sections(file).items():
            definition = define(identifier, section, file, codebook)
            if identifier in found:
                raise DefinitionError(
                    f"[{identifier}] is also in {found[identifier].file}",
                    file=file,
                    remedy="Ids are unique in the book.",
                )
            if definition.printed and definition.printed in printed:
                raise DefinitionError(
                    f"[{identifier}] {definition.printed} is already [{printed[definition.printed]}]",
                    file=file,
                    remedy="Each printed exhibit has one definition.",
                )
            printed[definition.printed] = identifier
            found[identifier] = definition
    for definition in found.values():
        if definition.same_as and definition.same_as not in found:
            raise DefinitionError(
                f"[{definition.id}] same_as = {definition.same_as!r} is no exhibit",
                file=definition.file,
                remedy="Name the id of the exhibit that is shown.",
            )
    return found


def find(definitions: Mapping[str, Definition], identifier: str) -> Definition:
    """The definition with this id.

    Raises
    ------
    LookupFailed
        When there is none; names the closest ids.
    """
    if identifier not in definitions:
        close = difflib.get_close_matches(str(identifier), definitions, 3, 0.4)
        raise LookupFailed(
            f"there is no exhibit {identifier!r}"
            + (f"; did you mean {' or '.join(map(repr, close))}?" if close else ""),
            remedy=f"Exhibits are defined in {FOLDER}/*.toml.",
        )
    return definitions[identifier]
