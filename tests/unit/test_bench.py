"""The bench's arithmetic, on given numbers, and what it changes in a book."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from bench import __main__ as bench
from bench import copies, judge, pages, registers
from bench.analyst import Analyst
from bench.judge import BEFORE, COLD, EDITION, NOTEBOOKS, NOTHING, NUMBER, OURS, PDF, PLAIN, SENTENCE
from books import ROOT
from deliveries import FORMS, valid, write_csv

from kunnskapsstatus.registers import delivery

GOOD = {
    (COLD, OURS): 45.0, (COLD, BEFORE): 90.0, (COLD, PLAIN): 100.0,
    (NUMBER, OURS): 10.0, (NUMBER, BEFORE): 30.0,
    (SENTENCE, OURS): 6.0, (SENTENCE, BEFORE): 20.0,
    (NOTHING, OURS): 3.0, (NOTHING, BEFORE): 4.0,
    (PDF, OURS): 5.0, (PDF, BEFORE): 9.0,
    (NOTEBOOKS, OURS): 20.0, (NOTEBOOKS, PLAIN): 80.0,
}  # fmt: skip
BY_PLAIN, BY_BEFORE = "plain Jupyter Book from nothing", "this project before"
OUTPUT = """\
   2.0 s  data: read and validated
   2.5 s  html: begins
   9.0 s    chapters/users: read in 5.1 s
  20.5 s    chapters/finance: read in 7.0 s
  21.5 s  typst: begins
  30.0 s  html: done
  38.5 s  typst: done
  39.0 s  published
