"""Synthetic registers: whole numbers that fit what is printed, the printed numbers that cannot hold together, and
records that are tabulated to what is printed. All of a year: ``make round-trip``."""

from pathlib import Path

import given_back
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from books import ROOT

from kunnskapsstatus import cli
from kunnskapsstatus.data import unread
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.data.rules.rule import STOPS
from kunnskapsstatus.errors import DataError
from kunnskapsstatus.registers import delivery, forms
from kunnskapsstatus.registers.control import control
from kunnskapsstatus.registers.synthetic import amounts, kostra, persons
from kunnskapsstatus.registers.synthetic.blocks import Block
from kunnskapsstatus.registers.synthetic.compare import compare
from kunnskapsstatus.registers.synthetic.files import write_forms
from kunnskapsstatus.registers.synthetic.overlaps import overlaps
from kunnskapsstatus.registers.synthetic.printed import Printed, told_of, window
from kunnskapsstatus.registers.synthetic.programme import Programme, contradictions
from kunnskapsstatus.registers.synthetic.registers import synthesize
from kunnskapsstatus.registers.synthetic.scales import Scale
from kunnskapsstatus.registers.synthetic.services import Facts, reorganise, services
from kunnskapsstatus.registers.tabulation import reading

YEAR = 2018
POINTS = forms.load(ROOT)["survey"].variables["driver-training"].points
GIVEN_BACK = ROOT / "docs" / "given-back.md"
SMALL = {"own-home": 27, "new-home": 26, "perpetrator": 21, "family-friends": 10, "transitional-home": 1,
         "other-centre": 5, "refugee-services": 1, "destination-unknown": 1, "elsewhere": 11}  # fmt: skip
"""Table 16, small centres, N = 170."""


def destinations(base: int) -> Programme:
    """Where those from small centres went, each once."""
    found = Programme()
    numbers = {name: found.unknown(base) for name in SMALL}
    found.demand(numbers.values(), base, base)
    for name, percent in SMALL.items():
        found.demand([numbers[name]], *window(percent, 0, base), f"{name} {percent}")
    return found


@pytest.mark.parametrize(
    ("percent", "decimals", "base", "least", "most"),
    [(27, 0, 170, 46, 46), (94, 0, 46, 44, 43), (7.5, 1, 134, 10, 10), (0, 0, 57, 0, 0), (100, 0, 4, 4, 4)],
    ids=["one", "none", "decimal", "nobody", "all"],
)
def test_a_percentage_says_how_many_there_can_be(
    percent: float, decimals: int, base: int, least: int, most: int
) -> None:
    assert window(percent, decimals, base) == (least, most)


def test_numbers_that_cannot_hold_together_are_named_and_none_too_many() -> None:
    """The nine percentages of table 16 need at least 171 answers, and there are 170: any one of them may be wrong."""
    programme = destinations(170)
    assert programme.solve() is None
    assert len(programme.fewest()) == 1
    assert set(programme.conflict()) == set(programme.smallest()) == set(programme.printed)
    near = programme.nearest(1, programme.fewest())
    assert sum(near) == 170
    assert destinations(1700).fewest() == destinations(1700).conflict() == destinations(1700).smallest() == ()


def test_a_base_is_not_given_up_for_one_of_its_numbers() -> None:
    programme = Programme()
    ticked, touched = programme.unknown(20), programme.unknown(20)
    programme.demand({ticked: 1, touched: -1}, -20, 0)
    programme.demand([touched], 10, 10, "N", 3)
    programme.demand([ticked], 5, 5, "first")
    programme.demand([ticked], 12, 12, "second")
    assert programme.fewest() == ("second",)


