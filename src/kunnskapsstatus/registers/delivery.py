"""What a sender has delivered for a year: each file as the records of a form, with what could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from kunnskapsstatus.data.invented import INVENTED
from kunnskapsstatus.data.municipalities import municipalities
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.registers import centres as register
from kunnskapsstatus.registers import forms, identities, mapping, tables
from kunnskapsstatus.registers.answers import Fault, Reader
from kunnskapsstatus.registers.centres import Centres
from kunnskapsstatus.registers.form import CENTRE, KEY, Form, plain
from kunnskapsstatus.registers.mapping import Names
from kunnskapsstatus.registers.several import Several

FILE, ROW, CENTRE_ = "file", "row", "centre"
"""Columns of records: the file that each is from, its number there as people count, and its centre."""
SIGNATURES, MAPPING = "signatures.csv", mapping.FILE
"""Files of a delivery that hold no records."""
TELLS_WHO, MEANS_SOMETHING, CALLED_OTHERWISE = "tells-who-somebody-is", "key-with-a-meaning", "called-as-another"


REPEATED = 64
"""The longest name of a variable that is told as it stands: where most are known, or it can be nothing else."""
Before = Mapping[tuple[str, str], float]
"""How many records of a form a centre had the year before; a total has no centre."""


@dataclass(frozen=True)
class File:
    """One file of a delivery.

    Attributes
    ----------
    name, checksum, size : its name below the folder, its SHA-256, its bytes
    form : the form that its records are of; None where it is of none
    trouble : why it could not be read; None where it was
    records : its answers by our columns, and ``file`` and ``row``; empty where it could not be read
    faults : cells that are no answers, in records as counted from 0
    missing, extra : our columns that it has not, and its own that are none of ours and not left behind on purpose
    named : how many of its columns are known, of how many
    spellings : how many ways each centre is spelled in
    synthetic : whether its records are invented: its name says so, or a mark inside it
    """

    name: str
    checksum: str
    size: int
    form: str | None = None
    trouble: tables.Trouble | None = None
    records: pd.DataFrame = field(default_factory=pd.DataFrame)
    faults: tuple[Fault, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    named: tuple[int, int] = (0, 0)
    spellings: Mapping[str, int] = field(default_factory=dict)
    synthetic: bool = False

    def telling(self, sender: str) -> str:
        """The name of a variable that is none of ours, as far as it may be told: what stands where a header should be
        may be somebody's answer."""
        is_name = self.named[0] and (sender.isidentifier() or 2 * self.named[0] >= self.named[1])
        return sender if is_name and len(sender) <= REPEATED else "…"


@dataclass(frozen=True)
class Delivery:
    """All files of a delivery, the forms of its year, the register of centres, and, where they are known, how many
    records of each form and centre there were the year before, and the numbers of the year's municipalities."""

    year: int
    forms: Mapping[str, Form]
    centres: Centres
    files: Sequence[File]
    before: Before = field(default_factory=dict)
    municipalities: frozenset[str] = frozenset()

    @cached_property
    def records(self) -> dict[str, pd.DataFrame]:
        """The records of each form that has come, of all its files."""
        found: dict[str, list[pd.DataFrame]] = {}
        for one in self.files:
            if one.form and not one.records.empty:
                found.setdefault(one.form, []).append(one.records)
        return {form: some[0] if len(some) == 1 else pd.concat(some, ignore_index=True) for form, some in found.items()}

    @property
    def synthetic(self) -> bool:
        """Whether any of its records are invented."""
        return any(one.synthetic for one in self.files)

    def called(self, form: str, column: str) -> str:
        """A variable's name in Bokmål, with that of its item."""
        variable = self.forms[form].columns.get(column) if form in self.forms else None
        variable = variable or (self.forms[form].variables.get(column) if form in self.forms else None)
        if variable is None:
            return column
        item = variable.parts.get(column.partition(".")[2])
        return f"{variable.label_nb}: {item.label_nb}" if item else variable.label_nb

    def having(self, *columns: str) -> Iterator[tuple[Form, pd.DataFrame]]:
        """The records of each form that has these columns."""
        for name, records in self.records.items():
            if set(columns) <= set(records.columns):
                yield self.forms[name], records


