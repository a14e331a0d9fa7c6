"""Sentences: an expression becomes a text with its origin, a claim a check that shows its numbers."""

import json
from typing import Any

import pytest
from books import MakeBook

from kunnskapsstatus.chapter.door import DOOR, Door
from kunnskapsstatus.chapter.statements import MIME, Answers, Statement, answer, check, evaluate
from kunnskapsstatus.exhibits.number import Number

KNOWN: dict[str, Any] = {}


@pytest.fixture
def names(small_book: MakeBook) -> dict[str, Any]:
    """What a chapter's kernel knows. Exhibits are read once: nothing here changes their book."""
    if not KNOWN:
        door = Door(small_book())
        KNOWN.update({"reasons": door.exhibit("reasons-for-stay", 2018, show=False), "year": 2018})
        KNOWN["staff"] = door.exhibit("child-staff-by-size", 2018, show=False)
    return dict(KNOWN)


def test_a_number_becomes_a_text_with_its_origin(names: dict[str, Any]) -> None:
    statement = evaluate('reasons["psychological"]', names)
    assert statement.text == "86\u00a0prosent"
    assert statement.value == 86
    assert statement.files == ["data/printed/table-03.csv"]
    assert [(origin.exhibit, origin.line) for origin in statement.origins] == [("reasons-for-stay", 2)]
    assert (
        statement.origins[0].sentence()
        == "Opphold, psykisk vold, 2018. Rapporten fra 2019, tabell 3. Krisesenterstatistikken."
    )
    assert not statement.error


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("reasons.year", "2018"),
        ("reasons.label(reasons.top())", "psykisk vold"),
        ("1.94", "1,9"),
        ("3.0", "3"),
        ("reasons.years", "2014, 2015, 2016, 2017, 2018"),
        ('reasons["psychological"] - reasons["psychological", 2014]', "5\u00a0prosentpoeng"),
    ],
)
def test_what_a_sentence_may_hold(names: dict[str, Any], expression: str, text: str) -> None:
    assert evaluate(expression, names).text == text


@pytest.mark.parametrize(
    "expression",
    ["reasons.top() ==", "unknown", 'reasons["no-such"]', 'reasons["economic", 2014]', "1 / 0", "None", "year == 2018"],
)
def test_an_expression_that_fails_says_so_and_shows_nothing(names: dict[str, Any], expression: str) -> None:
    statement = evaluate(expression, names)
    assert statement.text == ""
    assert statement.error
    assert statement.value is None


def test_an_error_lists_the_keys_that_there_are(names: dict[str, Any]) -> None:
    error = evaluate('reasons["no-such"]', names).error
    assert "reasons-for-stay has no 'no-such'" in error
    assert "threats" in error


def test_a_true_claim_holds_with_its_numbers(names: dict[str, Any]) -> None:
    statement = check('80 < reasons["psychological"] and reasons["threats"] < reasons["physical"]', names)
    assert statement.holds is True
    assert {part.expression: part.value for part in statement.parts} == {
        "reasons['psychological']": "86\u00a0prosent",
        "reasons['threats']": "61\u00a0prosent",
        "reasons['physical']": "64\u00a0prosent",
    }
    assert sorted(origin.line for origin in statement.origins) == [2, 3, 4]
    assert statement.files == ["data/printed/table-03.csv"]


def test_a_false_claim_shows_the_numbers_that_make_it_false(names: dict[str, Any]) -> None:
    statement = check('reasons["threats"] > reasons["psychological"]', names)
    assert statement.holds is False
    assert [part.value for part in statement.parts] == ["61\u00a0prosent", "86\u00a0prosent"]
    assert not statement.error


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ('reasons.top() == "psychological"', True),
        ('reasons.top() == "threats"', False),
        ('all(reasons["psychological", y] > 80 for y in reasons.years)', True),
        ('any(reasons["threats", y] > reasons["psychological", y] for y in reasons.years)', False),
        ('reasons.rank("threats") == 3', True),
        ('staff["yes", "medium"] > staff["yes", "small"]', True),
        ('2013 not in reasons.years or reasons["threats", 2013] > 50', True),
    ],
)
def test_what_a_claim_may_say(names: dict[str, Any], claim: str, holds: bool) -> None:
    statement = check(claim, names)
    assert not statement.error
    assert statement.holds is holds


@pytest.mark.parametrize(
    "claim",
    [
        'reasons["no-such"] > 1', "reasons.top( ==", "unknown > 1", 'reasons["economic", 2014] > 1',
        'reasons.top() == "threats", reasons["threats"] > 90', 'reasons["threats"]', "reasons",
        "(False for _ in range(2))",
    ],
)  # fmt: skip
def test_a_claim_that_cannot_be_checked_does_not_hold(names: dict[str, Any], claim: str) -> None:
    statement = check(claim, names)
    assert statement.error
    assert statement.holds is None


@pytest.mark.parametrize("claim", ["before > after", "before == after", "before != after", "1 < before != after"])
def test_a_claim_across_a_break_is_an_error(claim: str) -> None:
    broken = {"before": Number(100, series="until-2020"), "after": Number(80, series="from-2021")}
    assert "different sides of a break" in check(claim, broken).error


def test_a_claim_that_numbers_of_different_units_differ_is_an_error() -> None:
    assert "different units" in check("a != b", {"a": Number(1, unit="kroner"), "b": Number(1, unit="prosent")}).error


def test_a_claim_tells_what_a_reader_can_read(names: dict[str, Any]) -> None:
    claim = "len(reasons.frame['value']) > 3 and reasons.frame['value'].max() == 86 and all([True])"
    parts = {part.expression: part.value for part in check(claim, names).parts}
    assert parts == {"len(reasons.frame['value'])": "70", "reasons.frame['value'].max()": "86"}
    assert check("reasons.frame.empty is not True", names).parts[0].value == "usant"
    assert check("reasons.frame['measure'].eq('percent').all()", names).parts[0].value == "sant"


def test_a_statement_comes_out_of_the_kernel_as_it_was(names: dict[str, Any]) -> None:
    asked = ('reasons["psychological"]', "reasons.year", "1 / 0")
    for statement in (
        *(evaluate(one, names) for one in asked),
        check('reasons["threats"] > 70', names),
        check("x", {}),
    ):
        assert Statement.from_json(json.loads(json.dumps(statement.to_json()))) == statement


def test_the_book_asks_for_many_statements_at_once_and_gets_them_in_order() -> None:
    DOOR.exhibit("reasons-for-stay", 2018, show=False)
    data = answer([("eval", "1.94"), ("claim", "2 < 1"), ("eval", "unknown")])._repr_mimebundle_()[MIME]
    answers = Answers.from_json(json.loads(json.dumps(data)))
    number, claim, unknown = answers.statements
    assert (number.expression, number.text) == ("1.94", "1,9")
    assert claim.holds is False
    assert "unknown" in unknown.error
    assert {"data/printed/table-03.csv", "data/codebook/reason.csv"} <= set(answers.read)
