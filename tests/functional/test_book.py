"""The whole way from files to a published book: what a reader gets, what an author is told, and what a change costs."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from contextlib import suppress
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.request import urlopen

import coverage
import paper
import pikepdf
import pytest
from agreement import differences, nowhere, read_through, unlike, unsourced
from books import OFFICIAL, ROOT, measured
from paper import squeezed
from small_book import FINANCE, INDEX, PROGRAM, USERS, command, fork, published, start, write_book

from kunnskapsstatus.book.typst.compiler import compile_pdf

REPORT = "kunnskapsstatus.pdf.typ"
FETCHED = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "object": "data",
    "embed": "src",
}
READ = re.compile(r"^ *[\d.]+ s +(\S+): read in ", re.M)


class Fetched(HTMLParser):
    """The addresses that a browser fetches to show a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if FETCHED.get(tag) == name]


def page(book: Path, name: str = "users") -> str:
    return (book / "_build" / "html" / "chapters" / f"{name}.html").read_text("utf-8")


def words(book: Path) -> str:
    """The text of the PDF."""
    return paper.words(book / "_build" / "pdf" / "kunnskapsstatus.pdf")


def change(book: Path, name: str, old: str, new: str) -> None:
    text = (book / name).read_text("utf-8")
    assert old in text
    (book / name).write_text(text.replace(old, new, 1), "utf-8")


# --- what a reader gets -----------------------------------------------------------------------------------------------


def _has_at_hand() -> None:
    at_hand = {"ready", "sphinx.application", "pandas", "pikepdf"} <= sys.modules.keys()
    sys.exit(0 if at_hand and sys.gettrace() is None else 1)


def test_a_build_of_a_test_has_at_hand_what_each_build_imports_and_is_measured_only_where_asked() -> None:
    with measured():
        process = fork(_has_at_hand)
    process.join(60)
    assert process.exitcode == 0, "it imports all of it anew, or is measured unasked: each build takes thrice the time"


def test_a_command_of_a_test_is_measured_where_asked(tmp_path: Path) -> None:
    now = coverage.Coverage.current()
    if now is None:
        pytest.skip("coverage is not measured")
    kept = Path(now.get_data().base_filename()).parent
    before = set(kept.iterdir())
    with measured():
        command(tmp_path, "no-such-command")
    assert set(kept.iterdir()) - before, "what builds of tests run would count for nothing"


@pytest.mark.parametrize(
    ("number", "title"),
    [("Figur 1.1", "Årsaker til opphold på krisesenter, 2018"), ("Tabell 1.1", "Tilbud med egne ansatte for barn")],
)
def test_an_exhibit_has_the_same_number_in_html_and_pdf(built: Path, number: str, title: str) -> None:
    assert re.search(rf'caption-number">{number} </span><span class="caption-text">{title}<', page(built))
    assert f"{number} {title}" in words(built)


def test_a_table_has_the_same_cells_on_the_page_and_on_paper(built: Path) -> None:
    pdf = built / "_build" / "pdf" / "kunnskapsstatus.pdf"
    assert differences(built / "_build" / "html", pdf) == (1, [])
    assert nowhere(pdf) == []


def test_every_number_in_the_text_says_on_paper_where_it_is_from(built: Path) -> None:
    pdf = built / "_build" / "pdf" / "kunnskapsstatus.pdf"
    assert unsourced(built / "_build" / "html", pdf, "Kilder til tallene") == (2, [])
    assert squeezed("Årsakene står i Figur 1.1.K1") in read_through(pdf)
    assert paper.marked(pdf, "Kilder til tallene")["1Bruken"] == ["Figur1.186prosentOpphold,psykiskvold,2018."]
    assert "Figur 1.1" in paper.links(pdf)[-1], (
        "what a number is read from is a link where it stands in the same document"
    )


def test_each_comparison_of_paper_and_page_finds_what_differs(built: Path, tmp_path: Path) -> None:
    """A cell, a word of a sentence and the number at a mark, each changed in what the PDF is set from."""
    site = built / "_build" / "html"
    source = shutil.copytree(built / "_build" / ".work" / "doctrees" / "typst", tmp_path / "typst") / REPORT
    text, found = source.read_text("utf-8"), []
    for pattern, instead in (
        (r'(align: right, \[#")64', r"\g<1>65"),
        ("er sjeldnere", "er vanligere"),
        (r'(#source-number\[#")86', r"\g<1>87"),
    ):
        text, count = re.subn(pattern, instead, text, count=1)
        found.append(count)
    source.write_text(text, "utf-8")
    pdf = tmp_path / "changed.pdf"
    pdf.write_bytes(compile_pdf(source))
    assert found == [1, 1, 1]
    told = (differences(site, pdf)[1], unlike(site, [pdf])[1], unsourced(site, pdf, "Kilder til tallene")[1])
    assert ["64" in told[0][-1], "sjeldnere" in told[1][0], "86" in told[2][0]] == [True] * 3, told