def read(
    root: Path,
    folder: Path,
    year: int,
    before: Before | None = None,
    named: Path | None = None,
) -> Delivery:
    """The delivery in a folder. ``named`` is the mapping file; otherwise that of the folder, if it has one.

    Raises
    ------
    BookError
        For a folder that is none or has no files, a year without forms, and a mapping that is not right.
    """
    if not folder.is_dir():
        raise BookError("there is no such folder", file=folder, remedy="Name the folder that the files lie in.")
    left = SIGNATURES, MAPPING
    paths = [path for path in sorted(folder.iterdir()) if path.name not in left and path.name[0] != "."]
    if not paths:
        raise BookError("this folder has no files", file=folder, remedy="Put the delivery there.")
    return of_files(root, folder, dict.fromkeys(paths, ""), year, before, named)


def of_files(
    root: Path,
    folder: Path,
    paths: Mapping[Path, str],
    year: int,
    before: Before | None = None,
    named: Path | None = None,
) -> Delivery:
    """The delivery of some files of a folder, each with the name of its form; where that is empty, the mapping or the
    file's name says it.

    Raises
    ------
    BookError
        As :func:`read`.
    """
    known, centres = forms.of_year(root, year), register.load(root)
    if not known:
        raise BookError(f"there are no forms of {year}", remedy="`kunnskapsstatus forms` lists them with their years.")
    if named is not None and not named.is_file():
        raise BookError("there is no such file", file=named, remedy="Name the mapping file.")
    whole = forms.load(root)
    names = mapping.load(named or folder / MAPPING, whole, centres)
    files = [_Reading(path, form, known, whole, names, centres).file() for path, form in paths.items()]
    numbers = frozenset(one.code for one in municipalities(root)) if year >= register.TODAY else frozenset[str]()
    return Delivery(year, known, centres, files, before or {}, numbers)


def shown(name: str) -> str:
    """The name of a file or a variable as it can be told: what cannot be printed, or is no text, is replaced, and so is
    an identity number."""
    return identities.hidden("".join(sign if sign.isprintable() else "\ufffd" for sign in name))


