"""Where exhibits that may move stand: decided between one setting of a document and the next, so that none moves to and
fro and the compiler has no decision to make.

An exhibit is tried at the edge of a page. Had it room on the page that calls it, it stands where it is called
(``HERE``); had it no room there, at the edge of a page (``MOVED``); and where it then stands above the heading of its
section, where it is called for good (``HELD``). It only ever goes on from one to the next, so that all come to rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict

HERE, MOVED, HELD = "here", "moved", "held"
STANDS = "<float-stands>"
"""The mark of what the template tells of each exhibit that may move (``form/exhibits.typ``)."""


class Stands(TypedDict):
    """Where one exhibit stands: on a later page than it is called, or above the heading of its section."""

    name: str
    late: bool
    above: bool


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
    return HELD if before == MOVED and one["above"] else str(before)
