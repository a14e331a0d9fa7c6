"""The Typst compiler, on sources of a few lines."""

import ast
import os
import random
import re
import signal
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby, product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from books import ROOT
from paper import letters, line, pages

from kunnskapsstatus import processes
from kunnskapsstatus.book.typst import compiler, finished, measures, setting, standing
from kunnskapsstatus.book.typst.errors import TypstBuildError
from kunnskapsstatus.book.typst.finished import Overfull, finish
from kunnskapsstatus.book.typst.form import form
from kunnskapsstatus.charts import palette

BOOK = """#import "template.typ": *
#set document(title: "Prøve")
#show: book.with(lang: "nb")
#cover(title: "Prøve")
#section(1, "1", "Tittel")
Løpende tekst.
"""


def _set(folder: Path, templates: dict[str, str], book: str = BOOK) -> Path:
    folder.mkdir()
    for name, text in templates.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "book.typ").write_text(book, "utf-8")
    (folder / "book.pdf").write_bytes(compiler.compile_pdf(folder / "book.typ"))
    return folder / "book.pdf"


EXHIBITS = ((121, 113), (125, 50), (82, 137), (53, 44), (20, 58), (104, 115))
"""Words of a paragraph, and millimetres of the exhibit that it calls: of each, whether it has room where it is called
depends on where those before it stand."""


def _moving(exhibits: Sequence[tuple[int, int]]) -> str:
    """A book of paragraphs that each call an exhibit, whose name it holds."""
    called = (
        f'{"ord " * words}\n\n#floating("{at}", rect(width: 100%, height: {height}mm)[vist{at}])\n'
        for at, (words, height) in enumerate(exhibits)
    )
    return BOOK + "\n".join(called)


@pytest.mark.parametrize(
    "exhibits", [EXHIBITS, EXHIBITS * 12, [(30 + 37 * n % 90, 20 + 53 * n % 190) for n in range(60)]]
)
def test_exhibits_find_their_places_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exhibits: Sequence[tuple[int, int]]
) -> None:
    told: list[str] = []
    monkeypatch.setattr(compiler.logger, "warning", lambda _, said, **_kinds: told.append(said))
    book = _set(tmp_path / "book", form(), _moving(exhibits))
    assert not told
    text = "".join(pages(book))
    assert sorted(text.count(f"vist{at}\n") for at in range(len(exhibits))) == [1] * len(exhibits)


@pytest.mark.parametrize(
    ("lines", "ways", "before", "after"),
    [
        (43, '("closer", "closest")', 2, 1),
        (47, '("closer", "closest")', 2, 2),
        (47, '("closer", "closest", "smaller")', 2, 1),
        (70, '("closer", "closest")', 2, 2),
        (20, '("closer", "closest")', 1, 1),
    ],
)
def test_a_chapter_is_set_closer_where_its_last_page_has_a_few_lines(
    tmp_path: Path, lines: int, ways: str, before: int, after: int
) -> None:
    """Each chapter by itself: the next one stands as it stood."""
    settings, opens, rest = BOOK.partition("#section")
    text = opens + rest + "\n".join(f"Linje {at}.\n" for at in range(lines))
    following = f"#opening()\n{opens}{rest}" + "\n".join(f"Neste {at}.\n" for at in range(70))
    settings = settings.replace("#cover", "#let cover(..) = none\n#cover")
    plain = _set(tmp_path / "plain", form(), f"{settings}{text}\n{following}")
    paced = f'#chapter("a", {ways})[{text}]\n#chapter("b", ("closer",))[{following}]'
    set_closer = _set(tmp_path / "chapter", form(), f"{settings}{paced}")
    assert (len(pages(plain)), len(pages(set_closer))) == (before + 2, after + 2)
    unnumbered = [[re.sub(r"\d+$", "", page) for page in pages(pdf)] for pdf in (plain, set_closer)]
    assert unnumbered[0][before:] == unnumbered[1][after:]
    if before == after:
        assert letters(plain, 0) == letters(set_closer, 0), "it stands as it stood"


@pytest.mark.parametrize(("sections", "pages_of_contents"), [(60, 1), (75, 1), (90, 2)])
def test_the_contents_do_without_a_page_of_a_few_lines(tmp_path: Path, sections: int, pages_of_contents: int) -> None:
    own = BOOK.replace("#section", "#contents()\n#opening()\n#section")
    text = "\n".join(f'#section(2, "1.{at}", "Del{at}x")' for at in range(sections))
    found = pages(_set(tmp_path / "book", form(), own + text))
    assert next(at for at, page in enumerate(found) if "Løpende" in page) - 1 == pages_of_contents


