"""How a chapter reads numbers.

An exhibit is asked for by its id and a year. Keys in brackets are matched to whichever dimension has them; what is left
out is the exhibit's year, the total, or the only one there is. Every number below can be found in the report.
"""

from collections.abc import Callable

import pytest

from kunnskapsstatus import exhibit, stated
from kunnskapsstatus.errors import LookupFailed
from kunnskapsstatus.exhibits.exhibit import Exhibit

Ask = Callable[..., Exhibit]


@pytest.fixture
def reasons(exhibit_of: Ask) -> Exhibit:
    """Table 3: reasons for stays, in per cent, 2014–2018."""
    return exhibit_of("reasons-for-stay")


def test_a_chapter_asks_for_an_exhibit_and_can_leave_it_unshown(
    book_root: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(str(book_root))
    reasons = exhibit("reasons-for-stay", 2018, show=False)
    assert str(reasons["psychological"]) == "86\u00a0prosent"
    assert capsys.readouterr().out == ""
    exhibit("reasons-for-stay", 2018)
    assert capsys.readouterr().out != ""


def test_a_category_in_the_year_of_the_chapter(reasons: Exhibit) -> None:
    assert str(reasons["psychological"]) == "86\u00a0prosent"


def test_a_category_in_another_year(reasons: Exhibit) -> None:
    assert str(reasons["psychological", 2014]) == "81\u00a0prosent"
    assert reasons[2014, "psychological"] == reasons["psychological", 2014]


def test_a_category_of_a_group(exhibit_of: Ask) -> None:
    cooperation = exhibit_of("case-cooperation-by-organisation")
    assert str(cooperation["nav", "iks"]) == "87\u00a0prosent"
    assert str(cooperation["nav"]) == "94\u00a0prosent"


def test_a_group_and_a_measure(exhibit_of: Ask) -> None:
    assert exhibit_of("cost-by-size")["small", "cost-per-inhabitant"].bare == "108,8"
    cost = exhibit_of("cost-by-part")
    assert str(cost["ostlandet", "mean", 2018].whole) == "105\u00a0kroner"
    assert str(cost["ostlandet"].whole) == "105\u00a0kroner"
    assert str(cost["maximum"].whole) == "1\u00a0636\u00a0kroner"


def test_a_population(exhibit_of: Ask) -> None:
    full = exhibit_of("full-by-organisation")
    assert (full["women-services"], full["men-services"]) == (61, 44)
    assert full["women-services", "iks"] == 67


def test_units_follow_the_measure(exhibit_of: Ask) -> None:
    assert str(exhibit_of("travel-distance-by-centre")["Oslo krisesenter"]) == "15\u00a0kilometer"
    assert str(exhibit_of("centres-overview")["total", "nights"]) == "69\u00a0396"


def test_a_key_that_is_not_there(reasons: Exhibit) -> None:
    with pytest.raises(
        LookupFailed,
        match=r"reasons-for-stay has no 'threat'; did you mean 'threats'\? It has category: psychological, physical",
    ):
        reasons["threat"]


def test_too_few_keys(reasons: Exhibit) -> None:
    with pytest.raises(
        LookupFailed, match="has no number for the total of its categories; it has psychological, physical"
    ):
        reasons[2018]


def test_a_number_that_the_source_does_not_give(reasons: Exhibit) -> None:
    with pytest.raises(LookupFailed, match=r"table-03.csv:6: .* has no value: \.\. \(tall mangler\)"):
        reasons["economic", 2014]


def test_difference_ratio_and_sum(exhibit_of: Ask, reasons: Exhibit) -> None:
    assert str(reasons["psychological"] - reasons["psychological", 2014]) == "5\u00a0prosentpoeng"
    cost = exhibit_of("cost-by-part")
    assert str(cost["northern-norway"] / cost["trondelag"]) == "2,6"
    full = exhibit_of("full-women-by-size")
    assert str(full["once"] + full["several"]) == "61\u00a0prosent"


def test_change_is_from_an_earlier_year_to_the_year_shown(reasons: Exhibit) -> None:
    assert str(reasons.change("psychological", 2014)) == "5\u00a0prosentpoeng"
    assert str(reasons.change("threats", 2014, 2017)) == "\u22121\u00a0prosentpoeng"


def test_top_and_bottom(reasons: Exhibit) -> None:
    assert reasons.top() == "psychological"
    assert reasons.top(3) == ("psychological", "physical", "threats")
    assert set(reasons.bottom(3)) == {"forced-marriage", "sexual-child", "trafficking"}


def test_totals_are_never_on_top(exhibit_of: Ask) -> None:
    assert exhibit_of("centres-by-organisation").top() == "iks"
    assert exhibit_of("cost-by-part").top() == "northern-norway"


def test_top_within_a_group(exhibit_of: Ask) -> None:
    assert exhibit_of("full-women-by-size").top(None, "small") == "no"
    assert exhibit_of("full-women-by-size").top(None, "large") == "several"


def test_what_is_of_several_years_or_populations_is_not_ranked_together(exhibit_of: Ask) -> None:
    with pytest.raises(LookupFailed, match="a key twice to rank"):
        exhibit_of("full-by-organisation").top()
    with pytest.raises(LookupFailed, match="residents has no 'women'"):
        exhibit_of("residents", 2006).ranking("women")


def test_a_number_of_another_year_is_not_given_for_the_year_shown(exhibit_of: Ask) -> None:
    spread = exhibit_of("cost-spread", 2018)
    assert "2018" in spread["minimum"].origins[0].place
    with pytest.raises(LookupFailed, match="has no 'men'; it has year: 2007, 2006, 2017, 2018"):
        exhibit_of("nights", 2018)["men"]
    with pytest.raises(LookupFailed, match=r"The edition of 2018 knows no later year: .*since\W+: 2021"):
        spread["minimum", 2021]


def test_rank_counts_from_the_top_and_equal_values_share(exhibit_of: Ask, reasons: Exhibit) -> None:
    assert (reasons.rank("psychological"), reasons.rank("threats")) == (1, 3)
    cooperation = exhibit_of("case-cooperation-by-organisation")
    assert cooperation.rank("police") == 1
    assert cooperation.rank("child-welfare") == cooperation.rank("mental-health") == 3


def test_share_is_per_cent_of_the_total(exhibit_of: Ask) -> None:
    assert str(exhibit_of("centres-by-organisation").share("municipal")) == "28\u00a0prosent"


def test_base_is_the_number_of_answers(exhibit_of: Ask) -> None:
    staff = exhibit_of("child-staff-by-size")
    assert (str(staff.base("small")), str(staff.base())) == ("14", "46")
    assert str(exhibit_of("destination-by-year").base(2014)) == "2\u00a0273"


def test_labels_stand_in_lower_case_in_a_sentence(exhibit_of: Ask, reasons: Exhibit) -> None:
    assert reasons.label(reasons.top()) == "psykisk vold"
    assert reasons.label("psychological", sentence=False) == "Psykisk vold"
    assert exhibit_of("case-cooperation-by-organisation").label("nav") == "NAV"
    assert exhibit_of("cost-by-part").label("trondelag") == "Trøndelag"


def test_years_and_the_year_shown(exhibit_of: Ask, reasons: Exhibit) -> None:
    assert (reasons.year, reasons.years) == (2018, (2014, 2015, 2016, 2017, 2018))
    assert exhibit_of("reasons-for-stay", 2015)["psychological"] == 84


def test_a_number_that_the_report_has_only_in_running_text(book_root: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(book_root))
    broken_off = stated("kindergarten-broken-off")
    assert str(broken_off) == "52\u00a0prosent"
    assert broken_off.origins[0].source == "rapporten, avsnitt 1.1.2"
    with pytest.raises(
        LookupFailed, match=r"no number is stated as 'kindergarten-broken'; did you mean 'kindergarten-broken-off'"
    ):
        stated("kindergarten-broken")


def test_every_number_knows_where_it_is_from(reasons: Exhibit) -> None:
    origin = reasons["threats"].origins[0]
    assert (origin.exhibit, origin.file, origin.line) == ("reasons-for-stay", "data/printed/table-03.csv", 4)
    assert (
        origin.sentence()
        == "Opphold, trusler, 2018. Rapporten fra 2019, tabell 3. Krisesenterstatistikken 2014–2018 (Sentio)."
    )
