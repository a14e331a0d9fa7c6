"""What looks like markup and is not is found, with its line; ordinary text is left alone."""

from __future__ import annotations

from functools import cache

import pytest
import yaml
from books import ROOT
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from kunnskapsstatus.book.proof.leftovers import REFUSED, mark_blocks, mark_inlines

ORDINARY = """\
# Bruken i 2018 – hva «alle» vet

Hun sa "hei" og 'ja', «hjemme» også. Det koster 5 $ og 6 $, mellom $5 og $10, eller kr 5,-. Andelen er
50 % og 3,5 prosent, ca. ~5 km eller ~10. Se [sic], [1] (2019), (a), 5*3 og 5 * 3, a < b og b > a, 2 < 3, R&D, «A & B»,
§§ 3 og 4, 5–6, 5-6, og/eller, e-post: post@krisesenter.no, https://www.ssb.no/en-side?a=b_c, snake_case, C# og
#metoo, 1^3, 2:1, kl. 10:30, x = y, «krisesenter [crisis centre] (Bufdir 2015)», tre ...
og --- samt -- her. Ja! (Nei?) Slik; sånn: der.
– Sa hun. Han svarte ikke. 100 % av 3. kvartal. A | B. ~ 5, * og _ og ____.

1. januar 2024 trådte loven i kraft.

- Et punkt med `{claim}` og ``{eval}`x` `` og `$x$`, `~~x~~`, `[ ]`, `a|b` i kode.
- Et til, \\{ slik \\}, \\*slik, \\_slik\\_, \\`slik\\`,
  5 \\$x^2\\$, \\~~, \\[^x], \\[x\\](y), \\<br>, \\&nbsp;, \\% og \\\\.

Begrep
: Forklaringen.

| A | B |
| --- | ---: |
| 1 | 2 \\| 3 |
| : | 4 |

(navn)=
## Mer

% et notat som ingen ser

Tekst med [lenke](users.md#bruken), ![Et hus](images/skisse.png), **fet** og *kursiv*[^fot], {en}`crisis centre`,
[et spenn]{.figure}, $x^2$, H{sub}`2`O, ~~strøket~~ og en linje som<br>brytes\\
her.<!-- et notat -->

[^fot]: En note.

- [ ] Ugjort
- [x] Gjort

$$
y = \\text{andel av alle} \\cdot x
$$ (ligning)

::::{tab-set}
:::{tab-item} Fane
Innhold.
:::
::::

````{note}
```python
{x: 1}  # **ikke** ~~markert~~
```
````

> Et sitat
>
> -- En person

<!-- et notat
     over to linjer -->

---

Slutt.
"""

