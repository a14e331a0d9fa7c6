"""Statistics of the survey: published examples, what can be worked out by hand, what must hold of any answers, and what
is told of invented ones: no answer of a single centre."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from books import ROOT
from deliveries import CENTRES, FORMS, YEAR, answers, valid, write_csv
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kunnskapsstatus import cli, usage
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.registers.survey import groups, run
from kunnskapsstatus.registers.survey.differences import (
    detectable,
    difference,
    discovered,
    epsilon_interval,
    eta_interval,
    holm,
    permuted,
)
from kunnskapsstatus.registers.survey.estimates import Interval, Mean, mean_of, of_asked, standard_error
from kunnskapsstatus.registers.survey.reliability import alpha
from kunnskapsstatus.registers.survey.scales import Rule, Scale

ANY = (-9.0, 9.0)

# --- published examples -----------------------------------------------------------------------------------------------

ITEMS = "357261426544564 243452345432553 465363545653655 135354335422245 456242571355323 514245226533321 \
123242125324213 453663242132442 356675463743463 255352352214554"
"""Ten questions, each with the answers of fifteen (real-statistics.com, Cronbach's alpha, example 1)."""
PLANTS = (
    (4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14),
    (4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69),
    (6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26),
)
"""R's PlantGrowth (Dobson 1983, table 7.1)."""


def test_alpha_and_its_interval_are_those_that_are_published() -> None:
    # pingouin's documentation, checked there against R's psych: 0.5917188485995826, [0.195, 0.84]
    found = alpha(pd.DataFrame([list(map(int, item)) for item in ITEMS.split()], dtype=float).T)
    assert found and (found.n, found.statements) == (15, 10)
    assert found.alpha == pytest.approx(0.5917188485995826)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.195, 0.840), abs=5e-4)


def test_the_interval_of_a_mean_is_that_of_r() -> None:
    # R: t.test(sleep differences), Student 1908: 0.7001142 to 2.4598858
    found = mean_of([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4], ANY)
    assert found and found.interval
    assert (found.mean, found.interval.low, found.interval.high) == pytest.approx((1.58, 0.7001142, 2.4598858))


def test_the_error_of_a_part_of_a_population_is_that_of_cochran() -> None:
    # Cochran 1977, section 2.9: 50 of 676 sheets of signatures, s = 15.13; 80 per cent of 19 888 are 18 107 to 21 669
    margin = 1.28 * 676 * standard_error(15.13, 50, 676)
    assert (19888 - margin, 19888 + margin) == pytest.approx((18107, 21669), abs=2)


def test_the_analysis_of_variance_and_the_test_of_ranks_are_those_of_r() -> None:
    # R: F = 4.846, p = 0.01591; kruskal.test: 7.9882, p = 0.01842
    found = difference(PLANTS)
    assert found and (found.between, found.within) == (2, 27)
    assert (found.f, found.p) == pytest.approx((4.846, 0.01591), rel=1e-3)
    assert (found.h, found.p_ranks) == pytest.approx((7.9882, 0.01842), rel=1e-3)
    assert found.eta == pytest.approx(3.76634 / (3.76634 + 10.49209))
    # R's example of kruskal.test, Hollander and Wolfe 1973, page 116: 0.77143, p = 0.68
    clearance = difference([[2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0]])
    assert clearance and (clearance.h, clearance.p_ranks) == pytest.approx((0.77143, 0.68), rel=1e-3)
    assert clearance.epsilon == pytest.approx(0.77143 / 13, rel=1e-3)


def test_the_interval_of_epsilon_squared_is_that_of_the_test_of_ranks_in_the_same_samples() -> None:
    tied = [[1.0, 1, 2, 3], [2, 2, 3, 4, 4], [5, 1, 3]]

    def of_ranks(*drawn: np.ndarray[Any, Any]) -> float:
        return float(stats.kruskal(*drawn).statistic) / (sum(map(len, drawn)) - 1)

    some = [np.array(one) for one in tied]
    plain = stats.bootstrap(
        some, of_ranks, n_resamples=200, confidence_level=0.9, method="percentile", vectorized=False, rng=1
    )
    found = epsilon_interval(tied, times=200, seed=1)
    assert found and (found.low, found.high) == pytest.approx(tuple(plain.confidence_interval))
    assert epsilon_interval([[1.0], [2.0, 3.0]]) is None


