"""An analysis as tables in Bokmål, the same for the terminal and the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kunnskapsstatus.numbers import format_number
from kunnskapsstatus.registers.survey import groups
from kunnskapsstatus.registers.survey.analysis import Analysis, Result
from kunnskapsstatus.registers.survey.differences import Difference
from kunnskapsstatus.registers.survey.estimates import Interval, Mean
from kunnskapsstatus.registers.survey.scales import Rule

HIDDEN, NONE = ":", "."
"""What stands where a number is not shown, and where there can be none."""
DECIMALS = 2
THRESHOLD = 0.05
BY = dict(zip(groups.BREAKDOWNS, ("størrelse", "organisering", "region"), strict=True))
RULES = {
    Rule.LEFT_OUT: "Utelatt", Rule.HALF: "Minst halvparten", Rule.COMPLETE: "Alle besvart",
    Rule.LOWEST: "Som laveste", Rule.HIGHEST: "Som høyeste",
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A table: its title, what is to be known of it, its heads, and its rows, of which the first cell is the head. What
    stands after a line break in a cell is of less weight."""

    title: str
    words: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(analysis: Analysis, labels: Mapping[str, str]) -> Iterator[Table]:
    """The tables of an analysis. ``labels`` are those of the groups in Bokmål, by key."""
    results = analysis.results
    yield Table(
        "Skårer",
        (
            "M er snittet og SD standardavviket. Under snitt og alfa står konfidensintervall på 95 prosent.",
            "Alfa er Cronbachs alfa for sentrene som har svart på alle påstandene i skalaen.",
        ),
        ("Skala", "Påstander", "n", "M (SD)", "Alfa", "n for alfa"),
        tuple(_scores(one) for one in results),
    )
    yield Table(
        "Etter regel for «vet ikke» og blanke svar",
        tuple(f"{RULES[rule]}: {rule.words}." for rule in Rule),
        ("Skala", *(f"{RULES[rule]}: M (SD)" for rule in Rule)),
        tuple((one.label, *(_mean(one.by_rule[rule], count=True) for rule in Rule)) for one in results),
    )
    for breakdown in groups.BREAKDOWNS:
        yield _by_group(analysis, breakdown, labels)
        yield _tests(analysis, breakdown)
    yield Table(
        f"Hvor sikkert er det når {analysis.answered} av {analysis.asked} har svart?",
        (
            "Feilmargin: 95 prosent, med endelighetskorreksjon, når de som mangler, mangler tilfeldig.",
            "Ytterpunkter: snittet for alle hvis de som mangler, alle hadde hatt laveste eller alle høyeste skåre.",
        ),
        ("Skala", "n", "M", "Feilmargin", "Ytterpunkter"),
        tuple(_of_asked(one) for one in results),
    )  # fmt: skip


def _scores(one: Result) -> tuple[str, ...]:
    alpha = one.alpha
    none = NONE if one.by_rule[Rule.COMPLETE] else HIDDEN
    reliability = (f"{_number(alpha.alpha)}\n{_interval(alpha.interval)}", str(alpha.n)) if alpha else (none, none)
    mean = (str(one.mean.n), _mean(one.mean), *reliability) if one.mean else [HIDDEN] * 4
    return (one.label, str(one.statements), *mean)


def _by_group(analysis: Analysis, breakdown: str, labels: Mapping[str, str]) -> Table:
    sizes = dict(sorted(analysis.sizes[breakdown].items(), key=lambda one: list(labels).index(one[0])))
    heads = (f"{labels[key]} (n = {HIDDEN if n is None else n})" for key, n in sizes.items())
    placed = [n for n in sizes.values() if n is not None]
    words = [f"Snitt (SD) og konfidensintervall på 95 prosent, for {sum(placed)} sentre i {len(placed)} grupper."]
    if not placed:
        words = [f"{BY[breakdown].capitalize()} er ikke kjent for så mange sentre at noe kan vises."]
    return Table(
        f"Etter {BY[breakdown]}",
        tuple(words),
        ("Skala", *heads),
        tuple((one.label, *(_mean(one.by_group[breakdown].get(key)) for key in sizes)) for one in analysis.results),
    )


def _tests(analysis: Analysis, breakdown: str) -> Table:
    tests = {one.key: one.difference[breakdown] for one in analysis.results}
    lowest = min((p for (by, _), p in analysis.corrected.items() if by == breakdown), default=None)
    words = [f"p etter Holm gjelder alle de {len(analysis.corrected)} permutasjonstestene her sett under ett."]
    if lowest is not None:
        words.append(f"Den laveste av dem er {_p(lowest)} for {BY[breakdown]}.")
        holm, discovered = (
            sum(p < THRESHOLD for p in one.values()) for one in (analysis.corrected, analysis.discovered)
        )
        words.append(
            f"Av alle er {holm} under 0,05 etter Holm og {discovered} etter Benjamini og Hochberg, som tåler at noen "
            "av funnene er tilfeldige."
        )
    rows = []
    for one in analysis.results:
        test = tests[one.key]
        corrected = analysis.corrected.get((breakdown, one.key))
        rows.append((one.label, *(_test(test, corrected) if test and corrected is not None else [NONE] * 9)))
    heads = (
        "Skala", "F", "p, varians\u00adanalyse", "H", "p, Kruskal–Wallis", "p, permu\u00adtasjon", "p etter Holm",
        "η² (KI)", "ε² (KI)", "Kan oppdages",
    )  # fmt: skip
    return Table(f"Forskjeller etter {BY[breakdown]}", tuple(words), heads, tuple(rows))


def _test(test: Difference, corrected: float) -> list[str]:
    f = f"{_number(test.f)}\n({test.between}, {test.within})"
    eta = f"{_number(test.eta)}\n({_interval(test.interval)})"
    ps = (_p(test.p_permuted), _p(corrected))
    epsilon = f"{_number(test.epsilon)}\n({_interval(test.epsilon_interval)})"
    return [f, _p(test.p), _number(test.h), _p(test.p_ranks), *ps, eta, epsilon, _number(test.detectable)]


def _of_asked(one: Result) -> tuple[str, ...]:
    if one.mean is None or one.of_asked is None:
        return (one.label, *[HIDDEN] * 4)
    margin = NONE if one.of_asked.margin is None else f"± {_number(one.of_asked.margin)}"
    return one.label, str(one.mean.n), _number(one.mean.mean), margin, _interval(one.of_asked.bounds)


def _mean(mean: Mean | None, *, count: bool = False) -> str:
    if mean is None:
        return HIDDEN
    deviation = "" if mean.deviation is None else f" ({_number(mean.deviation)})"
    told = f"n = {mean.n}" if count else _interval(mean.interval)
    return f"{_number(mean.mean)}{deviation}\n{told}"


def _interval(interval: Interval | None) -> str:
    return f"{_number(interval.low)}–{_number(interval.high)}" if interval else NONE


def _number(value: float) -> str:
    return format_number(value, DECIMALS)


def _p(value: float) -> str:
    return "< 0,001" if value < 0.001 else format_number(value, 3)
