"""Ticks that stand in one cell, as programs for questionnaires write them: ``threats;economic``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from kunnskapsstatus.data.codebook import normal
from kunnskapsstatus.registers.answers import OTHER_YEAR, UNKNOWN_CODE, Fault
from kunnskapsstatus.registers.cells import Cells
from kunnskapsstatus.registers.form import Variable
from kunnskapsstatus.registers.mapping import NOTHING
from kunnskapsstatus.registers.tables import plainly

APART = (None, re.compile(r"[;|\n]"), re.compile(r","))
"""What items have between them, tried in turn until each part is an item: nothing, as labels may have commas; then
``;``, ``|`` or a new line; then a comma."""


@dataclass(frozen=True)
class Several:
    """Reads the cells of one column that has all ticks of a variable.

    Attributes
    ----------
    variable : the ticks of the year; whole : those of all years
    codes : the sender's codes of them
    """

    variable: Variable
    whole: Variable
    codes: Mapping[str, str] = field(default_factory=dict)

    def read(self, cells: Cells) -> tuple[dict[str, pd.Series[Any]], list[Fault]]:
        """A column of ticks for each item, and the faults. What is not in a cell is not ticked; of an empty cell, and
        of one that has something that is no item, nothing is known."""
        texts = list(map(plainly, cells.distinct))
        known = list(map(self._items, texts))
        given = [items if text else None for text, items in zip(texts, known, strict=True)]
        ticks = {
            column: cells.answers((None if one is None else item in one for one in given), pd.BooleanDtype())
            for item, column in zip(self.variable.parts, self.variable.columns, strict=True)
        }
        strange = cells.having(lambda at: known[at] is None)
        others = cells.having(lambda at: bool((known[at] or frozenset()) - self.variable.parts.keys()))
        found = ((UNKNOWN_CODE, strange), (OTHER_YEAR, others))
        return ticks, [Fault(rule, self.variable.name, at) for rule, at in found if at]

    def _items(self, text: str) -> frozenset[str] | None:
        """The items of a cell; None where a part of it is none."""
        for apart in APART:
            parts = [part for part in (apart.split(text) if apart else [text]) if part.strip()]
            items = [self.codes.get(normal(part), self._forms.get(normal(part))) for part in parts]
            if None not in items:
                return frozenset(item for item in items if item and item != NOTHING)
        return None

    @cached_property
    def _forms(self) -> dict[str, str]:
        """The item of each form of one: its key and its labels, as texts are compared."""
        return {
            normal(form): key
            for key, one in self.whole.parts.items()
            for form in (one.label_en, *reversed(one.forms), key)
        }
