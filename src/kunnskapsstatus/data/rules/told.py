"""What a row must tell: of what, of which year, who says so, and when it was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kunnskapsstatus.data.rules.rule import SIGN, STOPS, Facts, Finding, rule

DATED_FROM = 2025
"""Figures of this year and later say when they were read. When the earlier ones were read was not written down."""
NOBODY = ("ukjent", "unknown", "ingen kilde", "todo", "tbd", "kilde", "source", "n/a")
"""Words that stand where a source should, and name none."""


@rule(STOPS, remedy="Say where the number stands: readers are told.")
def no_source(facts: Facts) -> Iterator[Finding]:
    """An official figure says who published it: an address or a title, and no word for not knowing."""
    nobody = {source for source in {row.source for row in facts.typed} if _names_nobody(source)}
    for row in facts.typed:
        if row.source in nobody:
            yield Finding(
                row, f"column 'source': {repr(row.source) if row.source else 'is empty'}; expected who says so"
            )


def _names_nobody(source: str) -> bool:
    return sum(letter.isalpha() for letter in source) < 2 or source.casefold().strip(" .?") in NOBODY


@rule(STOPS, remedy="Write the day when you read the number, as 2026-05-31.")
def no_access_date(facts: Facts) -> Iterator[Finding]:
    """A figure of {DATED_FROM} or later says when it was read: a date as 2026-05-31, not before its year has begun and
    not in the future. An earlier figure may say it."""
    for row in facts.typed:
        year = row.year or 0
        if not row.accessed:
            if year >= DATED_FROM:
                yield Finding(row, "column 'accessed': is empty; expected the day when it was read")
            continue
        try:
            read = date.fromisoformat(row.accessed) if len(row.accessed) == len("2026-05-31") else None
        except ValueError:
            read = None
        first = min(year + 1, facts.today.year)
        if read is None or read > facts.today or read.year < first:
            says = f"column 'accessed': {row.accessed!r}; expected a date from {first}-01-01 to {facts.today}"
            yield Finding(row, says)


@rule(STOPS, remedy="Fill in the cell.")
def incomplete(facts: Facts) -> Iterator[Finding]:
    """An official figure has a year, says of whom or what it is, and how it was read (direct, secondary, derived)."""
    for row in facts.typed:
        empty = [name for name in ("year", "population", "access") if not getattr(row, name)]
        if empty:
            yield Finding(row, f"column {empty[0]!r}: is empty")


@rule(STOPS, remedy="Write the symbol, and the reason as the reservation.")
def no_symbol(facts: Facts) -> Iterator[Finding]:
    """Where there is no value there is a symbol that says why: .. not available, . not possible, : not for
    publication."""
    for row in facts.typed:
        if not row.given and not row.symbol:
            yield Finding(row, "column 'value': is empty; expected a value, or a symbol such as ..")


@rule(SIGN, remedy="Correct the year, or wait until it is over.")
def year_not_over(facts: Facts) -> Iterator[Finding]:
    """A figure of a year is known when the year is over. (A year that has not begun is refused.)"""
    now = facts.today.year
    for row in facts.typed:
        if row.given and (row.year or 0) >= now:
            yield Finding(row, f"column 'year': {row.year} is not over; expected {now - 1} at the latest")
