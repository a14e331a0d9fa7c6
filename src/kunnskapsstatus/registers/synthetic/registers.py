"""A year's synthetic registers: all forms, and the printed numbers that no register can give back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from kunnskapsstatus.errors import BookError
from kunnskapsstatus.registers import centres
from kunnskapsstatus.registers.form import CODE, TICK, Variable
from kunnskapsstatus.registers.synthetic import amounts, kostra, persons, survey
from kunnskapsstatus.registers.synthetic.blocks import Block
from kunnskapsstatus.registers.synthetic.overlaps import overlaps
from kunnskapsstatus.registers.synthetic.printed import FORM, Printed
from kunnskapsstatus.registers.synthetic.programme import Contradiction
from kunnskapsstatus.registers.synthetic.services import FORMS, YEAR, Facts, reorganise, services

SERVICES = tuple(FORMS.values())
RESERVED = "reserved"
EARLIER = (2014, 2015, 2016, 2017)
"""Years of which series are printed: their centres are those of the year that more is printed of."""
YEARS = (*EARLIER, YEAR, *survey.YEARS)
"""Years that there are registers of."""
SERVED = tuple(year for year in YEARS if year != EARLIER[0])
"""Years with forms of the services: of the first, nothing of them is printed."""


@dataclass(frozen=True)
class Synthetic:
    """The records of each form, with the codebook's columns, and the printed numbers that they do not give back: the
    fewest without which all others hold."""

    frames: dict[str, pd.DataFrame]
    impossible: tuple[Contradiction, ...]


def synthesize(root: Path, year: int, seed: int) -> Synthetic:
    """The synthetic registers of a year; the same for the same seed.

    Raises
    ------
    BookError
        For a year of which too little is printed.
    """
    if year not in YEARS:
        remedy = f"There are {EARLIER[0]} to {YEAR}, and {', '.join(map(str, survey.YEARS))} with the survey."
        raise BookError(f"of {year} the report prints too little", remedy=remedy)
    random = np.random.default_rng(seed)
    printed = Printed(root, year)
    offers, sizes = services(root, YEAR, seed)
    impossible, frames = list(sizes), dict[str, pd.DataFrame]()
    offers = offers[offers["centre"].isin(centres.load(root).in_year(year))].reset_index(drop=True)
    report_offers = offers.copy()
    impossible += overlaps(printed, offers)
    if year in EARLIER:
        reorganise(offers, printed)
    if year in survey.YEARS:
        who, unlike = survey.centres(printed, offers, random)
        impossible += unlike
    if year in SERVED:
        like = None if year == YEAR else _filled(Printed(root, YEAR), report_offers, SERVICES, random)[0]
        found, lost = _filled(printed, offers, SERVICES, random, like)
        impossible += lost
        amounts.fill(printed, Facts(root, YEAR), found, random)
        frames |= {form: _of_form(found[found[FORM] == form], printed, form) for form in SERVICES}
    if year in kostra.YEARS:
        # Table 17 is of the year before, and of as many municipalities as in the report's year.
        answered = Printed(root, YEAR - 1) if year == YEAR else printed
        found, lost = _filled(answered, kostra.municipalities(printed, random), (kostra.KOSTRA,), random)
        impossible += lost if answered is printed else []
        frames[kostra.KOSTRA] = _of_form(found, printed, kostra.KOSTRA)
    if year in survey.YEARS:
        answers, others = survey.answers(printed, who, random)
        frames[survey.SURVEY] = _of_form(answers, printed, survey.SURVEY)
        return Synthetic(frames, (*impossible, *others))
    for form in persons.COUNTED:
        found, lost = _filled(printed, persons.records(printed, form, offers, random), (form,), random)
        impossible += lost
        frames[form] = _of_form(found.assign(reserved="no"), printed, form)
    return Synthetic(frames, tuple(impossible))


def _filled(printed: Printed, frame: pd.DataFrame, among: tuple[str, ...], random: np.random.Generator,
            like: pd.DataFrame | None = None) -> tuple[pd.DataFrame, list[Contradiction]]:  # fmt: skip
    """The records with an answer to each question that has codes. Where nothing is printed of one, the answers are
    those of the records that they are ``like``, or as many give each as in the report's year."""
    wrong: list[Contradiction] = []
    of_report = Printed(printed.root, YEAR)
    for variable in _in_order(printed, among):
        if variable.name in frame or variable.name == RESERVED:
            continue
        asking = tuple(form for form in among if variable.name in printed.forms[form].variables)
        shares = printed.shares(variable.name, asking[0])
        numbers, resting = list(printed.of(variable, asking)), list(printed.resting(variable, asking))
        usual = {} if numbers or like is not None else of_report.usual(variable, asking)
        block = Block(variable, frame, numbers, asking, shares, resting=resting, usual=usual)
        columns, impossible = block.fill(random)
        if like is not None:
            told = frozenset[str]().union(*(one.answers for one in numbers))
            columns |= _alike(variable, columns, [name for name in columns if _untold(name, told)], like, block.asked)
        frame = pd.concat([frame, pd.DataFrame(columns)], axis=1)
        wrong += impossible
    return frame, wrong


def _untold(column: str, told: frozenset[str]) -> bool:
    """Whether nothing is printed of what a column holds: of a tick its item, else of the whole variable."""
    item = column.partition(".")[2]
    return item not in told if item else not told


def _alike(variable: Variable, columns: Mapping[str, pd.Series], untold: list[str], like: pd.DataFrame,
           asked: np.ndarray) -> dict[str, pd.Series]:  # fmt: skip
    """The columns of which nothing is printed, as in other records of the same services; what shuts out others is left
    out where there are others."""
    found = {name: like[name].where(asked) for name in untold if name in like}
    alone = f"{variable.name}.{variable.exclusive}"
    if alone in columns:
        others = pd.DataFrame({name: one for name, one in ({**columns} | found).items() if name != alone})
        found[alone] = found.get(alone, columns[alone]) & ~others.fillna(False).any(axis=1)
    return found


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
