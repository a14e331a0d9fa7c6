"""Claims and numbers as people read them: sentences from the tree of an expression, with decimals enough."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunnskapsstatus.chapter import statements
from kunnskapsstatus.chapter.spoken.digits import alike
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.exhibits.origin import Origin
from kunnskapsstatus.exhibits.quantity import exact

REASONS = "«Årsaker til opphold på krisesenter»"
Ask = Callable[..., Exhibit]


def at(place: str, value: float, decimals: int = 0, unit: str = "prosent") -> Number:
    return Number(value, decimals, unit, (Origin("", place, "", "data/x.csv", 1),))


NAMES = {
    "small": at("Sentre, små", 14.2, 1, ""),
    "medium": at("Sentre, mellomstore", 15.1, 1, ""),
    "share": at("Beboere, menn, 2018", 0.404, 1, ""),
    "yes": at("Svar, ja, 2019", 34),
    "no": at("Svar, nei, 2019", 66),
    "by_year": {year: at(f"Opphold, {year}", value, unit="") for year, value in ((2020, 1500), (2021, 1842))},
    "several": {1, 2},
}


def spoken(expression: str, **names: object) -> str:
    said = statements.check(expression, {**NAMES, **names})
    assert said.error == ""
    return said.spoken.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("small < medium", "Sentre: små (14,2) er lavere enn mellomstore (15,1)."),
        ("by_year[2020] < by_year[2021]", "Opphold: 1 500 i 2020 er lavere enn 1 842 i 2021."),
        ("yes > 30 and no > 30", "Svar, 2019: ja (34 prosent) og nei (66) er over 30."),
        ("30 < yes < 40", "Svar, ja, 2019 (34 prosent) er mellom 30 og 40."),
        ("40 > yes > 30", "Svar, ja, 2019 (34 prosent) er mellom 30 og 40."),
        ("0.4 < share", "Beboere, menn, 2018 (0,404) er over 0,400."),
        ("yes + no == 100", "Svar, 2019: 100 prosent – summen av ja (34 prosent) og nei (66 prosent) – er lik 100."),
        ("no - yes > 30", "Svar, 2019: 32 prosentpoeng – forskjellen mellom nei (66 prosent) og ja (34 prosent) – "
         "er over 30."),
        ("yes < no / 1.5", "Svar, 2019: ja (34,0 prosent) er lavere enn 44,0 – nei (66 prosent) delt på 1,5."),
        ("yes.about_third()", "Svar, ja, 2019 (34 prosent) er omtrent en tredel."),
        ("not yes.about_half()", "Svar, ja, 2019 (34 prosent) er ikke omtrent halvparten."),
        ("yes.about(35, within=2)", "Svar, ja, 2019 (34 prosent) er omtrent lik 35 (avvik på høyst 2)."),
        ("max(yes, no) > 60", "Det høyeste av 2 tall (svar, nei, 2019, 66 prosent) er over 60."),
        ("all(n > 30 for n in (yes, no))", "Svar, 2019: ja (34 prosent) og nei (66) er over 30."),
        ("not any(n < 30 for n in (yes, no))", "Svar, 2019: ja (34 prosent) og nei (66) er minst 30."),
        ("yes > 30 or no > 70", "Minst ett av dette gjelder: svar, ja, 2019 (34 prosent) er over 30; "
         "eller svar, nei, 2019 (66 prosent) er over 70."),
        ("yes.value > 30", "Svar, ja, 2019 (34 prosent) er over 30."),
        ("several <= {1, 2, 3}", "Det som er regnet ut: 1 og 2; alle er blant 1, 2 og 3."),
        ("len(several) == 2", "Antallet (2) er lik 2."),
        ("round(yes.value) == 34", "Svar, ja, 2019 (34) er lik 34."),
        ("float(yes) / len(several) < 20", "Svar, ja, 2019 (34 prosent) delt på antallet (17) er under 20."),
        ("sorted(several) == [1, 2]", "Det som er regnet ut: 1 og 2."),
        ("3 not in several", "3 er ikke blant det som er regnet ut: 1 og 2."),
        ("yes < no > 50",
         "Svar, 2019: ja (34 prosent) er lavere enn nei (66). Svar, nei, 2019 (66 prosent) er over 50."),
        ("2 * yes > no", "Svar, 2019: 68 prosent – 2 ganger ja (34 prosent) – er høyere enn nei (66)."),
        ("sum(n for n in (yes, no)) == 100",
         "Svar, 2019: 100 prosent – summen av ja (34 prosent) og nei (66 prosent) – er lik 100."),
        ("yes - sum(()) < no", "Svar, 2019: 34 prosent – ja (34 prosent) – er lavere enn nei (66)."),
        ("yes.percent_of(no - sum(())) > 50",
         "Svar, 2019: 52 prosent – ja (34 prosent) i prosent av nei (66 prosent) – er over 50."),
        ("bool(several)", "Det som er regnet ut, stemmer."),
    ],
)  # fmt: skip
def test_what_a_claim_says(expression: str, words: str) -> None:
    assert spoken(expression) == words


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ('x.top() == "psychological"', f"Høyest i {REASONS}, 2018: psykisk vold (86 prosent)."),
        ('x.bottom(None, 2014, known=True) != "threats"',
         f"Lavest i {REASONS}, 2014, av dem det er tall for: tvangsekteskap (3 prosent), og ikke trusler."),
        ('x.trails("forced-marriage", at=2014, known=True)',
         "Opphold, 2014: tvangsekteskap (3 prosent) er lavere enn menneskehandel (4), "
         "digital eller elektronisk vold (5), æresrelatert vold (6), annen årsak (7) og 4 andre, "
         "av dem det er tall for."),
        ('x.top(1) == ("psychological",)', f"Høyest i {REASONS}, 2018: psykisk vold (86 prosent)."),
        ('set(x.top(2)) == {"psychological", "physical"}',
         f"De 2 som har mest i {REASONS}, 2018: psykisk vold (86 prosent) og fysisk vold (64 prosent)."),
        ('x.order("physical", "threats", at=2018)',
         "Opphold, 2018: fysisk vold (64 prosent) er høyere enn trusler (61)."),
        ('x.leads("physical", "threats", at=2018)',
         "Opphold, 2018: fysisk vold (64 prosent) er høyere enn trusler (61)."),
        ('x.rises("psychological", since=2016)',
         "Opphold, psykisk vold øker hvert år fra 2016 til 2018: 83 prosent, 84, 86."),
        ('x.change("threats", 2014, 2018) < 0',
         "Opphold, trusler: −3 prosentpoeng – forskjellen mellom 61 prosent i 2018 og 64 prosent i 2014 – er under 0."),
        ('not x.order("threats", "physical", at=2018)',
         "Opphold, 2018: trusler (61 prosent) og fysisk vold (64) kommer ikke i synkende rekkefølge."),
        ('not x.leads("threats", "physical", "economic", at=2018)',
         "Opphold, 2018: trusler (61 prosent) er ikke høyere enn alle av fysisk vold (64) og økonomisk vold (21)."),
        ("x.year == 2018", f"Nyeste år i {REASONS}: 2018."),
        ("2013 not in x.years", f"{REASONS} har ikke tall for 2013."),
        ("x.year < 2021 or x[2021] > 5", f"Nyeste år i {REASONS}: 2018 er før 2021."),
        ("not x.year >= 2021", f"Nyeste år i {REASONS}: 2018 er før 2021."),
        ('x.rises(since=2021) if x.year > 2020 else True', f"Nyeste år i {REASONS}: 2018 er ikke etter 2020."),
        ('any(x[y] > 5 for y in ()) or x["threats"] > 60', "Opphold, trusler, 2018 (61 prosent) er over 60."),
        ('x.rank("physical", 2014, known=True) == 3',
         f"Plassen fra toppen for fysisk vold i {REASONS}, av dem det er tall for (3) er lik 3."),
        ('x.rank("physical") == 2', f"Plassen fra toppen for fysisk vold i {REASONS} (2) er lik 2."),
    ],
)  # fmt: skip
def test_what_a_claim_of_an_exhibit_says(expression: str, words: str, exhibit_of: Ask) -> None:
    assert spoken(expression, x=exhibit_of("reasons-for-stay", 2018)) == words


def test_a_claim_that_nothing_knows_is_told_by_its_values_and_never_by_its_code() -> None:
    def broken(at: list[int]) -> Number:  # another value each time that it is asked
        at.append(1)
        return NAMES["yes"] if len(at) < 3 else 1 / 0  # type: ignore[return-value]

    said = statements.check("f(seen) > 30", {"f": broken, "seen": []})
    assert said.spoken.replace("\u00a0", " ") == "Kontrollert: 34 prosent."


def test_a_number_tells_what_it_is_computed_of() -> None:
    said = statements.evaluate("yes.percent_of(no)", dict(NAMES))
    assert said.spoken.replace("\u00a0", " ") == "Svar, 2019: ja (34 prosent) i prosent av nei (66 prosent)."
    assert statements.evaluate("yes", dict(NAMES)).spoken == ""


NUMBERS = st.lists(st.builds(Number, st.floats(-1e4, 1e4), st.integers(0, 2)), min_size=2, max_size=6)


@settings(max_examples=30)
@given(NUMBERS)
def test_numbers_that_differ_never_read_the_same_and_have_the_same_decimals(numbers: list[Number]) -> None:
    shown = alike(numbers)
    assert len({number.decimals for number in shown}) == 1
    assert len({number.bare for number in shown}) == len({exact(number.value) for number in numbers})


def test_no_more_decimals_than_a_comparison_needs() -> None:
    assert [number.bare for number in alike([Number(1.3, 1), Number(1.28, 1)])] == ["1,30", "1,28"]
    assert [number.bare for number in alike([Number(0.4, 2), Number(0.404)])] == ["0,400", "0,404"]
    assert [number.bare for number in alike([Number(86), Number(61)])] == ["86", "61"]