class _Reading:
    """The reading of one file."""

    def __init__(
        self,
        path: Path,
        form: str,
        known: Mapping[str, Form],
        whole: Mapping[str, Form],
        names: Mapping[str, Names],
        centres: Centres,
    ) -> None:
        self.path, self.whole, self.centres = path, whole, centres
        self.name = shown(path.name)
        self.form = known[form] if form else self._form(known, names)
        self.names = names.get(self.form.name, Names()) if self.form else Names()

    def _form(self, known: Mapping[str, Form], names: Mapping[str, Names]) -> Form | None:
        """The form that a file is of: the one whose mapping has its name, or whose name it begins with."""
        if self.path.suffix.lower() not in tables.READERS:
            return None
        for name, one in names.items():
            if name in known and one.has(self.path.name):
                return known[name]
        fitting = [name for name in known if plain(self.path.stem).startswith(name)]
        return known[max(fitting, key=len)] if fitting else None

    def file(self) -> File:
        """What there is in it."""
        if not self.path.is_file():  # a folder, a link to nowhere, a pipe that would never end
            return File(f"{self.name}/", "", 0)
        try:
            with self.path.open("rb") as opened:
                checksum, size = hashlib.file_digest(opened, "sha256").hexdigest(), opened.tell()
        except OSError:
            form, closed = self.form.name if self.form else None, "it may not be opened, or its disk is not there"
            return File(self.name, "", 0, form, tables.Trouble(tables.UNREADABLE, closed))
        if self.form is None:
            return File(self.name, checksum, size)
        try:
            table = tables.read(self.path)
        except tables.Trouble as trouble:
            return File(self.name, checksum, size, self.form.name, trouble)
        columns = {name: (name,) for name in self.form.columns} | {
            name: one.columns for name, one in self.form.lists.items()
        }
        ours, sent, extra, taken = {plain(name): name for name in columns}, {}, [], set[str]()
        for sender in table.columns:
            name = self.names.columns.get(plain(sender)) or ours.get(plain(sender), "")
            if name in columns and taken.isdisjoint(columns[name]):
                sent[name] = sender
                taken.update(columns[name])
            elif plain(sender) not in self.names.ignore:
                extra.append(shown(sender))
        records, faults = self._answers(table, sent)
        faults += (*self._personal(table, sent), *self._called_otherwise(table, sent))
        spelled = {}
        for column, variable in self.form.columns.items():
            if variable.type == CENTRE and column in sent:
                cells = table.columns[sent[column]]
                texts = cells.answers(map(tables.plainly, cells.distinct), object)
                ways = texts.groupby(records[column]).nunique()
                spelled = {str(key): int(number) for key, number in ways.items()}
        missing = tuple(column for column in self.form.columns if column not in taken)
        named = len(table.columns) - len(extra), len(table.columns)
        return File(
            self.name, checksum, size, self.form.name, None, records, faults, missing, tuple(extra), named, spelled,
            synthetic=table.synthetic or INVENTED in self.name.casefold(),
        )  # fmt: skip

    def _personal(self, table: tables.Table, sent: Mapping[str, str]) -> Iterator[Fault]:
        """Where a cell says who somebody is, in columns of ours and in those that are left behind."""
        assert self.form
        ours = {sender: name for name, sender in sent.items()}
        of_persons = any(one.type == KEY for one in self.form.variables.values())
        tells = identities.tells_who if of_persons else identities.has_number
        for sender, at in identities.where(table, tells, iter(table.columns)).items():
            yield Fault(TELLS_WHO, ours.get(sender) or shown(sender), at)
        known = self.form.columns
        keys = [sender for name, sender in sent.items() if name in known and known[name].type == KEY]
        for sender, at in identities.where(table, identities.means_something, iter(keys)).items():
            yield Fault(MEANS_SOMETHING, ours[sender], at)
        for sender, at in identities.of_days(table, iter(keys)).items():
            yield Fault(MEANS_SOMETHING, ours[sender], at)

    def _called_otherwise(self, table: tables.Table, sent: Mapping[str, str]) -> Iterator[Fault]:
        """Where the file's own words for a variable are ours for another."""
        assert self.form
        words: dict[str, set[str]] = {}
        for column, variable in self.form.columns.items():
            item = variable.parts.get(column.partition(".")[2])
            for form in (item.label_nb, item.label_en) if item else (variable.label_nb, variable.label_en):
                words.setdefault(plain(form), set()).add(column)
        for name, sender in sent.items():
            if name not in (meant := words.get(plain(table.called.get(sender, "")), {name})):
                yield Fault(CALLED_OTHERWISE, name, (), closest=", ".join(sorted(meant)))

    def _answers(self, table: tables.Table, sent: Mapping[str, str]) -> tuple[pd.DataFrame, tuple[Fault, ...]]:
        assert self.form
        columns: dict[str, object] = {FILE: self.name, ROW: np.asarray(table.numbers)}
        faults: list[Fault] = []
        for name, sender in sent.items():
            variable = self.form.lists.get(name) or self.form.columns[name]
            whole = self.whole[self.form.name].variables[variable.name]
            codes = self.names.codes.get(variable.name, {})
            if name in self.form.lists:
                ticks, wrong = Several(variable, whole, codes).read(table.columns[sender])
                columns |= ticks
            else:
                columns[name], wrong = Reader(variable, whole, table, sender, self.centres, codes).read(name)
            faults += wrong
        return pd.DataFrame(columns, copy=False), tuple(faults)
