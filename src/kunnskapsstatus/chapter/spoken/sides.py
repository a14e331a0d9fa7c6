"""What stands on one side of a comparison: a number with what it is, or words."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

import numpy as np

from kunnskapsstatus.chapter.spoken import naming
from kunnskapsstatus.chapter.spoken.digits import as_number
from kunnskapsstatus.chapter.spoken.relations import AMONG, Term
from kunnskapsstatus.chapter.spoken.scope import Scope
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.lists import listed
from kunnskapsstatus.numbers import format_number

UNNAMED = "det som er regnet ut"
MOST = 12
"""Of more things than these, the rest are counted."""
FIRST, LAST = 1900, 2100
EXTREMES = {"max": "det høyeste av {} tall", "min": "det laveste av {} tall"}


def term(node: ast.expr, scope: Scope) -> Term | None:
    """One side of a comparison as a number with what it is; None where it is no number."""
    value = scope.value(node)
    if isinstance(value, bool | np.bool_) or not isinstance(value, Number | int | float | np.number) or is_year(value):
        return None
    number = value if isinstance(value, Number) else _behind(node, scope) or as_number(float(value))
    return Term(number, _lead(node, number, scope))


def is_year(value: Any) -> bool:
    """Whether a value is read as a year, and never as 2 024."""
    return isinstance(value, int | np.integer) and FIRST <= int(value) <= LAST


def _behind(node: ast.expr, scope: Scope) -> Number | None:
    """The number that ``number.value`` and ``float(number)`` are the value of."""
    match node:
        case ast.Attribute(attr="value", value=inner) | ast.Call(func=ast.Name(id="float"), args=[inner]):
            value = scope.value(inner)
            return value if isinstance(value, Number) else None
    return None


def _lead(node: ast.expr, number: Number, scope: Scope) -> str:
    """What a number is, beside what it says itself; empty where nothing is to be said."""
    match node:
        case ast.Call(func=ast.Name(id="max" | "min" as which), args=args) if len(found := _items(args, scope)) > 1:
            return EXTREMES[which].format(len(found))
    if naming.name(number) or not names_something(node):
        return ""
    return described(node, scope)


def names_something(node: ast.expr) -> bool:
    """Whether a piece is more than a value that is written out."""
    return any(isinstance(part, ast.Name) for part in ast.walk(node))


def among(named: Iterable[ast.keyword], scope: Scope) -> str:
    """What is said of a ranking of those alone that have a number, which ``known=True`` asks for."""
    return AMONG if any(word.arg == "known" and scope.value(word.value) for word in named) else ""


def described(node: ast.expr, scope: Scope) -> str:
    """What a value is that has no words of its own: an alike of a number, a count, what is computed of exhibits."""
    match node:
        case ast.Attribute(attr="year", value=inner) if isinstance(of := scope.value(inner), Exhibit):
            return f"nyeste år i «{of.definition.title}»"
        case (
            ast.Attribute(attr="value", value=inner)
            | ast.Call(func=ast.Name(id="round" | "float" | "int" | "abs" | "sorted" | "set"), args=[inner, *_])
        ):  # what it is given, in another form
            value = scope.value(inner)
            return naming.name(value) if isinstance(value, Number) else described(inner, scope)
        case ast.Call(func=ast.Name(id="len" | "sum"), args=[inner]):
            titles = scope.titles(inner)
            return "antallet" + (f" i «{titles[0]}»" if titles else "")
        case ast.Call(func=ast.Attribute(attr="rank", value=of), args=[key, *_], keywords=named):
            place = f"plassen fra toppen for {words_of(key, scope)} i «{scope.value(of).definition.title}»"
            return place + among(named, scope)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            pair = [_named(side, scope) for side in (left, right)]
            if all(pair):
                return f"{pair[0]} delt på {pair[1]}"
    titles = scope.titles(node)[:2]
    return f"{UNNAMED} av «{'» og «'.join(titles)}»" if titles else UNNAMED


def _named(node: ast.expr, scope: Scope) -> str:
    found = term(node, scope)
    if found is None:
        return ""
    return found.number.bare if found.is_plain else found.lead or naming.said(found.number)


def _items(args: list[ast.expr], scope: Scope) -> list[Any]:
    values = scope.values(args)
    if len(values) != 1:
        return values
    match args[0]:
        case ast.GeneratorExp(elt=elt, generators=rounds):
            return [one.value(elt) for one in scope.each(rounds)]
    try:
        return list(values[0])
    except TypeError:
        return []


def words_of(node: ast.expr, scope: Scope, *, bare: bool = False) -> str:
    """A piece of a claim in words: what it is and its value; with ``bare`` the value alone."""
    value = scope.value(node)
    told = words(value, scope)
    if bare or not names_something(node):
        return told
    if isinstance(value, Number):
        return naming.said(value)
    found = described(node, scope)
    if is_year(value) and found == UNNAMED:
        return told
    return f"{found}: {told}" if told else found


def words(value: Any, scope: Scope) -> str:
    """A value in words: numbers the Norwegian way, labels for keys."""
    match value:
        case bool() | np.bool_():
            return "sant" if value else "usant"
        case Number():
            return str(value)
        case np.integer() | int():
            return str(value) if is_year(value) else format_number(float(value))
        case np.floating() | float():
            return naming.plain(float(value))
        case str():
            return scope.labels(value)
        case dict():
            return words(list(value.values()), scope)
        case set() | frozenset():
            return _several(sorted(words(one, scope) for one in value))
        case list() | tuple():
            return _several([words(one, scope) for one in value])
    return ""


def _several(words: list[str]) -> str:
    known = [word for word in words if word]
    rest = [f"{len(known) - MOST} til"] if len(known) > MOST else []
    return listed([*known[:MOST], *rest]) if known else "ingen"