@pytest.mark.parametrize(("count", "rows"), [(1, [1]), (3, [3]), (4, [2, 2]), (5, [3, 2]), (7, [3, 2, 2])])
def test_boxes_of_key_figures_leave_no_hole(tmp_path: Path, count: int, rows: Sequence[int]) -> None:
    boxes = "".join(f"[#strong[Tall{at}]Ord]" for at in range(count))
    found = letters(_set(tmp_path / "book", form(), f"{BOOK}\n#key-figures{boxes}"), 1)
    feet = [round(line(found, f"Tall{at}")[0].foot) for at in range(count)]
    assert [len([*row]) for _, row in groupby(feet)] == rows


@pytest.mark.parametrize(("room", "begins"), [("0pt", 1), ("300pt", 2)])
def test_a_table_begins_where_enough_of_it_has_room(tmp_path: Path, room: str, begins: int) -> None:
    rows = ", ".join(f"[rad{at}]" for at in range(30))
    text = f"#v(400pt)\n#breaking(room: {room})[#table(columns: 1, {rows})]"
    first, *_ = (
        number for number, page in enumerate(pages(_set(tmp_path / "book", form(), BOOK + text))) if "rad0" in page
    )
    assert first == begins


@pytest.mark.parametrize("seed", [38, 43, 50, 58])
def test_an_exhibit_stands_in_its_section_also_where_the_foot_of_the_page_has_room(tmp_path: Path, seed: int) -> None:
    """An exhibit that moves may find room below the next heading, where it is of another section."""
    lot, parts, own = random.Random(seed), list[str](), dict[str, int]()
    for section in range(6):
        parts.append(f'#settled\n#section(2, "1.{section}", "Avsnitt{section}x")')
        for _ in range(lot.randrange(1, 4)):
            words, height, name = lot.randrange(20, 200), lot.randrange(20, 150), f"vist{len(own)}x"
            own[name] = section
            exhibit = f'#floating("{name}", rect(width: 100%, height: {height}mm)[{name}])'
            parts += ["ord " * words, exhibit, "ord " * lot.randrange(5, 120)]
    set_so = pages(_set(tmp_path / "book", form(), BOOK + "\n\n".join(parts)))
    for name, section in own.items():
        (page,) = (page for page in set_so if name in page)
        after, before = page.find(f"Avsnitt{section}x"), page.find(f"Avsnitt{section + 1}x")
        assert after < page.index(name) < (before if before >= 0 else len(page)), name


def test_what_is_decided_between_settings_goes_one_way() -> None:
    """Whatever the settings tell: a chapter goes from way to way and back for good, and in each way its exhibits from
    here to moved to held."""
    lot = random.Random(1)
    where, ways = ["", standing.HERE, standing.MOVED, standing.HELD], ["", "closer", "closest", standing.AS_WRITTEN]

    def setting(decided: Mapping[str, str]) -> standing.Told:
        seen.append(dict(decided))
        filled = lot.choice((0.1, 0.9))
        return standing.Told(
            [{"name": name, "late": lot.random() < 0.5, "outside": lot.random() < 0.5} for name in exhibits],
            [{"name": name, "ways": ways[1:-1], "pages": lot.choice((2, 3)), "filled": filled} for name in "abc"],
        )

    exhibits = [f"{chapter}:float:{at}" for chapter in "abc" for at in range(2)]
    for _ in range(50):
        seen: list[dict[str, str]] = []
        settled = standing.settled(setting)
        assert settled == seen[-1]
        assert len(seen) < 60
        for chapter in "abc":
            went = [ways.index(decided.get(chapter, "")) for decided in seen]
            assert went == sorted(went)
            for name, way in product((one for one in exhibits if one.startswith(chapter)), ways):
                steps = [where.index(decided.get(name, "")) for decided in seen if decided.get(chapter, "") == way]
                assert steps == sorted(steps)