def test_another_chapter_refers_to_an_exhibit_by_its_number(built: Path) -> None:
    assert re.search(
        r'<a class="reference internal" href="users.html#child-staff-by-size">'
        r'<span class="std std-numref">Tabell 1.1</span>',
        page(built, "finance"),
    )
    assert "vist i Tabell 1.1. Årsakene står i Figur 1.1." in words(built)


def test_a_number_shows_where_it_comes_from(built: Path) -> None:
    number = '<span class="statistic">86\u00a0prosent</span>'
    shown = re.search(rf"{number}.*?<summary>Kilder og kontroll</summary>(.*?</ol>)", page(built), re.S)
    assert shown
    assert "<li><strong>86\u00a0prosent</strong> Opphold, psykisk vold, 2018.</li>" in shown[1]
    titled = r'<ol><li><a href="#reasons-for-stay">Figur 1\.1</a> Årsaker til opphold på krisesenter[^.]*'
    assert re.search(titled + r"\. Rapporten fra 2019, tabell 3\..*?</li></ol>", shown[1])
    assert "med 86 prosent." in words(built)


def test_a_paragraph_has_one_control_and_says_its_checks_in_words(built: Path) -> None:
    text = page(built)
    assert text.count("<summary>Kilder") == 2 and text.count('<details class="checks">') == 2
    checks = [unescape(found).replace("\u00a0", " ") for found in re.findall(r'<li class="check">(.*?)</li>', text)]
    assert checks == [
        "Høyest i «Årsaker til opphold på krisesenter», 2018: psykisk vold (86 prosent).",
        "Opphold, 2018: trusler (61 prosent) er lavere enn psykisk vold (86).",
        "Opphold, 2018: psykisk vold (86 prosent) er høyere enn fysisk vold (64), som er høyere enn trusler (61)."
        " Høyest i «Årsaker til opphold på krisesenter», 2018: psykisk vold (86 prosent).",
    ]
    outside = re.sub(r"<summary>For den som vil etterprøve: uttrykket</summary>.*?</details>", "", text, flags=re.S)
    assert "reasons.top()" in text and "reasons.top()" not in outside


def test_a_claim_has_its_mark_in_html_and_none_in_the_pdf(built: Path) -> None:
    assert page(built).count('class="claim"') == page(built).count('aria-hidden="true"></span>') == 3
    assert "claim-fails" not in page(built)
    assert "Kontrollert" not in words(built).split("Innhold", 1)[1]


def test_the_numbers_lie_beside_the_site(built: Path) -> None:
    site = built / "_build" / "html"
    assert 'href="../exhibits/reasons-for-stay.csv"' in page(built)
    assert 'role="region" aria-labelledby="reasons-for-stay--tittel"><table' in page(built)
    csv = (site / "exhibits" / "reasons-for-stay.csv").read_text("utf-8")
    assert "psychological,Psykisk vold,total,I alt,2018,stays,percent,prosent,86," in csv
    shown = {entry["id"]: entry for entry in json.loads((site / "exhibits.json").read_text("utf-8"))}
    assert {name: (entry["number"], entry["printed"]) for name, entry in shown.items()} == {
        "reasons-for-stay": ("Figur 1.1", "table-03"),
        "child-staff-by-size": ("Tabell 1.1", "table-12"),
    }
    said = json.loads((site / "statements.json").read_text("utf-8"))
    assert [(entry["chapter"], entry["kind"], entry["text"]) for entry in said] == [
        ("chapters/finance", "number", "64\u00a0prosent"),
        ("chapters/users", "number", "86\u00a0prosent"),
        ("chapters/users", "claim", ""),
        ("chapters/users", "claim", ""),
        ("chapters/users", "claim", ""),
    ]
    assert said[1]["sentence"] == "Psykisk vold er vanligst, med 86\u00a0prosent."


def test_no_page_asks_another_host_for_anything(built: Path) -> None:
    pages = [path for path in (built / "_build" / "html").rglob("*.html") if "_static" not in path.parts]
    assert len(pages) >= 4
    for path in pages:
        addresses = Fetched(path.read_text("utf-8")).addresses
        assert [a for a in addresses if re.match(r"(\w+:)?//", a)] == [], path.name
        for address in addresses:
            assert (path.parent / re.split("[?#]", address)[0]).exists(), f"{path.name}: {address}"
    for style in (built / "_build" / "html").rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", style.read_text("utf-8")), style.name


