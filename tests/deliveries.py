"""Deliveries of registers for tests: synthetic, a record a centre, with nothing wrong until a test spoils it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pyreadstat
from books import ROOT

from kunnskapsstatus.registers import centres, forms, receive
from kunnskapsstatus.registers.control import Result, control
from kunnskapsstatus.registers.delivery import SIGNATURES, Before, read
from kunnskapsstatus.registers.form import SECRET, Form, Variable

YEAR = 2019
FORMS = forms.of_year(ROOT, YEAR)
CENTRES = centres.load(ROOT)
KEYS = CENTRES.in_year(YEAR)
CANARY = "kanarifugl"
"""What stands in all that may not be told."""
HEAD = "rule,file,row,value,who,date,why"


def valid(name: str, number: int = len(KEYS)) -> pd.DataFrame:
    """Records of a form as texts, one a centre: whole, and alike in nothing that tells them apart."""
    form = FORMS[name]
    return pd.DataFrame([_record(form, at) for at in range(number)], columns=list(form.columns), dtype=object)


def _record(form: Form, at: int) -> dict[str, Any]:
    arrival, nights = date(YEAR, 1, 2) + timedelta(days=at * 3 if at < 9 else at * 8 % 350), 4 + at % 3
    left = arrival + timedelta(days=nights)
    found: dict[str, Any] = {
        "centre": CENTRES[KEYS[at % len(KEYS)]].name, "person": f"p{at}", "arrival": arrival.isoformat(),
        "departure": left.isoformat(), "visit": arrival.isoformat(), "nights": f"{nights}",
        "municipality": f"{1101 + at}", "age": f"{1 + at % 16}" if form.name == "children" else f"{20 + at}",
        "respondent-age": f"{30 + at % 30}", "year": f"{YEAR}", "reserved": "no", "first-stay": "yes",
        "first-visit": "yes", "staff-years": f"{at + 1}", "budget": f"{10**6 + at}",
    }  # fmt: skip
    for variable in form.variables.values():
        asked = all(found.get(other) in keys for other, keys in variable.when.items())
        for column in variable.columns:
            found.setdefault(column, _answer(variable, column, at) if asked else "")
    return found


def _answer(variable: Variable, column: str, at: int) -> str:
    if variable.type == "tick":
        alone = column == f"{variable.name}.{variable.exclusive}"
        return "1" if list(variable.columns).index(column) == at % 2 and not alone else "0"
    if variable.type == "code":
        return list(variable.categories)[at % len(variable.categories)]
    return {"whole": f"{int(variable.lowest or 0) + 1}", "number": f"{(variable.lowest or 0) + 2:g}"}.get(
        variable.type, ""
    )


def write_csv(path: Path, records: pd.DataFrame, separator: str = ";", encoding: str = "utf-8") -> Path:
    """Records as CSV, every cell as it stands."""
    path.write_bytes(records.to_csv(sep=separator, index=False, lineterminator="\n").encode(encoding))
    return path


def write_sav(path: Path, records: pd.DataFrame) -> Path:
    """Records as a real file of SPSS: hyphens are underscores there, numbers are numbers and days are days."""
    cells = records.copy()
    for column in cells:
        numbers = pd.to_numeric(cells[column], errors="coerce")
        if column in ("arrival", "departure", "visit"):
            cells[column] = [date.fromisoformat(day) if day else None for day in cells[column]]
        elif numbers.notna().sum() == (cells[column] != "").sum() > 0:
            cells[column] = numbers
    pyreadstat.write_sav(cells.rename(columns=lambda name: name.replace("-", "_")), str(path))
    return path


def checked(folder: Path, before: Before | None = None, year: int = YEAR) -> Result:
    """The control of what lies in a folder."""
    return control(read(ROOT, folder, year, before), folder / SIGNATURES)


def found(result: Result) -> Mapping[str, list[tuple[str, str, tuple[int, ...]]]]:
    """What each rule has found: centre, variable and rows; the forms that have not come are left aside."""
    return {
        rule.id: [(one.finding.centre, one.finding.variable, one.finding.rows) for one in some]
        for rule, some in result.by_rule.items()
        if rule.id != "form-not-sent"
    }


ALONE = frozenset({"haugesund", "samisk"})
"""Who answers the survey with another, or had closed."""


def answers(seed: int = 1) -> pd.DataFrame:
    """Invented answers of 44 centres to the survey, the same for the same seed. The last has answered little."""
    chance, form = Random(seed), FORMS["survey"]
    rows = [_answers(form, key, chance) for key in KEYS if key not in ALONE]
    rows[-1].update({column: "" for column in form.columns if column.startswith("driver-leadership")})
    return pd.DataFrame(rows, columns=list(form.columns), dtype=object)


def _answers(form: Form, key: str, chance: Random) -> dict[str, str]:
    found, level = dict.fromkeys(form.columns, ""), chance.gauss(0.6, 1)
    found |= {"centre": CENTRES[key].name, "promotes-text": f"Kanarifugl {key}", "education": "economist"}
    for variable in form.variables.values():
        codes = [code for code, one in variable.categories.items() if one.strength is not None]
        for column in variable.columns if variable.items else ():
            middle = sum(one.strength or 0 for one in variable.categories.values()) / len(codes)
            strength = min(max(round(middle + level + chance.gauss(0, 1)), 0), len(codes) - 1)
            answer = next(code for code in codes if variable.categories[code].strength == strength)
            found[column] = "unknown" if variable.codes == "answer" and chance.random() < 0.02 else answer
    return found


def control_of(folder: Path) -> Result:
    """What has become of a delivery, beside what the book knows of the years before."""
    return checked(folder, receive.before(ROOT, YEAR))


def delivered(folder: Path, name: str = "residents.csv", *others: str) -> Path:
    """Invented residents, two a centre so that not all is hidden, what is invented for other forms, and signatures for
    all that is to be signed. What may not be told is a canary, in each record."""
    folder.mkdir()
    for form in ("residents", *others):
        records = answers() if form == "survey" else valid(form, 90 if form == "residents" else len(KEYS))
        for variable in FORMS[form].variables.values():
            if variable.type in SECRET:
                records[list(variable.columns)] = [[f"{CANARY} {variable.name} {at}"] for at in range(len(records))]
        write_csv(folder / name.replace("residents", form), records)
    lines = [line.replace("WHO", "Prøve").replace("WHY", "oppdiktet") for line in control_of(folder).to_sign]
    (folder / "signatures.csv").write_text("\n".join([HEAD, *lines, ""]), "utf-8")
    return folder