@pytest.mark.parametrize(
    ("f", "between", "within", "low", "high"),
    [
        (6.00, 1, 42, 0.01170243, 0.2801166),
        (2.65, 6, 42, 0.01744483, 0.3577174),
        (4.00, 3, 16, 0.03574041, 0.5670909),
        (1.50, 3, 16, 0.0, 0.3777952),
    ],
    ids=["smithson-1-42", "smithson-6-42", "fidler-3-16", "fidler-nothing"],
)
def test_intervals_of_eta_squared_are_those_of_smithson_and_of_fidler_and_thompson(
    f: float, between: int, within: int, low: float, high: float
) -> None:
    # Smithson 2001, page 619, and Fidler and Thompson 2001, table 8, as R's apaTables has them
    found = eta_interval(f, between, within)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)


def test_what_can_be_found_is_what_cohen_says() -> None:
    # Cohen 1988: three groups of 53, f = 0.25, power 0.80 at 0.05; eta squared is f² / (1 + f²)
    assert detectable(2, 156) == pytest.approx(0.0625 / 1.0625, abs=0.001)


def test_a_permutation_test_comes_near_the_exact_one_of_scipy() -> None:
    some = [[1.0, 2.0, 2.0], [2.0, 3.0, 5.0], [0.0, 1.0, 1.0]]

    def spread(*parts: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]", axis: int) -> object:
        return sum(part.shape[axis] * part.mean(axis=axis) ** 2 for part in parts)

    exact = stats.permutation_test(some, spread, vectorized=True, n_resamples=2000, alternative="greater").pvalue
    assert permuted(some) == pytest.approx(exact, abs=0.01)
    assert permuted(some) == permuted(some) != permuted(some, seed=1)


def test_findings_of_which_some_may_be_chance_by_hand() -> None:
    # Benjamini and Hochberg: p times 5 over its rank, and none above the next
    assert discovered([0.05, 0.01, 0.04, 0.02, 0.03]) == pytest.approx([0.05] * 5)
    assert discovered([0.5, 0.001]) == pytest.approx([0.5, 0.002]) and discovered([]) == []


def test_holm_by_hand() -> None:
    # the lowest times 5, the next times 4 ...; and none is below the one before
    assert holm([0.05, 0.01, 0.04, 0.02, 0.03]) == pytest.approx([0.09, 0.05, 0.09, 0.08, 0.09])
    assert holm([0.5, 0.9]) == [1.0, 1.0] and holm([]) == []


# --- what must hold of any answers ------------------------------------------------------------------------------------

SCORES = st.lists(st.integers(0, 8).map(lambda n: n / 4), min_size=1, max_size=12)


@settings(max_examples=25)
@given(st.lists(st.sampled_from([0.0, 1.0, 2.0]), min_size=3, max_size=20), st.integers(2, 6))
def test_alpha_of_one_statement_many_times_over_is_one(item: list[float], times: int) -> None:
    found = alpha(pd.DataFrame({f"s{number}": item for number in range(times)}))
    assert (found is None) == (len(set(item)) == 1)
    assert found is None or found.alpha == pytest.approx(1)


@settings(max_examples=20)
@given(st.lists(SCORES, min_size=2, max_size=5))
def test_differences_are_within_their_bounds(some: list[list[float]]) -> None:
    found = difference(some)
    flat = [score for one in some for score in one]
    assert (found is None) == (len(flat) <= len(some) or all(len(set(one)) == 1 for one in some))
    assert 0 < permuted(some, 99) <= 1
    if found:
        assert 0 <= found.interval.low <= found.interval.high <= 1 and 0 <= found.eta <= 1
        assert all(0 <= p <= 1 for p in (found.p, found.p_ranks, found.p_permuted))
        weighted = sum(len(one) * np.mean(one) for one in some) / len(flat)
        whole = mean_of(flat, (0, 2))
        assert whole and whole.mean == pytest.approx(weighted)


@settings(max_examples=50)
@given(st.lists(st.floats(0, 1), max_size=10))
def test_holm_never_makes_a_p_lower_and_keeps_their_order(values: list[float]) -> None:
    found = holm(values)
    assert all(p <= corrected <= 1 for p, corrected in zip(values, found, strict=True))
    assert [p for _, p in sorted(zip(values, found, strict=True))] == sorted(found)


