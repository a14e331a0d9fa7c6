"""The survey's file read, controlled and analysed. What is written are tables; no answer of a centre leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.rules.rule import STOPS
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.registers import delivery, forms
from kunnskapsstatus.registers.delivery import Delivery
from kunnskapsstatus.registers.needed import needs
from kunnskapsstatus.registers.receive import OUT
from kunnskapsstatus.registers.rules import RULES
from kunnskapsstatus.registers.survey import groups, report
from kunnskapsstatus.registers.survey.analysis import Analysis, analyse
from kunnskapsstatus.registers.survey.scales import Rule
from kunnskapsstatus.registers.survey.tables import Table, tables

SURVEY, WOMEN = "survey", "women"
PAGE, JSON = "survey.html", "survey.json"
NEEDED = ("pandera", "pyreadstat", "scipy")
TOLD = 5


@dataclass(frozen=True)
class Made:
    """An analysis, its tables, and where they are written."""

    analysis: Analysis
    tables: tuple[Table, ...]
    written: tuple[Path, ...]


def run(
    root: Path,
    path: Path,
    year: int | None = None,
    rule: Rule = Rule.LEFT_OUT,
    women: Path | None = None,
    named: Path | None = None,
) -> Made:
    """The analysis of a survey's file, written as a page and as JSON below ``_build/registers``.

    Parameters
    ----------
    path : the file of answers
    year : the year of the survey; the newest that there is a form of where None
    rule : what becomes of answers that are missing
    women : the file of the yearly form for the offers to women, with organisation and staff-years
    named : the mapping file; otherwise that beside the answers

    Raises
    ------
    BookError
        For a file that is none or has faults that stop, for fewer answers than may be shown, and where a library is
        not installed.
    """
    needs(*NEEDED)
    year = year or forms.load(root)[SURVEY].until or forms.load(root)[SURVEY].since
    sent = {path: SURVEY, **({women: WOMEN} if women else {})}
    for each in sent:
        if not each.is_file():
            raise BookError("there is no such file", file=each, remedy="Name the file of answers.")
    if SURVEY not in forms.of_year(root, year):
        raise BookError(f"there is no survey of {year}", remedy="`kunnskapsstatus forms` lists the forms and years.")
    received = delivery.of_files(root, path.parent, sent, year, named=named)
    _without_faults(received)
    records = received.records[SURVEY]
    if len(records) < groups.LEAST:
        cause = f"centres that have answered: {len(records)}; nothing is told of fewer than {groups.LEAST}"
        raise BookError(cause, file=path, remedy="See whether the file is whole.")
    known = groups.groups_of(root, year, received.records.get(WOMEN))
    asked = groups.asked(root, year, records["centre"])
    found = analyse(received.forms[SURVEY], records, known, asked, year, rule, synthetic=received.synthetic)
    made = tuple(tables(found, labels(root)))
    out = OUT / str(year)
    files.write(root / out / PAGE, report.page(found, made))
    files.write(root / out / JSON, json.dumps(report.as_json(found), ensure_ascii=False, indent=1) + "\n")
    return Made(found, made, (out / PAGE, out / JSON))


def labels(root: Path) -> Mapping[str, str]:
    """The label of each group in Bokmål, by key."""
    codebook = Codebook(root)
    return {key: one.label_nb for name in groups.BREAKDOWNS for key, one in codebook[name].categories.items()}


def _without_faults(received: Delivery) -> None:
    told = list(_faults(received))
    if told:
        more = f"; and {len(told) - TOLD} more" if len(told) > TOLD else ""
        remedy = f"Correct it first: `kunnskapsstatus receive FOLDER --year {received.year}` tells all of it."
        raise BookError(f"{'; '.join(told[:TOLD])}{more}", remedy=remedy)


def _faults(received: Delivery) -> Iterator[str]:
    for rule in RULES:
        for one in rule.find(received) if rule.severity == STOPS else ():
            rows = f" (row {one.rows[0]})" if one.rows else ""
            yield f"{one.file or one.form}: {rule.message(one)}{rows}"
