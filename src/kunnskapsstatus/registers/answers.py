"""Cells as answers: each is what its variable's type says, in our codes, or it is told which are not."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
import pandas as pd

from kunnskapsstatus.data.codebook import normal
from kunnskapsstatus.registers.centres import Centres, loose
from kunnskapsstatus.registers.form import (
    CENTRE,
    CODE,
    DAY,
    KEY,
    MUNICIPALITY,
    NUMBER,
    TEXT,
    TICK,
    WHOLE,
    Variable,
)  # fmt: skip
from kunnskapsstatus.registers.mapping import NOTHING, TICKS
from kunnskapsstatus.registers.tables import Table, plainly

WRONG_TYPE, UNKNOWN_CODE, OTHER_YEAR, UNKNOWN_CENTRE, CONTRARY = (
    "wrong-type", "unknown-code", "answer-of-another-year", "unknown-centre", "label-against-the-mapping",
)  # fmt: skip
CODE_DIGITS = 2
"""A code of so many digits at most is told as it stands: a longer number may be somebody's."""
CLOSE = 0.7
_SECRET = os.urandom(32)
MOST = 1e15
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00(?:\.0+)?)?")
_NORWEGIAN = re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?: 00:00(?::00)?)?")
_NO_PART = re.compile(r"[+-]?\d{1,15}(?:[.,]0{1,2})?")
_AS_NUMBER = re.compile(r"(\d+)[.,]0{1,2}")
_MUNICIPALITY = re.compile(r"\d{4}")
_TICKS = {
    **dict.fromkeys(("1", "true", "sann", "ja", "yes", "valgt", "krysset av", "avkrysset", "selected", "checked"),
                    True),
    **dict.fromkeys(("0", "false", "usann", "nei", "no", "ikke valgt", "ikke krysset av", "ikke avkrysset",
                     "not selected", "unchecked"), False),
}  # fmt: skip


class Wrong(Exception):
    """A cell is no answer: by which rule, and what may be told of it."""

    def __init__(self, rule: str, closest: str = "", shown: str = "") -> None:
        self.rule, self.closest, self.shown = rule, closest, shown
        super().__init__(rule)


@dataclass(frozen=True)
class Fault:
    """Cells of one column that are no answers: by which rule, in which records, and what may be told of them: the
    code as it stands where it is nobody's, and the closest of ours."""

    rule: str
    column: str
    records: tuple[int, ...]
    shown: str = ""
    closest: str = ""