def test_every_page_is_in_norwegian(built: Path) -> None:
    for path in (built / "_build" / "html").rglob("*.html"):
        if "_static" not in path.parts:
            assert re.search(r'<html lang="nb(-NO)?"', path.read_text("utf-8")), path.name
    with pikepdf.open(built / "_build" / "pdf" / "kunnskapsstatus.pdf") as document:
        assert str(document.Root.Lang).startswith("nb")


def test_the_way_in_is_named_after_the_book(built: Path) -> None:
    assert "<title>Prøvebok, utgave 2018</title>" in (built / "_build" / "html" / "index.html").read_text("utf-8")


def test_nothing_published_names_a_folder_of_the_machine(built: Path) -> None:
    for name, data in published(built).items():
        assert str(built).encode() not in data, name


def article(page: str) -> str:
    """What a page says; where the book's documents on paper are is of our command alone, which makes them."""
    found = re.search(r'<article class="bd-article".*?</article>', page, re.S)
    assert found
    return re.sub(r'<section id="boka-som-pdf".*?</section>\n', "", found[0], flags=re.S)


def test_jupyter_book_makes_the_same_pages(built: Path, tmp_path: Path) -> None:
    """``jupyter-book build .``, as anyone would run it, gives what our own command gives."""
    theirs = write_book(tmp_path / "book")
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "--quiet", "."]
    run = subprocess.run(command, cwd=theirs, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr[-4000:]
    pages = {name: data.decode() for name, data in published(built).items() if name.startswith("html/chapters/")}
    assert len(pages) == 3
    for name, text in pages.items():
        assert article((theirs / "_build" / name).read_text("utf-8")) == article(text), name
    change(theirs, "_config.yml", "title: Prøvebok", "title: Ny prøvebok")
    assert subprocess.run(command, cwd=theirs, capture_output=True, timeout=300, check=False).returncode == 0
    feed = (theirs / "_build" / "html" / "endringer.xml").read_text("utf-8")
    assert "Ny prøvebok" in feed, "what lies beside the pages is of the build before"


def test_the_book_is_the_same_whatever_its_files_and_its_machine_are_like(
    built: Path, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two builds from nothing, in two places. Files as Windows and old Macs save them; no home, no folder for temporary
    files, private files by default."""
    for name, spoilt in {
        "users": "\ufeff" + USERS.replace("\n", "\r\n"),
        "finance": unicodedata.normalize("NFD", FINANCE),
        "index": INDEX.replace("\n", "\r"),
    }.items():
        (book / "chapters" / f"{name}.md").write_bytes(spoilt.encode())
    (book / "chapters" / "ring").symlink_to(".")
    (book / "nowhere").symlink_to("gone")
    monkeypatch.setenv("HOME", str(book / "_toc.yml"))
    monkeypatch.delenv("IPYTHONDIR")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "gone"))
    before = os.umask(0o077)
    try:
        run = start(book, "build", "--fresh")
    finally:
        os.umask(before)
        (book / "chapters" / "ring").unlink()
        (book / "nowhere").unlink()
    assert (run.returncode, run.stderr) == (0, "")
    assert sorted(READ.findall(run.stdout)) == ["chapters/finance", "chapters/index", "chapters/users"]
    assert run.stdout.endswith(
        "\nThe book is ready:\n  _build/html/index.html\n  _build/pdf/kunnskapsstatus.pdf\nAll 3 claims hold.\n"
    )
    assert published(book) == published(built)
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in (book / "_build" / "html").rglob("*"))


def test_a_disk_that_is_full_is_told_of_and_the_good_book_stays(book: Path) -> None:
    before = published(book)
    change(book, "chapters/index.md", "# Prøvebok", "# Ny prøvebok")
    run = subprocess.run(
        ["sh", "-c", f"ulimit -f 40; exec {shlex.join([*PROGRAM, 'build'])}"],
        cwd=book, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    cause, remedy = run.stderr.splitlines()[1:]
    assert cause.removeprefix("_build: ") == "the file is larger than is allowed"  # whichever file it was
    assert (run.returncode, remedy) == (1, "See ulimit -f, then try again.")
    assert published(book) == before


# --- what a change costs ----------------------------------------------------------------------------------------------


def test_nothing_is_read_again_when_nothing_changed(book: Path) -> None:
    before = published(book)
    run = command(book, "build")
    assert run.returncode == 0, run.stderr
    assert READ.findall(run.stdout) == []
    assert published(book) == before


def test_what_was_changed_in_the_published_book_is_put_right(book: Path) -> None:
    before = published(book)
    (book / "_build" / "html" / "chapters" / "users.html").write_text("tatt bort", "utf-8")
    (book / "_build" / "html" / "exhibits" / "reasons-for-stay.csv").unlink()
    run = command(book, "build")
    assert run.returncode == 0, run.stderr
    assert READ.findall(run.stdout) == []
    assert published(book) == before


def test_a_time_hides_no_change_and_makes_none(book: Path) -> None:
    """An archive, a copy or a checkout leaves an old time on a file, or the one that it had; a wrong clock one in the
    future."""
    for name, before, after, when in (
        ("table-12", "Ja,64 %", "Ja,67 %", 1.0), ("table-03", "81,84,83,84,86", "81,84,83,84,87", time.time() + 1e6),
    ):  # fmt: skip
        change(book, f"data/printed/{name}.csv", before, after)
        os.utime(book / "data" / "printed" / f"{name}.csv", (when, when))
    run = command(book, "build")
    assert run.returncode == 0, run.stderr
    assert sorted(READ.findall(run.stdout)) == ["chapters/finance", "chapters/users"]
    assert "67\u00a0prosent" in page(book, "finance") and "87\u00a0prosent" in page(book)
    for path in (path for path in book.rglob("*") if "_build" not in path.parts):
        os.utime(path, (time.time() + 2e6, time.time() + 2e6))
    change(book, "chapters/index.md", "# Prøvebok", "# Ny prøvebok")
    style = book / "_static" / "book.css"
    times = (style.stat().st_atime_ns, style.stat().st_mtime_ns)
    change(book, "_static/book.css", "", "/* changed */\n")
    os.utime(style, ns=times)
    run = command(book, "build")
    assert run.returncode == 0, run.stderr
    assert READ.findall(run.stdout) == ["chapters/index"]
    assert (book / "_build" / "html" / "_static" / "book.css").read_text("utf-8").startswith("/* changed */")


def test_what_is_saved_during_a_build_counts_for_the_next(book: Path) -> None:
    """A cell saves a table while chapters are read. It writes beside its chapter, too: not in the book's own folder."""
    table = book / "data" / "printed" / "table-12.csv"
    new = table.read_text("utf-8").replace("Ja,64 %", "Ja,67 %")
    code = f"from pathlib import Path\n_ = Path({str(table)!r}).write_text({new!r}, 'utf-8')\n"
    code += "_ = Path('left.txt').write_text(Path('../data/printed/table-03.csv').read_text('utf-8'), 'utf-8')\n"
    change(book, "chapters/users.md", "```{code-cell} ipython3\nstaff", f"```{{code-cell}} ipython3\n{code}staff")
    change(book, "chapters/index.md", "# Prøvebok", "# Ny prøvebok")
    for number, other in (("64", "67"), ("67", "64")):
        run = command(book, "build")
        assert run.returncode == 0, run.stderr
        assert table.read_text("utf-8") == new
        assert f"har {number} prosent ansatte" in words(book)
        assert f"{number}\u00a0prosent" in page(book, "finance")
        assert f"{other}\u00a0prosent" not in page(book, "finance")
        assert not (book / "chapters" / "left.txt").exists()


def test_a_changed_number_reads_only_the_chapters_that_use_it(built: Path, book: Path) -> None:
    change(book, "data/printed/table-03.csv", "81,84,83,84,86", "81,84,83,84,87")
    run = command(book, "build")
    assert run.returncode == 0, run.stderr
    assert READ.findall(run.stdout) == ["chapters/users"]
    assert "87\u00a0prosent</span>" in page(book)
    assert "86\u00a0prosent" not in page(book)
    assert "med 87 prosent." in words(book)
    change(book, "data/printed/table-03.csv", "81,84,83,84,87", "81,84,83,84,86")
    assert command(book, "build").returncode == 0
    assert published(book) == published(built), "a number changed there and back leaves another book than a clean build"


CHANGES = (
    [("_toc.yml", "caption: Kapitler", "caption: Temaer")],
    [
        ("chapters/finance.md", "# Rammene\n", "# De nye rammene\n\n![En firkant](picture.svg)\n"),
        ("data/reference/units.csv", "percent,prosent", "percent,pst"),
    ],
    [("chapters/picture.svg", "black", "green")],
    [("CHANGELOG.md", "2026-02-01", "2026-03-01")],
    [("_static/book.css", "", "/* changed */\n")],
)
"""Of all pages, and of less and less."""


def test_builds_after_changes_are_the_same_as_a_build_from_nothing(book: Path) -> None:
    (book / "chapters" / "picture.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path fill="black" d="M0 0h9v9z"/></svg>', "utf-8"
    )
    (book / "CHANGELOG.md").write_text("# Changelog\n\n## 1.0.0 (2026-02-01)\n", "utf-8")
    after = published(book)
    for changes in CHANGES:
        before = after
        for file, old, new in changes:
            change(book, file, old, new)
        run = command(book, "build")
        assert run.returncode == 0, run.stderr
        after = published(book)
        assert after != before, changes
    assert command(book, "build", "--fresh").returncode == 0
    whole = published(book)
    assert after.keys() == whole.keys()
    assert [name for name in after if after[name] != whole[name]] == []


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the library, which the commands of a test run from."""
    copy = tmp_path / "src" / "kunnskapsstatus"
    shutil.copytree(ROOT / "src" / "kunnskapsstatus", copy, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "locale").symlink_to(ROOT / "locale")
    monkeypatch.setenv("PYTHONPATH", str(copy.parent))
    return copy


def test_a_changed_library_or_lock_file_reads_every_chapter_with_numbers(book: Path, library: Path) -> None:
    """A module of ``forms`` makes the page new. Whatever changes a room's digest does: ``tests/unit/test_rooms.py``."""
    (book / "uv.lock").write_text("version = 1\n", "utf-8")
    shown = next(path for path in sorted((library / "forms").rglob("*.py")) if "Kilde: " in path.read_text("utf-8"))
    for path, text in (
        (shown, shown.read_text("utf-8").replace("Kilde: ", "Kjelde: ")),
        (book / "uv.lock", "version = 2\n"),
    ):
        path.write_text(text, "utf-8")
        run = start(book, "build")
        assert run.returncode == 0, run.stderr
        assert {"chapters/users", "chapters/finance"} <= set(READ.findall(run.stdout)), path.name
        assert "Kjelde: Krisesenterstatistikken" in page(book), path.name


def test_a_page_is_made_from_the_data_that_it_shows_and_claims_and_the_files_that_its_cells_open(
    book: Path,
) -> None:
    """Without a number of them in a sentence."""
    code = "from kunnskapsstatus.chapter import catalogue\ncatalogue.variables()"
    cell = f"```{{code-cell}} ipython3\n{code}\n```\n\nSe [kapittel %s]"
    change(book, "chapters/index.md", "Se [kapittel %s]", cell)
    (book / "chapters" / "own.csv").write_text("sted,tall\nNord,111\n", "utf-8")
    cell = '\n```{code-cell} ipython3\nimport pandas as pd\nown = pd.read_csv("own.csv")\nown\n```\n'
    why = 'show=False)\nwhy = exhibit("reasons-for-stay", year, show=False)\n'
    claim = 'Psykisk vold er vanligst.{claim}`why.top() == "psychological"` Årsakene'
    text = FINANCE.replace("show=False)\n", why).replace("Årsakene", claim)
    (book / "chapters" / "finance.md").write_text(text + cell, "utf-8")
    assert command(book, "build").returncode == 0
    assert "111" in page(book, "finance")
    for file, old, new, name in (
        ("data/codebook/sex.csv", "Kvinner", "Voksne kvinner", "index"),
        ("chapters/own.csv", "111", "222", "finance"),
    ):
        change(book, file, old, new)
        run = command(book, "build")
        assert run.returncode == 0, run.stderr
        assert READ.findall(run.stdout) == [f"chapters/{name}"]
        assert new in page(book, name)
    change(book, "data/printed/table-03.csv", "81,84,83,84,86", "81,84,83,84,60")
    run = command(book, "build")
    assert run.returncode == 1
    assert "chapters/finance.md:28: this is no longer true: «Psykisk vold er vanligst.»" in run.stderr


def test_what_is_written_is_seen_in_the_browser_within_seconds(book: Path) -> None:
    def wait_for(text: str) -> float:
        start = time.monotonic()
        while time.monotonic() - start < 180:
            time.sleep(0.2)
            with suppress(OSError), urlopen(f"{address}/chapters/users.html") as answer:
                if text in answer.read().decode("utf-8"):
                    return time.monotonic() - start
        raise AssertionError(f"{text!r} was not seen in three minutes")

    process = subprocess.Popen(
        [*PROGRAM, "live", "--port", "0"],
        cwd=book,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        told = re.match(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert told
        address = told[0]
        wait_for("Psykisk vold er vanligst")
        change(book, "chapters/users.md", "Psykisk vold er vanligst", "Slik er det: Psykisk vold er vanligst")
        wait_for("Slik er det: Psykisk vold")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=30)


def test_cells_run_again_only_where_more_than_the_text_has_changed(book: Path, tmp_path: Path) -> None:
    count = tmp_path / "count"
    cell = f"\n```{{code-cell}} ipython3\nwith open({str(count)!r}, 'a') as file:\n    _ = file.write('+')\n```\n"
    (book / "chapters" / "finance.md").write_text(FINANCE + cell, "utf-8")
    assert command(book, "build").returncode == 0
    change(book, "chapters/finance.md", "vist i", "som vist i")
    assert command(book, "build").returncode == 0
    assert "64 prosent ansatte for barn, som vist i Tabell 1.1." in words(book)
    assert count.read_text("utf-8") == "+"
    change(book, "chapters/finance.md", "Årsakene", 'I store er det {eval}`staff["yes", "large"]`. Årsakene')
    assert command(book, "build").returncode == 0
    assert "I store er det 93 prosent." in words(book)
    assert count.read_text("utf-8") == "++"


def test_a_chapter_taken_out_leaves_no_page(book: Path) -> None:
    assert {"html/chapters/finance.html", "html/finance.pdf", "pdf/finance.pdf"} <= published(book).keys()
    change(book, "_toc.yml", "      - file: chapters/finance\n", "")
    change(book, "chapters/index.md", " og [kapittel %s](finance.md)", "")
    change(book, "_config.yml", "        pages: [chapters/finance]\n", "")
    (book / "chapters" / "finance.md").unlink()
    run = command(book, "build")
    assert run.returncode == 0, run.stderr
    assert "html/chapters/users.html" in published(book)
    assert not {"html/chapters/finance.html", "html/finance.pdf", "pdf/finance.pdf"} & published(book).keys()


def test_a_build_without_change_writes_no_page_again(book: Path) -> None:
    drafts = book / "_build" / ".work" / "html" / "chapters"
    before = {path.name: path.stat().st_mtime_ns for path in drafts.glob("*.html")}
    assert command(book, "build").returncode == 0
    assert {path.name: path.stat().st_mtime_ns for path in drafts.glob("*.html")} == before
    assert before


def test_a_chapter_with_a_new_number_is_right_on_every_page(book: Path) -> None:
    """Other pages refer to its exhibits by number, though nothing in them has changed."""
    users, finance = "      - file: chapters/users\n", "      - file: chapters/finance\n"
    change(book, "_toc.yml", users + finance, finance + users)
    assert command(book, "build").returncode == 0
    assert '<span class="std std-numref">Tabell 2.1</span>' in page(book, "finance")
    assert "Tabell 1.1" not in page(book, "finance") + page(book)


def test_a_chapter_put_in_before_gives_the_others_their_numbers_in_the_text_of_page_and_pdf(book: Path) -> None:
    """Links that ask for the number of a chapter, though nothing in the page that has them has changed."""
    change(book, "chapters/finance.md", "vist i {numref}", "vist i [kapittel %s](users.md), {numref}")
    more = "{doc}`Kapittel %s <users>` har {eval}`staff['yes', 'large']`. Årsakene"
    change(book, "chapters/finance.md", "Årsakene", more)
    assert command(book, "build").returncode == 0
    _chapter_of_users_is(1, book)
    (book / "chapters" / "first.md").write_text("# Den første\n\nHer er den.\n", "utf-8")
    first, users = "      - file: chapters/first\n", "      - file: chapters/users\n"
    change(book, "_toc.yml", users, first + users)
    assert command(book, "build").returncode == 0
    _chapter_of_users_is(2, book)
    assert ">kapittel 2</span></a> og <a" in page(book, "index") and ">kapittel 3</span></a>." in page(book, "index")


def _chapter_of_users_is(number: int, book: Path) -> None:
    html = page(book, "finance")
    assert f">kapittel {number}</span></a>, <a" in html and f">Kapittel {number}</span></a> har" in html
    text = words(book)
    assert f"vist i kapittel {number}, Tabell {number}.1" in text and f"Kapittel {number} har 93 prosent." in text
    said = (book / "_build" / "html" / "statements.json").read_text("utf-8")
    assert f"vist i kapittel {number}, Tabell {number}.1" in said and "%s" not in said
    assert f'"sentence": "Kapittel {number} har 93\u00a0prosent."' in said


def test_a_label_that_is_gone_is_missed_on_pages_that_have_not_changed(book: Path) -> None:
    change(book, "chapters/users.md", "Psykisk vold er vanligst", "(vanligst)=\nPsykisk vold er vanligst")
    change(book, "chapters/finance.md", "Årsakene", "[Det vanligste](#vanligst). Årsakene")
    assert command(book, "build").returncode == 0
    change(book, "chapters/users.md", "(vanligst)=\n", "")
    first = command(book, "build")
    assert first.returncode == 1
    assert re.search(r"^chapters/finance\.md:\d+: .*vanligst", first.stderr, re.M), first.stderr
    again = command(book, "build")
    assert (again.returncode, again.stderr) == (1, first.stderr)


def test_an_edition_is_the_whole_book_as_of_its_year(book: Path) -> None:
    """Its kernels are ended without being asked to leave: asked, one sometimes closes its sockets while it answers, and
    an author is told so in a traceback."""
    left = book / "left"
    farewell = f'\n```{{code-cell}} ipython3\nimport atexit, os\n_ = atexit.register(os.mkdir, "{left}")\n```\n'
    later = "Dette er kjent fra 2020."
    (book / "data" / "official" / "users.csv").write_text(
        f"{OFFICIAL.rstrip()}\n2020,centres,,,count,45,,,,direct,SSB\n"
    )
    (book / "chapters" / "users.md").write_text(f'{USERS}{farewell}\n+++ {{"since": 2020}}\n\n{later}\n', "utf-8")
    assert command(book, "build").returncode == 0
    before = published(book)
    run = command(book, "edition", "-p", "year=2018")
    assert run.returncode == 0, run.stderr
    out = book / "_build" / "editions" / "2018"
    text = (out / "html" / "chapters" / "users.html").read_text("utf-8")
    assert later in page(book) and later not in text
    assert "(ingen tall etter 2018)" in page(book) and "(ingen tall etter 2018)" not in text
    assert "øyest er Psykisk vold med 86 prosent" in text
    assert (out / "pdf" / "kunnskapsstatus.pdf").is_file()
    assert sorted(path.name for path in (out / "notebooks").iterdir()) == ["finance.ipynb", "users.ipynb"]
    assert published(book) == before, "an edition changes the book"
    assert not left.exists()
    assert "The edition is ready:" in run.stdout
    shown = {entry["id"]: entry["years"] for entry in json.loads((out / "html" / "exhibits.json").read_text("utf-8"))}
    assert 2018 in shown["reasons-for-stay"]


# --- what an author is told -------------------------------------------------------------------------------------------

REMEDY = "Correct what is named above and build again. The last good book is untouched."
BAD = {
    "an unknown exhibit": (
        [("chapters/users.md", 'exhibit("reasons-for-stay", year)', 'exhibit("reasons-for-stays", year)')],
        [r"^\n*chapters/users\.md:24: this code cell failed",
         "there is no exhibit 'reasons-for-stays'", "did you mean 'reasons-for-stay'", REMEDY],
    ),
    "what sentences and checks say": (
        [("chapters/users.md", 'reasons["psychological", 2018]', 'reasons["psychologic", 2018]'),
         ("chapters/users.md", 'reasons["threats"] < reasons', 'reasons["threats"] > reasons'),
         ("chapters/users.md", 'order("psychological", "physical", ', 'order("physical", "psychological", '),
         ("chapters/finance.md", '`staff["yes", "small"]` ansatte', '`staff["yes", "small"]` prosent'),
         ("chapters/index.md", INDEX,
          "# Prøvebok\n\nDet er {eval}`1`. Se [kapittel %s](users.md) og [kapittel %s](finance.md).\n")],
        [r"chapters/index\.md:3: ", "'1' in this sentence failed: this page runs no code",
         r"chapters/finance\.md:\d+: \d+.prosent has its unit already, and the sentence says it again: «I små tilbud",
         r"chapters/users\.md:31: ", "reasons\\[\"psychologic\", 2018\\].* in this sentence failed",
         "did you mean 'psychological'\\? It has category: psychological, physical",
         r"chapters/users\.md:32: ", "this is no longer true: «Trusler er sjeldnere.»",
         r'threats.\] = 61.prosent; reasons\[.psychological.\] = 86.prosent',
         r"chapters/users\.md:34: ", "this is no longer true: «De tre vanligste kommer",
         r"usant: 64.prosent, 86.prosent, 61.prosent", REMEDY],
    ),
    "names that nothing has": (
        [("chapters/users.md", "De tre vanligste", "De {tre}`vanligste`"),
         ("chapters/users.md", "three-in-order: reasons", "tree-in-order: reasons")],
        [r"chapters/users\.md:34: .*\{tre\}",
         r"chapters/users\.md:34: .*there is no check 'three-in-order' .*did you mean 'tree-in-order'\?",
         r"chapters/users\.md:37: .*no sentence names the check 'tree-in-order'", REMEDY],
    ),
    "a page that takes itself in": (
        [("chapters/index.md", "# Prøvebok", "# Prøvebok\n\n```{include} index.md\n```")],
        [r"^\n*chapters/index\.md: this page cannot be read: it takes itself in", "Look at what you changed last"],
    ),
    "tags that are no list": (
        [("chapters/finance.md", ":tags: [parameters]", ":tags: parameters")],
        [r"^\n*chapters/finance\.md:15: tags are a list: write :tags: \[parameters\]"],
    ),
    "a setting that no extension has": (
        [("_config.yml", "nb_eval_name_regex", "nb_eval_nam_regex")],
        [r"^\n*_config\.yml:\d+: 'nb_eval_nam_regex' is not known here; did you mean 'nb_eval_name_regex'\?", REMEDY],
    ),
    "a picture that is not there": (
        [("_config.yml", "copyright:", "logo: _static/nothing.svg\ncopyright:")],
        [r"^\n*_config\.yml:3: .*'_static/nothing\.svg' does not exist", REMEDY],
    ),
    "an extension that is not installed": (
        [("_config.yml", "[kunnskapsstatus.book]", "[kunnskapsstatus.book, no_such]")],
        [r"^\n*_config\.yml:\d+: Could not import extension no_such", REMEDY],
    ),
    "a script and a style from other sites": (
        [("_config.yml", "[exhibits.js,", "[https://x.no/a.js, exhibits.js,"),
         ("_static/book.css", "/*", "@import 'https://y.no/a.css';\n/*")],
        [r"_config\.yml:\d+: https://x\.no/a\.js is fetched from another site, which would be told who reads",
         r"_static/book\.css:1: https://y\.no/a\.css is fetched", REMEDY],
    ),
    "a letter in a number": (
        [("data/printed/table-03.csv", "Trusler,64,63", "Trusler,64,6e")],
        [r"data/printed/table-03\.csv:4: ", "'6e'", "2015", r"\n.+"],
    ),
    "a field that does not exist": (
        [("data/exhibits/users.toml", 'form = "bars"', 'fom = "bars"')],
        [r"data/exhibits/users\.toml:9: ", r"\[reasons-for-stay\] the field 'fom' is not known; did you mean 'form'\?",
         "Fields: "],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "told"), BAD.values(), ids=[name.replace(" ", "-") for name in BAD])
def test_bad_input_is_named_and_the_good_book_stays(
    book: Path, changes: list[tuple[str, str, str]], told: list[str]
) -> None:
    before = published(book)
    for file, old, new in changes:
        change(book, file, old, new)
    first = command(book, "build")
    assert first.returncode == 1, first.stdout
    for part in told:
        assert re.search(part, first.stderr), f"{part} is not in:\n{first.stderr}"
    assert str(book) not in first.stderr.replace(f"{book}/data", "data")
    assert "Traceback" not in first.stdout + first.stderr
    assert published(book) == before
    if told[-1] == REMEDY and changes[0][0].endswith(".md"):
        again = command(book, "build")
        assert (again.returncode, again.stderr) == (1, first.stderr), "a fault that is not corrected is forgotten"
        assert published(book) == before


def test_a_name_that_stands_twice_is_told_of_with_both_places_in_every_build(book: Path) -> None:
    change(book, "chapters/finance.md", "year, show=False)\n", 'year, show=False)\nexhibit("reasons-for-stay", year)\n')
    change(book, "chapters/finance.md", "I små tilbud", "(child-staff-by-size)=\nI små tilbud")
    first = command(book, "build")
    assert first.returncode == 1
    exhibit, label = (line for line in first.stderr.splitlines() if line.startswith("chapters/finance.md"))
    assert re.search(r"md:25: .*the exhibit 'reasons-for-stay' is shown in chapters/users\.md:24 already", exhibit)
    assert exhibit.endswith("Write show=False where it is only read from.")
    assert re.search(
        r"md:28: .*the label 'child-staff-by-size' has the name of the exhibit in chapters/users\.md:28", label
    )
    again = command(book, "build")
    assert READ.findall(again.stdout) == ["chapters/finance"]
    assert (again.returncode, again.stderr) == (1, first.stderr)


def test_a_kill_while_reading_leaves_the_good_book_and_the_next_build_is_whole(book: Path) -> None:
    before = published(book)
    begun, chapter = book / "begun", "chapters/users.md"
    code = f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(600)"
    endless = f"```{{code-cell}} ipython3\n{code}\n```\n\n"
    change(book, chapter, "Psykisk vold er vanligst", f"{endless}Slik er det: Psykisk vold er vanligst")
    process = subprocess.Popen([*PROGRAM, "build"], cwd=book, stdout=subprocess.DEVNULL, start_new_session=True)
    while not begun.exists():
        assert process.poll() is None, "the build has ended, and its endless cell has not begun"
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)
    assert published(book) == before
    change(book, chapter, endless, "")
    run = command(book, "build")
    assert run.returncode == 0, run.stderr
    assert set(READ.findall(run.stdout)) == {"chapters/index", "chapters/users", "chapters/finance"}, (
        "what a killed build left is trusted"
    )
    assert "Slik er det: Psykisk vold" in page(book)
