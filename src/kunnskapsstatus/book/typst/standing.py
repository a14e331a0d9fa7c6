"""Where exhibits that may move stand, and how close chapters are set: decided between one setting of a document and the
next, so that nothing goes to and fro and the compiler has no decision to make.

An exhibit is tried at the edge of a page. Had it room on the page that calls it, it stands where it is called
(``HERE``); had it no room there, at the edge of a page (``MOVED``); and where it then stands outside its section, above
its heading or below the next, where it is called for good (``HELD``).

A chapter whose exhibits have come to rest, and that ends with a few lines on its last page, is set in the first of the
ways that the template names for it which does without that page, its exhibits tried anew; where none does, as it was,
for good (``AS_WRITTEN``).

All only ever go on from one to the next, so that all come to rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypedDict

HERE, MOVED, HELD = "here", "moved", "held"
AS_WRITTEN = "as written"
STANDS = "<float-stands>"
"""The mark of what the template tells of each exhibit that may move (``form/exhibits.typ``)."""
ENDS = "<ends>"
"""The mark of what it tells of each chapter (``form/page.typ``)."""
FEW_LINES = 0.25
"""A last page that is filled less is done without, where setting the chapter closer can."""


class Stands(TypedDict):
    """Where one exhibit stands: on a later page than it is called, or outside its section."""

    name: str
    late: bool
    outside: bool


class Ends(TypedDict):
    """How a chapter ends: its pages, how much of the height of the last is filled, from 0 to 1, and in which ways the
    chapter may be set closer, by the template's names."""

    name: str
    ways: list[str]
    pages: int
    filled: float


class Told(NamedTuple):
    """What a setting tells of its exhibits and chapters."""

    stands: Sequence[Stands]
    ends: Sequence[Ends]


Setting = Callable[[Mapping[str, str]], Told]
"""A setting of the document with what is decided, by the names of exhibits and chapters: how it stands then."""


def told(stands: str, ends: str) -> Told:
    """What the compiler's two answers, JSON, tell of a setting."""
    return Told(json.loads(stands), json.loads(ends))


def settled(setting: Setting) -> dict[str, str]:
    """What is decided in the end, by the names of exhibits and chapters: those of an exhibit that is never called late
    are ``HERE``, and a chapter that needs no other way has none.

    ``setting`` sets the document with what is decided, and tells how it stands then.
    """
    decided, first = dict[str, str](), dict[str, tuple[Ends, dict[str, str]]]()
    while True:
        then = setting(decided)
        now = decided | {one["name"]: _next(decided.get(one["name"]), one) for one in then.stands}
        for one in then.ends:
            own = {name: where for name, where in now.items() if name.startswith(f"{one['name']}:")}
            if own.items() <= decided.items() and decided.get(one["name"]) != AS_WRITTEN:
                before, stood = first.setdefault(one["name"], (one, own))
                if _is_nearly_empty(before) and (_is_nearly_empty(one) or one["pages"] >= before["pages"]):
                    ways = ["", *one["ways"], AS_WRITTEN]
                    way = ways[ways.index(decided.get(one["name"], "")) + 1]
                    now = {name: where for name, where in now.items() if name not in own}
                    now |= {one["name"]: way} | (stood if way == AS_WRITTEN else {})
        if now == decided:
            return decided
        decided = now


def _next(before: str | None, one: Stands) -> str:
    if before in (None, HERE):
        return MOVED if one["late"] else HERE
    return HELD if before == MOVED and one["outside"] else str(before)


def _is_nearly_empty(one: Ends) -> bool:
    return one["pages"] > 1 and one["filled"] < FEW_LINES
