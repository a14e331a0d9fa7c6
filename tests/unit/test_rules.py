"""Numbers that cannot be believed: each kind of fault, planted in the figures of the book, is told of by its rule; and
what next year may bring is not."""

import csv
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from books import OFFICIAL as OFFICIAL_HEAD
from books import ROOT, MakeBook

from kunnskapsstatus import cli
from kunnskapsstatus.data import listed, store
from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.derived import official
from kunnskapsstatus.data.observation import Observation, rows_of
from kunnskapsstatus.data.rules import RULES, signatures
from kunnskapsstatus.data.rules.check import check, findings
from kunnskapsstatus.data.rules.rule import STOPS, Facts, named
from kunnskapsstatus.data.units import Units
from kunnskapsstatus.errors import DataError
from kunnskapsstatus.keys import OFFICIAL

REFUSED = "refused"
"""What the reading itself does not take, before any rule."""
Table = dict[str, list[dict[str, str]]]
FIGURES: Table = {
    path.stem: list(csv.DictReader(path.read_text("utf-8").splitlines()))
    for path in sorted((ROOT / "data" / "official").glob("*.csv"))
}
COLUMNS = tuple(FIGURES["residents"][0])
NEXT = max(int(row["year"]) for rows in FIGURES.values() for row in rows) + 1
TODAY = date(NEXT + 1, 3, 1)
"""A day when the figures of the next year are there."""


class Trial:
    """The official figures in a folder of their own, where they may be spoilt. A file that is not is read once."""

    def __init__(self, root: Path, report: Sequence[Observation]) -> None:
        (root / "data" / "official").mkdir(parents=True)
        for name in ("codebook", "reference"):
            (root / "data" / name).symlink_to(ROOT / "data" / name)
        self.root, self.codebook, self.units, self.report = root, Codebook(root), Units(root), report
        self._read = {name: self._typed(name, rows) for name, rows in FIGURES.items()}

    def _typed(self, name: str, rows: list[dict[str, str]]) -> list[Observation]:
        path = self.root / "data" / "official" / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        try:
            return list(listed.official(self.codebook, self.units))
        finally:
            path.unlink()

    def facts(self, figures: Table, today: date = TODAY) -> Facts:
        read = [
            self._read[name] if rows == FIGURES[name] else self._typed(name, rows) for name, rows in figures.items()
        ]
        typed = [row for rows in read for row in rows]
        return Facts(typed, official.computed([*self.report, *typed]), self.codebook, self.units, self.report, today)

    def told(self, figures: Table) -> set[str]:
        """The rules that find something, each with the row."""
        try:
            facts = self.facts(figures)
        except DataError:
            return {REFUSED}
        return {f"{rule.id}: {named(finding.row)}" for rule, finding in findings(facts)}


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory, all_observations: pd.DataFrame) -> Trial:
    report = all_observations[~all_observations["dataset"].str.startswith((OFFICIAL, "derived-"))]
    tables = tuple(row for row in rows_of(report) if row.measure == "percent" or row.population == "centres")
    return Trial(tmp_path_factory.mktemp("rules"), tables)


def copy() -> Table:
    return {name: [dict(row) for row in rows] for name, rows in FIGURES.items()}


def name_of(row: dict[str, str]) -> str:
    keys = (row[name] for name in ("year", "population", "category", "group", "measure", "series"))
    return " ".join(key for key in keys if key)


class Fault(NamedTuple):
    """A cell of a row, by the row's name, and what is written there."""

    file: str
    row: str
    column: str
    value: str


class More(NamedTuple):
    """A row that is added to a file, from its year to its access; source and date are given."""

    file: str
    cells: str


def spoilt(*faults: Fault | More) -> Table:
    figures = copy()
    for fault in faults:
        if isinstance(fault, More):
            cells = [*fault.cells.split(","), "Bufdirs side, 2025-utgaven", f"{NEXT + 1}-01-15"]
            assert len(cells) == len(COLUMNS)
            figures[fault.file].append(dict(zip(COLUMNS, cells, strict=True)))
        else:
            (row,) = [row for row in figures[fault.file] if name_of(row) == fault.row]
            assert row[fault.column] != fault.value
            row[fault.column] = fault.value
    return figures


