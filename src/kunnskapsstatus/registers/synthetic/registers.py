"""A year's synthetic registers: all forms, and the printed numbers that no register can give back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from kunnskapsstatus.errors import BookError
from kunnskapsstatus.registers.form import CODE, TICK, Variable
from kunnskapsstatus.registers.synthetic import amounts, persons, survey
from kunnskapsstatus.registers.synthetic.blocks import Block
from kunnskapsstatus.registers.synthetic.printed import FORM, Printed
from kunnskapsstatus.registers.synthetic.services import FORMS, YEAR, Facts, services

SERVICES = tuple(FORMS.values())
RESERVED = "reserved"
EARLIER = (2014, 2015, 2016, 2017)
"""Years of which series are printed, of persons: their centres are those of the year that more is printed of."""


@dataclass(frozen=True)
class Synthetic:
    """The records of each form, with the codebook's columns, and the names of printed numbers that they do not give
    back: the fewest without which all others hold."""

    frames: dict[str, pd.DataFrame]
    impossible: tuple[str, ...]


def synthesize(root: Path, year: int, seed: int) -> Synthetic:
    """The synthetic registers of a year; the same for the same seed.

    Raises
    ------
    BookError
        For a year of which too little is printed.
    """
    if year not in (*EARLIER, YEAR, *survey.YEARS):
        remedy = f"There are {EARLIER[0]} to {YEAR}, and {', '.join(map(str, survey.YEARS))} with the survey."
        raise BookError(f"of {year} the report prints too little", remedy=remedy)
    random = np.random.default_rng(seed)
    printed = Printed(root, year)
    offers, lost = services(root, YEAR, seed)
    impossible, frames = list(lost), dict[str, pd.DataFrame]()
    if year not in EARLIER:
        found, wrong = _filled(printed, offers, SERVICES, random)
        impossible += wrong
        amounts.fill(printed, Facts(root, YEAR), found, random)
        frames |= {form: _of_form(found[found[FORM] == form], printed, form) for form in SERVICES}
    if year in survey.YEARS:
        answers, wrong = survey.answers(printed, offers, random)
        frames[survey.SURVEY] = _of_form(answers, printed, survey.SURVEY)
        return Synthetic(frames, tuple(dict.fromkeys([*impossible, *wrong])))
    for form in persons.COUNTED:
        found, wrong = _filled(printed, persons.records(printed, form, offers, random), (form,), random)
        impossible += wrong
        frames[form] = _of_form(found.assign(reserved="no"), printed, form)
    return Synthetic(frames, tuple(dict.fromkeys(impossible)))


def _filled(printed: Printed, frame: pd.DataFrame, among: tuple[str, ...],
            random: np.random.Generator) -> tuple[pd.DataFrame, list[str]]:  # fmt: skip
    """The records with an answer to each question that has codes."""
    wrong: list[str] = []
    for variable in _in_order(printed, among):
        if variable.name in frame or variable.name == RESERVED:
            continue
        asking = tuple(form for form in among if variable.name in printed.forms[form].variables)
        shares = printed.shares(variable.name, asking[0])
        block = Block(variable, frame, list(printed.of(variable, asking)), asking, shares)
        columns, impossible = block.fill(random)
        frame = pd.concat([frame, pd.DataFrame(columns)], axis=1)
        wrong += impossible
    return frame, wrong


def _in_order(printed: Printed, among: Iterable[str]) -> list[Variable]:
    """The variables with codes, those that others are broken down by first."""
    found = {
        name: one
        for form in among
        for name, one in printed.forms[form].variables.items()
        if one.type in (CODE, TICK)
    }  # fmt: skip
    return sorted(found.values(), key=lambda one: not any(printed.shares(one.name, form) for form in among))


def _of_form(frame: pd.DataFrame, printed: Printed, form: str) -> pd.DataFrame:
    """The columns that a form has, in its order. Free text, and what else is nowhere told of, is empty."""
    return frame.reindex(columns=list(printed.forms[form].columns)).reset_index(drop=True)
