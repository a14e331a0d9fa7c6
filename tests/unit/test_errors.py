"""Errors for people: where, what, and what to do about it, in as many lines as there is something to say."""

from pathlib import Path

import pytest

from kunnskapsstatus import errors
from kunnskapsstatus.errors import BookError


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "noe er galt"),
        ({"remedy": "Rett det."}, "noe er galt\nRett det."),
        ({"file": Path("data") / "x.csv"}, "data/x.csv: noe er galt"),
        ({"file": "data/x.csv", "line": 4, "remedy": "Rett det."}, "data/x.csv:4: noe er galt\nRett det."),
        ({"file": "data/x.csv", "line": 0}, "data/x.csv:0: noe er galt"),
    ],
)
def test_a_message_has_its_place_its_cause_and_its_remedy(given: dict[str, object], told: str) -> None:
    error = BookError("noe er galt", **given)  # type: ignore[arg-type]
    assert str(error) == told
    assert (error.cause, error.remedy, error.line) == ("noe er galt", given.get("remedy", ""), given.get("line"))
    assert error.place == told.partition(": ")[0] * ("file" in given)


@pytest.mark.parametrize("kind", [errors.DataError, errors.DefinitionError, errors.LookupFailed])
def test_every_kind_is_caught_as_an_error_of_the_book(kind: type[BookError]) -> None:
    with pytest.raises(BookError, match=r"^a\.csv:1: x$"):
        raise kind("x", file="a.csv", line=1)
    assert issubclass(errors.LookupFailed, LookupError)
