"""What does not part at the end of a line: "§ 3", "Tabell 6.6", "kapittel 12", "n = 5", a number and its unit."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from docutils import nodes

NUMBERED = (
    "tabell|figur|kode|vedlegg|vedleggstabell|vedleggsfigur|kapittel|kapitlene|avsnitt|del|side|punkt|bokstav|ledd|"
    "artikkel|tiltak|nr\\.|kap\\.|s\\.|St\\.|Prop\\.|Innst\\.|Dok\\.|Dokument|NOU"
)
"""Words that a number belongs to."""

UNITS = (
    "%|prosent|prosentpoeng|kroner|kr|tusen|million|millioner|milliard|milliarder|år|måneder|uker|døgn|dager|timer|km|"
    "kilometer|mil|årsverk"
)
"""Words that belong to the number before them."""

MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"

_PARTED = re.compile(
    rf"(?<=§) (?=\d)|(?<=\b\w) (?=[=<>≤≥≠] )"
    rf"|(?<=[=<>≤≥≠]) (?=\d)|(?<=\bMeld\.) (?=St\.)|(?<=\d) (?=\d{{3}}\b)|(?<=\d) (?=(?:{UNITS})(?!\w))"
    rf"|(?<=\d\.) (?=(?:{MONTHS})\b)"
    rf"|(?i:(?<!\w)(?:{NUMBERED}))( )(?=\d)"
)
_KEPT = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.image)
_SPACE, _JOINED = " ", "\u00a0"


def unbroken(text: str) -> str:
    """The text, of the same length, with a no-break space wherever a line is not to end."""
    letters = [*text]
    for found in _PARTED.finditer(text):
        letters[found.end() - 1] = _JOINED
    return "".join(letters)


def join_lines(document: nodes.document) -> None:
    """Put no-break spaces into the running text of a document, also where a number and its unit are parts of their own:
    a number that is computed, a name that is a link."""
    for element in document.findall(nodes.TextElement):
        if isinstance(element.parent, nodes.TextElement):
            continue
        parts = [*element.findall(nodes.Text)]
        said = unbroken("".join(parts).replace("\n", _SPACE))
        for part, (start, end) in zip(parts, pairwise(accumulate(map(len, parts), initial=0)), strict=True):
            if said[start:end] != part and not isinstance(part.parent, _KEPT):
                part.parent.replace(part, nodes.Text(said[start:end]))