def test_what_the_page_on_paper_names_changes_the_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = _set(tmp_path / "plain", form())
    assert letters(plain, 1)[0].left == pytest.approx(measures.SIDE * measures.POINTS, abs=6)  # a large "1"
    monkeypatch.setattr(measures, "SIDE", measures.SIDE + 10)
    wider = _set(tmp_path / "wider", form())
    assert letters(wider, 1)[0].left - letters(plain, 1)[0].left == pytest.approx(10 * measures.POINTS, abs=0.1)
    monkeypatch.setitem(palette.PAPER, "accent", "#aa1122")
    page = form()["page.typ"]
    other = page.replace('#let serif = "Source Serif Pro"', '#let serif = "Source Sans Pro"')
    assert other != page
    changed = _set(tmp_path / "changed", {**form(), "page.typ": other})
    assert b"SourceSerif" in plain.read_bytes()
    assert b"SourceSerif" not in changed.read_bytes()
    assert changed.read_bytes() != wider.read_bytes()


SPILLS = """
// @ chapters/users.md:7
#table-figure(caption: [Tabell 1 #h(0.6em) Prøve], ruled-table(columns: (30pt, 60pt), head: 0, [Voldsutsatte], [9]))
#columns(8)[Et #box[krisesentertilbudet] #colbreak() Ved siden av]
#block(height: 800pt, breakable: false, align(bottom)[Under siden])
#formula("a", $overline(a) attach(a, t: hat)$) og #place(dx: 2pt, figure(alt: "Et bilde", box[Oppå])) noe.

Linjen her #v(-20pt) Oppå den
"""


def test_what_is_wider_than_its_place_is_found_and_led_back_to_its_chapter(tmp_path: Path) -> None:
    pdf = _set(tmp_path / "book", form(), BOOK + SPILLS)
    with pytest.raises(Overfull) as error:
        finish(pdf.read_bytes(), [[[(False, ()), (False, ())]]], rooms=[[30.0, 60.0]])
    found = {spill.text: (spill.what, spill.caption) for spill in error.value.spills}
    assert found == {
        "Voldsutsatte": ("is wider than its column of 30 points", "Tabell 1 Prøve"),
        "krisesentertilbudet": ("stands on what is beside it", ""),
        "Linjen her": ("stands on the line above it", ""),
        "Under siden": ("stands above or below the text of its page", ""),
    }
    source = tmp_path / "source.typ"
    source.write_text('// @ a.md:3\n#"Tabell 1";#h(1em)#"Prøve";\n// @ b.md:5\n#"Vann\u2060-\u2060og";', "utf-8")
    said = {"Tabell 1 Prøve": "a.md:3", "Vann-og": "b.md:5", 'a = "b"': "c.md:9", "Ikke her": ""}
    source.write_text(source.read_text("utf-8") + '\n// @ c.md:9\n#raw("x\\na = \\"b\\"")', "utf-8")
    assert {text: compiler.place_of(text, source) for text in said} == said


