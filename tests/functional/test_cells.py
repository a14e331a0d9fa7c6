"""What authors make in cells without an exhibit, on the page and on paper; what they are told when it goes wrong."""

import re
from pathlib import Path

import paper
import pytest
from small_book import FRONT, PARAMETERS, TOC, command, write_book

pytestmark = pytest.mark.usefixtures("measured")

DATA = (
    "import time\nimport altair as alt\nimport pandas as pd\nfrom IPython.display import SVG, Markdown\n"
    "flats = pd.DataFrame({'År': [2014, 2015], 'Leiligheter': [1234.5, 3004.0]})"
)
HOUSE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
BARS = "alt.Chart(flats).mark_bar().encode(x='År:O', y='Leiligheter:Q')"


def cell(code: str, *options: str) -> str:
    return "\n".join(["```{code-cell} ipython3", *options, code, "```\n\n"])


SHOWN = "".join(
    [
        "Avsnitt først.\n\n",
        cell(DATA),
        cell(BARS, ":alt: Flest leiligheter i 2015", ":caption: Leiligheter etter år", ":name: flats"),
        cell(f"({BARS} | {BARS}).properties(description='To like diagrammer')"),
        cell("flats", ":caption: Leiligheter i tall", ":name: flats-table"),
        cell("flats.set_index('År')['Leiligheter']"),
        cell(f"SVG('{HOUSE}')", ":alt: Et rektangel"),
        cell("Markdown('Skrevet i en **celle**.')"),
        cell("print('Skrevet ut')", ":tags: [show-output]"),
        cell("hidden = 41", ":tags: [remove-cell]"),
        "Skjult er {eval}`hidden + 1`. Se {numref}`flats` og {numref}`flats-table`. ",
        "Klokka går etter {eval}`time.tzname[0]`.\n\n",
        "## Det er {eval}`hidden`{claim}`hidden == 41` leiligheter\n\nTo.\n",
    ]
)
FAULTY = {
    "dies": (cell("x = 1\nimport os; os._exit(1)") + "Tall {eval}`x`.\n\n" + cell("x + 1"), 15, "ended the process"),
    "endless": (
        cell("x = 1") + cell("y = 2\nwhile x: pass") + "Tall {eval}`x`.\n",
        20,
        "ran longer than 10 seconds",
    ),
    "option": (cell("x = 1", ":captoin: Kurve"), 15, "no option 'captoin'; did you mean 'caption'?"),
    "tag": (cell("x = 1", ":tags: [remove-cel]"), 15, "no tag is called 'remove-cel'; did you mean 'remove-cell'?"),
    "language": ("```{code-cell} R\nx = 1\n```\n", 14, "this cell is in 'R': chapters are in Python"),
    "field": (
        cell(DATA) + cell(BARS.replace("Leil", "Lei"), ":alt: Flest i 2015"),
        24,
        "of 'Leiigheter', which its data have not; did you mean 'Leiligheter'?",
    ),
    "follows": (
        PARAMETERS
        + cell('a = 1\nreasons = exhibit("reasons-for-stays", year)')
        + "Tall {eval}`reasons['x']`.{claim}`reasons.top() == 'x'`\n\n"
        + cell("more = reasons['psychological']")
        + cell("more + 1"),
        25,
        "there is no exhibit 'reasons-for-stays'; did you mean",
    ),
    "leaves": (cell("a = 1\nexit()") + cell("a + 1"), 16, "it ends the program"),
    "hidden": (cell("a = 1\n\n1 / 0", ":tags: [remove-output]"), 18, "a number is divided by zero"),
    "warns": (cell("import warnings\nwarnings.warn('obs')"), 16, "has a warning: obs (UserWarning)"),
    "på trykk": (cell("for n in range(5000): print(n)"), 15, "prints «0»"),
    "shows": (cell("from IPython.display import HTML\nHTML('<b>x</b>')"), 15, "shows HTML, which cannot be printed"),
}

WRITTEN = [
    ("{evl}`1`", "there is no role {evl}; did you mean 'eval'?"),
    ("Kilde {cite:pp}`bufdir2015`.", "there is no role {cite:pp}; did you mean 'cite:p'?"),
    ("```{nte}\nhei\n```", "there is no block {nte}; did you mean 'note'?"),
    ("```{figure} x.svg\n:nam: x\n```", "{figure} has no option 'nam'; did you mean 'name'? Options: align, alt"),
    (
        "![Et hus](images/huus.svg)",
        "there is no file chapters/images/huus.svg; did you mean 'chapters/images/hus.svg'?",
    ),
    ("Kilde {cite:p}`bufdirr2015`.", "no source is called 'bufdirr2015'; did you mean 'bufdir2015'?"),
    ("```{note}\n```", "{note} is empty"),
    ("```{figure}\nEn figur\n```", "{figure} has something after its name"),
    ("```{csv-table}\n:file: tall.csv\n```", "there is no file chapters/tall.csv"),
    ("```{list-table}\n* - a\n  - b\n* - c\n```", "{list-table}: row 2 has 1 cells, and the first has 2"),
    ("- punkt\n\n  ```{code-cell} ipython3\n  1\n  ```", "a code cell stands by itself"),
    ("![Et hus](https://www.ssb.no/hus.png)", "the picture https://www.ssb.no/hus.png lies elsewhere"),
    ("[](https://www.ssb.no)", "the link to https://www.ssb.no has no words"),
    ("{claim}`True` Etter setningen.", "no sentence stands before this claim"),
    ("A\u030aret er nytt.{claim}`False`", "this is no longer true: «Året er nytt.»"),
    ("##\u00a0Fast mellomrom", "a heading has a space after #, no fixed one"),
    ("##", "this heading has no words"),
    ("## To", ""),
    ("#### Fire", "a heading with #### stands below one with ##: write ###"),
    ("# Enda en", "«Enda en» is a second title: a page has one; write ## Enda en"),
]
"""What an author writes wrong, and is told of at its line."""


