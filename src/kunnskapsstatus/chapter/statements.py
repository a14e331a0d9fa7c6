"""Sentences: an expression in the text becomes a number, a claim becomes a check. Runs in the chapter's kernel."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

import numpy as np

from kunnskapsstatus.errors import BookError
from kunnskapsstatus.exhibits.exhibit import READ
from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.numbers import format_number

MIME = "application/vnd.kunnskapsstatus.statement+json"


@dataclass(frozen=True)
class Statements:
    """Evaluated expressions as plain data for the book, in order. The book is also told which files the chapter has read so far.

    A payload has ``text``, ``expression``, ``value``, ``origins``, ``files``; for a claim also ``holds`` and ``parts``; for an expression
    that failed ``error``.
    """

    payloads: list[dict[str, Any]]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {MIME: {"statements": self.payloads, "read": sorted(READ)}, "text/plain": ""}


def _names() -> dict[str, Any]:
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    return shell.user_ns if shell is not None else {}


def _fault(error: Exception) -> str:
    if isinstance(error, BookError):
        return str(error).replace("\n", " ")
    return f"{type(error).__name__}: {error}"


def evaluate(expression: str, names: dict[str, Any] | None = None) -> dict[str, Any]:
    """The value of an expression in a sentence. An error becomes its ``error``."""
    names = _names() if names is None else names
    try:
        value = eval(compile(expression, "<chapter>", "eval"), names)  # noqa: S307 - the author's own expression
        text = _text(value)
    except Exception as error:
        return {"expression": expression, "text": "", "error": _fault(error), "origins": [], "files": []}
    payload = value.payload() if isinstance(value, Number) else {"value": text, "origins": [], "files": [], "unit": ""}
    return {**payload, "expression": expression, "text": text}


def check(expression: str, names: dict[str, Any] | None = None) -> dict[str, Any]:
    """Whether a claim holds, with the numbers that it compares."""
    names = _names() if names is None else names
    try:
        tree = ast.parse(expression.strip(), mode="eval")
        value = truth(eval(compile(tree, "<claim>", "eval"), names))  # noqa: S307 - the author's own expression
        parts, origins = _parts(tree, names)
    except Exception as error:
        return {"expression": expression, "text": "", "error": _fault(error), "origins": [], "files": []}
    return {
        "expression": expression,
        "text": "",
        "holds": value,
        "value": value,
        "parts": parts,
        "origins": [{**o.__dict__, "sentence": o.sentence()} for o in origins],
        "files": sorted({o.file for o in origins}),
    }


def truth(value: Any) -> bool:
    """``value``, when it is true or false. Anything else would hold whatever the numbers are, such as a tuple where a comma slipped in."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"a check is true or false, and this is {shown(value)}; compare it with something")
    return bool(value)


def answer(asked: list[tuple[str, str]]) -> Statements:
    """Many statements at once: each is the name of its role, ``eval`` or ``claim``, and its expression."""
    return Statements([(check if role == "claim" else evaluate)(expression) for role, expression in asked])


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        raise TypeError(f"{value!r} is not a number or a text")
    if isinstance(value, float):
        return format_number(value, 0 if value == int(value) else 1)
    if isinstance(value, set | frozenset):  # their own order differs from run to run
        return ", ".join(sorted(map(_text, value)))
    if isinstance(value, tuple | list):
        return ", ".join(map(_text, value))
    if not isinstance(value, Number | str | int):
        raise TypeError(f"this is a {type(value).__name__}, not a number or a text")
    return str(value)


def _parts(tree: ast.Expression, names: dict[str, Any]) -> tuple[list[dict[str, str]], list[Any]]:
    """The operands of all comparisons (or, without any, the whole expression) with their values, each once."""
    operands: dict[str, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for operand in (node.left, *node.comparators):
                if not isinstance(operand, ast.Constant):
                    operands.setdefault(ast.unparse(operand), operand)
    if not operands:
        operands[ast.unparse(tree.body)] = tree.body
    parts: list[dict[str, str]] = []
    origins: list[Any] = []
    for source, operand in operands.items():
        try:
            value = eval(compile(ast.Expression(operand), "<claim>", "eval"), names)  # noqa: S307
        except Exception:  # a name of a comprehension, or an operand that the claim itself did not reach
            continue
        if isinstance(value, Number):
            origins += value.origins
        parts.append(
            {"expression": source, "value": "sant" if value is True else "usant" if value is False else shown(value)}
        )
    return parts, list(dict.fromkeys(origins))


def shown(value: Any) -> str:
    """A value as a reader sees it: a number with its unit, a list, a text."""
    try:
        return _text(value)
    except TypeError:
        return repr(value)
