"""Revisions in words, for readers."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.data.published import identity
from kunnskapsstatus.data.revisions import Revision
from kunnskapsstatus.keys import ANSWER
from kunnskapsstatus.numbers import SYMBOLS, format_number, parse_cell


def told(codebook: Codebook, revisions: Iterable[Revision], row: Observation) -> str:
    """What a reader must know of the revisions of one value; empty where it has none."""
    own = (one for one in revisions if identity(one.number) == identity(row))
    return " ".join(sentence(one, changed(codebook, one)) for one in own)


def sentence(revision: Revision, what: str) -> str:
    """``Rettet 12.03.2026: 2 340 var 2 314. Grunn: …``"""
    return f"Rettet {revision.date:%d.%m.%Y}: {what}. Grunn: {revision.reason.rstrip('.')}."


def changed(codebook: Codebook, revision: Revision) -> str:
    """``2 340 var 2 314``."""
    was = _value(codebook, revision.was)
    return f"{_value(codebook, revision.now)} var {was}" if revision.now else f"tatt ut, var {was}"


def together(revisions: Iterable[Revision]) -> list[list[Revision]]:
    """The revisions of one day and one reason, together, in the order of their days."""

    def reason(one: Revision) -> tuple[object, ...]:
        return one.date, one.reason

    return [list(group) for _, group in groupby(sorted(revisions, key=reason), reason)]


def _value(codebook: Codebook, text: str) -> str:
    """A value as it is written in its file, as a reader has it."""
    try:
        cell = parse_cell(text)
    except ValueError:
        return codebook.label((ANSWER,), text)
    if cell.symbol or not text:
        return SYMBOLS.get(cell.symbol, "tom celle")
    return format_number(cell.value, cell.decimals)
