"""Editions as a reviewer makes them: several at once, here or on a cluster, killed and started again; and what is not
true in them."""

import json
import os
import random
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from books import OFFICIAL, measured
from small_book import PROGRAM, USERS, tree, write_book

SENTENCE = "Dette er den gamle utgaven."
PARTS = ("html", "notebooks", "pdf", "review")
KILLS = random.Random(2024).sample(range(1, 6), 2)
"""After which of its lines a run is killed; a whole one has seven."""


def reviewed(folder: Path) -> Path:
    """The small book, with official figures of 2020 and a claim that is false from then on."""
    write_book(folder)
    (folder / "data" / "official" / "users.csv").write_text(
        f"{OFFICIAL.rstrip()}\n2020,centres,,,count,45,,,,direct,SSB\n", "utf-8"
    )
    (folder / "chapters" / "users.md").write_text(f"{USERS}\n{SENTENCE}{{claim}}`year < 2020`\n", "utf-8")
    return folder


def start(book: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [*PROGRAM, "edition", *arguments]
    return subprocess.Popen(
        command, cwd=book, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def run(book: Path, *arguments: str) -> tuple[int, str, str]:
    with start(book, *arguments) as process:
        said, told = process.communicate(timeout=300)
    return process.returncode, said, told


def edition(book: Path, year: int) -> dict[str, bytes]:
    """All that is published of an edition."""
    out = book / "_build" / "editions" / str(year)
    return {f"{part}/{name}": data for part in PARTS for name, data in tree(out / part).items()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The book, with its edition of 2020, and what was said of it. It was killed twice before it was done."""
    book = reviewed(tmp_path_factory.mktemp("reviewed"))
    for at in KILLS:
        with start(book, "--years", "2020") as process:
            assert process.stdout is not None
            for _ in range(at):
                process.stdout.readline()
            os.kill(process.pid, signal.SIGKILL)
        out = book / "_build" / "editions" / "2020"
        assert [name for name in PARTS if (out / name).exists()] == []
    with measured():
        code, said, told = run(book, "--years", "2020")
    assert code == 0, told
    return book, said, told


def test_a_false_claim_stops_no_edition_and_is_told_with_its_place_and_numbers(made: tuple[Path, str, str]) -> None:
    book, said, told = made
    lines = (book / "chapters" / "users.md").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if SENTENCE in text)
    assert "\n1 of 4 claims is not true.\n" in said
    assert (
        f"chapters/users.md:{line}: this is not true: «{SENTENCE}» Checked: year < 2020. The numbers: year = 2020\n"
        "As a page: _build/editions/2020/review/claims.html" in told
    )
    review = book / "_build" / "editions" / "2020" / "review"
    page = (review / "claims.html").read_text("utf-8")
    assert "<p>1 av 4 påstander stemmer ikke med tallene.</p>" in page
    assert f'<p>«{SENTENCE}»</p>\n<p><a href="../html/chapters/users.html">chapters/users.md</a>, linje {line}.' in page
    assert '<tr><th scope="row"><code>year</code></th><td>2020</td></tr>' in page
    (one,) = json.loads((review / "claims.json").read_text("utf-8"))["false"]
    assert (one["chapter"], one["line"], one["sentence"]) == ("chapters/users", line, SENTENCE)
    assert one["parts"] == [{"expression": "year", "value": "2020"}]


def test_it_is_told_how_far_an_edition_has_come(made: tuple[Path, str, str]) -> None:
    _, said, _ = made
    steps = re.findall(r"^ *\d+\.\d s  2020: (.*) \((\d+) of 7(.*)\)$", said, re.M)
    assert [int(number) for _, number, _ in steps] == [3, 4, 5, 6, 7], "the notebooks are kept"
    assert "chapters/users is read" in {what for what, _, _ in steps}
    assert all(re.fullmatch(r", \d\d:\d\d left", left) for _, _, left in steps[:-1]) and steps[-1][2] == ""


def test_title_metadata_citation_and_cover_name_the_edition_and_of_when_its_data_are(
    made: tuple[Path, str, str],
) -> None:
    out = made[0] / "_build" / "editions" / "2020"
    data, cited = "Offentlige tall til og med 2020", "Kunnskapsstatus-prosjektet: Prøvebok, utgave 2020"
    page = (out / "html" / "chapters" / "users.html").read_text("utf-8")
    assert " &#8212; Prøvebok, utgave 2020</title>" in page
    assert f'<meta name="dcterms.bibliographicCitation" content="{cited}. {data}.">' in page
    assert '<meta name="dcterms.temporal" content="../2020">' in page
    assert f'<p class="imprint">{cited}. {data}.</p>' in page
    told = json.loads((out / "html" / "edition.json").read_text("utf-8"))
    assert (told["edition"], told["until"], told["revised"], told["title"]) == (
        2020,
        2020,
        None,
        "Prøvebok, utgave 2020",
    )
    with pikepdf.open(out / "pdf" / "kunnskapsstatus.pdf") as paper:
        with paper.open_metadata() as about:
            assert about["dc:title"] == "Krisesentrene i Norge, utgave 2020"
            assert about["dc:description"] == f"{cited}. {data}."
        assert str(paper.docinfo["/Title"]) == "Krisesentrene i Norge, utgave 2020"
    text = pypdfium2.PdfDocument(out / "pdf" / "kunnskapsstatus.pdf")
    cover, colophon = (" ".join(text[at].get_textpage().get_text_bounded().split()) for at in (0, 1))
    assert f"Utgave 2020. {data}" in cover
    assert f"Boka siteres slik: {cited}. {data}." in colophon


def test_what_is_written_meanwhile_is_of_no_edition_that_is_being_made(tmp_path: Path) -> None:
    book = reviewed(tmp_path / "book")
    for name in ("users", "finance"):
        chapter = book / "chapters" / f"{name}.md"
        newest = "from kunnskapsstatus import newest\nyear = newest()"
        chapter.write_text(chapter.read_text("utf-8").replace("year = 2018", newest), "utf-8")
    with start(book, "--years", "2018") as process:
        assert process.stdout is not None
        assert process.stdout.readline(), process.stderr.read() if process.stderr else ""
        with (book / "data" / "exhibits" / "users.toml").open("a", encoding="utf-8") as definitions:
            definitions.write('colour = "red"\n')
        said, told = process.communicate(timeout=300)
    assert process.returncode == 0, told
    assert "The edition is ready" in said and "colour" not in told


def test_made_already_it_is_strict_about_it_at_once(made: tuple[Path, str, str]) -> None:
    book, _, _ = made
    before = edition(book, 2020)
    code, said, told = run(book, "--years", "2020", "--strict")
    assert (code, "1 of 4 claims is not true." in said, SENTENCE in told) == (1, True, True)
    assert " s  2020: " not in said and edition(book, 2020) == before


@pytest.fixture
def cluster() -> Iterator[str]:
    """The address of a Dask cluster of two workers on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
        yield local.scheduler_address


def test_killed_it_has_the_bytes_of_one_that_ran_through_on_a_cluster(
    made: tuple[Path, str, str], tmp_path: Path, cluster: str
) -> None:
    book = reviewed(tmp_path / "elsewhere")
    code, said, told = run(book, "--years", "2020", "--cluster", cluster)
    assert code == 0, told
    assert edition(book, 2020) == edition(made[0], 2020)
    assert len(edition(book, 2020)) > 100 and "\n1 of 4 claims is not true.\n" in said
    steps = re.findall(r"^ *\d+\.\d s  2020: (.*) \((\d+) of 7", said, re.M)
    assert "chapters/users is read" in {what for what, _ in steps}, "a worker tells what its pages have come to"
    assert int(steps[-1][1]) == 7