R, D, M, C, K, P, S = "residents", "day-users", "men", "children", "kostra", "capacity", "centres"
FAULTS: list[tuple[str, tuple[Fault | More, ...]]] = [
    # parts against totals
    ("part-above-whole", (Fault(R, "2023 residents women count from-2021", "value", "19500"),)),
    ("part-above-whole", (Fault(R, "2021 residents men count from-2021", "value", "1959"),)),
    ("part-above-whole", (Fault(D, "2020 day-users women count until-2020", "value", "2220"),)),
    ("part-above-whole", (Fault(R, "2024 residents count from-2021", "value", "2304"),)),
    ("part-above-whole", (Fault(P, "2021 men-services residential count", "value", "48"),)),
    ("part-above-whole", (Fault(M, "2024 men-services same-building count", "value", "42"),)),
    ("part-above-whole", (Fault(D, "2021 day-visits count from-2021", "value", "1794"),)),
    ("parts-do-not-add-up", (Fault(R, "2017 residents women count until-2020", "value", "1626"),)),
    ("parts-do-not-add-up", (Fault(R, "2020 residents count until-2020", "value", "1686"),)),
    ("parts-do-not-add-up", (Fault(D, "2023 day-users women count from-2021", "value", "2360"),)),
    ("parts-do-not-add-up", (Fault(M, "2024 men-services own-premises count", "value", "10"),)),
    ("too-few-or-many-times", (Fault(R, "2022 stays count from-2021", "value", "2047"),)),
    ("too-few-or-many-times", (Fault(C, "2023 child-stays count", "value", "1218"),)),
    ("too-few-or-many-times", (Fault(S, "2021 centres bergen stays", "value", "2250"),)),
    ("too-few-or-many-times", (Fault(D, "2024 phone-users count from-2021", "value", "328"),)),
    ("mean-of-other-numbers", (Fault(M, "2021 nights men mean from-2021", "value", "31"),)),
    ("mean-of-other-numbers", (Fault(M, "2020 nights men count until-2020", "value", "7447"),)),
    ("outside-its-bounds", (Fault(K, "2018 municipalities cost-per-inhabitant", "value", "6.9"),)),
    ("outside-its-bounds", (Fault(S, "2021 centres molde cost-per-inhabitant", "value", "321"),)),
    ("shares-do-not-add-up", (
        More(P, f"{NEXT},residents,,women,percent,91,,,,direct"), More(P, f"{NEXT},residents,,men,percent,19,,,,direct")
    )),
    ("shares-do-not-add-up", (
        More(D, f"{NEXT},stays,,men,percent,64,,from-2021,,direct"),
        More(D, f"{NEXT},stays,,women,percent,40,,from-2021,,direct")
    )),
    # beside the years around it
    ("leap", (Fault(R, "2024 stays count from-2021", "value", "27150"),)),
    ("leap", (Fault(C, "2024 children count", "value", "17040"),)),
    ("leap", (Fault(M, "2022 nights men count from-2021", "value", "559"),)),
    ("leap", (Fault(K, "2021 municipalities million-kroner", "value", "4138.30183"),)),
    ("leap", (Fault(S, "2020 centres follo nights", "value", "91"),)),
    ("leap", (Fault(S, "2021 centres hamar stays", "value", "540"),)),
    ("leap", (Fault(P, "2020 volunteers count", "value", "490"),)),
    ("leap", (Fault(C, "2023 children earlier-stay percent", "value", "1.4"),)),
    ("leap", (Fault(S, "2019 centres tromso nights", "value", "10820"),)),  # beside the report's of 2018
    ("leap", (Fault(R, "2024 residents women count from-2021", "value", "2003"),)),  # what is left for other sex
    ("leap", (Fault(P, "2024 residents psychological percent", "value", "9"),)),  # beside other populations
    ("leap", (More(R, f"{NEXT},nights,,,mean,2.7,,from-2021,,direct"),)),
    ("leap", (More(D, f"{NEXT},phone-users,,,count,400,,from-2021,,direct"),)),
    ("change-too-large", (Fault(K, "2022 nights change", "value", "210"),)),
    ("change-too-large", (Fault(K, "2018 child-nights increase", "value", "50000"),)),
    # how it is written
    (REFUSED, (Fault(R, "2024 residents count from-2021", "value", "2340.5"),)),
    (REFUSED, (Fault(D, "2023 day-visits count from-2021", "value", "13.475"),)),
    (REFUSED, (Fault(C, "2024 children count", "value", "1,704"),)),
    ("decimal-in-count", (Fault(C, "2018 child-stays count", "value", "2.000"),)),
    ("decimal-in-count", (Fault(S, "2019 centres alta nights", "value", "529,0"),)),
    ("point-of-thousands", (Fault(P, "2021 full-time-equivalents count", "value", "1.384"),)),
    ("point-of-thousands", (Fault(K, "2021 centres minimum cost-per-inhabitant per-centre", "value", "0,047"),)),
    ("fraction-for-percent", (More(R, f"{NEXT},residents,,men,percent,0.09,,from-2021,,direct"),)),
    ("fraction-for-percent", (Fault(P, "2024 stays perpetrator percent", "value", "0,17"),)),
    ("fraction-for-percent", (Fault(C, "2021 children earlier-stay percent", "value", "0.15"),)),
    ("fraction-for-percent", (Fault(K, "2022 nights change", "value", "0.21"),)),
    ("unit-does-not-fit", (Fault(K, "2018 municipalities million-kroner", "population", "residents"),)),
    ("unit-does-not-fit", (Fault(R, "2024 nights mean from-2021", "measure", "percent"),)),
    ("unit-does-not-fit", (Fault(R, "2023 stays count from-2021", "measure", "kilometres"),)),
    ("money-of-other-unit", (Fault(K, "2018 municipalities million-kroner", "value", "638"),)),
    ("money-of-other-unit", (Fault(K, "2020 municipalities million-kroner", "value", "0.397"),)),
    (REFUSED, (Fault(K, "2017 municipalities million-kroner", "value", "356000000"),)),
    (REFUSED, (Fault(P, "2024 day-users psychological percent", "value", "950"),)),
    (REFUSED, (Fault(R, "2023 residents men count from-2021", "value", "10,6 %"),)),
    (REFUSED, (Fault(P, "2024 centres count", "value", "43%"),)),
    ("measure-of-no-other-year", (More(C, f"{NEXT},children,earlier-stay,,count,14,,,,direct"),)),
    ("measure-of-no-other-year", (More(P, f"{NEXT},residents,psychological,,count,88,,,,direct"),)),
    ("measure-of-no-other-year", (More(D, f"{NEXT},phone-users,,,percent,41,,from-2021,,direct"),)),
    ("measure-of-no-other-year", (More(K, f"{NEXT},centres,minimum,,million-kroner,45,,per-centre,,direct"),)),
    # keys
    ("row-in-other-file", (More(R, f"{NEXT},day-users,,,count,3900,,from-2021,,direct"),)),
    ("row-in-other-file", (More(P, f"{NEXT},children,,,count,1750,,,,direct"),)),
    (REFUSED, (Fault(R, "2024 residents women count from-2021", "group", "Kvinner"),)),
    (REFUSED, (Fault(S, "2020 centres bergen stays", "category", "Bergen krisesenter"),)),
    (REFUSED, (Fault(S, "2020 centres alta full-women", "value", "Nei"),)),
    (REFUSED, (Fault(K, "2018 nights count", "access", "https://www.ssb.no"),)),
    ("key-in-other-column", (More(R, f"{NEXT},residents,women,,count,2200,,from-2021,,direct"),)),
    ("key-in-other-column", (More(S, f"{NEXT},centres,,bergen,stays,80,,,,direct"),)),
    # breaks
    ("break-forgotten", (Fault(R, "2024 residents count from-2021", "series", ""),)),
    ("break-forgotten", (Fault(M, "2023 nights men count from-2021", "series", ""),)),
    ("break-forgotten", (Fault(D, "2024 phone-users count from-2021", "series", ""),)),
    ("break-forgotten", (More(D, f"{NEXT},day-users,,,count,3900,,,,direct"),)),
    ("break-forgotten", (Fault(C, "2024 children count", "series", "from-2021"),)),
    ("break-forgotten", (Fault(K, "2022 centres minimum cost-per-inhabitant per-centre", "series", ""),)),
    ("year-of-other-series", (Fault(R, "2024 stays count from-2021", "series", "until-2020"),)),
    ("year-of-other-series", (Fault(D, "2020 day-users men count until-2020", "series", "from-2021"),)),
    ("year-of-other-series", (More(R, f"{NEXT},stays,,,count,2600,,from-2012,,direct"),)),
    ("year-of-other-series", (Fault(R, "2020 stays count until-2020", "series", "until-2022"),)),
    (REFUSED, (Fault(R, "2024 stays count from-2021", "series", f"from-{TODAY.year + 20}"),)),
    ("year-of-other-series", (More(P, f"{NEXT},nights,,,count,70000,,ssb-2007,,direct"),)),
    ("year-of-other-series", (More(K, f"{NEXT},centres,maximum,,cost-per-inhabitant,260,,per-municipality,,direct"),)),
    ("year-twice", (More(R, "2024,residents,,,count,2341,,until-2020,,direct"),)),
    ("year-twice", (More(M, "2023,nights,,men,count,6700,,,,direct"),)),
    ("year-twice", (Fault(R, "2022 residents count old-method", "year", "2023"), Fault(
        R, "2023 residents count from-2021", "year", "2016"))),
    (REFUSED, ()),
    ("files-differ", (Fault(P, "2021 centres count", "value", "43"),)),
    ("files-differ", (More(K, "2024,centres,,,count,40,,,,direct"),)),
    ("methods-differ", (Fault(R, "2022 residents count old-method", "value", "19790"),)),
    ("methods-differ", (Fault(D, "2023 day-users count old-method", "value", "305"),)),
    # what must be told
    ("no-source", (Fault(D, "2024 day-users count from-2021", "source", ""),)),
    ("no-source", (Fault(C, "2017 children count", "source", "?"),)),
    ("no-source", (Fault(K, "2016 municipalities million-kroner", "source", "Ukjent"),)),
    *(
        ("no-source", (Fault(M, "2020 stays men count until-2020", "source", source),))
        for source in ("https://", "Se linja over", "Internett", "xy", "tall_2020.xlsx", "Ikke oppgitt", "3. mai 2024")
    ),
    ("no-access-date", (Fault(C, "2022 children count", "accessed", "31.05.2024"),)),
    ("no-access-date", (Fault(D, "2021 day-visits count from-2021", "accessed", "2024-W07-2"),)),
    ("no-access-date", (Fault(D, "2021 day-visits count from-2021", "accessed", "20240213"),)),
    ("no-access-date", (Fault(C, "2022 children count", "accessed", f"{NEXT + 1}-04-01"),)),
    ("no-access-date", (Fault(M, "2021 stays men count from-2021", "accessed", "2021-06-30"),)),
    ("no-access-date", (Fault(M, "2024 stays men count from-2021", "year", str(NEXT)),)),
    ("incomplete", (Fault(R, "2023 nights mean from-2021", "year", ""),)),
    ("incomplete", (Fault(P, "2021 employees count", "access", ""),)),
    ("incomplete", (Fault(P, "2019 beds women count", "population", ""),)),
    ("no-symbol", (Fault(C, "2022 child-stays count", "value", ""),)),
    ("no-symbol", (Fault(S, "2021 centres eva full-men", "value", ""),)),
    ("no-symbol", (Fault(R, "2024 residents men count from-2021", "value", ""),)),
    ("no-symbol", (More(C, f"{NEXT},child-stays,,,count,..,,,,direct"),)),
    ("no-symbol", (Fault(S, "2021 centres eva full-men", "reservation", ""),)),
    *(
        ("reservation-is-no-sentence", (Fault(R, "2022 stays count from-2021", "reservation", text),))
        for text in ("https://www.bufdir.no/beboere", "2456", "direct", "from-2021")
    ),
    (REFUSED, (Fault(R, "2022 stays count from-2021", "qualifier", "2456"),)),
    (REFUSED, (Fault(D, "2022 day-visits count from-2021", "qualifier", "onkring"),)),
    (REFUSED, (Fault(K, "2018 nights count", "qualifier", "https://www.ssb.no"),)),
    (REFUSED, (Fault(R, "2024 residents count from-2021", "year", "2052"),)),
    (REFUSED, (Fault(S, "2021 centres bergen stays", "year", "202"),)),
    # what is computed
    ("typed-not-computed", (More(R, "2023,residents,,other-gender,count,10,,from-2021,Regnet ut,derived"),)),
    ("typed-not-computed", (More(M, '2021,day-users,,men,percent,8.0,,from-2021,,derived'),)),
    ("not-as-computed", (More(R, "2024,residents,,other-gender,count,70,,from-2021,,direct"),)),
    ("not-as-computed", (More(M, "2024,residents,,men,percent,10,,from-2021,,direct"),)),
    ("not-as-computed", (More(R, "2024,residents,,women,percent,97,,from-2021,,direct"),)),
]  # fmt: skip
FAULTS = [fault for fault in FAULTS if fault[1]]


