"""Whoever has what is published tries to find one person in it: registers are counted, published, and looked through.

All records are invented.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from books import ROOT

from kunnskapsstatus.errors import BookError
from kunnskapsstatus.keys import TOTAL
from kunnskapsstatus.numbers import HIDDEN
from kunnskapsstatus.registers import centres, forms
from kunnskapsstatus.registers.answers import DTYPES
from kunnskapsstatus.registers.publication import SMALL
from kunnskapsstatus.registers.tabulation import reading
from kunnskapsstatus.registers.tabulation.tabulate import Registers

Found = dict[tuple[str, str, str, str], float | str]
Record = Mapping[str, Any]


def of(form: str, records: Iterable[Record]) -> pd.DataFrame:
    """Records of a form, with the types that receiving gives them."""
    frame, known = pd.DataFrame([*records]), forms.load(ROOT)[form].columns
    return frame.astype({name: DTYPES[known[name].type] for name in frame if known[name].type in DTYPES})


def stays(number: int, nights: int = 10, person: str = "", **answers: Any) -> list[dict[str, Any]]:
    """So many stays of as many persons, or all of one person, of whom the first is the first of the year."""
    days = pd.date_range(date(2018, 1, 2), periods=number).date
    own = {name.replace("__", ".").replace("_", "-"): answer for name, answer in answers.items()}
    return [
        {
            "centre": "oslo", "service": "service-women", "arrival": day, "nights": nights, "sex": "women",
            "first-stay": "no" if person and at else "yes", **({"person": person} if person else {}), **own,
        }
        for at, day in enumerate(days)
    ]  # fmt: skip


def published(year: int = 2018, root: Path = ROOT, **frames: pd.DataFrame) -> Found:
    """What is published of some registers: by exhibit, population or measure of a centre, category and group."""
    registers = Registers(root, {name.replace("_", "-"): frame for name, frame in frames.items()}, year)
    made = registers.tabulate_all([name for name in registers.tabulations if registers.has(name)])
    tables = {name: (registers.tabulations[name], rows) for name, rows in made.items()}
    return {
        (name, row.population if row.measure == "count" else row.measure, row.category, row.group): row.symbol or
        row.value for name, rows in SMALL.publish(tables, registers.classes.alone).items() for row in rows
    }  # fmt: skip


def by_sex(found: Found, exhibit: str, of_what: str) -> list[float | str]:
    return [found[exhibit, of_what, TOTAL, sex] for sex in ("women", "men", TOTAL)]


def test_the_nights_of_one_man_are_hidden_and_follow_from_no_others() -> None:
    found = published(residents=of("residents", [*stays(60), *stays(1, 173, sex="men")]))
    assert by_sex(found, "residents", "residents") == [HIDDEN, HIDDEN, 61]
    assert by_sex(found, "nights", "nights") == [HIDDEN, HIDDEN, 773]
    assert by_sex(found, "stay-length", "mean")[:2] == [HIDDEN, HIDDEN]
    assert found["men-residents", "stays", TOTAL, TOTAL] == HIDDEN


@pytest.mark.parametrize("keyed", [True, False], ids=["by-key", "by-mark"])
def test_several_stays_of_one_person_are_of_one_person(keyed: bool) -> None:
    records = [*stays(60), *stays(5, 30, "p1", sex="men")]
    frame = of("residents", records)
    found = published(residents=frame if keyed else frame.drop(columns="person"))
    assert by_sex(found, "nights", "nights") == [HIDDEN, HIDDEN, 750]
    assert found["men-residents", "stays", TOTAL, TOTAL] == HIDDEN
    visits = [
        {"centre": "oslo", "service": "service-women", "visit": one["arrival"], "first-visit": one["first-stay"],
         "help.needs-mapping": "person" in one, "help.legal-help": "person" not in one}
        for one in [*stays(60), *stays(9, person="p")]
    ]  # fmt: skip
    found = published(day_users=of("day-users", visits))
    assert found["day-help-by-organisation", "percent", "needs-mapping", TOTAL] == HIDDEN, "nine visits of one"


def test_one_person_who_is_the_first_at_three_centres_is_no_three_persons() -> None:
    moved = zip(stays(3, person="p", sex="men"), ("oslo", "bergen", "salten"), strict=True)
    one = [{**stay, "centre": key, "first-stay": "yes"} for stay, key in moved]
    found = published(residents=of("residents", [*stays(60), *one]))
    assert by_sex(found, "residents", "residents") == [HIDDEN, HIDDEN, 63]
    assert by_sex(found, "nights", "nights") == [HIDDEN, HIDDEN, 630]


def test_a_table_of_some_is_held_to_the_others_that_have_the_same() -> None:
    """Of 6 residents 4 are men, and one of the other two is a woman: the men's own table may not tell."""
    found = published(residents=of("residents", [*stays(2), *stays(4, sex="men")]))
    assert found["residents", "residents", TOTAL, "men"] == HIDDEN
    assert found["men-residents", "residents", TOTAL, TOTAL] == HIDDEN, "all less these are two women"