def test_answers_to_a_scale_have_its_counts_mean_and_standard_deviation() -> None:
    """Table 20, and M = 1,52 and SD = 0,63 of section 12.4."""
    counts = {"plan": {"yes": 27, "partly": 11, "no": 6}, "who": {"yes": 33, "partly": 7, "no": 4},
              "regular": {"yes": 25, "partly": 12, "no": 7}}  # fmt: skip
    scale = Scale(counts, 44, 1.52, 0.63, POINTS)
    given, scores, wrong = scale.answers(1)
    assert wrong == () and len(given) == 44
    assert (round(np.mean(scores), 2), round(np.std(scores, ddof=1), 2)) == (1.52, 0.63)
    for place, answers in enumerate(counts.values()):
        assert pd.Series([one[place] for one in given]).value_counts().to_dict() == answers
    assert scale.answers(1)[0] == given and scale.answers(2)[0] != given


def test_a_mean_that_no_answers_have_may_be_of_all_statements_but_one() -> None:
    counts = {"first": {"yes": 40, "no": 4}, "second": {"yes": 22, "no": 22}}
    scale = Scale(counts, 44, 1.82, 0.58, POINTS, "table-20")
    given, scores, wrong = scale.answers(1)
    assert [one.name for one in wrong] == ["table-20: mean 1.82"]
    assert round(np.mean(scores), 2) == 1.82
    assert [one[1] for one in given].count("yes") == 22


@pytest.fixture(scope="module")
def offers() -> pd.DataFrame:
    found, wrong = services(ROOT, YEAR, 1)
    assert wrong == ()
    return found


def test_sizes_fit_every_table_that_tells_of_them(offers: pd.DataFrame) -> None:
    women = offers[offers["form"] == "women"]
    facts = Facts(ROOT, YEAR)
    cost = women["centre"].map(lambda centre: facts.number("cost-per-inhabitant", centre))
    assert cost.groupby(women["size"]).mean().round(1).to_dict() == {"small": 108.8, "medium": 96.8, "large": 72.5}
    assert women["size"].value_counts().to_dict() == {"medium": 17, "large": 15, "small": 14}
    staff = women.groupby("size")["staff-years"].agg(["min", "max"])
    assert staff.loc["small", "max"] <= 5 and staff.loc["medium", "min"] >= 6 and staff.loc["large", "min"] >= 10


