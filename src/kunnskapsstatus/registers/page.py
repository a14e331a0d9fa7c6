"""The control of a delivery as a page, in Bokmål, which can be sent back to those who sent it: one file, for screen and
paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kunnskapsstatus.book.pages import review
from kunnskapsstatus.data.rules.rule import INFORM, SIGN, STOPS
from kunnskapsstatus.numbers import format_number
from kunnskapsstatus.registers.control import Found, Result
from kunnskapsstatus.registers.delivery import File
from kunnskapsstatus.registers.rules.rule import Control

CALLED = {STOPS: "Må rettes", SIGN: "Må rettes eller signeres", INFORM: "Til opplysning"}
OF_ALL = "Hele leveransen"
MOST_ROWS = 40


def page(result: Result) -> str:
    """The page: what became of the delivery, what is found by rule and by centre, and the receipt."""
    year = result.delivery.year
    verdict = (
        '<p><span class="holds">Godkjent.</span> Det kan lages statistikk av leveransen.</p>'
        if result.accepted
        else '<p><span class="fails">Ikke godkjent ennå.</span> Det som må rettes eller signeres, står under.</p>'
    )
    body = (
        f"<h1>Kontroll av registrene for {year}</h1>",
        verdict,
        f"<ul>{''.join(_count(result, severity) for severity in CALLED)}</ul>",
        "<p>Siden viser skjema, fil, rad og senter, men aldri hva som er svart. Radene er nummerert som i filen.</p>",
        _section("regler", "Etter regel", "".join(_rule(result, *one) for one in result.by_rule.items())),
        _section("sentre", "Etter senter", "".join(_centre(result, *one) for one in result.by_centre.items())),
        _section("kvittering", "Kvittering", _receipt(result.delivery.files)),
    )
    return review.page(f"Kontroll av registrene for {year}", "\n".join(body))


def _count(result: Result, severity: str) -> str:
    return f"<li>{CALLED[severity]}: {format_number(result.count(severity))}</li>"


def _section(name: str, head: str, body: str) -> str:
    return f'<section id="{name}">\n<h2>{head}</h2>\n{body or "<p>Ingenting.</p>"}\n</section>'


def _rule(result: Result, rule: Control, found: Sequence[Found]) -> str:
    left = [one for one in found if one.signature is None]
    state = "fails" if rule.severity != INFORM and left else "holds"
    word = CALLED[rule.severity] if left else "Signert"
    items = "".join(f"<li>{_place(result, one)}<p>{_said(result, one)}</p>{_rows(one)}</li>" for one in found)
    return (
        f'<h3>{escape(rule.title_nb)}</h3><p><span class="{state}">{word}</span></p>'
        f'<p>Hva du gjør: {escape(rule.remedy_nb)}</p><ul class="changes">{items}</ul>'
    )


def _centre(result: Result, key: str, found: Sequence[Found]) -> str:
    name = result.delivery.centres[key].name if key else OF_ALL
    items = "".join(
        f"<li><p><strong>{CALLED[one.severity] if not one.signature else 'Signert'}:</strong> "
        f"{_said(result, one)}</p>{_place(result, one, centre=False)}{_rows(one)}</li>"
        for one in found
    )
    return f'<h3>{escape(name)}</h3><ul class="changes">{items}</ul>'


def _said(result: Result, one: Found) -> str:
    return escape(one.rule.message_nb(one.finding, result.delivery))


def _place(result: Result, one: Found, *, centre: bool = True) -> str:
    finding, forms = one.finding, result.delivery.forms
    source = finding.file or (forms[finding.form].title_nb if finding.form in forms else "")
    name = result.delivery.centres[finding.centre].name if centre and finding.centre else ""
    return f'<p class="place">{escape(" · ".join(filter(None, (source, name, finding.variable))))}</p>'


def _rows(one: Found) -> str:
    rows, signature = one.finding.rows, one.signature
    more = f" og {len(rows) - MOST_ROWS} til" if len(rows) > MOST_ROWS else ""
    told = f'<p class="fact">Rad {", ".join(map(str, rows[:MOST_ROWS]))}{more}</p>' if rows else ""
    signed = f"Signert av {signature.who} {signature.date}: {signature.why}" if signature else ""
    return told + (f'<p class="place">{escape(signed)}</p>' if signed else "")


def _receipt(files: Sequence[File]) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Fil", "Poster", "Variabler", "SHA-256"))
    rows = "".join(
        f'<tr><th scope="row">{escape(one.name)}<span class="place">{escape(one.form or "ukjent skjema")}</span></th>'
        f"<td>{format_number(len(one.records))}</td><td>{one.named[0]}</td><td><code>{one.checksum}</code></td></tr>"
        for one in files
    )
    name = "Filene som er mottatt"
    table = f"<table><caption>{name}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="wide" role="region" aria-label="{name}" tabindex="0">{table}</div>'
