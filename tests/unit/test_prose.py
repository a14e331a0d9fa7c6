"""Sentences: an expression becomes a text with its origin, a claim a check that shows its numbers."""

from typing import Any

import pytest
from books import MakeBook

from kunnskapsstatus.chapter.statements import MIME, answer, check, evaluate
from kunnskapsstatus.exhibits.exhibit import READ, get


@pytest.fixture
def names(small_book: MakeBook) -> dict[str, Any]:
    """What a chapter's kernel knows."""
    root = small_book()
    return {
        "reasons": get("reasons-for-stay", 2018, root=root),
        "staff": get("child-staff-by-size", 2018, root=root),
        "year": 2018,
    }


def test_a_number_becomes_a_text_with_its_origin(names: dict[str, Any]) -> None:
    payload = evaluate('reasons["psychological"]', names)
    assert payload["text"] == "86\u00a0prosent"
    assert payload["value"] == 86
    assert payload["files"] == ["data/printed/table-03.csv"]
    assert [(origin["exhibit"], origin["line"]) for origin in payload["origins"]] == [("reasons-for-stay", 2)]
    assert (
        payload["origins"][0]["sentence"]
        == "Opphold, psykisk vold, 2018. Rapporten fra 2019, tabell 3. Krisesenterstatistikken."
    )
    assert "error" not in payload


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
    assert evaluate(expression, names)["text"] == text


@pytest.mark.parametrize(
    "expression",
    ["reasons.top() ==", "unknown", 'reasons["no-such"]', 'reasons["economic", 2014]', "1 / 0", "None", "year == 2018"],
)
def test_an_expression_that_fails_says_so_and_shows_nothing(names: dict[str, Any], expression: str) -> None:
    payload = evaluate(expression, names)
    assert payload["text"] == ""
    assert payload["error"]
    assert "value" not in payload


def test_an_error_lists_the_keys_that_there_are(names: dict[str, Any]) -> None:
    error = evaluate('reasons["no-such"]', names)["error"]
    assert "reasons-for-stay has no 'no-such'" in error
    assert "threats" in error


def test_a_true_claim_holds_with_its_numbers(names: dict[str, Any]) -> None:
    payload = check('80 < reasons["psychological"] and reasons["threats"] < reasons["physical"]', names)
    assert payload["holds"] is True
    assert {part["expression"]: part["value"] for part in payload["parts"]} == {
        "reasons['psychological']": "86\u00a0prosent",
        "reasons['threats']": "61\u00a0prosent",
        "reasons['physical']": "64\u00a0prosent",
    }
    assert sorted(origin["line"] for origin in payload["origins"]) == [2, 3, 4]
    assert payload["files"] == ["data/printed/table-03.csv"]


def test_a_false_claim_shows_the_numbers_that_make_it_false(names: dict[str, Any]) -> None:
    payload = check('reasons["threats"] > reasons["psychological"]', names)
    assert payload["holds"] is False
    assert [part["value"] for part in payload["parts"]] == ["61\u00a0prosent", "86\u00a0prosent"]
    assert "error" not in payload


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ('reasons.top() == "psychological"', True),
        ('reasons.top() == "threats"', False),
        ('all(reasons["psychological", y] > 80 for y in reasons.years)', True),
        ('any(reasons["threats", y] > reasons["psychological", y] for y in reasons.years)', False),
        ('reasons.rank("threats") == 3', True),
        ('staff.greater(("yes", "medium"), ("yes", "small"))', True),
        ('2013 not in reasons.years or reasons["threats", 2013] > 50', True),
    ],
)
def test_what_a_claim_may_say(names: dict[str, Any], claim: str, holds: bool) -> None:
    payload = check(claim, names)
    assert "error" not in payload
    assert payload["holds"] is holds


@pytest.mark.parametrize(
    "claim",
    [
        'reasons["no-such"] > 1', "reasons.top( ==", "unknown > 1", 'reasons["economic", 2014] > 1',
        'reasons.top() == "threats", reasons["threats"] > 90', 'reasons["threats"]', "reasons", "(False for _ in range(2))",
    ],
)  # fmt: skip
def test_a_claim_that_cannot_be_checked_does_not_hold(names: dict[str, Any], claim: str) -> None:
    payload = check(claim, names)
    assert payload["error"]
    assert "holds" not in payload


def test_a_claim_across_a_break_is_an_error(names: dict[str, Any]) -> None:
    from kunnskapsstatus.exhibits.number import Number

    broken = names | {"before": Number(100, series="until-2020"), "after": Number(80, series="from-2021")}
    assert "different sides of a break" in check("before > after", broken)["error"]


def test_the_book_asks_for_many_statements_at_once_and_gets_them_in_order() -> None:
    bundle = answer([("eval", "1.94"), ("claim", "2 < 1"), ("eval", "unknown")])._repr_mimebundle_()[MIME]
    number, claim, unknown = bundle["statements"]
    assert (number["expression"], number["text"]) == ("1.94", "1,9")
    assert claim["holds"] is False
    assert "unknown" in unknown["error"]
    assert bundle["read"] == sorted(READ)