@pytest.mark.parametrize(
    ("rule", "faults"), FAULTS, ids=[f"{rule}-{number}" for number, (rule, _) in enumerate(FAULTS)]
)
def test_a_planted_fault_is_told_of_by_its_rule(trial: Trial, rule: str, faults: tuple[Fault | More, ...]) -> None:
    assert rule in {told.partition(":")[0] for told in trial.told(spoilt(*faults))}


def test_each_rule_has_faults_that_it_finds() -> None:
    tried = {rule for rule, _ in FAULTS if sum(rule == other for other, _ in FAULTS) > 1}
    assert {rule.id for rule in RULES} - tried == {"year-not-over"}


@pytest.mark.parametrize("year", [NEXT - 1, NEXT - 2])
def test_a_year_is_over_when_the_next_has_begun(trial: Trial, year: int) -> None:
    told = {f.row.year for rule, f in findings(trial.facts(copy(), date(year, 12, 31))) if rule.id == "year-not-over"}
    assert min(filter(None, told)) == year
    after = trial.facts(copy(), date(NEXT, 1, 1))
    assert [rule.id for rule, _ in findings(after)] == []


def test_the_figures_as_they_are_have_no_fault(trial: Trial) -> None:
    assert trial.told(copy()) == set()


PLACES = ("own-premises", "same-building", "temporary-solution")
"""Small parts whose sum the rounding of each would change."""