LEFT_OVER = {
    # roles
    'Sant.{claim} `x.top() == "a"`': (1, "{claim}"),
    'Først.\nSant.{eval}`x["a"]. Og mer.': (2, "{eval}`"),
    "Sant.{eval}x`.": (1, "{eval}"),
    "Et.{claim}`x > 1 Trusler er\nsjeldnere.{claim}`x < 2`": (1, "{claim}`"),
    "Se {numref} `a`.": (1, "{numref}"),
    "Se {ref}.": (1, "{ref}"),
    "Se numref`a`.": (1, "numref`"),
    "Se :ref:`a`.": (1, ":ref:`"),
    "Se {eval `a`.": (1, "{"),
    "Se eval}`a`.": (1, "}"),
    "Navnet er {{ name }.": (1, "{{ name }"),
    "# En {eval} `x`": (1, "{eval}"),
    "| A |\n| --- |\n| {eval} `x` |": (3, "{eval}"),
    "- Et\n- To {eval} `x`": (2, "{eval}"),
    "**Fet {eval} `x`**": (1, "{eval}"),
    "[En {eval} `x`](a.md)": (1, "{eval}"),
    "![En {eval}`x`](a.png)": (1, "![En {eval}`x`]"),
    # code
    "Et `ord uten slutt.": (1, "`"),
    "Et ord` uten start.": (1, "`"),
    "    innrykket": (1, "innrykket"),
    # blocks
    "Før.\n\n``` {note\nInnhold\n```": (3, "```{note"),
    ":::{ note}\nInnhold\n:::": (1, ":::{ note}"),
    "```{admonition} Boks med `kode`\nInnhold\n": (1, "```{admonition}"),
    ":::note\nInnhold\n:::": (1, ":::note"),
    "```note\nInnhold\n```": (1, "```note"),
    "```{note}x\nInnhold\n```": (1, "```{note}x"),
    "Før.\n\n:::{note}\nInnhold\n:::\n\n:::\n\nResten.": (7, ":::"),
    "```{note}\nInnhold\n\nResten.": (1, "```{note}"),
    "````{note}\nInnhold\n```\n\nResten.": (1, "````{note}"),
    "```{note}\nInnhold\n\nResten.\n\n```{tip}\nMer\n```": (1, "```{note}"),
    ":::{tab-set}\n:::{tab-item} A\nInnhold\n:::\n:::": (1, ":::{tab-set}"),
    "``{note}\nInnhold\n``": (1, "``{note}"),
    "```\n{note}\nInnhold\n```": (1, "``` {note}"),
    "```{note}`\nInnhold": (1, "```{note}"),
    "Tekst.:::": (1, ":::"),
    ".. note:: Innhold": (1, ".. note::"),
    ":class: tip": (1, ":class:"),
    "> ```{note}\n> Innhold\n\nResten.": (1, "```{note}"),
    "---\ntitle: x\n\n# Overskrift": (1, "---"),
    # formulas
    "En $ x $ her.": (1, "$ x $"),
    "En $ x^2 $ her.": (1, "$ x^2 $"),
    "En $$x her.": (1, "$$"),
    "Fra $5 og AU$ til.": (1, "$5 og AU$"),
    "En \\frac her.": (1, "\\f"),
    "En \\(x\\) her.": (1, "\\("),
    # above, below, through
    "H~2~O": (1, "~2~"),
    "10^3^": (1, "^3^"),
    "Et ~~ord uten slutt.": (1, "~~"),
    # links, notes, labels, pictures
    "Et ord[^x] til.": (1, "[^x]"),
    "Et ord^[note] til.": (1, "^["),
    "[^x] : note": (1, "[^x]"),
    "[lenke] (users.md)": (1, "] ("),
    "[lenke](users md)": (1, "]("),
    "[lenke][users]": (1, "]["),
    "[[lenke]]": (1, "[["),
    "`tekst <a>`_ er.": (1, "`_"),
    "Se [@bufdir2015].": (1, "[@"),
    "(navn) =\n# Overskrift": (1, "(navn) ="),
    "(navn)= og mer": (1, "(navn)="),
    "![Et hus](images/en skisse.png)": (1, "![Et hus]"),
    # emphasis, lists, headings
    "Et **ord uten slutt.": (1, "**"),
    "Et ord** uten start.": (1, "**"),
    "Et *ord uten slutt.": (1, "*"),
    "Et _ord uten slutt.": (1, "_"),
    "Et ==ord== til.": (1, "==ord=="),
    "-[ ] Oppgave": (1, "-"),
    "- [] Oppgave": (1, "[]"),
    "- [ ]Oppgave": (1, "[ ]"),
    "#Overskrift": (1, "#"),
    "-Et punkt": (1, "-"),
    "# Begrep\n: Forklaring": (2, ":"),
    # tables
    "| A | B |\n| 1 | 2 |": (1, "| A | B |"),
    "| A | B |\n| --- |\n| 1 | 2 |": (1, "| A | B |"),
    "| A | B |\n| --- | --- |\n| 1 | 2 | 3 |": (3, "| 1 | 2 | 3 |"),
    "| A | B |\n| --- | --- |\n| 1 | 2 |\n| 1 |": (4, "| 1 |"),
    # HTML
    "<div>\nInnhold\n</div>": (1, "<div>"),
    "Et <b>ord</b> til.": (1, "<b>"),
    "Et <ord uten slutt.": (1, "<ord"),
    "Et ord &nbps; til.": (1, "&nbps;"),
    "<!-- uten slutt\n\nResten.": (1, "<!-- uten slutt"),
    # notes that nobody sees
    "Andelen er 50\n% av alle.": (2, "% av alle."),
    "En linje med \\": (1, "\\"),
}  # fmt: skip


@cache
def parser() -> MarkdownIt:
    """The parser with the extensions that the book has on."""
    given = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    settings = {name[5:]: value for name, value in given["sphinx"]["config"].items() if name.startswith("myst_")}
    config = MdParserConfig(enable_extensions=given["parse"]["myst_enable_extensions"], **settings)
    made = create_md_parser(config, RendererHTML)
    made.core.ruler.before("inline", "mark_blocks", mark_blocks)
    made.core.ruler.before("linkify", "mark_inlines", mark_inlines)
    return made


def found_in(text: str) -> list[tuple[int, str]]:
    """Line and words of what is not read as markup."""
    every = [part for token in parser().parse(text) for part in (token, *(token.children or []))]
    return [
        ((token.map or [0])[0] + 1 + token.meta["offset"], token.meta["what"])
        for token in every
        if token.type == REFUSED
    ]


def test_ordinary_text_and_markup_is_left_alone() -> None:
    assert found_in(ORDINARY) == []


@pytest.mark.parametrize("text", LEFT_OVER)
def test_what_looks_like_markup_and_is_not_is_found_at_its_line(text: str) -> None:
    assert LEFT_OVER[text] in found_in(text)


@pytest.mark.parametrize("text", LEFT_OVER)
def test_nothing_else_of_the_page_is_refused(text: str) -> None:
    before, after = "Før {eval}`x`.\n\n", "\n\nEtter [lenke](a.md)."
    line, what = LEFT_OVER[text]
    if not text.startswith("---"):
        assert (line + 2, what) in found_in(before + text + after)
        assert all(found > 1 for found, _ in found_in(before + text + after))
