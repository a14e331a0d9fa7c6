"""A check of the audit as readers have it: signs for comparisons, words for the rest, no Python."""

from __future__ import annotations

import ast

from kunnskapsstatus.lists import listed

_COMPARED = {
    ast.Eq: "=", ast.NotEq: "≠", ast.Lt: "<", ast.LtE: "≤", ast.Gt: ">", ast.GtE: "≥",
}  # fmt: skip
_COMPUTED = {ast.Add: ("+", 1), ast.Sub: ("−", 1), ast.Mult: ("·", 2), ast.Div: ("/", 2)}


def in_words(check: str) -> str:
    """The check in signs and Bokmål.

    Raises
    ------
    ValueError
        For an expression that has no such form.
    """
    return _said(ast.parse(check, mode="eval").body)


def _said(node: ast.expr, inside: int = 0) -> str:
    match node:
        case ast.BoolOp(op, values):
            told = (" og " if isinstance(op, ast.And) else " eller ").join(_said(value, 1) for value in values)
            return f"({told})" if inside else told
        case ast.UnaryOp(ast.Not(), operand):
            return f"ikke ({_said(operand)})"
        case ast.UnaryOp(ast.USub(), operand):
            return f"−{_said(operand, 3)}"
        case ast.Compare(left, [ast.In()], [ast.Name(name)]):
            return f"{_said(left)} står i {name}"
        case ast.Compare(ast.Call(ast.Name("set"), [a]), [ast.Lt()], [ast.Call(ast.Name("set"), [b])]):
            return f"alt i {_said(a)} er også i {_said(b)}, som har mer"
        case ast.Compare(left, ops, others):
            signs = (_COMPARED[type(op)] for op in ops)
            return _said(left) + "".join(f" {sign} {_said(one)}" for sign, one in zip(signs, others, strict=True))
        case ast.BinOp(left, op, right):
            sign, rank = _COMPUTED[type(op)]
            told = f"{_said(left, rank)} {sign} {_said(right, rank + 1)}"
            return f"({told})" if inside > rank else told
        case ast.Call(ast.Name("abs"), [what]):
            return f"|{_said(what)}|"
        case ast.Call(ast.Name("round"), [what, *digits]):
            return f"{_said(what, 3)} avrundet" + (f" til {_said(digits[0])} desimal" if digits else "")
        case ast.Call(ast.Name("len"), [ast.Set(several)]):
            return f"antall ulike av {listed([_said(one) for one in several])}"
        case ast.Call(ast.Name("len"), [what]):
            return f"antall i {_said(what)}"
        case ast.Call(ast.Name("sum"), [what]):
            return f"summen av {_said(what)}"
        case ast.Name(name):
            return name
        case ast.Constant(bool()):
            pass
        case ast.Constant(int() | float() as number):
            return str(number).replace(".", ",")
        case ast.Constant(str() as text):
            return f"«{text}»"
    raise ValueError(ast.unparse(node))