def later(factor: float) -> Table:
    """The figures with a year more in each file: the rows of its newest year, what is counted times a factor."""
    figures = copy()
    for rows in figures.values():
        newest = max(row["year"] for row in rows)
        for row in [row for row in rows if row["year"] == newest and row["category"] not in PLACES]:
            counted = row["value"].isdigit() and row["measure"] not in (
                "percent",
                "mean",
                "cost-per-inhabitant",
                "change",
            )
            value = f"{int(row['value']) * factor:.0f}" if counted else row["value"]
            rows.append(row | {"year": str(NEXT), "value": value, "accessed": f"{NEXT + 1}-02-01"})
    return figures


@pytest.mark.parametrize("factor", [0.7, 0.9, 1.0, 1.07, 1.3])
def test_what_next_year_may_bring_is_believed(trial: Trial, factor: float) -> None:
    """A third less, as in the year of the pandemic, to a third more."""

    assert trial.told(later(factor)) == set()


@pytest.mark.parametrize(
    "rows",
    [
        ("men", f"{NEXT},stays,,men,count,130,,from-2021,,direct"),
        ("children", f"{NEXT},children,,,count,1150,,,,direct"),
        ("children", f"{NEXT},children,earlier-stay,,percent,7,,,,direct"),
        ("centres", f"{NEXT},centres,alta,,phone-conversations,20,,,,direct"),
        ("centres", f"{NEXT},centres,bergen,,visits,190,,,,direct"),
        ("centres", f"{NEXT},centres,hallingdal,,nights,310,,,,direct"),
        ("centres", f"{NEXT},centres,gjovik,,stays,9,,,,direct"),
        ("kostra", f"{NEXT},nights,,,change,-18,,,,direct"),
        ("kostra", f"{NEXT},municipalities,,,change,0.8,,,,direct"),
        ("capacity", f"{NEXT},residents,immigrant-background,,percent,58,,,,direct"),
        ("capacity", f"{NEXT},full-time-equivalents,,,count,402.5,,,,direct"),
        ("children", f"{NEXT},child-stays,,,count,..,,,Ikke oppgitt.,direct"),
        ("residents", f"{NEXT},residents,,,count,2500,omkring,from-2021,Avrundet.,secondary"),
        ("day-users", f"{NEXT},phone-users,,,count,4500,,from-2021,,direct"),
    ],
)  # fmt: skip
def test_a_number_that_may_well_be_so_is_believed(trial: Trial, rows: tuple[str, str]) -> None:
    assert trial.told(spoilt(More(*rows))) == set()