def test_that_the_process_which_looks_for_what_is_too_wide_is_gone_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = _set(tmp_path / "book", form(), BOOK).read_bytes()
    monkeypatch.setattr(finished, "spills", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(TypstBuildError, match="ended from outside"):
        processes.apart(partial(finish, pdf, [], rooms=[]))


def test_a_picture_with_a_sign_that_no_font_has_is_led_back_to_its_chapter(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    (folder / "images").mkdir(parents=True)
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20"><text x="2" y="9">{}</text></svg>'
    (folder / "images" / "a.svg").write_text(drawn.format("Hei"), "utf-8")
    (folder / "images" / "b.svg").write_text(drawn.format("\U00013080"), "utf-8")
    figure = '// @ {0}.md:7\n#image("images/{0}.svg", alt: "Et bilde")\n'
    source = folder / "book.typ"
    source.write_text('#set document(title: "Prøve")\n' + figure.format("a") + figure.format("b"), "utf-8")
    with pytest.raises(TypstBuildError, match=r"^b\.md:7 .*could not be displayed"):
        compiler.compile_pdf(source)


def test_a_compiler_that_is_ended_from_outside_is_told_of_as_such() -> None:
    with pytest.raises(TypstBuildError, match="ended from outside"):
        compiler.apart(signal.raise_signal, signal.SIGKILL)


@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
def test_documents_are_set_side_by_side_and_one_whose_process_is_ended_is_told_of(
    long: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in form().items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.setattr(setting, "LONG", 0 if long else 10**6)
    app: Any = SimpleNamespace(_warncount=0)
    sheets: list[Any] = [SimpleNamespace(file=f"{name}.pdf", row_headers=[], rooms=None) for name in "ab"]
    both = [setting.Setting(sheet, BOOK, 0, (), {}, ()) for sheet in sheets]
    before = processes.threads()
    made = setting.set_all(app, both, tmp_path)
    assert processes.threads() <= before, "a fork of this process would miss what the compiler has started"
    assert made["a.pdf"] == made["b.pdf"]
    assert made["a.pdf"].startswith(b"%PDF")
    one = setting.Setting(sheets[0], f"{BOOK}Mer.\n", 0, (), {}, ())
    monkeypatch.setattr(compiler, "settled", lambda *_: signal.raise_signal(signal.SIGKILL))
    with pytest.raises(TypstBuildError, match="ended from outside"):
        setting.set_all(app, [one, both[1]], tmp_path)


def test_every_name_on_the_page_on_paper_stands_where_it_says() -> None:
    page = (ROOT / "docs" / "paper.md").read_text("utf-8")
    code = "".join(form().values()) + "".join(
        path.read_text("utf-8") for path in (ROOT / "src" / "kunnskapsstatus").rglob("*.py")
    )
    rows = [row.split("|")[2:4] for row in page.splitlines() if row.startswith("| ") and "`" in row]
    names = {name for row in rows for name in re.findall(r"`([\w-]+)`", " ".join(row))}
    assert {"serif", "PAPER", "LEAST_TYPE", "CHART_POINTS"} <= names
    assert not [name for name in names if not re.search(rf"(?:#let |\b){re.escape(name)}\b", code)]


ADDRESS = (
    "https://www.sted.no/Statistikk_og_analyse/Krisesentertilbudet_i_norske_kommuner/om-beboerne-og-andre?aar=2018"
)


def test_an_address_parts_after_a_sign_and_not_within_a_word(tmp_path: Path) -> None:
    widths = "\n".join(f'#block(width: {width}mm)[Lest på #address("{ADDRESS}").]' for width in range(80, 150, 6))
    source = f'#import "template.typ": *\n#set document(title: "Prøve")\n{widths}'
    lines = [line.strip() for page in pages(_set(tmp_path / "book", form(), source)) for line in page.split("\n")]
    assert sum("Lest på" in line for line in lines) == 12 < len(lines)
    assert {line for line in lines if not re.search(r"[/.?=\x02\ufffe-]$|Lest på$", line)} == set()


def _in_this_process(code: str) -> set[str]:
    """The functions of a module that use the compiler in the process that calls them."""
    functions = [one for one in ast.walk(ast.parse(code)) if isinstance(one, ast.FunctionDef)]
    calls = {one.name: [part for part in ast.walk(one) if isinstance(part, ast.Call)] for one in functions}
    handed_over = {
        part.args[0].id
        for part in ast.walk(ast.parse(code))
        if isinstance(part, ast.Call) and ast.unparse(part.func).split(".")[-1] == "apart"
        if isinstance(part.args[0], ast.Name)
    }

    def callers(wanted: re.Pattern[str]) -> set[str]:
        return {name for name, made in calls.items() if any(wanted.fullmatch(ast.unparse(one.func)) for one in made)}

    found, new = set[str](), callers(re.compile(r"typst\.(?!Fonts)\w+")) - handed_over
    while new:
        of_each = {name: callers(re.compile(re.escape(name))) for name in new}
        found |= {name for name, calling in of_each.items() if not calling}
        new = set[str]().union(*of_each.values()) - handed_over - found
    return found


def test_the_compiler_has_a_process_of_its_own() -> None:
    """It remembers all that it has set, and starts threads, which no fork of a process may have."""
    code = {path: path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py")}
    using = {path: text for path, text in code.items() if "import typst\n" in text}
    assert len(using) == 3
    assert not any("from typst import" in text for text in code.values())
    assert [found for text in using.values() if (found := _in_this_process(text))] == [{"when_asked"}]
    (asking,) = (text for text in code.values() if "import when_asked" in text)
    assert re.search(r"Apart\(_begin,", asking)
    assert re.search(r"^def _begin(?:.|\n(?!def))*when_asked\(", asking, re.M)
    fault = "def made(one):\n    return _set(one)\ndef _set(one):\n    return typst.compile(one)\n"
    assert _in_this_process(fault) == {"made"}
    assert _in_this_process(fault + "def all(of):\n    return apart(made, of)\n") == set()
