"""What says who somebody is, wherever it stands in a delivery: a national identity number, an address of e-mail; and in
the place of a key without meaning, a telephone number or a name. It is looked for in all that is sent, also in what is
left behind, and never told of but by its place. An address in a form of services is of a service."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from kunnskapsstatus.registers.tables import Table, plainly

HIDDEN = "[personal number]"
"""What stands in the place of an identity number in the name of a file or a variable."""
_NUMBER = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:(\d\d)(\d\d)\d\d|(\d\d)[. ](\d\d)[. ]\d\d(?:\d\d)?)[ -]?\d{5}(?!\d)(?![.,]\d)"
)
"""Eleven digits that are no part of a number with decimals; or a day with dots or spaces, and five digits."""
_MAIL = re.compile(r"[^\s@]@[\w-]+\.\w")
_TELEPHONE = re.compile(r"(?:\+|00)?(?:47)?[ -]?[49](?:[ -]?\d){7}")
_NAME = re.compile(r"[^\W\d_]{2,}(?:[ ,.-]+[^\W\d_]+)+")
_BORN = re.compile(
    r"(?<!\d)(?:(?P<d>\d\d)[.]?(?P<m>\d\d)[.]?(?:19|20)?\d\d|(?:19|20)\d\d-?(?P<month>\d\d)-?(?P<day>\d\d))(?!\d)"
)
"""A day, as people write when they are born."""
DIGITS = 11
ENOUGH = 20
"""Of so many keys of eleven digits, more than half begin with a day where they are identity numbers, and some four in a
hundred where they are drawn by lot."""
CHECKS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
"""Weights of the digits, of which the sums are whole elevens in a national identity number."""
IN_DAY, IN_MONTH = (0, 40), (0, 40, 65, 80)
"""What is added to the day of somebody without a national identity number, and to the month of numbers for help,
welfare and trials."""


def tells_who(cell: Any) -> bool:
    """Whether a cell of a form of persons has an identity number or an address of e-mail."""
    return has_number(cell) or (isinstance(cell, str) and "@" in cell and bool(_MAIL.search(cell)))


def has_number(cell: Any) -> bool:
    """Whether a cell has an identity number: eleven digits that begin with a day are one, whether its check digits are
    right or not, as somebody has meant it to be one. Ten digits are one without its first 0 only where they are right,
    as a program has taken it away."""
    if isinstance(cell, bool | date):
        return False
    text = cell.strip() if isinstance(cell, str) else plainly(cell)
    if len(text) < DIGITS - 1:
        return False
    if len(text) == DIGITS - 1 and text.isdecimal():  # a program that takes it for a number takes its first 0 away
        return _is_whole(f"0{text}")
    return hidden(text) != text


def means_something(cell: Any) -> bool:
    """Whether a key reads as a telephone number or as a name of two words."""
    text = cell.strip() if isinstance(cell, str) else plainly(cell)
    return bool(_NAME.fullmatch(text) if text[:1].isalpha() else _TELEPHONE.fullmatch(text))


def has_day(cell: Any) -> bool:
    """Whether a day stands in a key, alone or with letters: of many keys, few have one by chance."""
    found = _BORN.search(cell.strip() if isinstance(cell, str) else plainly(cell))
    if found is None:
        return False
    return 1 <= int(found["d"] or found["day"]) <= 31 and 1 <= int(found["m"] or found["month"]) <= 12


def of_days(table: Table, columns: Iterator[str]) -> dict[str, tuple[int, ...]]:
    """The records of each of some columns of keys, where more than half of them have a day in them."""
    found = {}
    for column in columns:
        cells = table.columns[column]
        days = {number for number, cell in enumerate(cells.distinct) if has_day(cell)}
        if len(cells.distinct) >= ENOUGH and 2 * len(days) > len(cells.distinct):
            found[column] = cells.having(days.__contains__)
    return found


def hidden(name: str) -> str:
    """A text without the identity numbers in it."""
    return _NUMBER.sub(lambda found: HIDDEN if _is_day(found) else found[0], name)


def where(table: Table, is_one: Callable[[Any], bool], columns: Iterator[str]) -> dict[str, tuple[int, ...]]:
    """The records, counted from 0, of each of some columns of a file whose cell is one; not those of keys of eleven
    digits that begin with a day by chance."""
    found = {}
    for column in columns:
        cells = table.columns[column]
        numbers = {number for number, cell in enumerate(cells.distinct) if is_one(cell)}
        keys = {number for number, cell in enumerate(cells.distinct) if _is_long(cell)} if numbers else set()
        if len(keys) >= ENOUGH and 2 * len(keys) > len(cells.distinct) and 2 * len(keys & numbers) < len(keys):
            numbers -= keys
        if numbers:
            found[column] = cells.having(numbers.__contains__)
    return found


def _is_whole(number: str) -> bool:
    """Whether eleven digits begin with a day and end with the digits that check them."""
    digits = [int(digit) for digit in number]
    right = all(sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11 == 0
                for weights in CHECKS)  # fmt: skip
    return right and hidden(number) != number


def _is_long(cell: Any) -> bool:
    text = plainly(cell).strip()
    return text.isdecimal() and DIGITS - 1 <= len(text) <= DIGITS


def _is_day(found: re.Match[str]) -> bool:
    day, month = int(found[1] or found[3]), int(found[2] or found[4])
    return any(1 <= day - more <= 31 for more in IN_DAY) and any(1 <= month - more <= 12 for more in IN_MONTH)