"""


def missed(seconds: judge.Measured, peak: int = 0) -> list[str]:
    return [target.what for target in judge.targets(seconds, peak) if not target.met]


def test_an_earlier_library_has_the_entry_points_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "kunnskapsstatus"\nversion = "0.1.0"\n[project.scripts]\nkunnskapsstatus = "old:main"\n'
        '[project.entry-points."myst_nb.mime_renderers"]\nkunnskapsstatus = "old.mime:Renderer"\n',
        "utf-8",
    )
    copies.register(tmp_path)
    code = (
        "from importlib.metadata import entry_points as found\n"
        "print(*[one.value for group in ('console_scripts', 'myst_nb.mime_renderers', 'papermill.engine')"
        " for one in found(group=group) if one.name in ('kunnskapsstatus', 'nbclient')], sep='\\n')"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(tmp_path / "src")}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == ["old:main", "old.mime:Renderer"]


def test_all_targets_are_met_at_their_limits() -> None:
    assert len(judge.targets(GOOD, judge.GIB)) == 8
    assert missed(GOOD, judge.GIB) == []


@pytest.mark.parametrize(
    ("row", "seconds", "told"),
    [
        (COLD, 45.1, [BY_PLAIN, BY_BEFORE]),
        (NUMBER, 10.4, [BY_PLAIN]),
        (NUMBER, 10.6, [BY_PLAIN, BY_BEFORE]),
        (SENTENCE, 6.1, [BY_PLAIN]),
        (NOTHING, 3.1, [BY_PLAIN]),
        (NOTEBOOKS, 20.1, ["stock papermill"]),
    ],
)
def test_a_target_is_missed_just_above_its_limit(row: str, seconds: float, told: list[str]) -> None:
    assert missed({**GOOD, (row, OURS): seconds}) == [f"{judge.ROWS[row]} / {whom}" for whom in told]


def test_memory_must_stay_below_its_limit() -> None:
    assert missed({}, int(1.5 * judge.GIB)) == ["peak memory, GiB"]
    assert missed({}, int(1.5 * judge.GIB) - 1) == []


def test_an_edition_is_judged_by_what_papermill_takes_for_its_notebooks() -> None:
    assert missed({**GOOD, (EDITION, OURS): 80.0}) == []
    assert missed({**GOOD, (EDITION, OURS): 80.1}) == [f"{judge.ROWS[EDITION]} / stock papermill"]
    assert list(judge.table({**GOOD, (EDITION, OURS): 60.0}))[-1].split()[-5:] == ["60.0", "–", "–", "–", "0.75"]


def test_editions_are_the_same_on_a_cluster_and_have_so_much_memory_each(tmp_path: Path) -> None:
    assert judge.of_editions(0, 2, None) == []
    assert [one.met for one in judge.of_editions(3 * judge.GIB, 2, 0)] == [True, True]
    assert [one.met for one in judge.of_editions(3 * judge.GIB + 1, 2, 1)] == [False, False]
    page = tmp_path / "_build" / "editions" / "2024" / "html" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text("Side", "utf-8")
    assert list(copies.editions(tmp_path)) == ["_build/editions/2024/html/page.html"]


def test_what_was_not_measured_is_not_judged_and_stands_as_a_dash() -> None:
    alone = {key: value for key, value in GOOD.items() if key[1] != BEFORE}
    assert len(judge.targets(alone, 0)) == 5
    lines = list(judge.table(alone))
    assert lines[1].split()[-5:] == ["45.0", "–", "100.0", "–", "0.45"]
    assert len(lines) == 7


def test_the_table_compares_each_row_with_its_own() -> None:
    lines = {line[:38].strip(): line[38:].split() for line in judge.table(GOOD)}
    assert lines["one number of table 3 changed"] == ["10.0", "30.0", "–", "0.33", "0.10"]
    assert lines["all notebooks by papermill, one year"] == ["20.0", "–", "80.0", "–", "0.25"]


def test_a_builds_lines_tell_where_its_time_goes() -> None:
    serial = {"data": 2.0, "configuration": 0.5, "reading": 18.0, "writing": 9.5, "publishing": 0.5}
    assert judge.steps(OUTPUT) == pytest.approx({**serial, "waiting for the PDFs": 8.5, PDF: 17.0})
    sooner = OUTPUT.replace("38.5 s  typst: done", "28.0 s  typst: done").replace("39.0 s", "30.5 s")
    assert judge.steps(sooner) == pytest.approx({**serial, "waiting for the PDFs": 0.0, PDF: 6.5})
    nothing = OUTPUT.replace("  21.5 s  typst: begins\n", "  20.7 s  typst: nothing changed\n")
    nothing = nothing.replace("  38.5 s  typst: done\n", "").replace("39.0 s", "30.5 s")
    assert judge.steps(nothing) == pytest.approx({**serial, "waiting for the PDFs": 0.0, PDF: 0.0})


def test_a_number_and_a_sentence_are_changed_in_one_place(tmp_path: Path) -> None:
    table, chapter = tmp_path / "table.csv", tmp_path / "chapter.md"
    table.write_text("category,2015,2016\nFysisk vold,1,2\nAnnet,3,4\n", "utf-8")
    chapter.write_text(
        "---\nkernelspec: python\n---\n# Bruken.\n\nÅ 1 tall.\nEn setning\nog {eval}`x`.\nTo.\n", "utf-8"
    )
    assert copies.change_a_number(table) == "Annet 2016: 4 → 5"
    assert table.read_text("utf-8") == "category,2015,2016\nFysisk vold,1,2\nAnnet,3,5\n"
    assert copies.edit_a_sentence(chapter) == "og {eval}`x`."
    assert "\nog {eval}`x`. Det er en setning til.\nTo.\n" in chapter.read_text("utf-8")


def test_a_chapter_without_prose_ends_the_bench(tmp_path: Path) -> None:
    (tmp_path / "chapter.md").write_text("# Bruken\n", "utf-8")
    with pytest.raises(SystemExit, match="no line of prose"):
        copies.edit_a_sentence(tmp_path / "chapter.md")


def test_observations_are_made_up_until_there_are_as_many_times_as_many(tmp_path: Path) -> None:
    official = tmp_path / "data" / "official"
    official.mkdir(parents=True)
    (official / "small.csv").write_text("year\n1\n", "utf-8")
    (official / "large.csv").write_text("year\n1\n2\n3\n4\n", "utf-8")
    assert copies.multiply(tmp_path, 1, 5) == 5
    assert copies.multiply(tmp_path, 3, 5) == 5 + 3 * 4
    assert len(list(official.glob("made-up-*.csv"))) == 3


def test_what_the_bench_runs_and_changes_is_there() -> None:
    assert callable(import_module(bench.RUNNER).run_notebooks)
    assert (ROOT / copies.TABLE).is_file()
    assert (ROOT / copies.CHAPTER).is_file()


def test_a_commit_that_the_history_does_not_have_is_left_out(tmp_path: Path) -> None:
    assert copies.earlier_tree(tmp_path / "tree", "0" * 40) is None


def test_pages_are_judged_by_the_worst_of_them_and_only_chapters_by_the_narrow_limits() -> None:
    good = pages.Measured("chapters/a.html", 200 * 1024, ["x"] * 12, 0.01, 1.5, 1.5)
    front = pages.Measured("index.html", 300 * 1024, ["x"] * 12, 0.01, 9.0, 9.0)
    assert pages.targets([]) == []
    assert all(target.met for target in pages.targets([good, front]))
    worse = pages.Measured("chapters/b.html", 300 * 1024 + 1, ["x"] * 13, 0.011, 1.6, 1.6)
    assert not any(target.met for target in pages.targets([good, front, worse]))


def counted(seconds: float, peak: float, **numbers: float | str) -> registers.Counted:
    return registers.Counted(seconds, seconds, int(peak * judge.GIB), numbers)


def test_registers_are_judged_by_pandas_by_how_they_grow_and_by_whether_the_numbers_are_the_same() -> None:
    plain = {(times, registers.PANDAS): counted(5.0 * times, 9, a=1.0, b="..") for times in (1, 10, 100)}
    good = {(times, OURS): counted(1.0 * times, 2, a=1.0, b="..") for times in (1, 10, 100)}
    assert registers.targets({}) == []
    assert [one.met for one in registers.targets({**good, **plain})] == [True] * 5
    worse = {**good, (10, OURS): counted(10.1, 2.1, a=1.0), (100, OURS): counted(122.0, 2, a=1.0, b=".")}
    assert [one.met for one in registers.targets({**worse, **plain})] == [False] * 5
    sent = {(registers.RECEIVED, kind): counted(9, size) for kind, size in zip(registers.KINDS, (2, 2.1), strict=True)}
    assert [one.met for one in registers.targets(sent)] == [True, False]
    assert registers.differing({**worse, **plain}) == {1: 0, 10: 1, 100: 1}


def test_pandas_gives_the_numbers_that_the_library_gives(tmp_path: Path) -> None:
    frames = {form: FORMS[form] for form in ("residents", "women", "men", "survey")}
    files = {}
    for form in frames:
        write_csv(tmp_path / f"{form}.csv", valid(form, 60 if form == "residents" else 40))
    for form, records in delivery.read(ROOT, tmp_path, registers.YEAR).records.items():
        files[form] = tmp_path / f"{form}.parquet"
        records.drop(columns=["file", "row"]).to_parquet(files[form], index=False)
    made = registers.ours(ROOT, files)
    assert len(made) > 1500 and Analyst(ROOT, files, registers.YEAR).numbers() == made
    for path in tmp_path.glob("*.csv"):
        path.unlink()
    assert registers.multiply(tmp_path, tmp_path / "many", 3) == 3 * (60 + 3 * 40)
    for kind in registers.KINDS:
        assert registers.send(tmp_path, tmp_path / kind, 3, kind) == 3 * 60 + 2 * 40
        assert registers.received(ROOT, tmp_path / kind) == {"residents": 180, "women": 40, "men": 40}