def test_a_new_year_of_women_and_men_has_its_other_sex_and_its_share_of_men(trial: Trial) -> None:
    new = [
        f"{NEXT},residents,,{sex},count,{n},,from-2021,,direct"
        for sex, n in (("", 2500), ("women", 2260), ("men", 231))
    ]
    facts = trial.facts(spoilt(*(More("residents", cells) for cells in new)))
    made = {named(row): row.value for row in official.not_typed(facts.computed, facts.typed) if row.year == NEXT}
    assert made == {
        f"{NEXT} residents other-gender count from-2021": 9, f"{NEXT} residents men percent from-2021": 9.2
    }  # fmt: skip


def test_rules_take_a_moment(trial: Trial) -> None:
    facts = [trial.facts(copy()) for _ in range(3)]
    taken = []
    for one in facts:
        start = time.process_time()
        assert list(findings(one)) == []
        taken.append(time.process_time() - start)
    assert min(taken) < 0.5  # about 0.04 where nothing else runs and no coverage is measured


def test_a_rule_says_what_it_is_and_what_to_do() -> None:
    told = [text for rule in RULES for text in (rule.words, rule.remedy)]
    assert all(text.endswith((".", ".)")) and text[0].isupper() and "{" not in text for text in told)
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_the_command_lists_each_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules"]) == 0
    told = capsys.readouterr().out
    for rule in RULES:
        assert f"{rule.id} ({'stops' if rule.severity == STOPS else 'must be signed'})\n" in told


