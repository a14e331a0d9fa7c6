"""Whether the official figures can be believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kunnskapsstatus.data.counted import is_counted
from kunnskapsstatus.data.invented import is_synthetic
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.rules import RULES, registers, signatures
from kunnskapsstatus.data.rules.rule import SIGN, STOPS, Facts, Finding, Rule
from kunnskapsstatus.errors import DataError, together


def check(root: Path, facts: Facts, counted: Sequence[Observation] = (), report: Sequence[Observation] = ()) -> None:
    """Nothing, if each number can be believed or is signed, and each signature signs something. What is ``counted`` of
    registers is looked at beside the ``report``; in a synthetic book it is not, as nobody would sign it.

    Raises
    ------
    DataError
        All that is found, in one message: file and line, what stands there and what was expected, what to do, and
        the line that would sign it.
    """
    judged = () if is_synthetic(root) else tuple(registers.judged(counted, facts, report)) if counted else ()
    found = [*findings(facts)]
    for some, rules in judged:
        found += [(rule, finding) for rule, finding in findings(some, rules) if is_counted(finding.row)]
    told = [*_told(root, {(rule.id, finding.row.file, finding.row.line): (rule, finding) for rule, finding in found})]
    if told:
        raise together(told, "What each rule says: kunnskapsstatus rules")


def findings(facts: Facts, rules: Sequence[Rule] = RULES) -> Iterator[tuple[Rule, Finding]]:
    """What the rules find, signed or not, each once."""
    for rule in rules:
        seen: set[tuple[str, int]] = set()
        for finding in rule.find(facts):
            place = finding.row.file, finding.row.line
            if place not in seen:
                seen.add(place)
                yield rule, finding


def _told(root: Path, once: Mapping[object, tuple[Rule, Finding]]) -> Iterator[DataError]:
    """What is neither right nor signed, and the signatures that sign nothing."""
    signed = signatures.read(root / signatures.FILE, RULES)
    found = list(once.values())
    stopped = {(finding.row.file, finding.row.line) for rule, finding in found if rule.severity == STOPS}
    for rule, finding in found:
        signature = signed.pop(signatures.key_of(rule, finding), None)
        if rule.severity == SIGN and (finding.row.file, finding.row.line) in stopped:
            continue  # nobody can sign a row that must be corrected
        if signature is None or signature.value != signatures.value_of(finding):
            yield _fault(root, rule, finding, signature)
    for left in (one for one in signed.values() if not one.waits(root)):
        cause = f"this signs nothing: {left.rule} finds nothing in {left.row}"
        yield DataError(cause, file=root / signatures.FILE, line=left.line, remedy="Delete the line.")


def _fault(root: Path, rule: Rule, finding: Finding, old: signatures.Signature | None) -> DataError:
    row = finding.row
    remedy = rule.remedy
    if rule.severity == SIGN:
        where = f"write in the place of line {old.line} of" if old else "add to"
        remedy += f" If it is right, {where} {signatures.FILE}:\n{signatures.line_for(rule, finding)}"
    ended = f" (signed as {old.value}, which ended when the number changed)" if old else ""
    return DataError(f"{rule.id}: {finding.says}{ended}", file=root / row.file, line=row.line, remedy=remedy)
