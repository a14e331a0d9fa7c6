"""The block of named checks below a paragraph."""

import pytest

from kunnskapsstatus.chapter.checks import NAME, parse


def test_one_check_a_line_and_what_is_indented_goes_on() -> None:
    lines = ["women-lead: x.leads(", '  "women")', "", "half: x['yes'].about_half()"]
    assert [(name, expression, line) for name, expression, line in parse(lines)] == [
        ("women-lead", 'x.leads( "women")', 0),
        ("half", "x['yes'].about_half()", 3),
    ]


@pytest.mark.parametrize("line", ["x.rises()", "Women: x.rises()", "  x: y", "women_lead: x", "a b: c"])
def test_what_is_no_check_is_named_with_its_line(line: str) -> None:
    with pytest.raises(ValueError) as told:
        parse(["", line])
    assert told.value.args == (1, line)


@pytest.mark.parametrize("expression", ["True", "x.rises()", "a > b", "86 in {n}", "a_b"])
def test_an_expression_is_no_name(expression: str) -> None:
    assert not NAME.fullmatch(expression)
