"""Where exhibits that may move stand: decided between one setting of a document and the next, so that none moves to and
fro and the compiler has no decision to make.

An exhibit is tried at the edge of a page. Had it room on the page that calls it, it stands where it is called
(``HERE``); had it no room there, at the edge of a page (``MOVED``); and where it then stands outside its section, above
its heading or below the next, where it is called for good (``HELD``). It only ever goes on from one to the next, so
that all come to rest.

So is whether a chapter by itself is set closer, when it has come to rest with a few lines on its last page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict

HERE, MOVED, HELD = "here", "moved", "held"
STANDS = "<float-stands>"
"""The mark of what the template tells of each exhibit that may move (``form/exhibits.typ``)."""
ENDS = "<ends>"
"""The mark of what a chapter by itself tells of its last page."""
FEW_LINES = 0.25
"""A last page that is filled less is done without, where setting the chapter closer can."""
CLOSER = ("closer", "closest")
"""How a chapter is set then, by the template's names: the first that does."""


class Stands(TypedDict):
    """Where one exhibit stands: on a later page than it is called, or outside its section."""

    name: str
    late: bool
    outside: bool


class Ends(TypedDict):
    """The number of the last page, and how much of its height is filled, from 0 to 1."""

    page: int
    filled: float


def ends(found: str) -> Ends:
    """What the compiler's answer, JSON, tells of the last page; a full one, where it tells nothing."""
    told: list[Ends] = json.loads(found)
    return told[0] if told else {"page": 1, "filled": 1.0}


def is_nearly_empty(last: Ends) -> bool:
    """Whether a last page has a few lines."""
    return last["filled"] < FEW_LINES


def told(found: str) -> list[Stands]:
    """What the compiler's answer, JSON, tells of a setting."""
    return list(json.loads(found))


def settled(setting: Callable[[Mapping[str, str]], Sequence[Stands]]) -> dict[str, str]:
    """Where each exhibit stands in the end, by its name; those of an exhibit that is never called late are ``HERE``.

    ``setting`` sets the document with what is decided, and tells where its exhibits stand then.
    """
    decided: dict[str, str] = {}
    while (then := {one["name"]: _next(decided.get(one["name"]), one) for one in setting(decided)}) != decided:
        decided = then
    return decided


def _next(before: str | None, one: Stands) -> str:
    if before in (None, HERE):
        return MOVED if one["late"] else HERE
    return HELD if before == MOVED and one["outside"] else str(before)
