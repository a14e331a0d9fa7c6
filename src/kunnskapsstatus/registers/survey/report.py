"""An analysis on a screen, as a page in Bokmål, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import Enum
from html import escape
from typing import Any

from kunnskapsstatus.book.pages import review
from kunnskapsstatus.numbers import format_number
from kunnskapsstatus.registers.survey import differences, groups
from kunnskapsstatus.registers.survey.analysis import Analysis
from kunnskapsstatus.registers.survey.tables import HIDDEN, NONE, Table

VERSION = 1
DECIMALS = 2
OF_P = 3
INVENTED = "Syntetisk: svarene er oppdiktet, og ingen tall her sier noe om krisesentrene."
HOW = {
    "Skåre": "Nei er 0, i noen grad 1 og ja 2. Et senters skåre er snittet av påstandene, og samlet skåre er "
    "snittet av driverne. Tilfredshet går fra 1 til 5.",
    "Grupper": "Størrelse og organisering er tilbudets til kvinner. Mer enn 5 og mindre enn 6 årsverk regnes som "
    "middels stort. Grupper som ikke vises, er heller ikke med i testene.",
    "Konfidensintervall": "Students t. Det sier hvor mye snittet ville variere om slike sentre ble spurt på nytt.",
    "Alfa": "Cronbachs alfa, med intervall etter Feldt (1965).",
    "Variansanalyse": "Enveis, som i rapporten. Den forutsetter normalfordelte svar. Under F står frihetsgradene.",
    "Kruskal–Wallis": "Ser bare på rekkefølgen av skårene, med korreksjon for like skårer.",
    "Permutasjon": f"Skårene deles ut til gruppene {format_number(differences.TIMES)} ganger, tilfeldig, men likt for "
    "hver kjøring.",
    "Holm": "Den som ser på mange tester, finner alltid noen lave p-verdier. Holms metode tar høyde for det, også når "
    "testene henger sammen, og passer når hver skala leses for seg. Benjamini og Hochbergs metode finner mer, men lar "
    "inntil én av tjue funn være tilfeldige. Den viser hva som kan undersøkes videre, men gir "
    "ikke grunnlag for slutninger.",
    "η²": "Andelen av variasjonen som ligger mellom gruppene, med konfidensintervall på 90 prosent. η² er gjerne noe "
    "for høy. Intervallet tar høyde for det og kan derfor ligge lavere enn η² selv. ε² er det samme for rekkefølgen.",
    "Kan oppdages": "Så stor må η² være for at variansanalysen skal gi p under 0,05 i fire av fem tilfeller. At ingen "
    "forskjell er funnet, betyr ikke at mindre forskjeller ikke finnes.",
}
"""What is computed, in Bokmål."""


def _head(analysis: Analysis) -> str:
    return f"Undersøkelsen til krisesentrene i {analysis.year}"


def _words(analysis: Analysis) -> tuple[str, ...]:
    return (
        *([INVENTED] if analysis.synthetic else []),
        f"{analysis.answered} av {analysis.asked} sentre har svart. Regel: {analysis.rule.words}.",
        f"«{HIDDEN}»: vises ikke, fordi tallet gjelder færre enn {groups.LEAST} sentre eller kan røpe hva noen av dem "
        f"har svart. «{NONE}»: det finnes ikke noe tall.",
    )


def screen(analysis: Analysis, tables: Sequence[Table]) -> Iterator[str]:
    """The tables as lines of text."""
    yield from (_head(analysis), *_words(analysis))
    for table in tables:
        yield from ("", table.title, *table.words, "")
        rows = [[cell.replace("\n", " ").replace("\u00ad", "") for cell in row] for row in (table.heads, *table.rows)]
        widths = [max(len(row[at]) for row in rows) for at in range(len(table.heads))]
        for row in rows:
            first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
            yield "  ".join((first.strip().ljust(widths[0]), *others)).rstrip()


def page(analysis: Analysis, tables: Sequence[Table]) -> str:
    """The page: one file, for screen and paper."""
    body = (
        f"<h1>{_head(analysis)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in _words(analysis)),
        *map(_table, tables),
        "<h2>Slik er det regnet</h2>",
        *(f"<p><strong>{name}.</strong> {escape(words)}</p>" for name, words in HOW.items()),
    )
    return review.page(_head(analysis), "\n".join(body))


def _table(table: Table) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{_cell(cell)}</td>" for cell in cells)}</tr>'
        for first, *cells in table.rows
    )
    name = escape(table.title)
    inner = f"<table><caption>{name}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    words = "".join(f"<p>{escape(line)}</p>" for line in table.words)
    return (
        f"<section><h2>{name}</h2>{words}"
        f'<div class="wide many" role="region" aria-label="{name}" tabindex="0">{inner}</div></section>'
    )


def _cell(text: str) -> str:
    first, _, rest = text.partition("\n")
    return f'{escape(first)}<span class="place">{escape(rest)}</span>' if rest else escape(first)


def as_json(analysis: Analysis) -> dict[str, Any]:
    """All of it for programs, rounded as it is shown; null where it is not shown, or there is none."""
    found = _plain(asdict(analysis))
    found.pop("discovered")
    found["corrected"] = [
        {
            "breakdown": breakdown,
            "scale": scale,
            "p": round(p, OF_P),
            "p_discovered": round(analysis.discovered[breakdown, scale], OF_P),
        }
        for (breakdown, scale), p in analysis.corrected.items()
    ]
    return {"version": VERSION, "least": groups.LEAST, "seed": differences.SEED, **found}


def _plain(value: Any, name: str = "") -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return round(value, OF_P if name.startswith("p") else DECIMALS)
    if isinstance(value, dict):
        return {_plain(key): _plain(one, str(key)) for key, one in value.items() if not isinstance(key, tuple)}
    return [_plain(one, name) for one in value] if isinstance(value, list | tuple) else value
