"""The forms of the registers: what each has, who is asked and since when; and what is wrong with one is told."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from books import ROOT

from kunnskapsstatus import cli
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.registers import centres, forms, offers
from kunnskapsstatus.registers.changes import ADDED, CODES, REMOVED, changes

FORMS = forms.load(ROOT)
PERSONS = ("residents", "day-users", "children")
SMALL = """\
[form]
title_nb = "Skjema"
title_en = "Form"
record_nb = "opphold"
record_en = "stay"
since = 2014

[sex]
type = "code"
codes = "sex"
label_nb = "Kjønn"
label_en = "Sex"
[sex.added]
other-gender = 2021

[reason]
type = "tick"
items = "reason"
when = { sex = ["women"] }
since = 2016
label_nb = "Årsak"
label_en = "Reason"
"""


def test_there_are_the_five_forms_the_survey_and_kostra() -> None:
    assert sorted(FORMS) == ["children", "day-users", "kostra", "men", "residents", "survey", "women"]


def test_the_survey_has_41_statements_in_nine_tables_and_four_items_of_satisfaction() -> None:
    drivers = [one for name, one in FORMS["survey"].variables.items() if name.startswith("driver-")]
    assert (len(drivers), sum(len(one.parts) for one in drivers)) == (9, 41)
    assert len(FORMS["survey"].variables["satisfaction"].parts) == 4
    assert all(list(one.categories) == ["no", "partly", "yes", "unknown"] for one in drivers)


@pytest.mark.parametrize("name", FORMS)
def test_each_variable_says_what_is_known_or_assumed_in_both_languages(name: str) -> None:
    for one in FORMS[name].variables.values():
        assert one.label_nb and one.label_en and (one.known or one.assumed), one.name
        assert all(each.label_nb and each.label_en for each in (*one.categories.values(), *one.parts.values()))


@pytest.mark.parametrize(
    ("table", "form", "variable"), [("table-03", "residents", "reason"), ("table-11", "children", "help")]
)
def test_what_a_table_has_a_dash_for_was_not_asked_that_year(table: str, form: str, variable: str) -> None:
    with (ROOT / "data" / "printed" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = forms.Codebook(ROOT).key((FORMS[form].variables[variable].items,), row["category"])
            for year in range(2014, 2019):
                asked = FORMS[form].of(year).variables[variable].parts
                assert (key in asked) == (row[str(year)] != "-"), (row["category"], year)


def test_a_form_of_a_year_has_what_was_asked_then() -> None:
    assert "other-gender" not in FORMS["residents"].of(2020).variables["sex"].categories
    assert "other-gender" in FORMS["residents"].of(2021).variables["sex"].categories
    assert "disability-kind" not in FORMS["day-users"].of(2015).variables
    assert "survey" not in forms.of_year(ROOT, 2018)


def test_the_change_report_tells_what_came_and_what_went() -> None:
    found = {
        (one.form, one.variable, one.kind) for one in changes(forms.of_year(ROOT, 2015), forms.of_year(ROOT, 2019))
    }
    assert ("residents", "reason", CODES) in found
    assert ("day-users", "disability-kind", ADDED) in found
    assert {("survey", "", ADDED), ("kostra", "", ADDED)} < found
    back = {(one.form, one.variable, one.kind) for one in changes(forms.of_year(ROOT, 2019), forms.of_year(ROOT, 2015))}
    assert {("survey", "", REMOVED), ("day-users", "disability-kind", REMOVED)} < back
    (reason,) = [
        one for one in changes(forms.of_year(ROOT, 2016), forms.of_year(ROOT, 2017)) if one.variable == "reason"
    ]
    assert [key for key, _ in reason.came] == [
        "economic", "sexual", "physical-child", "psychological-child", "sexual-child",
    ]  # fmt: skip


def test_a_question_that_moves_to_another_form_is_told_of_as_that(small: Callable[[str], Path]) -> None:
    moves = '[form]\ntitle_nb = "Beboere"\ntitle_en = "Residents"\nrecord_nb = "o"\nrecord_en = "s"\nsince = 2014\n'
    asked = 'type = "code"\ncodes = "answer"\nonly = ["yes", "no"]\nlabel_nb = "Plan"\nlabel_en = "Plan"\n'
    root = small(f"{moves}[plan]\n{asked}until = 2019\n[other]\n{asked}")
    days = f'{moves}[plan]\nsame_as = "residents"\nsince = 2020\nonly = ["yes", "no", "unknown"]\n'
    (root / "data" / "forms" / "day-users.toml").write_text(days, "utf-8")
    told = [str(one) for one in changes(forms.of_year(root, 2019), forms.of_year(root, 2020))]
    assert told == ["> day-users plan (Plan), which residents had\n    + unknown (Vet ikke)"]


def test_the_commands_tell_of_forms_and_changes(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["forms"]) == cli.main(["forms", "children", "--year", "2018"]) == 0
    assert cli.main(["forms", "--changes", "2016", "2017"]) == 0
    told = capsys.readouterr().out
    assert "item no-child-help: Ingen bistand / No help (alone)" in told
    assert "asked when earlier-stay is yes" in told
    assert "+ economic (Økonomisk vold)" in told
    assert cli.main(["forms", "residnts"]) == 1
    assert "did you mean 'residents'?" in capsys.readouterr().err


@pytest.fixture
def small(tmp_path: Path) -> Callable[[str], Path]:
    """A folder with one form and what it needs."""

    def make(text: str) -> Path:
        (tmp_path / "data" / "forms").mkdir(parents=True)
        (tmp_path / "data" / "codebook").symlink_to(ROOT / "data" / "codebook")
        (tmp_path / "data" / "forms" / "residents.toml").write_text(text, "utf-8")
        return tmp_path

    return make


def test_a_small_form_is_read(small: Callable[[str], Path]) -> None:
    form = forms.load(small(SMALL))["residents"]
    assert form.of(2016).columns["reason.threats"].when == {"sex": ("women",)}
    assert "reason" not in form.of(2015).variables


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('codes = "sex"', 'codes = "sexx"', "residents.toml:10: [sex] codes: the codebook has no variable 'sexx'; did"),
        ('"code"', '"cod"', "residents.toml:9: [sex] type: 'cod' is none; did you mean 'code'?"),
        (
            "other-gender = ",
            "other-gendre = ",
            "residents.toml:14: [sex.added] added: 'other-gendre' is not among its codes;",
        ),
        ('["women"]', '["woman"]', "residents.toml:19: [reason] when: sex = ['woman'] is no answer of this form"),
        ("since = 2016", "since = 16", "residents.toml:20: [reason] since: 16 is no year"),
        ("since = 2016", "since = 2016\nuntil = 2015", "[reason] until: 2015 is before 2016, and it is never asked"),
        ('label_nb = "Årsak"', 'lable_nb = "Årsak"', "the field 'lable_nb' is not known; did you mean 'label_nb'?"),
        ('label_en = "Reason"', "", "residents.toml:16: [reason] the field 'label_en' is missing"),
        ('items = "reason"', 'same_as = "resident"', "same_as: the form 'resident' has no variable 'reason'"),
        ('items = "reason"', "", "residents.toml:16: [reason] what is ticked has items, and only that"),
        (
            'label_en = "Sex"',
            'label_en = "Sex"\nlowest = 3',
            "residents.toml:13: [sex] only numbers lie between others",
        ),
        ("[form]", "[from]", "there is no section [form]"),
    ],
    ids=["codes", "type", "added", "when", "year", "never", "field", "missing", "same-as", "items", "lowest", "head"],
)
def test_what_is_wrong_with_a_form_is_told_with_its_line(
    small: Callable[[str], Path], old: str, new: str, told: str
) -> None:
    assert SMALL.count(old) >= 1
    with pytest.raises(BookError) as error:
        forms.load(small(SMALL.replace(old, new, 1)))
    assert told in str(error.value)


# --- the centres ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["table-04", "table-a28", "table-a29"])
def test_each_spelling_of_the_report_is_a_centre(table: str) -> None:
    register = centres.load(ROOT)
    with (ROOT / "data" / "printed" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        names = [row["category"] for row in csv.DictReader(file) if row["category"] not in ("", "Totalt")]
    assert [name for name in names if centres.loose(name) not in register.spelled] == []
    assert len({register.spelled[centres.loose(name)] for name in names}) == 46


def test_no_spelling_is_two_centres() -> None:
    owners: dict[str, set[str]] = {}
    for one in centres.load(ROOT).values():
        for form in (one.key, one.name, *one.spellings):
            owners.setdefault(centres.loose(form), set()).add(one.key)
    assert [form for form, keys in owners.items() if len(keys) > 1] == []


def test_a_centre_is_there_from_its_opening_to_its_closing() -> None:
    register = centres.load(ROOT)
    assert [len(register.in_year(year)) for year in (2013, 2014, 2018, 2019, 2020)] == [45, 46, 46, 46, 45]
    assert not register["samisk"].in_year(2020) and not register["fjell"].in_year(2013)
    assert register["haugesund"].answers_with(2019) == "stord"


def test_a_centre_lies_in_a_municipality_of_the_years_division() -> None:
    follo = centres.load(ROOT)["follo"]
    places = [follo.place_of(year) for year in (2018, 2021, 2024)]
    assert [(one.name, one.county) for one in places if one] == [
        ("Ski", "Akershus"), ("Nordre Follo", ""), ("Nordre Follo", "Akershus"),
    ]  # fmt: skip


def test_the_services_of_2018_add_up_to_the_reports_table() -> None:
    known = offers.load(ROOT)
    counts = {key: sum(one.organisation == key for one in known) for key in ("municipal", "iks", "foundation", "other")}
    assert counts == {"municipal": 26, "iks": 28, "foundation": 18, "other": 9}
    assert [sum(one.service == name for one in known) for name in ("service-women", "service-men")] == [46, 43]


@pytest.mark.parametrize(
    ("name", "line", "told"),
    [
        (
            "centres",
            "fjel,2014,opened,,x",
            "centres.csv:2: column 'centre': 'fjel' is no centre; did you mean 'fjell'?",
        ),
        ("centres", "fjell,2014,open,,x", "column 'event': 'open' is none; did you mean 'opened'?"),
        ("centres", "fjell,2014,opened,oslo,x", "column 'with': names the other centre of two"),
        ("centres", "fjell,14,opened,,x", "column 'year': '14' is not a year"),
        ("centres", "fjell,2014,opened,,", "column 'source': is empty"),
        ("offers", "fjell,2018,service-woman,,,x", "column 'service': 'service-woman' is no key of service; did you"),
        ("offers", "fjell,2018,service-women,,ca,x", "'ca' is not a number"),
    ],
    ids=["centre", "event", "with", "year", "source", "service", "staff"],
)
def test_what_is_wrong_with_the_register_of_centres_is_told(tmp_path: Path, name: str, line: str, told: str) -> None:
    (tmp_path / "data").mkdir()
    for folder in ("codebook", "reference"):
        (tmp_path / "data" / folder).symlink_to(ROOT / "data" / folder)
    shutil.copytree(ROOT / "data" / "registers", tmp_path / "data" / "registers")
    path = tmp_path / "data" / "registers" / f"{name}.csv"
    path.write_text(f"{path.read_text('utf-8').splitlines()[0]}\n{line}\n", "utf-8")
    with pytest.raises(BookError) as error:
        offers.load(tmp_path)
    assert told in str(error.value)