@settings(max_examples=50)
@given(st.dictionaries(st.text("abc", min_size=1), st.integers(1, 9), max_size=6), st.integers(0, 4))
def test_what_is_hidden_is_of_enough_centres_not_to_be_computed(counts: dict[str, int], unknown: int) -> None:
    away = groups.hidden(counts, unknown)
    together = unknown + sum(counts[key] for key in away)
    assert together == 0 or together >= groups.LEAST or len(away) == len(counts)
    assert all(counts[key] >= groups.LEAST for key in counts if key not in away)


# --- by hand ----------------------------------------------------------------------------------------------------------

NO = np.nan
FIVE = pd.DataFrame({"a": [2, 2, NO, NO, NO], "b": [1, NO, 0, NO, NO], "c": [0, 1, NO, NO, NO]})
BY_HAND = {
    Rule.LEFT_OUT: [1, 1.5, 0, None, None],
    Rule.HALF: [1, 1.5, None, None, None],
    Rule.COMPLETE: [1, None, None, None, None],
    Rule.LOWEST: [1, 1, 0, 0, None],
    Rule.HIGHEST: [1, 5 / 3, 4 / 3, 2, None],
}
"""The fourth centre has answered «do not know» to all, the fifth nothing."""


@pytest.mark.parametrize("rule", Rule, ids=[rule.value for rule in Rule])
def test_scores_by_each_rule_by_hand(rule: Rule) -> None:
    scale = Scale("s", "S", FIVE, pd.Series([True, True, True, True, False]), (0, 2))
    expected = [pytest.approx(one) if one is not None else None for one in BY_HAND[rule]]
    assert [None if pd.isna(one) else one for one in scale.scores(rule)] == expected


def test_the_one_that_is_missing_moves_the_mean_as_far_as_it_can() -> None:
    mean = Mean(44, 1.5, 0.5, None)
    found = of_asked(mean, 45, (0, 2))
    assert (found.bounds.low, found.bounds.high) == pytest.approx((66 / 45, 68 / 45))
    assert found.margin == pytest.approx(stats.t.ppf(0.975, 43) * 0.5 / 44**0.5 * (1 / 45) ** 0.5)
    everybody = of_asked(mean, 44, (0, 2))
    assert (everybody.margin, everybody.bounds) == (0, Interval(1.5, 1.5, 1.0))
    assert of_asked(replace(mean, deviation=None), 45, (0, 2)).margin is None
    with pytest.raises(ValueError, match="44 have answered, and 43 were asked"):
        of_asked(mean, 43, (0, 2))


def test_where_nothing_can_be_said_nothing_is() -> None:
    assert mean_of([], ANY) is None and mean_of([1.0], ANY) == Mean(1, 1.0, None, None)
    assert mean_of([1.0, 1.0], ANY) == Mean(2, 1.0, 0.0, None)
    assert mean_of([0.0, 2.0], (0, 2)).interval == Interval(0, 2)  # type: ignore[union-attr]
    assert alpha(pd.DataFrame({"a": [1.0, 2.0]})) is None and alpha(FIVE) is None
    for some in ([[1.0, 2.0]], [[1.0, 2.0], []], [[1.0], [2.0]], [[1.0, 1.0], [2.0, 2.0]]):
        assert difference(some) is None
    alone = difference([[1.0], [1.0, 2.0, 2.0]])
    assert alone and alone.sizes == (1, 3)


def test_groups_that_are_too_small_are_hidden_and_another_with_them() -> None:
    assert groups.hidden({"a": 15, "b": 3, "c": 8}) == set()
    assert groups.hidden({"a": 15, "b": 2, "c": 8}) == {"b", "c"}
    assert groups.hidden({"a": 15, "b": 2, "c": 8}, unknown=1) == {"b"}
    assert groups.hidden({"a": 15, "b": 8}, unknown=1) == {"b"}
    assert groups.hidden({"a": 15, "b": 8, "c": 3}, alike={"a"}) == {"a", "c"}
    assert groups.hidden({"a": 15, "b": 2, "c": 3}, alike={"a"}) == {"a", "b"}
    assert groups.asked(ROOT, YEAR, ["oslo"]) == 45 and groups.asked(ROOT, YEAR, ["oslo", "haugesund"]) == 46


