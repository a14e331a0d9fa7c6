"""TOML files of sections, and the line on which each section and each of its fields stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.text import fold, hidden, name_of, read_text
from kunnskapsstatus.errors import DefinitionError

_HEAD = re.compile(r"^[ \t]*\[[^\n]*\][ \t]*(?:#.*)?$", re.MULTILINE)
_NAMED = re.compile(
    r"""^[ \t]*\[+[ \t]*(?:(["'])(?P<quoted>[^\n]*?)\1|(?P<bare>[^\s"'\[\]]+))[ \t]*\]+""", re.MULTILINE
)
_CURLY = re.compile(r"(?<==)\s*[“”„«»‘’]")
_PLACE = re.compile(r"\(at line (?P<line>\d+), column \d+\)")


class Sections(dict[str, Any]):
    """The sections of a TOML file by name. Texts stand on one line; in ``typed`` as they are typed.

    Raises
    ------
    DataError
        For a file that cannot be read as text.
    DefinitionError
        For one that is no TOML, or has a text with a character that nobody sees.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._text = read_text(file)
        try:
            self.typed = tomllib.loads(self._text)
        except RecursionError:
            raise self.fault("this is nested too deeply", remedy="Write it flat.") from None
        except ValueError as error:
            place = _PLACE.search(str(error))
            line = int(place["line"]) if place else self._text.count("\n") + 1 if "end of document" in str(error) else 1
            cause = f"this is not TOML: {error}"
            typed = _CURLY.search((self._text.splitlines() or [""])[min(line, self._text.count("\n") + 1) - 1])
            remedy = f'A text stands in straight quotation marks, "…", not in {typed[0].strip()}.' if typed else ""
            raise DefinitionError(cause, file=file, line=line, remedy=remedy or "Correct the line it names.") from None
        super().__init__({name: self._clean(section, name) for name, section in self.typed.items()})

    def line(self, section: str, field: str = "") -> int | None:
        """The line of a field, else of its section; None where neither stands on a line of its own."""
        head = self._heads.get(section)
        if head is None:
            head = re.search(rf"^[ \t]*{_key(section)}[ \t]*[.=]", self._text, re.MULTILINE)
            return self._line(head.start()) if head else None
        if not field:
            return self._line(head.start())
        end = _HEAD.search(self._text, head.end())
        own = re.compile(rf"^[ \t]*{_key(field)}[ \t]*[.=]", re.MULTILINE)
        found = own.search(self._text, head.end(), end.start() if end else len(self._text))
        return self._line((found or head).start())

    @cached_property
    def _heads(self) -> dict[str, re.Match[str]]:
        """The first head of each section."""
        found: dict[str, re.Match[str]] = {}
        for head in _NAMED.finditer(self._text):
            found.setdefault(head["quoted"] or head["bare"], head)
        return found

    def fault(self, cause: str, section: str = "", field: str = "", *, remedy: str) -> DefinitionError:
        """What is wrong with a field of a section, or with a section."""
        line = self.line(section, field) if section else 1
        named = f"[{section}] " if section else ""
        return DefinitionError(named + cause, file=self.file, line=line or 1, remedy=remedy)

    def _line(self, at: int) -> int:
        return self._text.count("\n", 0, at) + 1

    def _clean(self, value: Any, section: str, field: str = "") -> Any:
        """A value with its texts on one line each."""
        if isinstance(value, Mapping):
            return {name: self._clean(part, section, field or name) for name, part in value.items()}
        if isinstance(value, list):
            return [self._clean(part, section, field) for part in value]
        if not isinstance(value, str):
            return value
        at = hidden(value)
        if at >= 0:
            cause = f"{field}: character {at + 1} of the text is {name_of(value[at])}"
            raise self.fault(cause, section, field, remedy="Delete it: nobody sees it.")
        try:
            return fold(value)
        except ValueError as error:
            raise self.fault(f"{field}: {error}", section, field, remedy="Write it on one line.") from None


def _key(name: str) -> str:
    """A pattern for a key, bare or in quotation marks."""
    return rf"([\"']?){re.escape(name)}\1"
