"""What a rule of receiving is and finds: the book's form of a rule, with a message and a remedy in Bokmål too, as what
is found is sent back to the centres. A finding names form, file, rows and centre, and never an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from kunnskapsstatus.data.rules.rule import RuleOf, called
from kunnskapsstatus.registers.delivery import CENTRE_, FILE, ROW, Delivery


@dataclass(frozen=True)
class Finding:
    """What a rule finds at one place.

    Attributes
    ----------
    form : the form; empty where it is of none
    file : the file; empty where there is none
    centre : the centre's key; empty where it is of none
    variable : the column; empty where it is of none
    rows : the records, by their numbers in the file
    told : what the message needs: numbers, names of variables, codes of ours
    """

    form: str = ""
    file: str = ""
    centre: str = ""
    variable: str = ""
    rows: tuple[int, ...] = ()
    told: Mapping[str, object] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many records it is of; 1 where it is of no record alone."""
        return len(self.rows) or 1


@dataclass(frozen=True)
class Control(RuleOf[Delivery, Finding]):
    """A rule of receiving: its message, and title, message and remedy in Bokmål."""

    says: str
    title_nb: str
    says_nb: str
    remedy_nb: str

    def message(self, finding: Finding) -> str:
        """What it says of a finding."""
        return self.says.format(variable=finding.variable, **finding.told)

    def message_nb(self, finding: Finding, delivery: Delivery) -> str:
        """The same in Bokmål, with the names that variables have there."""
        said = self.says_nb.format(variable=delivery.called(finding.form, finding.variable), **finding.told)
        return said[:1].upper() + said[1:]


def control(
    severity: str, *, says: str, remedy: str, nb: tuple[str, str, str]
) -> Callable[[Callable[[Delivery], Iterable[Finding]]], Control]:
    """The rule that a function makes of what it finds: its words, *given, when, then*, are what it says of itself.
    ``nb`` is its title, message and remedy in Bokmål."""

    def made(find: Callable[[Delivery], Iterable[Finding]]) -> Control:
        name, words = called(find)
        return Control(name, severity, words, remedy, find, says, *nb)

    return made


def in_records(
    form: str, records: pd.DataFrame, wrong: pd.Series[bool], variable: str = "", **told: object
) -> Iterator[Finding]:
    """The records that are wrong, file by file and centre by centre."""
    at = wrong.fillna(False).astype(bool)
    if not at.any():
        return
    columns = [records[name][at] for name in (FILE, ROW, CENTRE_) if name in records]
    places: dict[tuple[str, str], list[int]] = {}
    for file, row, *centre in zip(*columns, strict=True):
        key = centre[0] if centre and isinstance(centre[0], str) else ""
        places.setdefault((file, key), []).append(int(row))
    for (file, centre_), rows in sorted(places.items()):
        yield Finding(form, file, centre_, variable, tuple(rows), told)