def test_the_groups_of_a_centre_are_those_of_its_offer_to_women() -> None:
    women = pd.DataFrame(
        {"centre": ["alta", "bergen"], "organisation": ["iks", "private"], "staff-years": [5.5, np.nan]}
    )
    known = groups.groups_of(ROOT, YEAR, women)
    assert known.loc["alta"].tolist() == ["medium", "iks", "north"]
    assert known.loc["bergen"].tolist() == [None, "private", "west"]
    assert groups.groups_of(ROOT, YEAR).loc["stord"].tolist() == [None, "iks", "west"]
    assert groups.groups_of(ROOT, 2017).loc["stord"].tolist() == [None, None, "west"]


# --- the command, on invented answers ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book's root with invented answers, all marked so, and an organisation with two centres."""
    made = tmp_path_factory.mktemp("survey")
    (made / "data").symlink_to(ROOT / "data")
    write_csv(made / "survey-syntetisk.csv", answers())
    of = ["private"] * 2 + ["iks"] * 10 + ["municipal"] * 34
    write_csv(made / "women-syntetisk.csv", valid("women").assign(organisation=of))
    return made


Run = tuple[run.Made, dict[str, str]]


@pytest.fixture(scope="module")
def ran(folder: Path) -> Run:
    """The analysis of them, and what is written of it by name."""
    made = run.run(folder, folder / "survey-syntetisk.csv", women=folder / "women-syntetisk.csv")
    return made, {path.name: (folder / path).read_text("utf-8") for path in made.written}


def test_all_is_computed_of_as_many_as_answered(ran: Run) -> None:
    analysis = ran[0].analysis
    assert (analysis.answered, analysis.asked, analysis.synthetic, len(analysis.results)) == (44, 45, True, 15)
    by_key = {one.key: one for one in analysis.results}
    answered = answers()
    columns = [column for column in answered if column.startswith("driver-recruitment")]
    points = answered[columns].replace({"yes": 2, "partly": 1, "no": 0, "unknown": None}).astype(float).mean(axis=1)
    recruitment = by_key["driver-recruitment"]
    assert recruitment.mean and recruitment.mean.mean == pytest.approx(points.mean())
    assert recruitment.mean.deviation == pytest.approx(points.std())
    leadership = by_key["driver-leadership"]
    assert leadership.mean and leadership.mean.n == 43 and leadership.of_asked
    assert leadership.of_asked.bounds.low == pytest.approx(43 * leadership.mean.mean / 45)
    drivers = [one for one in analysis.results if one.statements in range(3, 8) and one.key != "satisfaction"]
    assert sum(one.statements for one in drivers) == by_key["driver-total"].statements == 41
    region = recruitment.by_group["region"]
    assert sum(one.n * one.mean for one in region.values() if one) == pytest.approx(44 * recruitment.mean.mean)


def test_what_could_point_at_a_centre_is_not_shown(ran: Run) -> None:
    analysis = ran[0].analysis
    assert analysis.sizes["organisation"] == {"iks": None, "municipal": 32, "private": None}
    for one in analysis.results:
        shown = {key for key, mean in one.by_group["organisation"].items() if mean}
        assert shown == {"municipal"} and one.difference["organisation"] is None
        for mean in (*one.by_rule.values(), *(mean for by in one.by_group.values() for mean in by.values())):
            assert mean is None or mean.n >= groups.LEAST
        ns = {mean.n for mean in one.by_rule.values() if mean}
        assert all(abs(n - other) not in (1, 2) for n in ns for other in ns)


def test_a_group_whose_centres_are_all_the_same_is_not_shown(folder: Path) -> None:
    same = answers().filter(regex="^centre$|^driver-training")
    west = [CENTRES[key].name for key in CENTRES if CENTRES[key].region == "west"]
    same.loc[same["centre"].isin(west), same.columns[1:]] = "yes"
    write_csv(folder / "same.csv", same)
    [training, _] = run.run(folder, folder / "same.csv").analysis.results
    assert {key: mean is None for key, mean in training.by_group["region"].items()} == {
        "mid": True, "north": False, "southeast": False, "west": True,
    }  # fmt: skip


