"""What a line chart says to someone who does not see it."""

import pytest

from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.forms.alternative import describe
from kunnskapsstatus.forms.marks import Mark


def mark(value: float, category: str = "", group: str = "", **row: object) -> Mark:
    """A mark whose labels are its keys with a capital."""
    one, other = category or "total", group or "total"
    labels = [key.capitalize() if key != "total" else "I alt" for key in (one, other)]
    return Mark(Observation(**row), one, labels[0], other, labels[1], value)  # type: ignore[arg-type]


def line(points: list[tuple[int, float, str]], qualifier: str = "") -> list[Mark]:
    return [mark(value, year=year, series=series, qualifier=qualifier) for year, value, series in points]


@pytest.mark.parametrize(
    ("points", "qualifier", "said"),
    [
        ([(2016, 10, ""), (2018, 12, "")], "", "I alt: fra 10 i 2016 til 12 i 2018."),
        ([(2018, 12, ""), (2016, 10, "")], "", "I alt: fra 10 i 2016 til 12 i 2018."),
        ([(2016, 10, "")], "omkring", "I alt: omkring 10 i 2016."),
        (
            [(2016, 10, ""), (2017, 14, ""), (2018, 9, ""), (2019, 11, "")],
            "",
            "I alt: fra 10 i 2016 til 11 i 2019, høyest 14 i 2017, lavest 9 i 2018.",
        ),
        (
            [(2016, 10, ""), (2017, 10, ""), (2018, 14, ""), (2019, 14, ""), (2020, 14, ""), (2021, 11, "")],
            "",
            "I alt: fra 10 i 2016 til 11 i 2021, høyest 14 i 2018, 2019 og 2020, lavest 10 i 2016 og 2017.",
        ),
        ([(2016, 10, ""), (2017, 10, ""), (2018, 10, "")], "", "I alt: fra 10 i 2016 til 10 i 2018."),
        (
            [(2019, 10, "a"), (2020, 8, "a"), (2021, 20, "b"), (2022, 30, "b")],
            "",
            "I alt: fra 10 i 2019 til 8 i 2020; brudd; fra 20 i 2021 til 30 i 2022.",
        ),
    ],
)
def test_a_line_is_told_part_by_part_never_across_a_break(
    points: list[tuple[int, float, str]], qualifier: str, said: str
) -> None:
    assert describe("Beboere", "lines", line(points, qualifier), "") == f"Linjediagram. Beboere. {said}"


UNKNOWN = float("nan")


