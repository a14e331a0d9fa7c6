"""From TeX, which authors write, to MathML, which both forms of the book are made from."""

from __future__ import annotations

import re
from html import escape

from math_core import LatexError, LatexToMathML

_NUMBERED = re.compile(r"\\begin\{(align|equation|gather|multline|alignat|flalign|eqnarray)\}")
_TEX = LatexToMathML(fancy_error=False)


class FormulaError(ValueError):
    """A formula that cannot be shown. The message says why."""


def to_mathml(tex: str, *, block: bool) -> str:
    """A formula as MathML, with what its author wrote as its alternative text.

    Raises
    ------
    FormulaError
        For what is not understood, or would look otherwise than it is meant to.
    """
    if found := _NUMBERED.search(tex):
        raise FormulaError(f"\\begin{{{found[1]}}} numbers its lines: write aligned or gathered, and a label")
    lines = "\\\\\n".join(part.strip() for part in re.split(r"\n[ \t]*\n", tex.strip()))
    if "\\\\" in lines and "\\begin" not in lines:
        lines = f"\\begin{{aligned}}{lines}\\end{{aligned}}"
    if not lines.strip():
        raise FormulaError("it is empty")
    try:
        made = _TEX.convert_with_local_state(lines, displaystyle=block)
    except LatexError as error:
        raise FormulaError(re.sub(r"^\d+: ", "", str(error))) from None
    return made.replace("<math", f'<math alttext="{escape(tex.strip())}"', 1)
