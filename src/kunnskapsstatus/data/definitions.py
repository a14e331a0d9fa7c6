"""Definitions of exhibits: what each table and figure shows. Read from ``data/exhibits/*.toml``, frozen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.limits import COUNT, check_year
from kunnskapsstatus.data.toml import Sections
from kunnskapsstatus.errors import DefinitionError, LookupFailed, did_you_mean
from kunnskapsstatus.keys import ANSWER, ANY, OFFICIAL

FOLDER = Path("data") / "exhibits"
FORMS = ("table", "bars", "lines", "dots", "stacked", "heatmap", "diverging", "map")
DIMENSIONS = ("heading", "population", "category", "group", "measure", "year")
SINCE = "since"
"""In a selection: the first year. A list of years would leave the next one out."""
SELECTABLE = (*DIMENSIONS, SINCE, "dataset", "key", "series", "qualifier")
ORDERS = ("given", "value")
UNLABELLED = ("base", "total")
DASHES = ("-", "..", ".")
PARTS = ("category", "group", "none")
_CHOICES = {
    "order": ORDERS, "unlabelled": UNLABELLED, "dash": DASHES, "form": FORMS, "columns": DIMENSIONS, "parts": PARTS,
}  # fmt: skip
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PRINTED = re.compile(r"(?:table|figure)-a?[0-9]+")


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
    names: str = ""
    form: str = "table"
    unit: str = ""
    base: int | None = None
    note: str = ""
    missing: str = ""
    question: str = ""
    order: str = "given"
    same_as: str = ""
    several: bool = False
    parts: str = ""
    select: tuple[Mapping[str, Any], ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """The codebook variables that give this exhibit its labels."""
        return tuple(name for name in (*self.category, *self.group) if name != ANY)

    @property
    def whole(self) -> tuple[str, ...]:
        """The dimensions that tell its wholes apart, of which the shares in the others are parts."""
        parts = self.parts or ("group" if self.group == (ANSWER,) else "category")
        return tuple(dimension for dimension in ("category", "group") if dimension != parts)

    @property
    def selections(self) -> tuple[Mapping[str, Any], ...]:
        """What it selects; without a selection of its own, the printed exhibit itself."""
        return self.select or (({"dataset": self.printed},) if self.printed else ())

    @property
    def shows_official(self) -> bool:
        """Whether it may show official figures."""
        datasets = (selection.get("dataset", "") for selection in self.select)
        return any(name.startswith(OFFICIAL) for d in datasets for name in (d if isinstance(d, list) else [d]))


_KNOWN = {field.name for field in fields(Definition)} - {"id", "file"}
_LISTS = ("years", "category", "group", "columns", "select")
_WHOLE = ("year", "base", "years")


def _tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def define(identifier: str, sections: Sections, codebook: Codebook) -> Definition:
    """A checked definition from a section of a TOML file.

    Raises
    ------
    DefinitionError
        Names the file, the line, the exhibit, the field and what was expected.
    """
    raw = sections[identifier]

    def fail(cause: str, remedy: str, field: str = "") -> DefinitionError:
        return sections.fault(cause, identifier, field, remedy=remedy)

    if not isinstance(raw, Mapping):
        raise fail(
            "this stands outside a section", "Begin with the exhibit's id in brackets, such as [reasons-for-stay]."
        )
    if not ID.fullmatch(identifier):
        raise fail("this id cannot be part of an address", "Ids are lower-case letters, digits and hyphens.")
    for name in raw:
        if name not in _KNOWN:
            cause = f"the field {name!r} is not known{did_you_mean(name, _KNOWN)}"
            raise fail(cause, f"Fields: {', '.join(sorted(_KNOWN))}.", name)
    for name, value in raw.items():
        for one in _tuple(value) if name in _LISTS else (value,):
            _check_type(name, one, fail)
    for name in ("title", "source"):
        if not raw.get(name):
            raise fail(f"the field {name!r} is missing", "Every exhibit says what it shows and where it is from.", name)
    values: dict[str, Any] = {name: _tuple(value) if name in _LISTS else value for name, value in raw.items()}
    definition = Definition(id=identifier, file=sections.file, **values)
    if definition.printed and not _PRINTED.fullmatch(definition.printed):
        remedy = "Name it as its file: table-03, table-a20, figure-02."
        raise fail(f"printed = {definition.printed!r} is no table or figure of the report", remedy, "printed")
    for name, known in _CHOICES.items():
        for value in _tuple(raw.get(name, [])):
            if value not in known:
                remedy = f"Known: {', '.join(known)}."
                raise fail(f"{name} = {value!r} is not known{did_you_mean(value, known)}", remedy, name)
    if definition.several and definition.form == "stacked":
        cause = "form = 'stacked' lays side by side what overlaps: one may have several of the categories"
        raise fail(cause, "Show it as bars, or leave out several = true.", "form")
    for name in ("category", "group", "names"):
        for variable in _tuple(raw.get(name, [])):
            try:
                _ = variable == ANY or codebook[variable]
            except DefinitionError as error:
                raise fail(error.cause, error.remedy, name) from None
    for name in ("population", "measure"):
        key, categories = getattr(definition, name), codebook[name].categories
        if key and key not in categories:
            cause = f"{name} = {key!r} is not in the codebook{did_you_mean(key, categories)}"
            raise fail(cause, f"Known: {', '.join(categories)}.", name)
    return definition


def _check_type(name: str, value: Any, fail: Callable[[str, str, str], DefinitionError]) -> None:
    """Nothing, if the value, or the part of a list, is of the kind that the field has."""
    if name == "select":
        if not isinstance(value, Mapping) or not value:
            remedy = 'Write a list of tables: select = [{dataset = "official-residents", measure = "count"}].'
            raise fail(f"select: {value!r} is not a table with columns", remedy, name)
        for column, wanted in value.items():
            if column not in SELECTABLE:
                cause = f"select: the column {column!r} is not known{did_you_mean(column, SELECTABLE)}"
                raise fail(cause, f"Columns: {', '.join(SELECTABLE)}.", name)
            kind, word = (int, "a year") if column in ("year", SINCE) else (str, "a text")
            listed = isinstance(wanted, list)
            if (listed and (not wanted or column == SINCE)) or any(type(one) is not kind for one in _tuple(wanted)):
                remedy = "Write years without quotes and all else with quotes."
                raise fail(f"select: {column} = {wanted!r} is not {word}, or a list of them", remedy, name)
        return
    if name == "several":
        if type(value) is not bool:
            raise fail(f"several = {value!r} is neither true nor false", "Write several = true, or leave it out.", name)
        return
    if name not in _WHOLE:
        if type(value) is not str:
            raise fail(f"{name} = {value!r} is not a text", "Write it with quotes.", name)
        return
    if type(value) is not int:
        raise fail(f"{name} = {value!r} is not a whole number", "Write it without quotes.", name)
    try:
        COUNT.check(value) if name == "base" else check_year(value)
    except ValueError as error:
        raise fail(f"{name} = {error}", "Correct it.", name) from None


def load(codebook: Codebook) -> dict[str, Definition]:
    """All definitions of the codebook's book by id, in the order of files and sections.

    Raises
    ------
    DefinitionError
        For TOML that is not right, an id or a printed number used twice, or a definition that is not right.
    """
    found: dict[str, Definition] = {}
    printed: dict[str, str] = {}
    read: dict[str, Sections] = {}
    for file in sorted((codebook.root / FOLDER).glob("*.toml")):
        sections = Sections(file)
        for identifier in sections:
            definition = define(identifier, sections, codebook)
            if identifier in found:
                cause = f"is also in {found[identifier].file}"
                raise sections.fault(cause, identifier, remedy="Ids are unique in the book.")
            if definition.printed and definition.printed in printed:
                cause = f"{definition.printed} is already [{printed[definition.printed]}]"
                raise sections.fault(cause, identifier, "printed", remedy="Each printed exhibit has one definition.")
            printed[definition.printed], read[identifier] = identifier, sections
            found[identifier] = definition
    for definition in found.values():
        if definition.same_as and definition.same_as not in found:
            cause = f"same_as = {definition.same_as!r} is no exhibit{did_you_mean(definition.same_as, found)}"
            remedy = "Name the id of the exhibit that is shown."
            raise read[definition.id].fault(cause, definition.id, "same_as", remedy=remedy)
    return found


def find(definitions: Mapping[str, Definition], identifier: str) -> Definition:
    """The definition with this id.

    Raises
    ------
    LookupFailed
        When there is none; names the closest ids.
    """
    if identifier not in definitions:
        raise LookupFailed(
            f"there is no exhibit {identifier!r}{did_you_mean(identifier, definitions, 3)}",
            remedy=f"Exhibits are defined in {FOLDER}/*.toml.",
        )
    return definitions[identifier]
