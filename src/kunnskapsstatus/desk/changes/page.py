"""The changes as a page for those who review a book: in Bokmål, in one file, for screen and paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from html import escape

from kunnskapsstatus.book.changes import words
from kunnskapsstatus.book.changes.cells import Cell, Exhibit
from kunnskapsstatus.book.changes.report import Report
from kunnskapsstatus.book.changes.sentences import Change, Check, Claim, Number
from kunnskapsstatus.book.changes.side import Side
from kunnskapsstatus.book.pages import review
from kunnskapsstatus.data.book import Book

_HEADS = ("Hva", "Før", "Nå", "Endring")


def page(book: Book, report: Report) -> str:
    """The page; ``book`` has the labels."""
    title = f"Endringer fra {_side(report.old)} til {_side(report.new)}"
    parts = (
        ("pastander", "Påstander som har snudd", [_claim(one) for one in report.claims]),
        ("tall", "Tall i setningene", [_numbers(one) for one in report.sentences if one.numbers]),
        ("kontroller", "Påstander som er kontrollert mot andre tall", [_check(one) for one in report.checks]),
        ("ord", "Setninger med ny ordlyd", [_reworded(one) for one in report.reworded]),
    )
    exhibits = [_exhibit(book, one) for one in report.exhibits]
    counts = [
        _count("pastander", len(report.claims), "påstand har snudd", "påstander har snudd"),
        _count("tall", len(report.numbers), "tall i setningene er endret", "tall i setningene er endret"),
        _count(
            "kontroller",
            len(report.checks),
            "påstand er kontrollert mot andre tall, og er like sann",
            "påstander er kontrollert mot andre tall, og er like sanne",
        ),
        _count("ord", len(report.reworded), "setning har ny ordlyd", "setninger har ny ordlyd"),
        _count(
            "figurer",
            len(report.cells),
            "verdi i figurer og tabeller er endret",
            "verdier i figurer og tabeller er endret",
        ),
    ]
    lists = (
        _section(name, head, f'<ul class="changes">{"".join(items)}</ul>' if items else "")
        for name, head, items in parts
    )
    body = (
        f"<h1>Endringer i boka</h1>\n<p>Fra {escape(_side(report.old))} til {escape(_side(report.new))}.</p>",
        f"<ul>{''.join(counts)}</ul>",
        "<p>De største endringene står først, målt mot den gamle verdien. Filene og linjene bak står under.</p>",
        *lists,
        _section("figurer", "Figurer og tabeller", "".join(exhibits)),
    )
    return review.page(title, "\n".join(body), invented=any(one.synthetic for one in (report.old, report.new)))


def _side(side: Side) -> str:
    return f"{side.name} (utgaven for {side.year})"


def _count(name: str, number: int, one: str, many: str) -> str:
    text = f"{number or 'Ingen'} {one if number == 1 else many}"
    return f'<li><a href="#{name}">{text}</a></li>' if number else f"<li>{text}</li>"


def _section(name: str, head: str, body: str) -> str:
    return f'<section id="{name}">\n<h2>{head}</h2>\n{body or "<p>Ingen.</p>"}\n</section>'


def _claim(one: Claim) -> str:
    holds = one.claim["holds"]
    state = '<span class="holds">Stemmer nå</span>' if holds else '<span class="fails">Stemmer ikke lenger</span>'
    if one.old is None and not holds:
        state = '<span class="fails">Ny, og stemmer ikke</span>'
    parts = "; ".join(f"{name} = {value}" for name, value in one.claim.get("parts", {}).items())
    numbers = f"<p>Tallene: {escape(parts)}</p>" if parts else ""
    checked = f"<p>Kontroll: <code>{escape(one.claim['expression'])}</code></p>{numbers}"
    places = _places(one.sentence.place, words.lines(one.claim["from"]))
    return f"<li><p>{escape(one.sentence.text)}</p><p>{state}</p>{checked}{places}</li>"


def _check(one: Check) -> str:
    places = _places(one.sentence.place, words.lines(one.claim["from"]))
    return f"<li><p>{escape(one.sentence.text)}</p><p>{_marked(one.old, one.claim['spoken'])}</p>{places}</li>"


def _numbers(change: Change) -> str:
    assert change.old and change.new
    facts = "".join(_fact(number) for number in sorted(change.numbers, key=lambda one: -one.difference.size))
    return f"<li><p>{_marked(change.old.text, change.new.text)}</p>{facts}{_where(change)}</li>"


def _fact(number: Number) -> str:
    told = f"{escape(number.old['text'])} → {escape(number.new['text'])}"
    by = number.difference.words()
    places = _places(_distinct(words.lines(side["from"]) for _, side in number.sides))
    return f'<p class="fact"><strong>{told}</strong>{f" &ensp;{by}" if by else ""}</p>{places}'


def _reworded(change: Change) -> str:
    if change.old is None or change.new is None:
        state = "Ny setning" if change.old is None else "Tatt ut"
        return f"<li><p><strong>{state}:</strong> {escape(change.sentence.text)}</p>{_where(change)}</li>"
    return f"<li><p>{_marked(change.old.text, change.new.text)}</p>{_where(change)}</li>"


def _where(change: Change) -> str:
    """The place of a sentence; where it stood, if that is another."""
    old, new = change.old, change.new
    moved = old is not None and new is not None and old.place != new.place
    return _places(f"{new.place} (før {old.place})" if moved and old and new else change.sentence.place)


def _places(*places: str) -> str:
    text = " · ".join(place for place in places if place)
    return f'<p class="place">{escape(text)}</p>' if text else ""


def _marked(old: str, new: str) -> str:
    """The new text with what is struck out and what is put in."""
    before, after = (re.split("(?<= )", text) for text in (old, new))
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = (escape("".join(part)) for part in (before[a:b], after[c:d]))
        if kind == "equal":
            parts.append(come)
            continue
        parts += [f"<del>{gone.rstrip()}</del> "] if gone else []
        parts += [f"<ins>{come.rstrip()}</ins>{' ' * come.endswith(' ')}"] if come else []
    return "".join(parts)


def _exhibit(book: Book, exhibit: Exhibit) -> str:
    shown = exhibit.shown
    state = "Ny: " if exhibit.old is None else "Tatt ut: " if exhibit.new is None else ""
    head = f"<h3>{escape(f'{state}{shown.number} {shown.title}')}</h3>"
    notes = "".join(f'<p class="notes">{escape(text)}</p>' for text in _series(exhibit))
    changed = "".join(f"<p>{_marked(old, new)}</p>" for old, new in exhibit.words)
    return f"{head}{_places(shown.id, f'{shown.chapter}.md')}{notes}{changed}{_table(book, exhibit, exhibit.cells)}"


def _series(exhibit: Exhibit) -> Iterator[str]:
    told = (
        ("Nye år", exhibit.gained),
        ("År som er borte", exhibit.lost),
        ("Nytt brudd i serien fra", exhibit.broken),
        ("Ikke lenger brudd i serien fra", exhibit.joined),
    )
    if exhibit.old and exhibit.new:
        yield from (f"{what}: {', '.join(map(str, years))}." for what, years in told if years)


def _table(book: Book, exhibit: Exhibit, cells: Sequence[Cell]) -> str:
    if not cells:
        return ""
    name = escape(f"{exhibit.shown.number} {exhibit.shown.title}: endrede verdier")
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    body = "\n".join(_row(book, exhibit, cell) for cell in cells)
    table = f"<table><caption>{name}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide" role="region" aria-label="{name}" tabindex="0">{table}</div>'


def _row(book: Book, exhibit: Exhibit, cell: Cell) -> str:
    places = _distinct(words.place(row) for row in (cell.old, cell.new))
    head = f'{escape(words.cell_name(book, exhibit, cell))}<span class="place">{escape(places)}</span>'
    told = (words.value(book, cell.old), words.value(book, cell.new), _change(cell))
    return f'<tr><th scope="row">{head}</th>{"".join(f"<td>{escape(text)}</td>" for text in told)}</tr>'


def _change(cell: Cell) -> str:
    if cell.old is None or cell.new is None:
        return "ny" if cell.old is None else "tatt ut"
    return cell.difference.words() or "–"


def _distinct(texts: Iterable[str]) -> str:
    return " · ".join(dict.fromkeys(filter(None, texts)))
