"""A claim as sentences in Bokmål, made from the tree of its expression: no chapter has a rule of its own.

What joins conditions is taken apart (:func:`sentences`); each condition is a call that says something
(:mod:`kunnskapsstatus.chapter.spoken.calls`), or a comparison of what :mod:`kunnskapsstatus.chapter.spoken.sides`
names.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from kunnskapsstatus.chapter.spoken import calls, ranked
from kunnskapsstatus.chapter.spoken.relations import OPPOSITE, WORDS, Relation, merged, sentence
from kunnskapsstatus.chapter.spoken.scope import Scope
from kunnskapsstatus.chapter.spoken.sides import described, is_year, names_something, term, words_of
from kunnskapsstatus.lists import counted, small

WHEN: dict[type[ast.cmpop], str] = {
    ast.Lt: "er før", ast.LtE: "er ikke etter", ast.Gt: "er etter", ast.GtE: "er ikke før",
}  # fmt: skip
"""How years relate."""
MOST = 8
"""So many sentences say a claim; the rest are counted."""
Said = Relation | str
"""A relation of numbers, or a sentence that is ready."""


def speak(tree: ast.Expression, scope: Scope) -> str:
    """What a claim says, with the numbers that decide it."""
    said = [one.sentence() if isinstance(one, Relation) else one for one in _joined(sentences(tree.body, scope))]
    said = list(dict.fromkeys(said))
    more = [f"Og {counted(len(said) - MOST, 'sammenligning', 'sammenligninger')} til."] if len(said) > MOST else []
    return " ".join([*said[:MOST], *more])


def sentences(node: ast.expr, scope: Scope, holds: bool = True) -> Iterator[Said]:
    """What a condition says; where it is denied (``holds`` is False), the opposite."""
    match node:
        case ast.BoolOp(op=op, values=parts):
            yield from _together([sentences(part, scope, holds) for part in parts], isinstance(op, ast.And) == holds)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            yield from sentences(part, scope, not holds)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            chosen, so = (body, True) if scope.value(test) else (orelse, False)
            yield from sentences(chosen, scope, holds) if names_something(chosen) else sentences(test, scope, so)
        case ast.Call(func=ast.Name(id="all" | "any" as joint), args=[ast.GeneratorExp(part, rounds)]):
            rounds_said = [sentences(part, one, holds) for one in scope.each(rounds)]
            yield from _together(rounds_said, (joint == "all") == holds)
        case ast.Compare():
            yield from _comparison(node, scope, holds)
        case ast.Call(func=ast.Attribute()) if calls.knows(node, scope):
            yield from calls.said(node, scope, holds)
        case _:
            yield sentence(f"{described(node, scope)}, stemmer{'' if holds else ' ikke'}")


def _together(parts: list[Iterator[Said]], both: bool) -> Iterator[Said]:
    """What several conditions say: each of them, or that at least one is so."""
    if both:
        yield from (one for part in parts for one in part)
        return
    found = [said for part in parts if (said := _asked(part))]
    if len(found) == 1:
        yield from found[0]
    elif found:
        told = [" og ".join(map(_plain, said)) for said in found]
        yield sentence("minst ett av dette gjelder: " + "; eller ".join(told))


def _asked(part: Iterator[Said]) -> list[Said]:
    """What one of several conditions says; nothing where it cannot be asked for, since another one decides:
    ``year < 2021 or x[2021] > 5``."""
    try:
        return _joined(part)
    except Exception:  # whatever an author's expression does
        return []


def _comparison(node: ast.Compare, scope: Scope, holds: bool) -> Iterator[Said]:
    sides = [node.left, *node.comparators]
    told = ranked.said(sides, node.ops, scope, holds)
    if told:
        yield from told
        return
    terms = [term(side, scope) for side in sides]
    ops = [type(op) if holds else OPPOSITE.get(type(op), type(op)) for op in node.ops]
    if len(ops) > 1 and len({_direction(op) for op in ops}) > 1:  # a > b < c is two sentences
        for (left, right), op in zip(pairwise(sides), node.ops, strict=True):
            yield from _comparison(ast.Compare(left, [op], [right]), scope, holds)
    elif all(terms) and all(op in WORDS for op in ops):
        yield Relation(tuple((one,) for one in terms if one), tuple(WORDS[op] for op in ops))
    else:
        yield from _words_compared(node, scope, holds)


def _direction(op: type[ast.cmpop]) -> str:
    return {ast.Gt: ">", ast.GtE: ">", ast.Lt: "<", ast.LtE: "<"}.get(op, op.__name__)


def _words_compared(node: ast.Compare, scope: Scope, holds: bool) -> Iterator[Said]:
    """What is no number: each side in words."""
    for (left, right), op in zip(pairwise([node.left, *node.comparators]), node.ops, strict=True):
        denial = "ikke " if isinstance(op, ast.NotEq | ast.NotIn) == holds else ""
        one, other = words_of(left, scope), words_of(right, scope)
        match op:
            case ast.In() | ast.NotIn() if isinstance(right, ast.Attribute) and right.attr == "years":
                yield sentence(f"«{'», «'.join(scope.titles(right))}» har {denial}tall for {one}")
            case ast.In() | ast.NotIn():
                yield sentence(f"{one} er {denial}blant {other}")
            case ast.Eq() if holds and not names_something(right):
                yield sentence(one)
            case ast.Eq() | ast.NotEq():
                yield sentence(f"{one} er {denial}det samme som {other}")
            case ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE() if is_year(scope.value(left)):
                yield sentence(f"{one} {WHEN[type(op) if holds else OPPOSITE[type(op)]]} {other}")
            case _ if holds and isinstance(scope.value(left), set | frozenset):
                word = "alle er blant" if isinstance(op, ast.Lt | ast.LtE) else "blant dem er"
                yield sentence(f"{one}; {word} {words_of(right, scope, bare=True)}")
            case _:
                yield sentence(f"sammenlignet: {one}; {other}")


def _joined(said: Iterator[Said]) -> list[Said]:
    """Relations one after another that are of one number, as one; sentences stay where they are."""
    found: list[Said] = []
    for one in said:
        last = found[-1] if found else None
        if isinstance(one, Relation) and isinstance(last, Relation):
            found[-1:] = merged([last, one])
        else:
            found.append(one)
    return found


def _plain(one: Said) -> str:
    told = one.sentence() if isinstance(one, Relation) else one
    return small(told.rstrip("."))
