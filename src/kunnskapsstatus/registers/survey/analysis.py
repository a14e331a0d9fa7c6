"""All that is computed of a survey's answers: the scales, the groups, and what differs. What could point at a
centre is None here already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kunnskapsstatus.registers.form import Form
from kunnskapsstatus.registers.survey import differences, groups, reliability
from kunnskapsstatus.registers.survey.differences import Difference
from kunnskapsstatus.registers.survey.estimates import Mean, OfAsked, mean_of, of_asked
from kunnskapsstatus.registers.survey.reliability import Alpha
from kunnskapsstatus.registers.survey.scales import Rule, Scale, scales


@dataclass(frozen=True)
class Result:
    """What is computed of one scale.

    Attributes
    ----------
    key, label : the scale; statements : how many it is of
    mean : its mean by the rule; None where it is not shown
    by_rule : its mean by each rule
    alpha : Cronbach's alpha; None where it has none, or is not shown
    of_asked : what the mean of all that were asked may be
    by_group : by breakdown, the mean of each group, None where it is not shown
    difference : by breakdown, how the groups that are shown differ
    """

    key: str
    label: str
    statements: int
    mean: Mean | None
    by_rule: Mapping[Rule, Mean | None]
    alpha: Alpha | None
    of_asked: OfAsked | None
    by_group: Mapping[str, Mapping[str, Mean | None]]
    difference: Mapping[str, Difference | None]


@dataclass(frozen=True)
class Analysis:
    """What is computed of a survey: of how many answers, of how many that were asked, by which rule.

    Attributes
    ----------
    synthetic : whether the answers are invented
    sizes : by breakdown, how many centres of each group answered; None where the group is not shown
    corrected : by breakdown and scale, the p of the permutation test with all of them looked at, by Holm
    discovered : the same by Benjamini and Hochberg
    """

    year: int
    answered: int
    asked: int
    rule: Rule
    synthetic: bool
    results: Sequence[Result]
    sizes: Mapping[str, Mapping[str, int | None]]
    corrected: Mapping[tuple[str, str], float]
    discovered: Mapping[tuple[str, str], float]


def analyse(
    form: Form,
    records: pd.DataFrame,
    known: pd.DataFrame,
    asked: int,
    year: int,
    rule: Rule = Rule.LEFT_OUT,
    *,
    synthetic: bool = False,
) -> Analysis:
    """The analysis of a survey's records.

    Parameters
    ----------
    form : the survey
    records : its answers, a row a centre, as :mod:`kunnskapsstatus.registers.delivery` reads them
    known : the groups of each centre, as :func:`groups.groups_of`
    asked : how many centres were asked
    """
    placed = known.reindex(records["centre"]).set_index(records.index)
    found: dict[str, Result] = {}
    all_scales = scales(form, records)
    for one in sorted(all_scales, key=lambda each: each.statements):
        parts = [each for each in all_scales if each.key in found and set(each.points) <= set(one.points)]
        found[one.key] = _result(one, parts, [found[part.key] for part in parts], placed, rule, asked)
    results = [found[one.key] for one in all_scales]
    tests = {
        (breakdown, one.key): test.p_permuted for one in results for breakdown, test in one.difference.items() if test
    }
    corrected = dict(zip(tests, differences.holm(list(tests.values())), strict=True))
    discovered = dict(zip(tests, differences.discovered(list(tests.values())), strict=True))
    sizes = {breakdown: _sizes(placed[breakdown]) for breakdown in groups.BREAKDOWNS}
    return Analysis(year, len(records), asked, rule, synthetic, results, sizes, corrected, discovered)


def _sizes(places: pd.Series[Any]) -> dict[str, int | None]:
    counts = {str(key): int(number) for key, number in places.value_counts().sort_index().items()}
    away = groups.hidden(counts, int(places.isna().sum()))
    return {key: None if key in away else number for key, number in counts.items()}


def _result(
    scale: Scale, parts: Sequence[Scale], of_parts: Sequence[Result], placed: pd.DataFrame, rule: Rule, asked: int
) -> Result:
    """What is computed of a scale. Where a part of it is hidden, it is too: it could be subtracted from the whole."""
    by_rule = _by_rule(scale, parts, rule)
    mean, own = by_rule[rule], scale.scores(rule).dropna()
    alpha = reliability.alpha(scale.points) if mean else None
    by_group: dict[str, dict[str, Mean | None]] = {}
    difference: dict[str, Difference | None] = {}
    for breakdown in groups.BREAKDOWNS:
        some = {str(key): part for key, part in own.groupby(placed.loc[own.index, breakdown])}
        counts = {key: len(part) for key, part in some.items()}
        alike = {key for key, part in some.items() if part.nunique() == 1}
        alike |= {key for one in of_parts for key, mean in one.by_group[breakdown].items() if mean is None}
        away = groups.hidden(counts, len(own) - sum(counts.values()), alike & some.keys())
        by_group[breakdown] = {
            key: None if key in away else mean_of(part.to_list(), scale.limits) for key, part in some.items()
        }
        difference[breakdown] = differences.difference(
            [part.to_list() for key, part in some.items() if key not in away]
        )
    return Result(
        scale.key, scale.label, scale.statements, mean, by_rule,
        alpha if alpha and alpha.n >= groups.LEAST else None,
        of_asked(mean, asked, scale.limits) if mean else None,
        by_group, difference,
    )  # fmt: skip


def _by_rule(scale: Scale, parts: Sequence[Scale], first: Rule) -> dict[Rule, Mean | None]:
    """The mean by each rule that may be shown: not all centres have the same score, of it or of a part of it, and it is
    of as many centres as those that are shown beside it, or of so many fewer or more that the difference points at
    none."""
    found: dict[Rule, Mean | None] = {}
    shown: list[int] = []
    told = {rule: any(_alike(one.scores(rule)) for one in (scale, *parts)) for rule in Rule}
    for rule in sorted(Rule, key=lambda one: one is not first):
        scores = scale.scores(rule).dropna().to_list()
        n = len(scores)
        fits = n >= groups.LEAST and all(abs(n - other) not in range(1, groups.LEAST) for other in shown)
        fits = fits and not told[first] and not told[rule]
        found[rule] = mean_of(scores, scale.limits) if fits else None
        shown += [n] * fits
    return found


def _alike(scores: pd.Series[float]) -> bool:
    return scores.count() >= groups.LEAST and scores.nunique() == 1
