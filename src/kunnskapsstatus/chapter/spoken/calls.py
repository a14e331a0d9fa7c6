"""Calls that say something by themselves, such as ``residents.rises(since=2021)``: one function for each name."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from kunnskapsstatus.chapter.spoken import naming
from kunnskapsstatus.chapter.spoken.digits import alike, as_number
from kunnskapsstatus.chapter.spoken.relations import ABOVE, AMONG, BELOW, Relation, Term, sentence
from kunnskapsstatus.chapter.spoken.scope import Scope
from kunnskapsstatus.chapter.spoken.sides import term
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.number import Finding, Number
from kunnskapsstatus.numbers import exact

Said = Relation | str
MOST = 4
"""Of more others than these, the nearest are told."""


class Call(NamedTuple):
    """A call: the words of its name, what it is asked of, its arguments, and whether what it says is so."""

    name: str
    of: Any
    node: ast.Call
    scope: Scope
    holds: bool

    @property
    def args(self) -> list[Any]:
        """The values of its arguments in order."""
        return self.scope.values(self.node.args)

    @property
    def named(self) -> dict[str, Any]:
        """The values of its named arguments."""
        return {word.arg: self.scope.value(word.value) for word in self.node.keywords if word.arg}

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers that decide it."""
        found = self.scope.value(self.node)
        assert isinstance(found, Finding)
        return found.numbers

    @property
    def denial(self) -> str:
        """What denies it."""
        return "" if self.holds else " ikke"


def knows(node: ast.Call, scope: Scope) -> bool:
    """Whether a call is one of an exhibit or a number that says something by itself."""
    assert isinstance(node.func, ast.Attribute)
    return node.func.attr in SAID and isinstance(scope.value(node.func.value), Exhibit | Number)


def said(node: ast.Call, scope: Scope, holds: bool) -> Iterator[Said]:
    """What such a call says."""
    assert isinstance(node.func, ast.Attribute)
    yield from SAID[node.func.attr](Call(node.func.attr, scope.value(node.func.value), node, scope, holds))


def _series(call: Call) -> Iterator[Said]:
    numbers = alike(call.numbers)
    words, years = naming.place(numbers[0]), [naming.year(number) for number in numbers]
    head = ", ".join(word for word in words if word != years[0])
    each = all(int(after) - int(before) == 1 for before, after in pairwise(years) if (before + after).isdigit())
    every = "hvert år" if each else "for hvert år det er tall for,"
    word = "øker" if call.name == "rises" else "går ned"
    first, *rest = numbers
    told = f"{first}, {', '.join(number.bare for number in rest)}"
    yield sentence(f"{head} {word}{call.denial} {every} fra {years[0]} til {years[-1]}: {told}")


def _order(call: Call) -> Iterator[Said]:
    if call.holds:
        yield Relation(tuple((Term(number),) for number in call.numbers), (ABOVE,) * (len(call.numbers) - 1))
    else:
        yield Relation((tuple(map(Term, call.numbers)),), (), " kommer ikke i synkende rekkefølge")


def _ahead(call: Call) -> Iterator[Said]:
    """One that leads or trails: at each of several keys, or once."""
    word, at = ABOVE if call.name == "leads" else BELOW, call.named.get("at", ())
    at = at if isinstance(at, tuple) else (at,)
    ask = getattr(call.of, call.name)
    known = call.named.get("known", False)
    among = AMONG if known and len(call.args) == 1 else ""
    for one in call.named.get("each", None) or [None]:
        own, *others = ask(*call.args, at=at, each=None if one is None else (one,), known=known).numbers
        ahead = sorted(others, key=lambda number: exact(number.value), reverse=word == ABOVE)
        told = ahead[:MOST] if len(ahead) > MOST + 1 else ahead if len(call.args) == 1 else others
        words = word if call.holds else f"er ikke {word.removeprefix('er ')} alle av"
        yield Relation(((Term(own),), tuple(map(Term, told))), (words,), among, more=len(others) - len(told))


def _about(call: Call) -> Iterator[Said]:
    other, *within = [*call.args, *call.named.values()]
    sides = (_own(call), Term(other if isinstance(other, Number) else as_number(float(other))))
    room = f" (avvik på høyst {naming.plain(float(within[0]))})" if within else ""
    yield Relation(tuple((side,) for side in sides), (f"er{call.denial} omtrent lik",), room)


def _twice(call: Call) -> Iterator[Said]:
    yield Relation(((_own(call),), (Term(call.args[0]),)), (f"er{call.denial} omtrent det dobbelte av",))


def _fraction(words: str) -> Callable[[Call], Iterator[Said]]:
    def told(call: Call) -> Iterator[Said]:
        whole = [*call.args, *call.named.values()]
        if whole:
            other = whole[0] if isinstance(whole[0], Number) else as_number(float(whole[0]))
            yield Relation(((_own(call),), (Term(other),)), (f"er{call.denial} {words} av",))
        else:
            yield Relation(((_own(call),),), (), f" er{call.denial} {words}")

    return told


def _possible(call: Call) -> Iterator[Said]:
    whole = call.args[0]
    other = whole if isinstance(whole, Number) else as_number(float(whole))
    yield Relation(((_own(call),), (Term(other),)), (f"kan{call.denial} være en andel av",))


def _own(call: Call) -> Term:
    """The number that a call is asked of, with what it is."""
    assert isinstance(call.node.func, ast.Attribute)
    found = term(call.node.func.value, call.scope)
    assert found is not None
    return found


SAID: dict[str, Callable[[Call], Iterator[Said]]] = {
    "rises": _series,
    "falls": _series,
    "order": _order,
    "leads": _ahead,
    "trails": _ahead,
    "about": _about,
    "about_twice": _twice,
    "about_half": _fraction("omtrent halvparten"),
    "about_third": _fraction("omtrent en tredel"),
    "about_two_thirds": _fraction("omtrent to tredeler"),
    "about_quarter": _fraction("omtrent en firedel"),
    "about_three_quarters": _fraction("omtrent tre firedeler"),
    "about_fifth": _fraction("omtrent en femdel"),
    "almost_all": _fraction("nesten alle (over ni av ti)"),
    "can_be_of": _possible,
}