LEAP = Fault(C, "2023 children earlier-stay percent", "value", "1.4")
HEAD = ",".join(signatures.COLUMNS)
SIGNED = (
    "leap,data/official/children.csv,2023 children earlier-stay percent,1.4,"
    f"redaksjonen,{date.today()},Bufdir bekrefter tallet"
)


def stopped(trial: Trial, figures: Table, *lines: str) -> str:
    """What stops the figures with these signatures; nothing where nothing does."""
    (trial.root / signatures.FILE).write_text("\n".join([HEAD, *lines, ""]), "utf-8")
    try:
        check(trial.root, trial.facts(figures))
    except DataError as error:
        return str(error).replace(f"{trial.root}/", "")
    return ""


def filled(line: str) -> str:
    """A line as somebody has filled it in."""
    return line.replace("WHO", "redaksjonen").replace("WHY", "Bufdir bekrefter tallet")


def test_a_fault_is_told_with_the_line_that_would_sign_it(trial: Trial) -> None:
    told = stopped(trial, spoilt(LEAP))
    line = 1 + next(at for at, row in enumerate(FIGURES[C], 1) if name_of(row) == LEAP.row)
    assert told.startswith(f"data/official/children.csv:{line}: leap: 1.4, beside 2020: 18")
    paste = told.splitlines()[-1]
    assert paste == f"leap,data/official/children.csv,{LEAP.row},1.4,WHO,{date.today()},WHY"
    assert stopped(trial, spoilt(LEAP), filled(paste)) == ""


