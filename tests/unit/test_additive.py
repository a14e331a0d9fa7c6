"""What adds up and what does not: shares, averages and counts of the book, put together as no source has them."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from books import ROOT

from kunnskapsstatus.chapter.door import Door
from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits.additive import AVERAGE, SHARE, Of
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.number import Number

Ask = Callable[..., Exhibit]
"""An exhibit by its id, as of a year."""
Sum = Callable[[Ask], Any]


@pytest.fixture(scope="module")
def of() -> Ask:
    door = Door(ROOT)
    return cache(lambda identifier, year=2018: door.exhibit(identifier, year, show=False))


HELP, SAME_HELP = "resident-help", "resident-help-by-organisation"
SEVERAL = "overlap: one may have several of the answers in"


def two(of: Ask, other: str = HELP) -> tuple[Number, Number]:
    """Shares of one block of questions: 98 and 87 per cent."""
    first, second = of(HELP).top(2)
    return of(HELP)[first], of(other)[second]


def moved(of: Ask, year: int = 2018) -> tuple[Number, Number]:
    """Shares of those who moved to the one place or the other, in a year."""
    moves = of("destination-by-year")
    return moves["own-home", year], moves["new-home", year]


REFUSED: list[tuple[Sum, str]] = [
    (lambda of: sum(two(of)), SEVERAL),
    (lambda of: sum(two(of, SAME_HELP)), SEVERAL),
    (lambda of: two(of)[0] - -two(of)[1], SEVERAL),
    (lambda of: -(-two(of)[0] - two(of)[1]), SEVERAL),
    (lambda of: abs(-two(of)[0]) + round(two(of, SAME_HELP)[1]), SEVERAL),
    (lambda of: two(of)[0] - moved(of)[0] / 1000 + two(of)[1], SEVERAL),
    (lambda of: two(of)[0] / 2 + 0.5 * two(of)[1], SEVERAL),
    (lambda of: (two(of)[0].of(1000) + two(of)[1].of(1000)).percent_of(1000), SEVERAL),
    (lambda of: two(of)[0].percent_of(100) + two(of)[1].percent_of(100), "are parts of different|overlap"),
    (lambda of: of("competence-plans").sum("competence-plan", "external-guidance"), SEVERAL),
    (lambda of: of("destination-by-year").sum(2017, 2018, at="own-home"), "are of different years"),
    (lambda of: 100 - moved(of)[0] - moved(of, 2017)[1], "are of different years"),
    (lambda of: (moved(of)[0] - moved(of, 2017)[0]) - moved(of)[0] - moved(of, 2016)[1], "are of different years"),
    (lambda of: of("full-women-by-size").sum("small", "large", at="once") / 2, "are of different groups"),
    (lambda of: of("full-women-by-size")["once"] + of("full-women-by-size")["once", "small"], "of different groups"),
    (lambda of: of("full-women-by-size")["once"] + of("full-men-by-size")["once"], "are of different populations"),
    (lambda of: moved(of)[0] + moved(of)[0], "are the same"),
    (lambda of: moved(of)[0] + of("destination-by-size")["own-home"], "are the same"),
    (lambda of: sum(of("implementation-training")[k, "yes"] for k in of("implementation-training").top(2, "yes")),
     "answer different questions"),
    (lambda of: of("suitable-premises-by-size").sum("service-women", "service-men"), "answer different questions"),
    (lambda of: moved(of)[0] + of("parents-origin")["both-parents-born-abroad"], "are of different populations"),
    (lambda of: of("stay-length").sum(2017, 2018, at="men"), "are of different years"),
    (lambda of: of("cost-by-part").sum("ostlandet", "vestlandet") / 2, "are of different groups"),
    (lambda of: of("residents")[2018] + of("stays")[2018], "are of different kinds: persons and stays"),
    (lambda of: of("residents", 2024)["total"] + of("residents", 2024)["women"], "are a whole and a part of it"),
    (lambda of: of("residents", 2024)["women"].percent_of(of("residents", 2024)["total"])
     + of("residents", 2023)["women"].percent_of(of("residents", 2023)["total"]), "are parts of different wholes"),
    (lambda of: of("resident-disabilities").sum("total", "mental-diagnosed", at="count"),
     "are a whole and a part of it"),
    (lambda of: of("rvts-guidance-by-size")["total", "total", "count"]
     + of("rvts-guidance-by-size")["rvts-guidance", "small", "count"], "are a whole and a part of it"),
    (lambda of: of("residents", 2024)["total"] + of("men-residents", 2024)["men", "residents"],
     "are a whole and a part of it"),
    (lambda of: of("residents", 2024)["men"] + of("men-residents", 2024)["men", "residents"], "are the same"),
    (lambda of: of("residents", 2024)["men"] + of("residents", 2024)["men"], "are the same"),
]  # fmt: skip


@pytest.mark.parametrize(("added", "told"), REFUSED, ids=range(len(REFUSED)))
def test_what_does_not_add_up_is_refused_and_says_why(of: Ask, added: Sum, told: str) -> None:
    with pytest.raises(LookupFailed, match=told):
        added(of)


def gap(of: Ask, year: int) -> Number:
    own, new = moved(of, year)
    return new - own


@pytest.mark.parametrize(
    ("added", "text"),
    [
        (lambda of: sum(moved(of)), "49\u00a0prosent"),
        (lambda of: 100 - moved(of)[0] - moved(of)[1], "51\u00a0prosent"),
        (lambda of: moved(of)[0] - moved(of, 2014)[0], "3\u00a0prosentpoeng"),
        (lambda of: gap(of, 2018) - gap(of, 2017), "2\u00a0prosentpoeng"),
        (lambda of: sum(moved(of)) - sum(moved(of, 2017)), "2\u00a0prosentpoeng"),
        (lambda of: moved(of)[0] + (moved(of)[0] - moved(of, 2014)[0]), "26\u00a0prosent"),
        (lambda of: two(of)[0] - two(of, SAME_HELP)[1], "11\u00a0prosentpoeng"),
        (lambda of: two(of)[1] - two(of)[0] + two(of)[0], "87\u00a0prosent"),
        (lambda of: of("implementation-training").sum("yes", "partly", at=("training-plan", "percent")).whole,
         "86\u00a0prosent"),
        (lambda of: sum(two(of)[n].of(1000) for n in (0, 1)), "1\u00a0850"),
        (lambda of: of("residents", 2024)[2024] + of("children", 2024)["children", 2024], "4\u00a0044"),
        (lambda of: of("stays")[2018] - of("residents")[2018], "633"),
        (lambda of: of("stays").sum(2017, 2018), "4\u00a0941"),
        (lambda of: of("residents", 2024).sum("women", "men").percent_of(of("residents", 2024)["total"]),
         "100\u00a0prosent"),
        (lambda of: moved(of)[0].of(moved(of)[1]) + moved(of)[0], "29\u00a0prosent"),
        (lambda of: sum(of("profiles-by-organisation")["share-of-residents", k] for k in ("iks", "foundation")),
         "60\u00a0prosent"),
        (lambda of: of("residents", 2024)["men"] - of("men-residents", 2024)["men", "residents"], "0"),
        (lambda of: 2 * of("residents", 2024)["men"], "420"),
        (lambda of: of("residents", 2024)["women"] + of("men-residents", 2024)["men", "residents"], "2\u00a0333"),
        (lambda of: of("residents", 2024)["total"] + of("men-residents", 2024)["men", "residents", 2023], "2\u00a0573"),
    ],
    ids=range(20),
)  # fmt: skip
def test_what_adds_up_does(of: Ask, added: Sum, text: str) -> None:
    assert str(added(of)) == text


@pytest.mark.parametrize(
    "compared",
    [
        lambda of: gap(of, 2018) < moved(of)[0],
        lambda of: moved(of)[0].about(gap(of, 2018)),
        lambda of: of("residents")[2018] > moved(of)[0],
        lambda of: of("residents")[2018] > of("stay-length")["total", 2018],
    ],
    ids=range(4),
)
def test_what_is_not_counted_in_the_same_is_not_compared(of: Ask, compared: Sum) -> None:
    with pytest.raises(LookupFailed, match="have different units"):
        compared(of)


def test_what_is_over_a_whole_is_compared_with_a_difference(of: Ask) -> None:
    assert gap(of, 2018) > sum(moved(of)) - 48
    assert gap(of, 2018) != 3 + moved(of)[0]


def test_one_exhibit_says_for_all_that_one_may_have_several() -> None:
    one = Of(SHARE, "reasons", question="reason", cell=("threats", "total"), several=True)
    other = Of(SHARE, "later", question="reason", cell=("physical", "total"))
    assert one.apart(other) == other.apart(one) == "overlap: one may have several of the answers in reasons"


def test_what_a_source_does_not_say_goes_with_anything() -> None:
    assert Of(SHARE, year=2018).apart(Of(SHARE)) == Of(AVERAGE, group="small").apart(Of(AVERAGE)) == ""
    assert Of("persons").apart(Of(population="stays")) == ""


def test_what_numbers_count() -> None:
    codebook = Codebook(ROOT)
    asked = [("children", "count"), ("child-stays", "base"), ("beds", "count"), ("centres", "nights"), ("", "increase")]
    assert [codebook.counted(*one) for one in asked] == ["persons", "stays", "beds", "nights", ""]