def test_what_is_hidden_cannot_be_subtracted_from_what_it_is_a_part_of(folder: Path) -> None:
    some = answers().filter(regex="^centre$|^satisfaction|^driver-[tr]")
    west = some["centre"].isin([CENTRES[key].name for key in CENTRES if CENTRES[key].region == "west"])
    some.loc[west, "satisfaction.item-interests"] = "strongly-agree"
    some["satisfaction.item-third"] = "neither"
    training = [column for column in some if column.startswith("driver-training")]
    some.loc[west, training[1:]] = ["yes", "yes", "yes", "no"]
    some[training[0]] = ["yes"] * 2 + ["unknown"] * (len(some) - 2)
    write_csv(folder / "parts.csv", some)
    made = run.run(folder, folder / "parts.csv")
    by_key = {one.key: one for one in made.analysis.results}
    for part, whole in (("satisfaction.item-interests", "satisfaction"), ("driver-training", "driver-total")):
        assert by_key[part].mean
        assert {"west", "mid"} <= {key for key, mean in by_key[part].by_group["region"].items() if mean is None}
        assert {"west", "mid"} <= {key for key, mean in by_key[whole].by_group["region"].items() if mean is None}
    assert by_key["driver-total"].mean and not by_key["driver-training"].alpha
    assert not by_key["satisfaction.item-third"].mean and not by_key["satisfaction"].mean
    [training_row] = [row for row in made.tables[0].rows if row[0] == "Opplæring"]
    assert training_row[-2:] == (":", ":")


def test_equal_answers_are_equal_scores_in_whatever_order_they_are_added() -> None:
    points = pd.DataFrame([[0.1, 0.2, 0.3], [0.3, 0.2, 0.1], [0.2, 0.3, 0.1]])
    scores = Scale("s", "S", points, pd.Series([True] * 3), (0, 2)).scores(Rule.LEFT_OUT)
    assert scores.nunique() == 1
    assert mean_of([13 / 7] * 44, (0, 2)) == Mean(44, pytest.approx(13 / 7), 0.0, None)


def test_what_is_written_says_what_was_computed_and_names_no_centre(ran: Run) -> None:
    _, written = ran
    page, found = written["survey.html"], json.loads(written["survey.json"])
    assert "44 av 45 sentre har svart. Regel: «vet ikke» og blanke svar er utelatt." in page
    assert "Syntetisk: svarene er oppdiktet" in page and found["synthetic"] is True
    assert "Frivillig eller privat virksomhet (n = :)" in page and "Hvor sikkert er det når 44 av 45 har svart?" in page
    assert found["rule"] == "left-out" and found["results"][0]["mean"]["n"] == 44
    assert {one["breakdown"] for one in found["corrected"]} == {"size", "region"}
    assert all(one["p_discovered"] <= one["p"] for one in found["corrected"]), "Holm is the stricter of the two"
    assert not any(one.name in text for one in CENTRES.values() for text in written.values())
    assert not any(word in text for word in ("Kanarifugl", "economist", "Økonom") for text in written.values())
    assert "<script" not in page and "http" not in page


def test_the_command_tells_the_tables_and_what_is_wrong(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kunnskapsstatus.paths.root", lambda: folder)
    few = answers().loc[:, lambda frame: ~frame.columns.str.startswith(("driver-l", "satisfaction"))]
    write_csv(folder / "few.csv", few)
    assert cli.main(["survey", str(folder / "few.csv"), "--rule", "complete"]) == 0
    told = capsys.readouterr().out
    assert "Regel: bare sentre som har svart på alle påstandene" in told and "Syntetisk" not in told
    assert "Størrelse er ikke kjent for så mange sentre at noe kan vises." in told
    assert "_build/registers/2019/survey.html" in told and "Tilfredshet" not in told.partition("Skårer")[2][:3000]
    spoilt = answers()
    spoilt.loc[3, "driver-training.training-plan"] = "kanskje"
    write_csv(folder / "spoilt.csv", spoilt)
    write_csv(folder / "two.csv", answers()[:2])
    (folder / "book.xlsx").write_bytes(b"PK")
    for path, cause in (
        ("spoilt.csv", "spoilt.csv: driver-training.training-plan has a code that is not known (row 5)"),
        ("two.csv", "centres that have answered: 2; nothing is told of fewer than 3"),
        ("nowhere.csv", "there is no such file"),
        ("book.xlsx", "the file cannot be read: its name ends with none of .csv, .sav, .zsav, .parquet, .json"),
    ):
        assert cli.main(["survey", str(folder / path)]) == 1
        assert cause in capsys.readouterr().err
    with pytest.raises(BookError, match="there is no survey of 2018"):
        run.run(folder, folder / "two.csv", 2018)


def test_the_rules_that_the_command_knows_are_all() -> None:
    assert tuple(rule.value for rule in Rule) == usage.RULES
    assert FORMS["survey"].variables["satisfaction"].codes == "agreement"