PLANS = {
    "oslo": ("municipal", 20, 40), "salten": ("iks", 20, 41), "alta": ("iks", 7, 22), "bergen": ("municipal", 7, 23),
    "eva": ("municipal", 3, 1), "rana": ("iks", 3, 1), "tromso": ("other", 20, 1), "narvik": ("other", 20, 1),
    "betzy": ("private", 7, 3), "hamar": ("private", 7, 2),
}  # fmt: skip
"""Of some centres their form of organisation, their staff-years and how many have a plan."""


def test_of_two_columns_each_has_groups_of_its_own_that_add_up() -> None:
    women = [{"centre": key, "organisation": form, "staff-years": years} for key, (form, years, _) in PLANS.items()]
    records = [one for key, (*_, number) in PLANS.items() for one in stays(number, centre=key, individual_plan="yes")]
    records += [one for key in PLANS for one in stays(20, centre=key, individual_plan="no")]
    found = published(women=of("women", women), residents=of("residents", records))
    for groups in (("small", "medium", "large"), ("municipal", "iks", "private", "other")):
        told = [found["individual-plan", "percent", "yes", group] for group in groups]
        assert told.count(HIDDEN) == 2, f"{dict(zip(groups, told, strict=True))}: one follows from the others and all"


def test_who_has_nearly_half_of_a_sum_is_not_told_of_by_it() -> None:
    men = [*stays(1, 400, sex="men"), *stays(3, 3, sex="men")]
    found = published(residents=of("residents", [*stays(60), *men]))
    assert by_sex(found, "nights", "nights")[1] == by_sex(found, "stay-length", "mean")[1] == HIDDEN
    men = [*stays(8, 50, "p", sex="men"), *stays(6, 3, sex="men")]
    found = published(residents=of("residents", [*stays(60), *men]))
    assert by_sex(found, "nights", "nights")[1] == HIDDEN, "who has stayed eight times has most of the nights"
    found = published(residents=of("residents", [*stays(60), *stays(6, 30, sex="men")]))
    assert by_sex(found, "nights", "nights") == [600, 180, 780]


ORGANISED = {"municipal": 2, "iks": 12, "foundation": 10}


def services(**own: Mapping[str, int]) -> pd.DataFrame:
    """Services for women, with numbers by their form of organisation."""
    forms_of = [one for one, number in ORGANISED.items() for _ in range(number)]
    keys = centres.load(ROOT).in_year(2018)
    numbers = {name.replace("_", "-"): values for name, values in own.items()}
    return of("women", ({
        "centre": key, "organisation": form, "staff-years": 5.0, "budget": 1e6, "longest-distance": 10.0,
        **{name: values[form] for name, values in numbers.items()},
    } for key, form in zip(keys, forms_of, strict=False)))  # fmt: skip


def shares(found: Found, category: str) -> list[float | str]:
    return [found["profiles-by-organisation", "percent", category, group] for group in (*ORGANISED, TOTAL)]