@dataclass(frozen=True)
class Reader:
    """Reads the cells of one column.

    Attributes
    ----------
    variable : what the column holds; whole : the variable with the codes of all years
    table : the file; sender : the column's name there
    codes : the sender's codes of it
    centres : the register
    """

    variable: Variable
    whole: Variable
    table: Table
    sender: str
    centres: Centres
    codes: Mapping[str, str] = field(default_factory=dict)

    def read(self, column: str) -> tuple[pd.Series[Any], list[Fault]]:
        """The column's answers, with None for what is missing or wrong, and its faults, those alike together: what
        cannot be told of does not tell them apart. Of a text only whether it is
        there is read, and of a key only which records have the same."""
        cells = self.table.columns[self.sender]
        if self.variable.type == TEXT:
            return cells.answers((plainly(cell) != "" for cell in cells.distinct), pd.BooleanDtype(), none=False), []
        if self.variable.type == KEY:
            return cells.answers(map(_numbered, cells.distinct), pd.Int64Dtype()), []
        answers: list[Any] = []
        wrong: dict[tuple[str, str, str], set[int]] = {}
        for number, cell in enumerate(cells.distinct):
            try:
                answers.append(self._answer(cell))
            except Wrong as fault:
                answers.append(None)
                wrong.setdefault((fault.rule, fault.shown, fault.closest), set()).add(number)
        if contrary := {number for number, cell in enumerate(cells.distinct) if self._is_contrary(cell)}:
            wrong[CONTRARY, "", ""] = contrary
        found = cells.answers(answers, DTYPES.get(self.variable.type, object))
        return found, [
            Fault(rule, column, cells.having(numbers.__contains__), shown, closest)
            for (rule, shown, closest), numbers in wrong.items()
        ]

    def _answer(self, cell: Any) -> Any:
        if plainly(cell) == "":
            return None
        return PARSERS[self.variable.type](self, cell)

    def _sent(self, cell: Any) -> str | None:
        """Our code for a cell, if the sender's mapping has it."""
        return self.codes.get(normal(plainly(cell)), self.codes.get(normal(_coded(cell))))

    def _is_contrary(self, cell: Any) -> bool:
        """Whether the mapping says one thing of a code, and what the sender's file calls it is another of ours."""
        label, sent = self._label(cell), self._sent(cell)
        if not label or not sent:
            return False
        if self.variable.type == TICK:
            return _TICKS.get(normal(label), TICKS.get(sent)) != TICKS.get(sent)
        known = self.centres.spelled if self.variable.type == CENTRE else self._forms
        return known.get((loose if self.variable.type == CENTRE else normal)(label), sent) != sent

    def _label(self, cell: Any) -> str:
        """What the sender's file calls a code, if it does: it says more than the code, which may be of another list."""
        return self.table.labels.get(self.sender, {}).get(_coded(cell), "")

    def _code(self, cell: Any) -> str | None:
        text, key = _coded(cell), self._sent(cell)
        if key == NOTHING:
            return None
        for form in (self._label(cell), text):
            key = key or self._forms.get(normal(form))
        if key in self.variable.categories:
            return key
        if key is not None:
            raise Wrong(OTHER_YEAR)
        asked = {form: key for form, key in self._forms.items() if key in self.variable.categories}
        raise _unknown(UNKNOWN_CODE, text, asked)

    @cached_property
    def _forms(self) -> dict[str, str]:
        """Our code for each form of one: its key and its labels, as texts are compared."""
        return {
            normal(form): key
            for key, one in self.whole.categories.items()
            for form in (one.label_en, *reversed(one.forms), key)
        }

    def _tick(self, cell: Any) -> bool | None:
        sent = self._sent(cell)
        if sent == NOTHING or sent in TICKS:
            return None if sent == NOTHING else TICKS[sent]
        ticked = _TICKS.get(normal(self._label(cell)), _TICKS.get(normal(_coded(cell))))
        if ticked is None:
            raise _unknown(UNKNOWN_CODE, plainly(cell), dict.fromkeys(("1", "0")))
        return ticked

    def _centre(self, cell: Any) -> str | None:
        text = plainly(cell)
        sent = self._sent(cell)
        if sent is not None:
            return sent or None
        for form in (self._label(cell), text):
            if loose(form) in self.centres.spelled:
                return self.centres.spelled[loose(form)]
        raise _unknown(UNKNOWN_CENTRE, loose(text), self.centres.spelled)

    def _number(self, cell: Any) -> float:
        if isinstance(cell, str):
            sign = re.escape(self.table.decimal)
            if not re.fullmatch(rf"[+-]?\d{{1,15}}(?:{sign}\d+)?", cell.strip()):
                raise Wrong(WRONG_TYPE)
            return float(cell.strip().replace(",", "."))
        if isinstance(cell, bool | date) or not isinstance(cell, int | float | Decimal | np.number):
            raise Wrong(WRONG_TYPE)
        if not abs(float(cell)) < MOST:  # neither endless nor no number
            raise Wrong(WRONG_TYPE)
        return float(cell)

    def _whole(self, cell: Any) -> int:
        if isinstance(cell, str) and not _NO_PART.fullmatch(cell.strip()):
            raise Wrong(WRONG_TYPE)
        value = self._number(cell)
        if not value.is_integer():
            raise Wrong(WRONG_TYPE)
        return int(value)

    def _day(self, cell: Any) -> date:
        if isinstance(cell, datetime):
            if cell.time() != datetime.min.time():
                raise Wrong(WRONG_TYPE)
            return cell.date()
        if isinstance(cell, date):
            return cell
        text = cell.strip() if isinstance(cell, str) else ""
        iso, norwegian = _ISO.fullmatch(text), _NORWEGIAN.fullmatch(text)
        try:
            if iso:
                return date(*map(int, iso.groups()))
            if norwegian:
                return date(int(norwegian["y"]), int(norwegian["m"]), int(norwegian["d"]))
        except ValueError:
            pass
        raise Wrong(WRONG_TYPE)

    def _municipality(self, cell: Any) -> str:
        text = plainly(cell)
        if not _MUNICIPALITY.fullmatch(text):
            raise Wrong(WRONG_TYPE)
        return text


PARSERS: dict[str, Callable[[Reader, Any], Any]] = {
    CENTRE: Reader._centre,
    MUNICIPALITY: Reader._municipality,
    DAY: Reader._day,
    WHOLE: Reader._whole,
    NUMBER: Reader._number,
    CODE: Reader._code,
    TICK: Reader._tick,
}
TEXTS = pd.StringDtype(na_value=np.nan)
DTYPES: dict[str, Any] = {
    TICK: pd.BooleanDtype(), WHOLE: pd.Int64Dtype(), NUMBER: pd.Float64Dtype(),
    CODE: TEXTS, CENTRE: TEXTS, MUNICIPALITY: TEXTS,
}  # fmt: skip


def _unknown(rule: str, text: str, known: Mapping[str, object]) -> Wrong:
    """What may be told of a code that is none: itself only if it is a short number, and the closest of ours. Letters
    may be somebody's name, however near a code of ours they are: «Anne» is nearly «Annet»."""
    forms = {normal(form): form for form in known}
    close = get_close_matches(normal(text), forms, 3, CLOSE)
    digits = text.isdecimal() and len(text) <= CODE_DIGITS
    closest = ", ".join(dict.fromkeys(str(known[forms[one]] or forms[one]) for one in close))
    return Wrong(rule, closest, text if digits else "")


def _coded(cell: Any) -> str:
    """A cell as the text of a code: a program that takes codes for numbers writes 1 as 1,0."""
    text = plainly(cell)
    whole = _AS_NUMBER.fullmatch(text)
    return whole[1] if whole else text


def _numbered(cell: Any) -> int | None:
    """A number that stands for a key while this process lives: the same for the same key, and nothing else."""
    text = plainly(cell)
    return int.from_bytes(blake2b(text.encode(), key=_SECRET, digest_size=7).digest()) if text else None