def with_chapters(folder: Path, chapters: dict[str, str]) -> Path:
    book = write_book(folder)
    toc = TOC + "".join(f"      - file: chapters/{name}\n" for name in chapters)
    (book / "_toc.yml").write_text(toc, "utf-8")
    for name, text in chapters.items():
        (book / "chapters" / f"{name}.md").write_text(f"{FRONT}# Prøve {name}\n\n{text}", "utf-8")
    return book


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = with_chapters(tmp_path_factory.mktemp("shown"), {"own": SHOWN})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        run = command(book, "build")
    assert run.returncode == 0, run.stderr
    return book


@pytest.fixture(scope="module")
def page(shown: Path) -> str:
    return (shown / "_build" / "html" / "chapters" / "own.html").read_text("utf-8")


@pytest.fixture(scope="module")
def printed(shown: Path) -> str:
    return paper.words(shown / "_build" / "pdf" / "kunnskapsstatus.pdf")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All that a build of the faulty chapters says, from its log: the terminal shows the first of it."""
    chapters = {name: text for name, (text, _, _) in FAULTY.items()}
    book = with_chapters(
        tmp_path_factory.mktemp("faulty"), {**chapters, "written": "\n\n".join(text for text, _ in WRITTEN)}
    )
    (book / "chapters" / "images").mkdir()
    (book / "chapters" / "images" / "hus.svg").write_text(HOUSE, "utf-8")
    config = (book / "_config.yml").read_text("utf-8")
    (book / "_config.yml").write_text(config.replace("timeout: 120", "timeout: 10"), "utf-8")
    run = command(book, "build")
    assert run.returncode == 1
    assert "WARNING" not in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert re.search(r"^chapters/\w+\.md:\d+: this code cell", run.stderr, re.M), run.stderr
    return (book / "_build" / ".work" / "html.log").read_text("utf-8")


def test_an_authors_own_charts_stand_on_the_page_as_pictures_in_words(page: str) -> None:
    assert page.count('<div class="chart"><svg') == 2
    assert page.count('aria-label="Flest leiligheter i 2015"') == 2, "wide and narrow"
    assert 'alt="Et rektangel"' in page
    assert "1\u00a0500</text>" in page


def test_no_script_or_style_of_another_host_is_in_the_page(page: str) -> None:
    assert re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//[^>]+>", page) == []
    assert "vegaEmbed" not in page
    assert "jsdelivr" not in page


def test_own_figures_and_tables_are_numbered_and_referred_to_alike_in_both(page: str, printed: str) -> None:
    for number, title in (("Figur", "Leiligheter etter år"), ("Tabell", "Leiligheter i tall")):
        named = re.search(rf'caption-number">({number} \d+\.1) </span><span class="caption-text">{title}<', page)
        assert named, title
        assert f"{named[1]} {title}" in printed
    assert re.search(r"Se Figur \d+\.1 og Tabell \d+\.1\.", printed)


def test_own_tables_are_the_books_tables_in_both(page: str, printed: str) -> None:
    assert re.search(r'<th scope="row" class="stub">2014</th><td class="number">1\u00a0234,5</td>', page)
    assert printed.count("2014 1 234,5 2015 3 004,0") >= 2


def test_what_a_cell_says_is_said_in_both(page: str, printed: str) -> None:
    for text in ("Skrevet ut", "celle"):
        assert text in page
        assert text in printed
    assert "alt.HConcatChart" not in page + printed


def test_a_sentence_knows_what_a_hidden_cell_above_it_sets(printed: str) -> None:
    assert "Skjult er 42." in printed


def test_a_number_in_a_heading_is_plain_wherever_the_heading_is_shown(page: str, printed: str) -> None:
    assert page.count("Det er 41 leiligheter") >= 2, "the heading, and the contents of the page"
    assert "Det er 41 leiligheter" in printed
    names = re.findall(r' id="([^"]+)"', page)
    assert len(set(names)) == len(names)


def test_a_book_is_in_no_time_zone(printed: str) -> None:
    """A chart over time is drawn by the clock of whoever draws it."""
    assert "Klokka går etter UTC." in printed


def test_no_path_of_this_machine_is_published(shown: Path) -> None:
    for path in (shown / "_build" / "html").rglob("*"):
        if path.is_file():
            assert str(shown).encode() not in path.read_bytes(), path.name
            assert b"ipykernel_" not in path.read_bytes(), path.name


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_of_a_cell_is_told_once_at_its_line(told: str, name: str) -> None:
    found = re.findall(rf"^\S*chapters/{name}\.md:(\d+): \w+: (.*)$", told, re.M)
    assert len(found) == 1, found
    assert found[0][0] == str(FAULTY[name][1]), found
    assert FAULTY[name][2] in found[0][1]


@pytest.mark.parametrize("number", range(len(WRITTEN)), ids=[text.splitlines()[0] for text, _ in WRITTEN])
def test_what_is_written_wrong_is_told_at_its_line_with_what_is_like_it(told: str, number: int) -> None:
    before = "\n\n".join([FRONT + "# Prøve written", *(text for text, _ in WRITTEN[:number])])
    first = before.count("\n") + 3
    last = first + WRITTEN[number][0].count("\n")
    found = re.findall(r"^\S*chapters/written\.md:(\d+): \w+: (.*)$", told, re.M)
    here = [cause for line, cause in found if first <= int(line) <= last]
    assert any(WRITTEN[number][1] in cause for cause in here) if WRITTEN[number][1] else not here, found