def filled(offers: pd.DataFrame, form: str, *names: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The services with some variables filled in, and the printed numbers that they do not give back."""
    printed, random, wrong = Printed(ROOT, YEAR), np.random.default_rng(1), ()
    frame = offers
    for name in names:
        variable = printed.forms[form].variables[name]
        columns, lost = Block(variable, frame, list(printed.of(variable, (form,))), (form,)).fill(random)
        frame, wrong = pd.concat([frame, pd.DataFrame(columns)], axis=1), (*wrong, *lost)
    return frame[frame["form"] == form].drop(columns=["form", "size"]), wrong


def test_what_is_filled_in_is_tabulated_to_what_is_printed(offers: pd.DataFrame) -> None:
    """Tables 13, 14 and A16: several answers with one that shuts out the others, two breakdowns at once, and two
    percentages that no number of services gives."""
    frame, wrong = filled(offers, "women", "competence", "competence-plan", "external-guidance", "child-offers")
    assert [one.name for one in wrong] == [
        "table-a16: transport 94 % of 46", "table-a16: child-groups municipal 39 % of 13"
    ]  # fmt: skip
    assert [one.together for one in wrong] == [(one.name,) for one in wrong], "no number of 46, and none of 13, is so"
    exhibits = ("competence-plans", "special-competence-by-organisation", "child-offers-by-organisation")
    found = {one.exhibit: one.differing for one in compare(ROOT, {"women": frame}, YEAR, exhibits)}
    assert found == {
        "competence-plans": (),
        "special-competence-by-organisation": (),
        "child-offers-by-organisation": ("transport 94, not 93", "child-groups municipal 39, not 38"),
    }
    ticks = frame.filter(like="competence.").drop(columns="competence.competence-none")
    assert not (ticks.any(axis=1) & frame["competence.competence-none"]).any()


def test_stays_of_a_centre_have_its_printed_number_and_nights(offers: pd.DataFrame) -> None:
    frame = persons.records(Printed(ROOT, YEAR), "residents", offers, np.random.default_rng(1))
    oslo = frame[frame["centre"] == "oslo"]
    assert (len(oslo), oslo["nights"].sum()) == (309, 8047)
    nights = (pd.to_datetime(frame["departure"]) - pd.to_datetime(frame["arrival"])).dt.days
    assert (nights.dropna() == frame.loc[nights.notna(), "nights"].astype(float)).all()
    assert frame["first-stay"].eq("yes").sum() == 1842
    assert round(100 * frame.loc[frame["first-stay"] == "yes", "age"].lt(30).mean(), 1) == 31.3


def test_files_are_marked_and_the_same_for_the_same_seed(tmp_path: Path, offers: pd.DataFrame) -> None:
    frames = {"women": offers}
    for name in ("one", "two"):
        write_forms(tmp_path / name, frames, YEAR, 1)
    (one,), (two,) = ([*(tmp_path / name).iterdir()] for name in ("one", "two"))
    assert one.name == "women-2018-syntetisk.parquet" and one.read_bytes() == two.read_bytes()
    assert pq.read_schema(one).metadata == {b"syntetisk": b"seed 1"}
    one.rename(one.with_name("women.parquet"))
    assert delivery.read(ROOT, one.parent, YEAR).synthetic, "another name makes nothing real"
    again = services(ROOT, YEAR, 1)[0]
    pd.testing.assert_frame_equal(again, offers)


@pytest.mark.parametrize("name", ["registers/women-2018-syntetisk.parquet", "official/Syntetisk-residents.csv"])
def test_no_book_is_made_of_them(name: str, tmp_path: Path) -> None:
    path = tmp_path / "data" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    with pytest.raises(DataError, match="these records are invented"):
        unread.check(tmp_path)


@pytest.mark.parametrize(
    ("folder", "year", "says"),
    [(ROOT / "data" / "registers", 2018, "this folder is the book's"), (None, 2018, "other.csv lies there"),
     (None, 2012, "of 2012 the report prints too little")],
    ids=["book", "others", "year"],
)  # fmt: skip
def test_the_command_refuses(
    folder: Path | None, year: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if says.startswith("other"):
        (tmp_path / "other.csv").write_text("")
    assert cli.main(["synthesize", str(folder or tmp_path), "--year", str(year)]) == 1
    assert says in capsys.readouterr().err
    assert not list(tmp_path.glob("*.parquet"))


def test_what_the_report_tells_of_no_year_is_of_its_year_where_a_table_of_answers_names_none() -> None:
    book, known = open_book(ROOT), reading.load(ROOT)
    assert {row.category for row in told_of(book, known["prior-contact"], 2018)} >= {"police", "nav"}
    assert told_of(book, known["prior-contact"], 2017) == ()
    for exhibit in ("residents", "nights", "accessibility-women", "profiles-by-size"):
        assert all(row.year == 2018 for row in told_of(book, known[exhibit], 2018))


def test_each_exhibit_of_registers_has_one_of_three_answers() -> None:
    """The page is written by `make round-trip TRIP=--write`."""
    page = GIVEN_BACK.read_text("utf-8")
    for one in given_back.answers(ROOT):
        by_year = ", ".join(f"{year}: {number}" for year, number in one.numbers.items())
        begun = f"| `{one.tabulation.exhibit}` | {one.tabulation.dataset} | {by_year} | "
        (line,) = (line for line in page.splitlines() if line.startswith(f"| `{one.tabulation.exhibit}` |"))
        assert line.startswith(begun), "another number is printed, or another year is made"
        held = given_back.BACK in line or given_back.CONTRADICTED in line
        assert held == bool(one.numbers) and (held or f"{given_back.NOTHING}: {', '.join(one.why)}" in line)
        assert (given_back.CONTRADICTED in line) == (f"\n| {one.tabulation.dataset}: " in page)
    assert page.count("\n| `") == len(reading.load(ROOT))


def test_what_other_tables_say_of_the_same_services_is_named_and_no_more(offers: pd.DataFrame) -> None:
    """Table A21 has 16 inter-municipal companies, where table 1 has 3, 8 and 4; and the stays of table A28 are fewer
    than those that table A9 has answers of."""
    found = {one.name: one for one in overlaps(Printed(ROOT, YEAR), offers)}
    assert set(found) == {"table-a21: iks 16", "table-a21: private 7", "table-a21: other 1", "table-a28: total 2475"}
    iks = found["table-a21: iks 16"]
    others = ("table-01: iks small 3", "table-01: iks medium 8", "table-01: iks large 4")
    assert iks.together == (*others, iks.name) and not iks.of_so_many


def test_a_number_that_holds_with_other_records_says_so() -> None:
    programme = Programme()
    programme.demand([programme.unknown(15)], 16, 16, "iks 16")
    (found,) = contradictions(programme, programme.fewest())
    assert found.together == ("iks 16",) and found.of_so_many


def test_some_may_not_have_answered_where_no_base_is_printed() -> None:
    """26 and 28 per cent are of 43, and not of the 44 who were asked."""
    printed, frame = Printed(ROOT, 2019), pd.DataFrame({"form": ["survey"] * 44})
    variable = printed.forms["survey"].variables["flexible-units"]
    columns, wrong = Block(variable, frame, list(printed.of(variable, ("survey",))), ("survey",)).fill(
        np.random.default_rng(1)
    )
    assert wrong == () and columns["flexible-units"].value_counts()[["yes", "no"]].to_list() == [11, 12]


@pytest.mark.parametrize("year", kostra.YEARS)
def test_municipalities_cost_what_is_printed_of_each_part_and_of_all(year: int) -> None:
    frame = kostra.municipalities(Printed(ROOT, year), np.random.default_rng(1))
    frames = {"kostra": frame.drop(columns="form").assign(**{"internal-control": None})}
    (found,) = compare(ROOT, frames, year, ["cost-by-part"])
    assert (found.numbers, found.differing) == (30, ())
    assert frame["municipality"].between("9001", "9999").all() and frame["municipality"].is_unique


def test_numbers_that_are_spread_so_far_within_these_ends_are_none() -> None:
    with pytest.raises(ValueError, match="no numbers between 0 and 10 are so spread"):
        kostra.Spread(30, 5, 5.2, 0, 10, 0.05).numbers(np.random.default_rng(1))


def test_years_before_have_the_organisation_beds_and_distances_that_are_printed(offers: pd.DataFrame) -> None:
    earlier, printed = offers.copy(), Printed(ROOT, 2017)
    reorganise(earlier, printed)
    amounts.fill(printed, Facts(ROOT, YEAR), earlier, np.random.default_rng(1))
    women = earlier[earlier["form"] == "women"]
    assert women["organisation"].value_counts().to_dict() == {
        "municipal": 14, "iks": 14, "private": 7, "foundation": 10, "other": 1
    }  # fmt: skip
    assert women["longest-distance"].between(101, 150).sum() == 14 and women["beds"].sum() == 938


@pytest.mark.parametrize("year", [2014, 2019])
def test_a_year_gives_back_all_that_can_hold_and_nothing_in_it_stops(year: int, tmp_path: Path) -> None:
    """The least of the years with persons, and the survey; `make round-trip` does the same with 2018."""
    made = synthesize(ROOT, year, 1)
    write_forms(tmp_path / "sent", made.frames, year, 1)
    sent = delivery.read(ROOT, tmp_path / "sent", year)
    found = control(sent, tmp_path / "sent" / delivery.SIGNATURES)
    assert [one.rule.id for one in found.found if one.severity == STOPS] == []
    tables = compare(ROOT, sent.records, year)
    assert sum(table.numbers for table in tables) >= 33
    lost = {f"{table.dataset}: {one.partition(', not')[0]}" for table in tables for one in table.differing}
    assert lost <= {one.name.partition(" %")[0] for one in made.impossible}
    page = GIVEN_BACK.read_text("utf-8")
    assert [one.name for one in made.impossible if f"\n| {one.name} | " not in page] == []
