"""Alternative texts: kind of chart, what is compared, and the main pattern, with numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from kunnskapsstatus.forms.marks import Mark
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.lists import listed
from kunnskapsstatus.numbers import format_number, unit_of

T = TypeVar("T")
Marks = Sequence[Mark]
Said = Callable[[float], str]
ANSWERS = ("yes", "partly", "no", "unknown")
KINDS = {
    "bars": "Liggende stolpediagram",
    "lines": "Linjediagram",
    "dots": "Punktdiagram",
    "stacked": "Stablet stolpediagram",
    "heatmap": "Varmekart, en tabell der sterkere farge er høyere tall",
    "diverging": (
        "Stablede stolper om en midtlinje, med nei til venstre, i noen grad og ja til høyre og vet ikke for seg"
    ),
    "map": "Kart over Norge",
    "table": "Tabell",
}


def describe(title: str, form: str, marks: Marks, unit: str) -> str:
    """What a chart of ``marks`` shows, for someone who does not see it; ``unit`` is empty for counts."""
    known = [mark for mark in marks if mark.known]
    start = f"{KINDS[form]}. {title}"
    if not known:
        return f"{start}. Ingen verdier er kjent."
    of_form = {"lines": _lines, "heatmap": _matrix, "diverging": _answers, "map": _map}.get(form, _ranking)
    pattern = of_form(known, numbers(known, unit))
    missing = 0 if form == "map" else len(marks) - len(known)
    told = f" {missing} verdier mangler." if missing > 1 else " Én verdi mangler." if missing else ""
    return f"{start}. {pattern}{told}"


def numbers(marks: Marks, unit: str) -> Said:
    """How the numbers of a chart are said: all with a decimal where its source gives one, as its table has them."""
    decimals = int(any(mark.row.decimals > 0 or mark.value % 1 for mark in marks))
    return lambda value: format_number(value, decimals) + (f" {unit_of(unit, value, decimals)}" if unit else "")


def _told(marks: Marks, number: Said) -> list[tuple[str, list[Mark]]]:
    """A value that marks share, as the source hedges it, with those of them that it hedges so."""
    found = _by(marks, lambda mark: mark.row.qualifier)
    return [(f"{hedge} {number(part[0].value)}".strip(), part) for hedge, part in found.items()]


def _name(mark: Mark) -> str:
    return mark.category_label if mark.category != TOTAL or mark.group in ("", TOTAL) else mark.group_label


def _by(marks: Marks, key: Callable[[Mark], T]) -> dict[T, list[Mark]]:
    """The marks by what ``key`` gives, in order of first appearance."""
    found: dict[T, list[Mark]] = {}
    for mark in marks:
        found.setdefault(key(mark), []).append(mark)
    return found


def _differ(values: Iterable[object]) -> bool:
    return len(set(values)) > 1


def _at(marks: Marks, value: float) -> list[Mark]:
    """All marks with this value: an extreme is often shared."""
    return [mark for mark in marks if mark.value == value]


def _lines(known: Marks, number: Said) -> str:
    """Where each line begins and ends, with its highest and lowest point between, part by part: never across a break in
    the series."""
    lines = []
    for line in _by(known, lambda mark: (mark.category, mark.group)).values():
        points = sorted(line, key=lambda mark: mark.row.year or 0)
        names = dict.fromkeys(name for name in (points[0].category_label, points[0].group_label) if name != "I alt")
        label = " ".join(filter(None, names)) or "I alt"
        parts = (list(part) for _, part in groupby(points, key=lambda mark: mark.row.series))
        lines.append(f"{label}: " + "; brudd; ".join(course(part, number) for part in parts))
    return ". ".join(lines) + "."


def course(part: Marks, number: Said, *, ends: bool = False) -> str:
    """``fra 1 844 i 2016 til 1 668 i 2020``, with the highest and the lowest value between; with ``ends`` also where
    they are the first or the last."""

    def told(mark: Mark) -> str:
        return f"{mark.row.qualifier} {number(mark.value)} i {mark.row.year}".strip()

    first, last = part[0], part[-1]
    text = told(first) if len(part) == 1 else f"fra {told(first)} til {told(last)}"
    for word, extreme in (("høyest", max), ("lavest", min)):
        value = extreme(mark.value for mark in part)
        found = _at(part, value)
        told_already = not ends and all(mark in (first, last) for mark in found)
        if not told_already and len(found) < len(part):
            more = "".join(f", {mark.row.year}" for mark in found[1:-1]) + f" og {found[-1].row.year}"
            text += f", {word} {told(found[0])}{more if len(found) > 1 else ''}"
    return text


def _matrix(known: Marks, number: Said) -> str:
    """What is compared, the highest and the lowest cell, and the row whose columns differ most."""
    years = {mark.row.year for mark in known} - {None}
    by_year = not _differ(mark.group for mark in known) and len(years) > 1

    def column(mark: Mark) -> str:
        return str(mark.row.year) if by_year else mark.group_label

    columns = list(dict.fromkeys(map(column, known)))

    def cells(value: float) -> str:
        parts = []
        for told, same in _told(_at(known, value), number):
            rows = _by(same, lambda mark: mark.category_label).items()
            found = [f"{label} ({among([column(mark) for mark in marks])})" for label, marks in rows]
            parts.append(f"{told}: {'; '.join(found)}")
        return ", og ".join(parts)

    def among(found: Sequence[str]) -> str:
        return "alle kolonnene" if len(found) == len(columns) > 1 else listed(found)

    values = [mark.value for mark in known]
    rows = len({mark.category for mark in known})
    text = f"Sammenligner {rows} rader i kolonnene {', '.join(columns)}. "
    text += f"Høyeste verdi er {cells(max(values))}. Laveste verdi er {cells(min(values))}."
    parted = [mark for mark in known if by_year or mark.group != TOTAL]
    lines = _by(parted, lambda mark: mark.category).values()
    ranges = [max(mark.value for mark in line) - min(mark.value for mark in line) for line in lines]
    if not _differ(map(column, parted)) or max(ranges) == 0:
        return text
    told = []
    for line, spread in zip(lines, ranges, strict=True):
        if spread == max(ranges):
            ends = (min(mark.value for mark in line), max(mark.value for mark in line))
            span = (
                " og ".join(f"{words} ({listed(map(column, part))})" for words, part in _told(_at(line, end), number))
                for end in ends
            )
            told.append(f"{line[0].category_label}: fra {' til '.join(span)}")
    return f"{text} Størst forskjell mellom kolonnene er det for {'; '.join(told)}."


def _answers(known: Marks, number: Said) -> str:
    """For each answer where it is most and least common."""
    if {mark.category for mark in known} <= set(ANSWERS):
        known = [
            replace(
                mark,
                category=mark.group,
                category_label=mark.group_label,
                group=mark.category,
                group_label=mark.category_label,
            )
            for mark in known
        ]
    sentences = [f"Sammenligner {len({mark.category for mark in known})} spørsmål eller grupper"]
    for answer in ANSWERS:
        part = [mark for mark in known if mark.group == answer]
        if not part:
            continue
        high, low = max(mark.value for mark in part), min(mark.value for mark in part)
        most, least = (
            " og ".join(
                f"{listed(mark.category_label for mark in same)} ({told})"
                for told, same in _told(_at(part, end), number)
            )
            for end in (high, low)
        )
        text = f"{part[0].group_label} er vanligst for {most}"
        if high > low and answer in ("yes", "no"):
            text += f" og minst vanlig for {least}"
        sentences.append(text)
    return ". ".join(sentences) + "."


def _map(known: Marks, number: Said) -> str:
    """How many places there are, where they lie, and what is there."""
    firsts = [marks[0] for marks in _by(known, lambda mark: mark.category).values()]
    counts = sorted(_by(firsts, lambda mark: mark.group_label).items(), key=lambda item: -len(item[1]))
    parts = ", ".join(f"{len(found)} i {label}" for label, found in counts)
    names = (f"{label}: {listed([mark.category_label for mark in found])}" for label, found in counts)
    return ". ".join((f"{len(firsts)} steder: {parts}", *names)) + "."


def _ranking(known: Marks, number: Said) -> str:
    """The highest and the lowest, of each group where there are both categories and groups; of the latest year."""
    years = sorted({mark.row.year for mark in known if mark.row.year is not None})
    if len(years) > 1:
        known = [mark for mark in known if mark.row.year == years[-1]]
    both = _differ(mark.category for mark in known) and _differ(mark.group for mark in known)
    sentences = []
    for group, part in (_by(known, lambda mark: mark.group) if both else {"": list(known)}).items():
        order = [mark for mark in part if mark.category != TOTAL] or part
        high, low = max(mark.value for mark in order), min(mark.value for mark in order)
        most, least = (
            " og ".join(f"{listed(map(_name, same))} med {told}" for told, same in _told(_at(order, end), number))
            for end in (high, low)
        )
        lead = f"{order[0].group_label}: " if group and both else ""
        even = high == low and len(order) > 1
        text = f"{lead}{'like høyt er' if even else 'høyest er'} {most}"
        if low < high:
            text += f", lavest er {least}"
        sentences.append(text[:1].upper() + text[1:])
    return ". ".join(sentences) + "."
