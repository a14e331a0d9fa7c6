"""Formulas: MathML for the site, Typst's own mathematics for paper, and a refusal for what neither can show."""

from __future__ import annotations

from pathlib import Path

import pytest

from kunnskapsstatus.book.text.mathml import FormulaError, to_mathml
from kunnskapsstatus.book.typst.compiler import compile_pdf
from kunnskapsstatus.book.typst.form import form
from kunnskapsstatus.book.typst.mathematics import from_mathml

SHOWN = {
    r"x^2": "attach(t: 2, x)",
    r"\frac{1}{2}": "frac(1, 2)",
    r"\sqrt[3]{x} - \sqrt{2}": "root(3, x)−sqrt(2)",
    r"3\,000{,}5": '3#h(0.16666667em);000 class("normal", \\,)5',
    r"\text{på «æøå»}": '"på\xa0«æøå»"',
    r'a < b \& "c" / \{d\}': "a\\<b\\&”c”\\/\\{d\\}",
    r"\bar{x} + \overline{ab} + \widehat{ab}": 'accented(x, "\u0304")\\+overline(a b)\\+accented(a b, "\u0302")',
    r"\underbrace{a}_{n}": "underbrace(a, n)",
    r"\lim_{n \to 1} f'(n)": 'attach(b: n→1, op(limits: #true, "lim"))f\'\\(n\\)',
    r"\sin^2 x": 'attach(t: 2, scripts(op(limits: #true, "sin")))x',
    r"\sum_{i=1}^n \int_0^1": "attach(b: i\\=1, t: n, ∑)attach(b: 0, t: 1, scripts(∫))",
    r"\overset{!}{=}": "attach(t: \\!, limits(\\=))",
    r"\left( \frac{a}{b} \right)": "lr(\\(frac(a, b)\\))",
    r"\bigl( x \bigr)": "lr(size: #1.2em, \\()x",
    r"\binom{n}{k}": "lr(\\(mat(delim: #none, n; k)\\))",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}": "lr(\\(mat(delim: #none, column-gap: #1em, 1, 2; 3, 4)\\))",
    r"\begin{cases} 1 & \text{hvis } x \\ 0 & y \end{cases}": '& "hvis\xa0"x',
    r"a &= b \\ c &= d": "column-gap: #0em",
    r"\mathbb{R} \mathbf{x} \mathrm{kg}": 'ℝ 𝐱"kg"',
    r"\dfrac{a}{b}": "display(frac(a, b))",
}
REFUSED = {
    r"\foo": "Unknown command",
    r"x^": "Expected argument",
    "": "empty",
    r"\begin{align} a &= b \end{align}": "numbers its lines",
    r"\cancel{x}": "no form on paper",
    r"\color{red} x": "no form on paper",
    r"\textbf{fet}": "no form on paper",
    r"\begin{array}{l|r} a & b \end{array}": "no form on paper",
    r"x \tag{1}": "tag",
}


@pytest.mark.parametrize("tex", SHOWN)
def test_a_formula_is_the_same_on_paper(tex: str) -> None:
    assert SHOWN[tex] in from_mathml(to_mathml(tex, block=True))


@pytest.mark.parametrize("tex", REFUSED)
def test_what_cannot_be_shown_in_both_forms_is_refused(tex: str) -> None:
    with pytest.raises(FormulaError, match=REFUSED[tex]):
        from_mathml(to_mathml(tex, block=True))


def test_a_page_has_what_its_author_wrote_as_the_alternative_text() -> None:
    assert '<math alttext="a &lt; &quot;b&quot;" display="block">' in to_mathml(' a < "b" ', block=True)


def test_all_of_them_can_be_set(tmp_path: Path) -> None:
    """Typst understands what is written for it, with a text for those who listen."""
    for name, text in form().items():
        (tmp_path / name).write_text(text, "utf-8")
    lines = ['#import "template.typ": *', '#set document(title: "Formler")', "#show: book"]
    for tex in SHOWN:
        for block in (False, True):
            body = f"$ {from_mathml(to_mathml(tex, block=block))} $"
            lines.append(f'#formula("en formel", {body}, display: {str(block).lower()}, number: "(1)")')
    (tmp_path / "book.typ").write_text("\n\n".join(lines), "utf-8")
    pdf = compile_pdf(tmp_path / "book.typ")
    assert pdf.startswith(b"%PDF")