@pytest.mark.parametrize(
    ("form", "marks", "said"),
    [
        ("bars", [mark(60, "a"), mark(80, "b"), mark(10.5, "c")],
         "Høyest er B med 80,0 prosent, lavest er C med 10,5 prosent."),
        ("bars", [mark(60, "a"), mark(UNKNOWN, "b")], "Høyest er A med 60 prosent. Én verdi mangler."),
        ("bars", [mark(60), mark(UNKNOWN), mark(UNKNOWN)], "Høyest er I alt med 60 prosent. 2 verdier mangler."),
        ("bars", [mark(UNKNOWN, "a")], "Ingen verdier er kjent."),
        ("bars", [mark(90, "a", year=2017), mark(60, "a", year=2018), mark(50, "b", year=2018)],
         "Høyest er A med 60 prosent, lavest er B med 50 prosent."),
        ("dots", [mark(60, group="x"), mark(80, group="y")], "Høyest er Y med 80 prosent, lavest er X med 60 prosent."),
        ("stacked", [mark(60, "a", "x"), mark(40, "b", "x"), mark(30, "a", "y"), mark(70, "b", "y")],
         "X: høyest er A med 60 prosent, lavest er B med 40 prosent. Y: høyest er B med 70 prosent, lavest er A med 30 "
         "prosent."),
        ("heatmap", [mark(60, "a", "x"), mark(40, "b", "x"), mark(30, "a", "y"), mark(40, "b", "y")],
         "Sammenligner 2 rader i kolonnene X, Y. Høyeste verdi er 60 prosent: A (X). Laveste verdi er 30 "
         "prosent: A (Y). "
         "Størst forskjell mellom kolonnene er det for A: fra 30 prosent (Y) til 60 prosent (X)."),
        ("heatmap", [mark(5, key, year=2018) for key in "abcde"] + [mark(5, "a", year=2017)],
         "Sammenligner 5 rader i kolonnene 2018, 2017. Høyeste verdi er 5 prosent: A (alle kolonnene); B (2018); C "
         "(2018); D (2018); E (2018). "
         "Laveste verdi er 5 prosent: A (alle kolonnene); B (2018); C (2018); D (2018); E (2018)."),
        ("heatmap", [mark(9, "a", "x"), mark(1, "a", "y"), mark(1, "a", "z"), mark(2, "b", "x"), mark(8, "b", "y"),
                     mark(10, "b", "z")],
         "Sammenligner 2 rader i kolonnene X, Y, Z. Høyeste verdi er 10 prosent: B (Z). Laveste verdi er 1 prosent: A "
         "(Y og Z). Størst forskjell mellom kolonnene er det for A: fra 1 prosent (Y og Z) til 9 prosent (X); B: fra 2 "
         "prosent (X) til 10 prosent (Z)."),
        ("bars", [mark(2, "a"), mark(9, "b"), mark(2, "c"), mark(9, "d"), mark(2, "e")],
         "Høyest er B og D med 9 prosent, lavest er A, C og E med 2 prosent."),
        ("bars", [mark(2, "a"), mark(2, "b")], "Like høyt er A og B med 2 prosent."),
        ("stacked", [mark(20, str(n), "x") for n in range(4)] + [mark(10, str(n), "y") for n in (1, 2)],
         "X: like høyt er 0, 1, 2 og 3 med 20 prosent. Y: like høyt er 1 og 2 med 10 prosent."),
        ("heatmap", [mark(5, "a", year=2018), mark(7, "b")],
         "Sammenligner 2 rader i kolonnene I alt. Høyeste verdi er 7 prosent: B (I alt). Laveste verdi er 5 prosent: A "
         "(I alt)."),
        ("diverging", [mark(70, "q", "yes"), mark(30, "q", "no"), mark(55, "r", "yes"), mark(45, "r", "no")],
         "Sammenligner 2 spørsmål eller grupper. Yes er vanligst for Q (70 prosent) og minst vanlig for R (55 "
         "prosent). "
         "No er vanligst for R (45 prosent) og minst vanlig for Q (30 prosent)."),
        ("diverging", [mark(70, "yes", "q"), mark(70, "yes", "r"), mark(20, "unknown", "q")],
         "Sammenligner 2 spørsmål eller grupper. Yes er vanligst for Q og R (70 prosent). Unknown er vanligst "
         "for Q (20 "
         "prosent)."),
        ("map", [mark(1, "oslo", "øst"), mark(1, "oslo", "øst"), mark(1, "moss", "øst"), mark(1, "bodø", "nord")],
         "3 steder: 2 i Øst, 1 i Nord. Øst: Oslo og Moss. Nord: Bodø."),
    ],
)  # fmt: skip
def test_each_form_tells_its_main_pattern(form: str, marks: list[Mark], said: str) -> None:
    assert describe("Tittel", form, marks, "prosent").partition(". Tittel. ")[2] == said


OVER, UNDER = {"qualifier": "over"}, {"qualifier": "under"}


@pytest.mark.parametrize(
    ("form", "marks", "said"),
    [
        ("bars", [mark(5, "a", **OVER), mark(2, "b", **UNDER)],
         "Høyest er A med over 5 prosent, lavest er B med under 2 prosent."),
        ("bars", [mark(5, "a", **OVER), mark(5, "b"), mark(2, "c")],
         "Høyest er A med over 5 prosent og B med 5 prosent, lavest er C med 2 prosent."),
        ("heatmap", [mark(5, "a", "x", **OVER), mark(2, "a", "y", **UNDER)],
         "Sammenligner 1 rader i kolonnene X, Y. Høyeste verdi er over 5 prosent: A (X). Laveste verdi er under 2 "
         "prosent: A (Y). Størst forskjell mellom kolonnene er det for A: fra under 2 prosent (Y) til over 5 prosent "
         "(X)."),
        ("diverging", [mark(70, "q", "yes", **OVER), mark(55, "r", "yes", **UNDER)],
         "Sammenligner 2 spørsmål eller grupper. Yes er vanligst for Q (over 70 prosent) og minst vanlig for R (under "
         "55 prosent)."),
    ],
)  # fmt: skip
def test_a_hedge_of_the_source_is_told_in_every_form(form: str, marks: list[Mark], said: str) -> None:
    assert describe("Tittel", form, marks, "prosent").partition(". Tittel. ")[2] == said


def test_one_krone_is_no_kroner() -> None:
    said = describe("Pris", "bars", [mark(2, "a"), mark(1, "b")], "kroner")
    assert said.endswith("Høyest er A med 2 kroner, lavest er B med 1 krone.")


def test_numbers_have_the_decimal_that_their_source_gives_them() -> None:
    marks = [mark(value, year=year, decimals=1) for year, value in ((2021, 8.9), (2024, 9.0))]
    assert describe("Menn", "lines", marks, "prosent").endswith("fra 8,9 prosent i 2021 til 9,0 prosent i 2024.")
