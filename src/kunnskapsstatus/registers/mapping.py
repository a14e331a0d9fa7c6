"""How a sender names things: its files, variables and codes, and what each is here. Nothing is guessed: what a mapping
does not name, and is no name of ours, is told of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.codebook import normal
from kunnskapsstatus.data.toml import Sections
from kunnskapsstatus.errors import DefinitionError, did_you_mean
from kunnskapsstatus.registers.centres import Centres
from kunnskapsstatus.registers.form import CENTRE, CODE, TICK, Form, Variable, plain

FILE = "mapping.toml"
FILES, VARIABLES, CODES, IGNORE, TABLE = FIELDS = ("files", "variables", "codes", "ignore", "table")
TICKS = {"yes": True, "no": False}
"""What a code of a tick may mean. Of ticks in one cell it means an item."""
ID, VALUES = "id", "values"
"""What says which table of Statistics Norway is asked for, and which codes of its dimensions."""
NOTHING = ""
"""What a code means that is no answer."""


@dataclass(frozen=True)
class Names:
    """What a sender calls things of one form.

    Attributes
    ----------
    files : patterns of the names of its files
    columns : our column for each of the sender's, by its plain name
    codes : of each variable, our code for each of the sender's, as texts are compared
    ignore : plain names of the sender's variables that are left behind
    table : how a table of Statistics Norway is asked for: its ``id``, and the values of its dimensions
    """

    files: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()
    table: Mapping[str, Any] = field(default_factory=dict)

    def has(self, file: str) -> bool:
        """Whether a file's name is one of those it gives."""
        return any(fnmatch(file.casefold(), one.casefold()) for one in self.files)


def load(path: Path, forms: Mapping[str, Form], centres: Centres) -> dict[str, Names]:
    """The mapping of each form that the file has; none where there is no file.

    Raises
    ------
    DataError, DefinitionError
        For a form, a variable or a code that is not ours, with file, line and what is closest.
    """
    if not path.exists():
        return {}
    sections = Sections(path)
    return {name: _Reader(sections, name, forms, centres).read() for name in sections}


class _Reader:
    """One form's part of a mapping file."""

    def __init__(self, sections: Sections, name: str, forms: Mapping[str, Form], centres: Centres) -> None:
        self.sections, self.name, self.centres = sections, name, centres
        if name not in forms:
            remedy = f"The forms are: {', '.join(forms)}."
            raise sections.fault(f"there is no form {name!r}{did_you_mean(name, forms)}", name, remedy=remedy)
        self.form = forms[name]

    def read(self) -> Names:
        typed = self.sections[self.name]
        for each in typed if isinstance(typed, dict) else ():
            if each not in FIELDS:
                remedy = f"They are: {', '.join(FIELDS)}."
                raise self.fault(f"the field {each!r} is not known{did_you_mean(each, FIELDS)}", each, remedy=remedy)
        if not isinstance(typed, dict):
            raise self.fault("this is no section", "", remedy=f"Write [{self.name}.{VARIABLES}] and what follows.")
        return Names(
            tuple(self._texts(typed, FILES)),
            dict(self._columns(self._table(typed, VARIABLES))),
            dict(self._codes(self._table(typed, CODES))),
            frozenset(map(plain, self._texts(typed, IGNORE))),
            self._asked(self._table(typed, TABLE)),
        )

    def fault(self, cause: str, *place: str, remedy: str) -> DefinitionError:
        """What is wrong, at the line of the innermost of the names."""
        whole, outer = ".".join((self.name, *place)), ".".join((self.name, *place[:-1]))
        at = next(one for one in (whole, outer, self.name) if self.sections.line(one) or one == self.name)
        return self.sections.fault(cause, at, *place[-1:], remedy=remedy)

    def _table(self, typed: Mapping[str, Any], name: str) -> dict[str, Any]:
        found = typed.get(name, {})
        if not isinstance(found, dict):
            raise self.fault(f"{name} is no table", name, remedy=f"Write [{self.name}.{name}].")
        return found

    def _asked(self, typed: dict[str, Any]) -> dict[str, Any]:
        """How a table is asked for, if it is as it should be."""
        values = typed.get(VALUES, {})
        lists = isinstance(values, dict) and all(
            isinstance(codes, list) and all(isinstance(one, str) for one in codes) for codes in values.values()
        )
        if typed and not (lists and isinstance(typed.get(ID), str) and typed.keys() <= {ID, VALUES}):
            remedy = f'Write {ID} = "12130", and {VALUES} = {{ Region = ["????"], Tid = ["{{year}}"] }}.'
            raise self.fault("this does not say which table, and which codes of its dimensions", TABLE, remedy=remedy)
        return typed

    def _texts(self, typed: Mapping[str, Any], name: str) -> list[str]:
        found = typed.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.fault(f"{name} is no list of names", name, remedy=f'Write {name} = ["…", "…"].')
        return found

    def _columns(self, typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        ours = {plain(column): column for column in (*self.form.columns, *self.form.lists)}
        taken: dict[str, str] = {}
        for sender, name in typed.items():
            column = ours.get(plain(str(name)))
            if column is None:
                cause = f"{name!r} is no variable of {self.name}{did_you_mean(name, self.form.columns, 3)}"
                raise self.fault(cause, VARIABLES, sender, remedy=f"kunnskapsstatus forms {self.name} lists them.")
            other = taken.setdefault(column, sender)
            if other != sender:
                cause = f"{column} is what {other!r} is too"
                raise self.fault(cause, VARIABLES, sender, remedy="Each of our variables is one of the sender's.")
            yield plain(sender), column

    def _codes(self, typed: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
        for name, codes in typed.items():
            variable = self.form.variables.get(name)
            if variable is None or variable.type not in (CODE, TICK, CENTRE) or not isinstance(codes, dict):
                meant = did_you_mean(name, self.form.variables)
                cause = f"codes: {name!r} is no variable of {self.name} that has codes{meant}"
                raise self.fault(cause, CODES, name, remedy=f"Write [{self.name}.{CODES}.sex], and its codes.")
            known = self._known(variable)
            for code, key in codes.items():
                if key != NOTHING and key not in known:
                    cause = f"{name}: {key!r} is no code of ours{did_you_mean(key, known, 3)}"
                    remedy = f'They are: {", ".join(known)}; "" is no answer.'
                    raise self.fault(cause, CODES, name, code, remedy=remedy)
            yield name, {normal(code): str(key) for code, key in codes.items()}

    def _known(self, variable: Variable) -> Iterable[str]:
        ticks = (*TICKS, *variable.parts)
        return self.centres if variable.type == CENTRE else ticks if variable.type == TICK else variable.categories
