"""Signatures: who says that a number is right although a rule does not believe it, when and why. One line of
``data/signatures.csv`` each. It holds for the values that it names, and ends when one of them is another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kunnskapsstatus.data.counted import is_counted
from kunnskapsstatus.data.invented import FOLDER as COUNTED
from kunnskapsstatus.data.limits import as_day
from kunnskapsstatus.data.rules.rule import SIGN, Finding, Rule, RuleOf, named, written
from kunnskapsstatus.data.table import as_line, read_table
from kunnskapsstatus.errors import DataError, did_you_mean

FILE = Path("data") / "signatures.csv"
COLUMNS = ("rule", "file", "row", "value", "who", "date", "why")
TO_FILL_IN = WHO, WHY = "WHO", "WHY"
"""What stands in a line that nobody has filled in."""
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Signature:
    """One line: the rule, the file and the row's name that it is for, the values that it holds for, and who has signed
    it, when and why."""

    line: int
    rule: str
    file: str
    row: str
    value: str
    who: str
    date: str
    why: str

    def waits(self, root: Path) -> bool:
        """Whether it is of what is not counted yet: it is signed before the numbers are written."""
        return self.file.startswith(COUNTED.as_posix()) and not (root / self.file).exists()

    @property
    def key(self) -> Key:
        """What it signs, whatever the values."""
        return self.rule, self.file, self.row


def read(path: Path, rules: Sequence[RuleOf[Any, Any]]) -> dict[Key, Signature]:
    """The signatures of a file by what they sign; none where there is no file.

    Raises
    ------
    DataError
        For an empty cell, a rule that is none or cannot be signed, a date that is none or not yet, and two for one.
    """
    found: dict[Key, Signature] = {}
    if not path.exists():
        return found
    severities = {rule.id: rule.severity for rule in rules}
    for line, row in read_table(path, COLUMNS):
        signature = Signature(line, *(row[name] for name in COLUMNS))
        for cause, remedy in _faults(row, severities):
            raise DataError(cause, file=path, line=line, remedy=remedy)
        first = found.setdefault(signature.key, signature)
        if first is not signature:
            cause = f"this signs what line {first.line} signs"
            raise DataError(cause, file=path, line=line, remedy="Delete one of the two.")
    return found


def _faults(row: dict[str, str], severities: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name in COLUMNS:
        if row[name] in ("", *TO_FILL_IN):
            given = row[name] or "is empty"
            yield f"column {name!r}: {given}", "A signature has who, when and why, and what it signs."
    if row["rule"] not in severities:
        cause = f"column 'rule': {row['rule']!r} is no rule{did_you_mean(row['rule'], severities)}"
        yield cause, "kunnskapsstatus rules lists them."
    elif severities[row["rule"]] != SIGN:
        yield f"column 'rule': {row['rule']} cannot be signed", "Correct the data, and delete this line."
    try:
        as_day(row["date"])
    except ValueError as error:
        yield f"column 'date': {error}", "Write it as 2026-05-31."


def key_of(rule: Rule, finding: Finding) -> Key:
    """What a signature of the finding has in its first three columns."""
    table = f"{finding.row.dataset} " if is_counted(finding.row) else ""
    return rule.id, finding.row.file, table + named(finding.row)


def value_of(finding: Finding) -> str:
    """The values that a signature of the finding holds for: the row's own, then those that it was compared with."""
    return " ".join(written(row) for row in (finding.row, *finding.beside))


def line_for(rule: Rule, finding: Finding) -> str:
    """The line that would sign the finding, ready but for who and why."""
    return line_of(key_of(rule, finding), value_of(finding))


def line_of(key: Key, value: str) -> str:
    """The line that would sign what has this key and these values, ready but for who and why."""
    return as_line((*key, value, WHO, date.today().isoformat(), WHY))
