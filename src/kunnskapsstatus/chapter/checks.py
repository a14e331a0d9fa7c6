"""Checks that stand below their paragraph, as footnotes do: a sentence names one, a block says what it is.

``Kvinner er flest.{claim}`women-lead` `` and below it::

    ```{checks}
    women-lead: users.leads("women")
    ```
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""What a check may be called; a claim that is nothing but such a word names one."""
_LINE = re.compile(rf"(?P<name>{NAME.pattern}): *(?P<expression>\S.*)?")


class Check(NamedTuple):
    """A named check: its expression, and the line that it begins in, counted from 0."""

    name: str
    expression: str
    line: int


def parse(lines: Iterable[str]) -> list[Check]:
    """The checks of a block: ``name: expression``, one a line; what is indented goes on from the line above.

    Raises
    ------
    ValueError
        With the line's number and text, for one that is neither.
    """
    found: list[Check] = []
    for number, line in enumerate(lines):
        begun = _LINE.fullmatch(line.rstrip())
        if not line.strip():
            continue
        if begun:
            found.append(Check(begun["name"], begun["expression"] or "", number))
        elif found and line[0].isspace():
            last = found[-1]
            found[-1] = last._replace(expression=f"{last.expression} {line.strip()}".strip())
        else:
            raise ValueError(number, line)
    return found