def test_all_that_is_found_is_told_at_once(trial: Trial) -> None:
    told = stopped(trial, spoilt(LEAP, Fault(D, "2024 day-users count from-2021", "source", "")))
    assert "leap: 1.4" in told and "no-source: column 'source': is empty" in told
    assert told.endswith("2 faults. What each rule says: kunnskapsstatus rules")


def test_a_row_that_must_be_corrected_is_not_to_be_signed(trial: Trial) -> None:
    told = stopped(trial, spoilt(Fault(R, "2023 residents women count from-2021", "value", "19500")))
    assert told.splitlines()[0].endswith(
        "part-above-whole: 19500 is more than all 2193 (2023 residents count from-2021)"
    )
    assert told.splitlines()[1:] == ["Correct the part or the whole."]


def test_a_signature_ends_when_the_number_changes(trial: Trial) -> None:
    assert stopped(trial, spoilt(LEAP), SIGNED) == ""
    told = stopped(trial, spoilt(LEAP._replace(value="1.5")), SIGNED)
    assert "(signed as 1.4, which ended when the number changed)" in told
    assert "write in the place of line 2 of data/signatures.csv" in told


def test_a_signature_of_a_sum_ends_when_one_of_its_parts_changes(trial: Trial) -> None:
    faults = [Fault(D, "2023 day-users women count from-2021", "value", "2360")]
    paste = filled(stopped(trial, spoilt(*faults)).splitlines()[-1])
    assert stopped(trial, spoilt(*faults), paste) == ""
    faults.append(Fault(D, "2023 day-users men count from-2021", "value", "286"))
    assert "which ended when the number changed" in stopped(trial, spoilt(*faults), paste)


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (SIGNED, "this signs nothing: leap finds nothing in 2023 children earlier-stay percent"),
        (SIGNED.replace("redaksjonen", ""), "column 'who': is empty"),
        (SIGNED.replace("Bufdir bekrefter tallet", ""), "column 'why': is empty"),
        (SIGNED.replace("Bufdir bekrefter tallet", "WHY"), "column 'why': WHY"),
        (SIGNED.replace(str(date.today()), "2999-01-01"), "column 'date': '2999-01-01' is no day until today"),
        (SIGNED.replace(str(date.today()), "2026-02-30"), "column 'date': '2026-02-30' is no day until today"),
        (SIGNED.replace(str(date.today()), "26.11.2026"), "column 'date': '26.11.2026' is no day until today"),
        (SIGNED.replace("leap", "leep"), "column 'rule': 'leep' is no rule; did you mean 'leap'?"),
        (SIGNED.replace("leap", "no-source"), "column 'rule': no-source cannot be signed"),
        (f"{SIGNED}\n{SIGNED}", "this signs what line 2 signs"),
    ],
    ids=["nothing", "no one", "no reason", "not filled in", "future", "no day", "form", "no rule", "stops", "twice"],
)  # fmt: skip
def test_a_signature_that_is_none_is_told_of(trial: Trial, line: str, cause: str) -> None:
    told = stopped(trial, copy(), line)
    assert told.startswith("data/signatures.csv:") and cause in told


def test_a_fault_stops_the_reading_of_a_book(small_book: MakeBook) -> None:
    """And its signature lets it through, wherever the book is read."""
    rows = "2018,stays,,men,count,9000,,,,direct,Bufdir\n2017,stays,,men,count,900,,,,direct,Bufdir\n"
    root = small_book(official={"stays": OFFICIAL_HEAD + rows})
    with pytest.raises(DataError, match=r"stays\.csv:2: leap: 9000, beside 2017: 900") as error:
        store.read(root)
    line = filled(error.value.remedy.splitlines()[-1])
    (root / signatures.FILE).write_text(f"{HEAD}\n{line}\n", "utf-8")
    assert 9000 in set(store.read(root)["value"])
