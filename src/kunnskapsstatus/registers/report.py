"""The control of a delivery on a screen and as JSON: files and checksums, and all that is found, by rule and by centre.
Answers are in neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kunnskapsstatus.data.rules.rule import SEVERITIES as NAMES
from kunnskapsstatus.data.rules.signatures import COLUMNS
from kunnskapsstatus.data.table import as_line
from kunnskapsstatus.registers.control import DIGITS, SEVERITIES, Found, Result
from kunnskapsstatus.registers.delivery import SIGNATURES, File
from kunnskapsstatus.registers.rules.rule import Control

VERSION = 1
MOST_ROWS = 8
MOST_PLACES = 12


def receipt(files: Sequence[File]) -> Iterator[str]:
    """A line a file: what it is of, its records and variables, its checksum."""
    for one in files:
        of = one.form or "no form"
        held = f"{len(one.records)} records, {one.named[0]} variables" if one.trouble is None else "not read"
        yield f"  {one.name}: {of}, {held}, {one.size} bytes, sha256 {one.checksum[:DIGITS]}"


def screen(result: Result) -> Iterator[str]:
    """The receipt, what is found by rule, and what becomes of the delivery."""
    yield f"Received for {result.delivery.year}:"
    yield from receipt(result.delivery.files)
    for rule, found in result.by_rule.items():
        yield from ("", *_rule(rule, found))
    yield from ("", _summary(result))


def signing(result: Result) -> Iterator[str]:
    """The lines that would sign what can be signed, ready but for who and why; none where there is nothing."""
    if result.to_sign:
        yield f"What is right all the same is signed in the folder's {SIGNATURES}:"
        yield from (f"  {line}" for line in (as_line(COLUMNS), *result.to_sign[:MOST_PLACES]))
        if len(result.to_sign) > MOST_PLACES:
            yield f"  … and {len(result.to_sign) - MOST_PLACES} more"
        yield ""


def _summary(result: Result) -> str:
    counts = ", ".join(f"{result.count(severity)} {NAMES[severity]}" for severity in SEVERITIES)
    signed = sum(one.finding.count for one in result.found if one.signature)
    verdict = "Accepted: statistics can be made of it." if result.accepted else "Not accepted."
    return f"{verdict} {counts}; {signed} signed"


def _rule(rule: Control, found: Sequence[Found]) -> Iterator[str]:
    times = sum(one.finding.count for one in found)
    yield f"{rule.id} ({NAMES[rule.severity]}): {times}"
    for one in found[:MOST_PLACES]:
        finding = one.finding
        place = " ".join(filter(None, (finding.file or finding.form, finding.centre)))
        signed = f" (signed by {one.signature.who}, {one.signature.date})" if one.signature else ""
        yield f"  {place}: {rule.message(finding)}{_rows(finding.rows)}{signed}"
    if len(found) > MOST_PLACES:
        yield f"  … and {len(found) - MOST_PLACES} more places"
    yield f"  → {rule.remedy}"


def _rows(rows: Sequence[int]) -> str:
    if not rows:
        return ""
    more = f" and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else ""
    return f"; row{'s' * (len(rows) > 1)} {', '.join(map(str, rows[:MOST_ROWS]))}{more}"


def as_json(result: Result) -> dict[str, Any]:
    """All of it for programs: the files, the rules that found something, and each finding."""
    return {
        "version": VERSION,
        "year": result.delivery.year,
        "accepted": result.accepted,
        "files": [
            {
                "name": one.name,
                "form": one.form,
                "bytes": one.size,
                "sha256": one.checksum,
                "records": len(one.records),
                "variables": one.named[0],
            }
            for one in result.delivery.files
        ],
        "rules": {
            rule.id: {
                "severity": rule.severity, "words": rule.words, "remedy": rule.remedy, "remedy_nb": rule.remedy_nb,
            }
            for rule in result.by_rule
        },
        "findings": [_finding(result, one) for one in result.found],
    }  # fmt: skip


def _finding(result: Result, one: Found) -> dict[str, Any]:
    finding, signature = one.finding, one.signature
    signed = {"who": signature.who, "date": signature.date, "why": signature.why} if signature else None
    return {
        "rule": one.rule.id,
        "severity": one.severity,
        "form": finding.form,
        "file": finding.file,
        "centre": finding.centre,
        "variable": finding.variable,
        "rows": list(finding.rows),
        "message": one.rule.message(finding),
        "message_nb": one.rule.message_nb(finding, result.delivery),
        "signed": signed,
    }
