"""What a row must tell: of what, of which year, who says so, and when it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kunnskapsstatus.data.limits import as_day
from kunnskapsstatus.data.rules.rule import SIGN, STOPS, Facts, Finding, rule

DATED_FROM = 2025
"""Figures of this year and later say when they were read. When the earlier ones were read was not written down."""
NOBODY = frozenset((
    "ukjent", "unknown", "ikke", "oppgitt", "kjent", "mangler", "ingen", "none", "todo", "tbd", "kilde",
    "source", "http", "https", "www", "com", "org", "pdf", "csv", "xls", "xlsx", "link", "lenke", "internett",
    "nettet", "nettside", "side", "over", "samme", "som", "linja", "linjen", "linje", "tall", "rapport",
    "publikasjon", "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september",
    "oktober", "november", "desember",
))  # fmt: skip
"""Words that name nobody, alone or together: ``Se over``, ``tall.xlsx``, ``15. mars``."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_HOST = re.compile(r"https?://\S+\.\w")
_NO_SENTENCE = re.compile(r"\S*[/:]\S*|[a-z\d.,-]+")
"""An address, a key or a number."""


@rule(STOPS, remedy="Say where the number stands: readers are told.")
def no_source(facts: Facts) -> Iterator[Finding]:
    """An official figure says who published it: an address or a title that names somebody. Not "unknown", "see
    above", a date or a file's name."""
    nobody = {source for source in {row.source for row in facts.typed} if _names_nobody(source)}
    for row in facts.typed:
        if row.source in nobody:
            yield Finding(
                row, f"column 'source': {repr(row.source) if row.source else 'is empty'}; expected who says so"
            )


def _names_nobody(source: str) -> bool:
    return not _HOST.match(source) and NOBODY.issuperset(_WORD.findall(source.casefold()))


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
        first = min(year + 1, facts.today.year)
        try:
            good = as_day(row.accessed, facts.today).year >= first
        except ValueError:
            good = False
        if not good:
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
    publication; and the reason is the reservation."""
    for row in facts.typed:
        if not row.given and not row.symbol:
            yield Finding(row, "column 'value': is empty; expected a value, or a symbol such as ..")
        elif not row.given and not row.reservation:
            yield Finding(row, f"column 'reservation': is empty; expected why there is no number ({row.symbol})")


@rule(STOPS, remedy="Write a sentence for readers, in Bokmål; an address stands in the column source.")
def reservation_is_no_sentence(facts: Facts) -> Iterator[Finding]:
    """A reservation is told to readers, in words: it is no address, key or number."""
    for row in facts.typed:
        if _NO_SENTENCE.fullmatch(row.reservation):
            yield Finding(row, f"column 'reservation': {row.reservation!r} is no sentence")


@rule(SIGN, remedy="Correct the year, or wait until it is over.")
def year_not_over(facts: Facts) -> Iterator[Finding]:
    """A figure of a year is known when the year is over. (A year that has not begun is refused.)"""
    now = facts.today.year
    for row in facts.typed:
        if row.given and (row.year or 0) >= now:
            yield Finding(row, f"column 'year': {row.year} is not over; expected {now - 1} at the latest")
