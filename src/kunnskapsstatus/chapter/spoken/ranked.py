"""Claims of what is highest or lowest: ``reasons.top() == "psychological"``, also of several, in any order."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from kunnskapsstatus.chapter.spoken.digits import alike
from kunnskapsstatus.chapter.spoken.relations import sentence
from kunnskapsstatus.chapter.spoken.scope import Scope
from kunnskapsstatus.chapter.spoken.sides import among, words_of
from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.lists import listed

ENDS = {"top": "høyest", "bottom": "lavest"}
BETWEEN: dict[type[ast.cmpop], str] = {
    ast.Gt: "blant dem er",
    ast.GtE: "blant dem er",
    ast.Lt: "alle er blant",
    ast.LtE: "alle er blant",
}


def said(sides: Sequence[ast.expr], ops: Sequence[ast.cmpop], scope: Scope, holds: bool) -> list[str]:
    """What is said of the highest or lowest of exhibits; nothing where a comparison is of something else."""
    found = [_call(side) for side in sides]
    if not any(found) or not holds:
        return []
    told = [_ends(call, scope) for call in found if call]
    others = [side for side, call in zip(sides, found, strict=True) if not call]
    op = type(ops[0]) if found[0] else {ast.Lt: ast.Gt, ast.LtE: ast.GtE}.get(type(ops[0]), type(ops[0]))
    if op in BETWEEN and others:
        told[0] += f"; {BETWEEN[op]} {words_of(others[0], scope, bare=True)}"
    if op is ast.NotEq and others:
        told[0] += f", og ikke {words_of(others[0], scope, bare=True)}"
    return [sentence(one) for one in told]


def _call(node: ast.expr) -> ast.Call | None:
    """The call of ``top`` or ``bottom`` that a side is, also inside ``set(...)`` or ``{*...}``."""
    match node:
        case ast.Call(func=ast.Attribute(attr="top" | "bottom")):
            return node
        case (
            ast.Call(func=ast.Name(id="set" | "tuple" | "list" | "sorted"), args=[inner])
            | ast.Set(elts=[ast.Starred(value=inner)])
        ):
            return _call(inner)
    return None


def _ends(call: ast.Call, scope: Scope) -> str:
    assert isinstance(call.func, ast.Attribute)
    exhibit = scope.value(call.func.value)
    assert isinstance(exhibit, Exhibit)
    args = scope.values(call.args)
    which, n, keys = ENDS[call.func.attr], args[0] if args else None, args[1:]
    found = scope.value(call)
    chosen = [found] if isinstance(found, str) else list(found)
    labels = [exhibit.label(key) if isinstance(key, str) else str(key) for key in keys if key is not None]
    year = [str(exhibit.year)] if exhibit.year and not any(isinstance(key, int) for key in keys) else []
    where = ", ".join([f"«{exhibit.definition.title}»", *labels, *year])
    lead = f"{which} i" if n in (None, 1) else f"de {n} som har {'mest' if which == 'høyest' else 'minst'} i"
    return f"{lead} {where}{among(call.keywords, scope)}: {listed(_told(exhibit, chosen, keys))}"


def _told(exhibit: Exhibit, chosen: Sequence[str], keys: Sequence[object]) -> list[str]:
    labels = [exhibit.label(key) for key in chosen]
    try:
        numbers = alike(exhibit[(key, *keys)] for key in chosen)
    except LookupFailed:  # a key that means several numbers, once what is ranked is left out
        return labels
    return [f"{label} ({number})" for label, number in zip(labels, numbers, strict=True)]