def test_a_share_of_a_number_of_persons_is_of_so_many_persons_and_not_of_services() -> None:
    of_users = {"municipal": 40, "iks": 60, "foundation": 60}
    found = published(women=services(day_users=of_users))
    assert shares(found, "share-of-day-users") == [6, 51, 43, 100], "eighty persons are not few"
    found = published(women=services(day_users={**of_users, "municipal": 1}))
    assert shares(found, "share-of-day-users") == [HIDDEN, 54, HIDDEN, 100]
    few = {"municipal": 1, "iks": 60, "foundation": 60}
    found = published(women=services(residents=few, nights={"municipal": 200, "iks": 900, "foundation": 900}))
    assert shares(found, "share-of-residents") == [HIDDEN, 54, HIDDEN, 100]
    assert shares(found, "share-of-nights") == [HIDDEN, 53, HIDDEN, 100], "two persons' nights"


def test_what_one_centre_answered_is_no_mean_and_what_one_person_is_is_no_bound() -> None:
    keys = centres.load(ROOT).in_year(2019)[:24]
    answers = [{"centre": key, "respondent-age": 30 + at, "satisfaction.item-municipalities": "somewhat-agree"}
               for at, key in enumerate(keys)]  # fmt: skip
    women = [{"centre": key, "organisation": "iks", "staff-years": 3.0 if at == 0 else 7.0 if at < 9 else 20.0}
             for at, key in enumerate(keys)]  # fmt: skip
    found = published(2019, survey=of("survey", answers), women=of("women", women))
    rows = [found["satisfaction-by-size", "mean", TOTAL, group] for group in ("small", "medium", "large", TOTAL)]
    assert rows == [HIDDEN, HIDDEN, 4, 4]
    assert [found["survey-respondents", one, "age", TOTAL] for one in ("mean", "minimum", "maximum")] == [
        42, HIDDEN, HIDDEN,
    ]  # fmt: skip


def test_a_sum_of_no_number_is_missing_and_a_sum_of_nobody_is_zero() -> None:
    one = {"centre": "oslo", "organisation": "iks", "staff-years": 7.0, "beds": pd.NA}
    women, men = (of(form, [one]) for form in ("women", "men"))
    found = published(women=women, men=men.iloc[:0])
    assert [found["beds-by-year", "beds", name, TOTAL] for name in ("beds-women", "beds-men")] == ["..", ".."]
    found = published(women=women.assign(beds=0).astype({"beds": "Int64"}), men=men)
    assert [found["beds-by-year", "beds", name, TOTAL] for name in ("beds-women", "beds-men")] == [0, ".."]
    found = published(residents=of("residents", stays(60)))
    assert by_sex(found, "nights", "nights") == [600, 0, 600]
    unknown = of("residents", [*stays(60), *stays(40, sex="men", nights=None)])
    assert by_sex(published(residents=unknown), "nights", "nights") == [600, "..", 600]
    found = published(women=services(day_users={"municipal": pd.NA, "iks": 60, "foundation": 60}))
    assert shares(found, "share-of-day-users") == ["..", 55, 45, 100]


def test_numbers_of_persons_that_services_give_say_of_how_many(tmp_path: Path) -> None:
    for folder in ("codebook", "forms", "reference", "registers"):
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "data" / folder).symlink_to(ROOT / "data" / folder)
    (tmp_path / "data" / "exhibits").mkdir()
    (tmp_path / "data" / "tabulations").mkdir()
    exhibit = '[nights]\ntitle = "Tittel"\nsource = "Kilde"\npopulation = "nights"\nmeasure = "percent"\n'
    (tmp_path / "data" / "exhibits" / "users.toml").write_text(exhibit, "utf-8")
    path = tmp_path / reading.FOLDER / "services.toml"
    section = '[nights]\nform = "women"\nof = "nights"\nmeasure = {percent = "share"}\n'
    path.write_text(section, "utf-8")
    with pytest.raises(BookError, match=r"a record of women is not of one person(?s:.*)Add the field persons"):
        reading.load(tmp_path)
    path.write_text(f'{section}persons = "full"\n', "utf-8")
    with pytest.raises(BookError, match=r"services.toml:5: \[nights\] 'full' is no whole number"):
        reading.load(tmp_path)
    path.write_text(f'{section}persons = "residents"\n', "utf-8")
    assert reading.load(tmp_path)["nights"].parts[0].persons == "residents"
