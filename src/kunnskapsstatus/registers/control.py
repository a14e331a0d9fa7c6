"""The control of a delivery: what all rules find, what is signed, and whether statistics may be made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from kunnskapsstatus.data.rules import signatures
from kunnskapsstatus.data.rules.rule import INFORM, SIGN, STOPS
from kunnskapsstatus.data.rules.signatures import Key, Signature
from kunnskapsstatus.errors import DataError
from kunnskapsstatus.registers.delivery import Delivery
from kunnskapsstatus.registers.rules import RULES
from kunnskapsstatus.registers.rules.rule import Control, Finding

OF_ALL = "all"
"""What a signature is for where it is of no centre and no variable."""
DIGITS = 12
"""So much of a file's checksum a signature names: it ends when the file is another."""


@dataclass(frozen=True)
class Found:
    """What a rule has found at one place, and who has signed it."""

    rule: Control
    finding: Finding
    signature: Signature | None = None

    @property
    def stops(self) -> bool:
        """Whether statistics wait for it."""
        return self.rule.severity == STOPS or (self.rule.severity == SIGN and self.signature is None)

    @property
    def severity(self) -> str:
        """What it does, signed or not."""
        return self.rule.severity


@dataclass(frozen=True)
class Result:
    """The control of a delivery: all that is found, in the order of the rules; and the lines that would sign what can
    be signed."""

    delivery: Delivery
    found: Sequence[Found]
    to_sign: Sequence[str]

    @property
    def accepted(self) -> bool:
        """Whether nothing stops."""
        return not any(one.stops for one in self.found)

    @cached_property
    def by_rule(self) -> dict[Control, list[Found]]:
        """What is found, by rule."""
        return {rule: list(some) for rule, some in groupby(self.found, lambda one: one.rule)}

    @cached_property
    def by_centre(self) -> dict[str, list[Found]]:
        """What is found, by centre in the order of their names; what is of none comes first."""
        names = {key: one.name for key, one in self.delivery.centres.items()}
        ordered = sorted(self.found, key=lambda one: names.get(one.finding.centre, ""))
        return {key: list(some) for key, some in groupby(ordered, lambda one: one.finding.centre)}

    def count(self, severity: str) -> int:
        """How many records, or other things, rules of a severity find that are not signed."""
        return sum(one.finding.count for one in self.found if one.severity == severity and not one.signature)


def control(delivery: Delivery, signed: Path) -> Result:
    """The control of a delivery, with the signatures of a file, which need not be there. What was signed for a file as
    it was before, or for another number, is to be signed anew.

    Raises
    ------
    DataError
        For a signature that is not right, or that signs nothing.
    """
    known = signatures.read(signed, RULES)
    left, found, to_sign = dict(known), [], []
    for rule in RULES:
        for key, some in _together(rule, delivery):
            value = _value(delivery, key, some)
            signature = left.pop(key, None) if rule.severity == SIGN else None
            if signature and signature.value != value:
                to_sign.append(signatures.line_of(key, value))
                signature = None
            elif rule.severity == SIGN and not signature:
                to_sign.append(signatures.line_of(key, value))
            found += [Found(rule, one, signature) for one in some]
    for one in left.values():
        cause = f"this signs nothing: {one.rule} finds nothing in {one.file} {one.row}"
        raise DataError(cause, file=signed, line=one.line, remedy="Delete the line.")
    return Result(delivery, found, to_sign)


def _together(rule: Control, delivery: Delivery) -> Iterator[tuple[Key, list[Finding]]]:
    """What a rule finds, that of one file, centre and variable together: one line signs it."""
    alike: dict[Key, list[Finding]] = {}
    for one in rule.find(delivery):
        row = " ".join(filter(None, (one.centre, one.variable))) or OF_ALL
        alike.setdefault((rule.id, one.file or one.form, row), []).append(one)
    yield from alike.items()


def _value(delivery: Delivery, key: Key, found: Sequence[Finding]) -> str:
    """What a signature holds for: so many, of this file."""
    checksum = next((one.checksum[:DIGITS] for one in delivery.files if one.name == key[1]), "")
    told = " ".join(f"{value}" for one in found for name, value in one.told.items() if name in ("now", "before"))
    return " ".join(filter(None, (str(sum(one.count for one in found)), told, checksum)))


SEVERITIES = (STOPS, SIGN, INFORM)
