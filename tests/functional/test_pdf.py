"""The PDF of a small book: the same content and numbers as its HTML, accessible, the same bytes twice."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from books import ROOT
from docutils import nodes
from docutils.utils import new_document
from paper import bookmarks, is_said, letters, line, links, pages, words
from pdfua import validate
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from kunnskapsstatus.book.typst.errors import TypstBuildError
from kunnskapsstatus.book.typst.exhibits import may_move
from kunnskapsstatus.book.typst.finished import finish
from kunnskapsstatus.book.typst.measures import LEAST_TYPE
from kunnskapsstatus.book.typst.tags import TagError

CONF = '''
from docutils import nodes
from docutils.parsers.rst import Directive
from kunnskapsstatus.book import nodes as own

project = "Prøveboken"
author = "Prosjektet"
language = "nb_NO"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "kunnskapsstatus.book.typst.builder"]
myst_enable_extensions = ["deflist", "fieldlist", "substitution", "dollarmath", "attrs_inline"]
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "plain"
numfig = True
numfig_secnum_depth = 1
numfig_format = {"figure": "Figur %s", "table": "Tabell %s", "section": "kapittel %s", "code-block": "Kode %s"}
exclude_patterns = ["_build"]
suppress_warnings = ["bibtex.duplicate_label"]
typst_cover = {
    "title": "Krisesentrene i tall",
    "subtitle": "En prøvebok om hvordan kommunene følger opp krisesenterloven",
    "edition": "Utgave 2024 (syntetisk prøve)",
    "statement": "Selvstendig arbeid bygd på en rapport fra 2019 og på statistikk. Ikke utgitt av noen myndighet.",
    "colophon": [
        "Kilder: rapporten fra 2019 og Statistisk sentralbyrå, https://www.ssb.no.",
        "Ingen myndighet har godkjent boken.",
    ],
}

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="560" height="240" font-family="Source Sans Pro" font-size="13">
<text x="150" y="40" text-anchor="end">Kvinner</text><rect x="160" y="24" width="380" height="24" fill="#1f4e79"/>
<text x="150" y="90" text-anchor="end">Menn</text><rect x="160" y="74" width="60" height="24" fill="#1f4e79"/>
<text x="150" y="140" text-anchor="end">Barn</text><rect x="160" y="124" width="300" height="24" fill="#1f4e79"/>
</svg>"""

def para(text):
    return nodes.paragraph("", text)

class Chart(Directive):
    required_arguments, optional_arguments = 1, 1
    def run(self):
        alt = "Liggende søyler: flest kvinner (syntetisk)." if len(self.arguments) == 1 else ""
        figure = nodes.figure("", own.chart(svg=SVG, alt=alt, exhibit="opphold", spec="{}"))
        figure += nodes.caption("", "Opphold etter gruppe (syntetisk)")
        figure += nodes.legend("", para("Populasjon: alle opphold. Enhet: antall. Kilde: syntetisk."))
        figure["names"].append(self.arguments[0])
        self.state.document.note_explicit_target(figure, figure)
        return [figure, own.downloads("", para("LAST NED CSV"))]

class Table(Directive):
    required_arguments, has_content = 3, False
    def run(self):
        name, columns, rows = self.arguments[0], int(self.arguments[1]), int(self.arguments[2])
        table = nodes.table("", nodes.title("", "En tabell med %d kolonner (syntetisk)" % columns))
        group = nodes.tgroup("", *[nodes.colspec(colwidth=1) for _ in range(columns)], cols=columns)
        if columns == 1:
            group += nodes.tbody("", nodes.row("", nodes.entry("", para("Rapporten oppgir ingen av tallene."))))
            table += group
            table["names"].append(name)
            self.state.document.note_explicit_target(table, table)
            return [nodes.container("", table, para("Figuren er et bilde."), classes=["exhibit"])]
        top = nodes.row("", nodes.entry("", para("Årsak til opphold"), morerows=1))
        top += nodes.entry("", para("År og sentertype"), morecols=columns - 2)
        second = nodes.row("", *[nodes.entry("", para(str(2010 + i)), classes=["number"]) for i in range(1, columns)])
        body = nodes.tbody()
        body += nodes.row("", nodes.entry("", para("Gruppe A"), morecols=columns - 1, classes=["stub"]))
        for r in range(rows):
            label = nodes.entry("", para("Psykisk vold eller trusler, rad %d" % r), classes=["stub"])
            cells = [para("1\\u00a0%03d" % (r * 7 + i)) for i in range(1, columns)]
            body += nodes.row("", label, *[nodes.entry("", cell, classes=["number"]) for cell in cells])
        group += nodes.thead("", top, second)
        group += body
        table += group
        table["names"].append(name)
        self.state.document.note_explicit_target(table, table)
        return [nodes.container("", table, para("Populasjon: alle opphold. Kilde: syntetisk."), classes=["exhibit"])]

class Grouped(Directive):
    def run(self):
        group = nodes.tgroup("", *[nodes.colspec(colwidth=1) for _ in range(3)], cols=3)
        group += nodes.thead("", nodes.row("", *[nodes.entry("", para(text)) for text in ("Region", "Kjønn", "Andel")]))
        body = nodes.tbody()
        for region in ("Nord", "Sør"):
            for at, sex in enumerate(("Kvinner", "Menn")):
                first = [nodes.entry("", para(region), morerows=1, classes=["stub"])] if at == 0 else []
                share = nodes.entry("", para("8 %" if at else "12,5 %"), classes=["number"])
                body += nodes.row("", *first, nodes.entry("", para(sex), classes=["stub"]), share)
        group += body
        return [nodes.table("", group)]

def statistic_role(name, rawtext, text, lineno, inliner, options={}, content=[]):
    return [own.statistic("", text)], []

def claim_role(name, rawtext, text, lineno, inliner, options={}, content=[]):
    return [own.claim("", nodes.Text("PÅSTAND " + text))], []

class Unknown(Directive):
    def run(self):
        node = nodes.option_list()
        self.add_name(node)
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        return [node]

def skip(self, node):
    raise nodes.SkipNode

def ignore(self, node):
    pass

def setup(app):

    for node in (own.chart, own.claim, own.downloads):
        app.add_node(node, override=True, html=(skip, None))
    app.add_node(own.statistic, override=True, html=(ignore, ignore))
    app.add_directive("chart", Chart)
    app.add_directive("exhibit", Table)
    app.add_directive("grouped", Grouped)
    app.add_directive("unknown", Unknown)
    app.add_role("statistic", statistic_role)
    app.add_role("claim", claim_role)
'''

LONG_LINK = "En lenke som er så lang at den går over på neste linje, med utheving i seg"
PAGES = {
    "index.md": """
        # Om boken

        Dette er en prøve. Se {ref}`lov` og {doc}`funn`.

        ```{toctree}
        :numbered:
        :caption: Del en

        rammer
        funn
        ```

        ```{toctree}
        :caption: Vedlegg

        referanser
        ```
        """,
    "rammer.md": """
        (lov)=
        # Hva loven krever

        Kommunen skal sørge for et *gratis* tilbud, **hele døgnet**, etter `§ 2`. Sitat: "slik" og 10#5_$ [ikke lenke]
        @x. H{sub}`2`O og m{superscript}`2`.[^a] Mer om dette hos [Statistisk sentralbyrå](https://www.ssb.no/), og en
        note til.[^b] Samme note igjen.[^a] Ifølge {cite}`berg2019` er {statistic}`71` prosent fornøyde.{claim}`topp`
        Se {numref}`tab-liten`, {numref}`fig-opphold`
        og {ref}`kapitlet om loven <lov>`.

        [^a]: Noten om kvadratmeter, med *utheving*.
        [^b]: En annen note.

        ## Tilbudet

        - Første punkt som er så langt at det går over flere linjer, slik at innrykket kan vurderes av den som ser
          på siden
        - Andre punkt
          - Underpunkt
        - Tredje punkt

        3. Tre
        4. Fire

        Bruker
        : En person som får hjelp av senteret, som beboer eller som dagbruker. Forklaringen går gjerne over mer enn
          en linje.

        Dagbruker
        : En bruker som ikke overnatter.

        > Et sitat som er skrevet om med egne ord.

        ### Tredje nivå

        ```{note}
        Tallene er små. Les dem med omtanke.
        ```

        ```{admonition} I korte trekk
        - Flest kvinner.
        - Færre sentre.
        ```

        **Smått om tallene**

        ```{warning}
        Tidsserien har brudd.
        ```

        Her står det noe foran, og så [en lenke til fylling](https://example.org/). [En lenke som er så lang at den går
        over på neste linje, med *utheving* i seg](https://example.org/en).

        ```python
        print("hei")  # kode
        ```

        % En kommentar

        <div>BARE HTML</div>

        ```{image} tegning.svg
        :alt: En tegning av et hus (syntetisk)
        ```
        """,
    "funn.md": """
        # Funnene

        Et avsnitt før figuren. Voldsutsatte kvinner utgjør de fleste av oppholdene, og mange har med seg barn.
        Teksten er satt med ujevn høyremarg, slik at ordmellomrommene er like store overalt, også i smale spalter med
        lange norske sammensatte ord. Figuren under kan flyttes til toppen eller foten av en side, og teksten fyller
        siden foran den. Det gjelder bare når det står såpass mye tekst mellom tittelen på kapittelet og figuren at den
        ikke kan havne over tittelen: En figur som er det første i kapittelet, står der den er skrevet. Derfor er dette
        avsnittet så langt som det er, og litt til.

        ```{chart} fig-opphold
        ```

        ## Tabeller av alle slag

        ```{exhibit} tab-liten 4 5
        ```

        Tekst mellom tabellene, med tall fra {numref}`tab-lang`.

        ```{exhibit} tab-lang 8 60
        ```

        ```{exhibit} tab-bred 22 6
        ```

        | Region | Andel |
        | --- | ---: |
        | Nord | 12 % |
        | Sør | 8 % |

        ```{list-table} En tabell fra Markdown (syntetisk)
        :name: tab-liste
        :header-rows: 1
        :stub-columns: 1

        * - Sted
          - Merknad
        * - Oslo
          - En lengre merknad som går over flere linjer i cellen, for å se hvordan avstanden mellom linjene virker i
            smal spalte[^c]
        * - Bergen
          - Kort
        ```

        [^c]: Note fra en tabell.

        | | Antall |
        | --- | ---: |
        | Nord | 12 |

        ```{grouped}
        ```

        ```{exhibit} tab-tom 1 0
        ```
        """,
    "referanser.md": """
        # Litteratur

        ```{bibliography}
        ```
        """,
    "references.bib": """
        @book{berg2019,
          author = {Berg, Kari and Dahl, Ola},
          title = {Et oppdiktet verk om sentrene},
          publisher = {Prøveforlaget},
          year = {2019},
        }
        """,
    "tegning.svg": """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">
        <path d="M20 90V40L60 10L100 40V90Z" fill="#1f4e79"/></svg>
        """,
}

Build = Callable[..., Path]


def write_book(folder: Path, **changed: str) -> Path:
    """The small book in a folder; ``changed`` replaces pages by their name without suffix."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    for name, text in PAGES.items():
        text = changed.get(name.removesuffix(".md"), text)
        (folder / name).write_text(textwrap.dedent(text).strip() + "\n", encoding="utf-8")
    return folder


def build(source: Path, builder: str, *, fresh: bool = True, to: str = "", **config: object) -> Path:
    """Build with warnings as errors; the folder that was written."""
    out = source / "_build" / (to or builder)
    warnings = io.StringIO()
    with patch_docutils(str(source)), docutils_namespace():
        app = Sphinx(
            str(source), str(source), str(out), str(source / "_build" / "trees"), builder,
            confoverrides=config, status=None, warning=warnings, freshenv=fresh,
        )  # fmt: skip
        app.build()
    assert not warnings.getvalue(), warnings.getvalue()
    return out


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, built as PDF and HTML."""
    source = write_book(tmp_path_factory.mktemp("book"))
    build(source, "typst")
    build(source, "html")
    return source


@pytest.fixture(scope="module")
def pdf_path(book: Path) -> Path:
    return book / "_build" / "typst" / "kunnskapsstatus.pdf"


@pytest.fixture(scope="module")
def pdf_text(pdf_path: Path) -> str:
    return words(pdf_path)


@pytest.fixture(scope="module")
def structure(pdf_path: Path) -> Iterator[list[pikepdf.Object]]:
    """The elements of the structure tree in reading order."""
    with pikepdf.open(pdf_path) as document:
        yield list(_walk(document.Root.StructTreeRoot))


def _walk(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _walk(kid)


def test_every_exhibit_has_the_number_that_the_html_gives_it(book: Path, pdf_text: str) -> None:
    html = "".join(
        (book / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8") for name in ("rammer", "funn")
    )
    captions = re.findall(
        r'caption-number">((?:Tabell|Figur) [\d.]+) *</span><span class="caption-text">([^<]+)<', html
    )
    assert [number for number, _ in captions] == [
        "Figur 2.1",
        "Tabell 2.1",
        "Tabell 2.2",
        "Tabell 2.3",
        "Tabell 2.4",
        "Tabell 2.5",
    ]
    for number, title in captions:
        assert f"{number} {title}" in pdf_text


def test_references_carry_the_same_number(pdf_text: str) -> None:
    assert "Se Tabell 2.1, Figur 2.1" in pdf_text


def test_the_output_folder_holds_the_pdf_alone(pdf_path: Path) -> None:
    assert [path.name for path in pdf_path.parent.iterdir()] == ["kunnskapsstatus.pdf"]


def test_the_source_kept_names_no_folder_of_the_machine(book: Path) -> None:
    assert str(book) not in (book / "_build" / "trees" / "typst" / "kunnskapsstatus.pdf.typ").read_text(
        encoding="utf-8"
    )


def test_contents_name_the_parts(pdf_path: Path) -> None:
    contents = pages(pdf_path)[2]
    assert (
        contents.index("Del en")
        < contents.index("Hva loven krever")
        < contents.index("Vedlegg")
        < contents.index("Litteratur")
    )


def test_sections_carry_sphinx_numbers(pdf_text: str) -> None:
    assert "1.1 Tilbudet" in pdf_text
    assert "2.1 Tabeller av alle slag" in pdf_text


def test_what_belongs_to_the_html_only_is_left_out(pdf_text: str) -> None:
    for text in ("LAST NED CSV", "PÅSTAND", "BARE HTML", "En kommentar"):
        assert text not in pdf_text
    assert "er 71 prosent fornøyde." in pdf_text


def test_text_that_looks_like_typst_is_only_text(pdf_text: str) -> None:
    assert "10#5_$ [ikke lenke] @x" in pdf_text


def test_cover_and_colophon_say_whose_book_it_is(pdf_path: Path) -> None:
    cover, colophon = (re.sub(r"\s+", " ", text) for text in pages(pdf_path)[:2])
    assert "Krisesentrene i tall" in cover
    assert "Ikke utgitt av noen myndighet." in cover
    assert "Utgave 2024" in cover
    assert "Kilder: rapporten fra 2019" in colophon


def test_the_pdf_declares_language_tags_and_pdf_ua(pdf_path: Path) -> None:
    with pikepdf.open(pdf_path) as document:
        assert str(document.Root.Lang).startswith("nb")
        assert bool(document.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in document.Root
        assert b"pdfuaid" in document.Root.Metadata.read_bytes()
        assert str(document.docinfo["/Title"]) == "Krisesentrene i tall"


def test_what_pdfua_can_check_is_right(pdf_path: Path) -> None:
    """Twelve checks, beside those of the compiler: a part of PDF/UA-1, and no proof of the whole."""
    report = validate(str(pdf_path))
    assert [(one.rule_id, one.message) for one in report.findings] == []


FALSE = {
    "TBL-010": "counts heads and other cells: a table with a head for each row and few columns has more heads, and "
    "each cell names its own (test_every_header_that_a_cell_names_exists)",
    "TAG-002": "the head of a table that goes on is drawn again on each page, and is read aloud at its first; "
    "what is drawn again is to be an artifact (test_a_long_table_repeats_its_header)",
    "ORD-001": "what is drawn first need not be read first: an exhibit at the head of a page is read where it is "
    "called (test_an_exhibit_that_may_move_is_read_where_it_is_written), and the order of the tags is the pages' "
    "(test_every_paragraph_with_a_number_or_a_claim_has_the_same_words_on_paper)",
    "FIG-012": "looks for words: the alternative text of a line chart names each year with its number (test_alttext)",
    "PAG-001": "the heads of different tables that begin a page say the same, and are read with their tables",
    "TAG-020": "an empty line of code has no text",
    "LNK-010": "the bare name of a site, such as (www.ssb.no), leads to no source: what has a path is a link "
    "(test_a_listing_comes_out_of_the_kernel_as_it_was_and_any_notebook_can_show_it)",
}
"""What outloud takes for an error or warns of, and why it is none. Any other fails."""

PUBLISHED = ("", "kunnskapsstatus.pdf", "vedlegg.pdf", "kortutgave.pdf")
"""The small book's document, and those of the book where they are built."""


@pytest.mark.skipif(find_spec("outloud") is None, reason="make test-paper installs what it needs")
@pytest.mark.parametrize("name", PUBLISHED)
def test_what_outloud_finds_is_false(pdf_path: Path, name: str) -> None:
    path = ROOT / "_build" / "pdf" / name if name else pdf_path
    if not path.is_file():
        pytest.skip(f"{name} is not built: make book")
    program = Path(sys.executable).with_name("outloud")
    run = subprocess.run([program, path, "--json", "-", "-q"], capture_output=True, text=True, check=False)
    (result,) = json.loads(run.stdout[run.stdout.index("{") :])["results"]
    assert result["error"] is None
    assert [one for one in result["findings"] if one["rule"] not in FALSE] == []


def test_every_figure_has_an_alternative_text(structure: list[pikepdf.Object]) -> None:
    alternatives = [str(element.get("/Alt", "")) for element in structure if element.S == "/Figure"]
    assert alternatives == ["En tegning av et hus (syntetisk)", "Liggende søyler: flest kvinner (syntetisk)."]


def test_an_exhibit_that_may_move_is_read_where_it_is_written(book: Path, structure: list[pikepdf.Object]) -> None:
    assert "#floating" in next(book.rglob("kunnskapsstatus.pdf.typ")).read_text(encoding="utf-8")
    order = [
        str(element.get("/Alt", element.get("/T", "")))
        for element in structure
        if element.S in ("/Figure", "/H1", "/H2")
    ]
    at = order.index("Liggende søyler: flest kvinner (syntetisk).")
    assert (order[at - 1], order[at + 1]) == ("Funnene", "Tabeller av alle slag")


def test_an_exhibit_near_its_chapters_title_does_not_move_above_it() -> None:
    for text, moves in (("Kort.", False), ("Langt. " * 200, True)):
        figure = nodes.figure("", nodes.image())
        document = new_document("x.md")
        document += nodes.section("", nodes.title("", "Tittel"), nodes.paragraph("", text), figure)
        assert may_move(figure) is moves


def test_row_headers_are_tagged_and_named_by_their_cells(structure: list[pikepdf.Object]) -> None:
    table = next(element for element in structure if element.S == "/Table")
    row = [element for element in _walk(table) if element.S == "/TR"][3]
    head, *cells = _walk_cells(row)
    assert head.S == "/TH"
    assert _attribute(head, "/Scope") == "/Row"
    assert all(cell.S == "/TD" for cell in cells)
    assert all(str(head.ID) in [str(ident) for ident in _attribute(cell, "/Headers")] for cell in cells)


def test_a_row_header_over_two_rows_heads_the_cells_of_both(structure: list[pikepdf.Object]) -> None:
    table = [element for element in structure if element.S == "/Table"][-1]
    rows = [_walk_cells(row) for row in _walk(table) if row.S == "/TR"][1:]
    assert [[str(cell.S) for cell in row] for row in rows] == [["/TH", "/TH", "/TD"], ["/TH", "/TD"]] * 2
    north, south = rows[0][0].ID, rows[2][0].ID
    for row, header in zip(rows, (north, north, south, south), strict=True):
        assert str(header) in [str(ident) for ident in _attribute(row[-1], "/Headers")]


def test_every_header_that_a_cell_names_exists(structure: list[pikepdf.Object]) -> None:
    identities = {str(element.ID) for element in structure if "/ID" in element}
    named = {str(i) for cell in structure if cell.S in ("/TD", "/TH") for i in (_attribute(cell, "/Headers") or [])}
    assert named
    assert named <= identities


def _walk_cells(row: pikepdf.Object) -> list[pikepdf.Object]:
    return [cell for cell in _walk(row) if cell.S in ("/TH", "/TD")]


def _attribute(cell: pikepdf.Object, key: str) -> Any:
    return next((entry[key] for entry in cell.get("/A", pikepdf.Array()) if key in entry), None)


def test_footnotes_are_real_and_numbered_as_in_the_html(structure: list[pikepdf.Object], pdf_text: str) -> None:
    assert len([element for element in structure if element.S == "/Note"]) == 3
    assert "Noten om kvadratmeter" in pdf_text
    assert "Note fra en tabell." in pdf_text


def test_citation_leads_to_its_entry(pdf_text: str) -> None:
    assert "Ifølge [1]" in pdf_text
    assert "Et oppdiktet verk om sentrene" in pdf_text


def test_bookmarks_follow_the_chapters(pdf_path: Path) -> None:
    titles = [title for level, title, _ in bookmarks(pdf_path) if level == 0]
    assert titles[-4:] == ["Om boken", "1 Hva loven krever", "2 Funnene", "Litteratur"]


def test_a_long_table_repeats_its_header(pdf_path: Path) -> None:
    found = ["Psykisk vold eller trusler, rad" in page and "Årsak til opphold" in page for page in pages(pdf_path)]
    assert sum(found) >= 3


def test_a_table_that_goes_on_says_so_on_each_page_but_the_first(pdf_path: Path) -> None:
    on = [page for page in pages(pdf_path) if "Psykisk vold eller trusler, rad" in page and "Gruppe" not in page]
    assert on
    assert all("Tabell 2.2 forts." in page for page in on)
    assert sum(page.count("forts.") for page in pages(pdf_path)) == len(on)


def test_notes_stand_on_the_page_where_their_table_ends(pdf_path: Path) -> None:
    noted = [page for page in pages(pdf_path) if "Populasjon: alle opphold. Kilde" in page]
    assert len(noted) > 1
    assert all("Psykisk vold eller trusler, rad" in page for page in noted)


def test_decimal_commas_stand_below_each_other(pdf_path: Path) -> None:
    at = next(number for number, page in enumerate(pages(pdf_path)) if "12,5" in page)
    found = letters(pdf_path, at)
    whole, parted = line(found, "Menn8%")[4], line(found, "Kvinner12,5%")[8]
    assert (whole.sign, parted.sign) == ("8", "2")
    assert whole.right == pytest.approx(parted.right, abs=0.6)


def test_no_type_is_too_small_to_read(pdf_path: Path) -> None:
    sizes = [letter.size for page in range(len(pages(pdf_path))) for letter in letters(pdf_path, page)]
    assert min(sizes) >= LEAST_TYPE - 0.01


def test_words_and_their_numbers_stand_on_one_line(book: Path) -> None:
    source = next(book.rglob("*.pdf.typ")).read_text(encoding="utf-8")
    assert '"Tabell\u00a02.1"' in source
    assert '" prosent fornøyde."' not in source


def test_an_exhibit_stands_between_the_heading_of_its_section_and_the_next(pdf_path: Path) -> None:
    said = ["Et avsnitt før figuren", "Figur 2.1 Opphold", "2.1 Tabeller av alle slag", "Tabell 2.1 En tabell"]
    found = [letters(pdf_path, page) for page in range(4, len(pages(pdf_path)))]
    places = [
        next((page, -line(on, words)[0].foot) for page, on in enumerate(found) if is_said(on, words)) for words in said
    ]
    assert places == sorted(places)


def test_a_very_wide_table_stands_on_a_landscape_page(pdf_path: Path) -> None:
    texts = [text.replace("\n", " ") for text in pages(pdf_path)]
    wide = [at for at, text in enumerate(texts) if "Tabell 2.3 En tabell med 22 kolonner" in text and "rad 5" in text]
    with pikepdf.open(pdf_path) as document:
        boxes = [[float(side) for side in document.pages[at].mediabox] for at in wide]
    assert [width > height for _, _, width, height in boxes] == [True]


def test_only_the_projects_fonts_are_used(pdf_path: Path) -> None:
    with pikepdf.open(pdf_path) as document:
        fonts = {
            str(thing.BaseFont)
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        }
    assert fonts
    assert all("SourceSansPro" in font or "SourceSerifPro" in font for font in fonts)


@pytest.mark.usefixtures("several")
def test_the_same_book_gives_the_same_bytes(book: Path, tmp_path: Path) -> None:
    """Each of its documents, made in another folder from nothing."""
    again = build(write_book(tmp_path / "elsewhere"), "typst", typst_documents=DOCUMENTS)
    made, before = (
        {path.name: path.read_bytes() for path in folder.iterdir()} for folder in (again, book / "_build" / "several")
    )
    assert made.keys() == before.keys() == {"rapport.pdf", "vedlegg.pdf", "kort.pdf", "rammer.pdf"}
    assert [name for name in made if made[name] != before[name]] == []


Again = Callable[[str, str, str], set[str]]


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Again:
    """Change the small book once more and set it again; the chapters that were translated. The PDF is as from a fresh
    build."""
    source = write_book(tmp_path_factory.mktemp("again"))
    seen = [build(source, "typst").joinpath("kunnskapsstatus.pdf").read_bytes()]
    kept = source / "_build" / "trees" / "typst" / "chapters"

    def change(name: str, old: str, new: str) -> set[str]:
        before = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
        text = (source / name).read_text(encoding="utf-8")
        assert old in text
        (source / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        pdf = build(source, "typst", fresh=False).joinpath("kunnskapsstatus.pdf").read_bytes()
        fresh = tmp_path_factory.mktemp("fresh") / "book"
        shutil.copytree(source, fresh, ignore=shutil.ignore_patterns("_build"))
        assert pdf == build(fresh, "typst").joinpath("kunnskapsstatus.pdf").read_bytes()
        assert pdf not in seen
        seen.append(pdf)
        return {path.stem for path in kept.iterdir() if before.get(path.name) != path.stat().st_mtime_ns}

    return change


def test_a_chapter_that_changed_is_translated_alone(again: Again) -> None:
    assert again("funn.md", "Et avsnitt før figuren.", "Et annet avsnitt før figuren.") == {"funn"}


def test_a_picture_that_changed_is_set_anew(again: Again) -> None:
    assert again("tegning.svg", "#1f4e79", "#4e1f79") == {"rammer"}


def test_a_number_that_moved_is_right_where_it_is_referred_to(again: Again) -> None:
    figure = "# Funnene\n\n```{chart} fig-ny\n```\n\n"
    assert {"funn", "rammer"} <= again("funn.md", "# Funnene\n\n", figure)


def test_a_place_that_is_linked_to_for_the_first_time_gets_its_label(again: Again) -> None:
    link = "Dette er en prøve, med {ref}`tabellen <tab-liste>`."
    assert again("index.md", "Dette er en prøve.", link) == {"index", "funn"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# A\n\n```{unknown}\n```", r"rammer\.md:3: .*no form for the node 'option_list'"),
        ("# A\n\n```{raw} latex\n\\x\n```", r"rammer\.md:3: raw 'latex' cannot be set"),
        ("# A\n\n![](tegning.svg)", r"rammer\.md:3: an image has no alternative text"),
        ("# A\n\n```{chart} fig uten-tekst\n```", r"rammer\.md:\d: an image has no alternative text"),
        (
            "# A\n\n```{list-table}\n* - ```{list-table}\n    * - a\n    ```\n  - b\n```".replace("```{", "````{", 1)
            + "`",
            r"rammer\.md:\d: a table stands in a cell of another table\. Put it below",
        ),
        (
            "# A\n\nEt kort avsnitt.\n\nOg " + "lang" * 30 + ".",
            r"rammer\.md:5: kunnskapsstatus\.pdf, page 5: 'lang.*' goes out into the margin",
        ),
    ],
)
def test_what_cannot_be_set_stops_the_build_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    source = write_book(
        tmp_path, rammer=text, index="# I\n\n```{toctree}\nrammer\n```", funn=":orphan:\n", referanser=":orphan:\n"
    )
    with pytest.raises(TypstBuildError, match=says):
        build(source, "typst", exclude_patterns=["funn.md", "referanser.md", "_build"])


def test_an_error_of_the_compiler_names_the_chapter(tmp_path: Path) -> None:
    text = "# A\n\nGreit.\n\nUkjent tegn: \U00013080."
    source = write_book(tmp_path, rammer=text, index="# I\n\n```{toctree}\nrammer\n```")
    with pytest.raises(TypstBuildError, match=r"rammer\.md:5 .*the Typst compiler says: .*say it in words"):
        build(source, "typst", exclude_patterns=["funn.md", "referanser.md", "_build"])


DOCUMENTS = [
    {"file": "rapport.pdf", "name": "rapporten", "front": [{"Først": ["rammer#tilbudet"]}]},
    {"file": "vedlegg.pdf", "kind": "annex", "name": "vedlegget", "title": "Vedlegg", "pages": ["funn"]},
    {
        "file": "kort.pdf", "kind": "short", "title": "Kort",
        "pages": [{"Tallene": ["rammer#tilbudet", "funn#fig-opphold"]}],
    },
    {"file": "*.pdf", "kind": "chapter", "pages": ["rammer"]},
]  # fmt: skip


@pytest.fixture(scope="module")
def several(book: Path) -> dict[str, str]:
    """The text of each document, where there are four."""
    out = build(book, "typst", fresh=False, to="several", typst_documents=DOCUMENTS)
    return {path.name: words(path) for path in out.glob("*.pdf")}


def test_each_document_has_what_the_setting_says(several: dict[str, str]) -> None:
    report, annex, short, chapter = (several[name] for name in ("rapport.pdf", "vedlegg.pdf", "kort.pdf", "rammer.pdf"))
    assert "Hva loven krever" in report and "Litteratur" in report and "Tabeller av alle slag" not in report
    assert "Tabeller av alle slag" in annex and "1.1 Tilbudet" not in annex
    assert "Tallene 1 Hva loven krever" in short and "Figur 2.1" in short and "Kommunen skal sørge" not in short
    assert "Et kapittel av boka" in chapter and "1.1 Tilbudet" in chapter and "Litteratur" not in chapter


def test_numbers_are_the_same_and_what_another_document_has_is_named(several: dict[str, str]) -> None:
    assert "Se Tabell 2.1 i vedlegget, Figur 2.1 i vedlegget" in several["rapport.pdf"]
    assert "Se Tabell 2.1 i vedlegget" in several["rammer.pdf"]
    assert "Tabell 2.1 En tabell" in several["vedlegg.pdf"]


def test_what_another_document_has_is_a_link_where_the_site_has_an_address(book: Path) -> None:
    site = {"html_baseurl": "https://krise.example/"}
    out = build(book, "typst", fresh=False, to="linked", typst_documents=DOCUMENTS, **site)
    with pikepdf.open(out / "rammer.pdf") as document:
        links = [str(a.A.URI) for page in document.pages for a in page.get("/Annots", []) if "/URI" in a.get("/A", {})]
    assert "https://krise.example/funn.html#tab-liten" in links


def test_an_exhibit_of_the_annex_is_not_in_the_report_and_is_told_where_it_stands(book: Path) -> None:
    annex = {**DOCUMENTS[1], "pages": [{"Flere tabeller": ["funn#tab-tom", "funn#tab-liten"]}]}
    wanted = [{"file": "rapport.pdf", "name": "rapporten"}, annex, {"file": "*.pdf", "kind": "chapter"}]
    out = build(book, "typst", fresh=False, to="moved", typst_documents=wanted)
    report, other, chapter = (words(out / name) for name in ("rapport.pdf", "vedlegg.pdf", "funn.pdf"))
    caption = "Tabell 2.1 En tabell med 4 kolonner (syntetisk) "
    places = (caption in report.partition("Om boken")[2], caption in other, caption in chapter)
    assert (*places, "Figur 2.1 Opphold" in other) == (False, True, True, False)
    assert "Se Tabell 2.1 i vedlegget, Figur 2.1 og" in report
    assert "står i rapporten eller vedlegget" in chapter
    given, _, gathered = other.rpartition("Tabeller og figurer uten tall")
    assert caption in given
    assert all(said in gathered for said in ("med 1 kolonner", "Rapporten oppgir ingen av tallene.", "er et bilde."))


def test_a_place_that_no_page_has_is_told_with_those_that_it_has(book: Path) -> None:
    wanted = [{"file": "a.pdf"}, {"file": "b.pdf", "kind": "short", "pages": ["rammer#tilbud"]}]
    with pytest.raises(TypstBuildError, match=r"rammer has no section or exhibit 'tilbud'; did you mean 'tilbudet'\?"):
        build(book, "typst", fresh=False, to="wrong", typst_documents=wanted)


def test_an_unknown_key_of_the_cover_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TypstBuildError, match="unknown keys: titel"):
        build(write_book(tmp_path), "typst", typst_cover={"titel": "x"})


def test_tagging_refuses_tables_that_are_not_those_written(pdf_path: Path) -> None:
    with pytest.raises(TagError):
        finish(pdf_path.read_bytes(), [[[(True, ())]]])


def test_a_link_is_called_what_stands_in_it(pdf_path: Path) -> None:
    """Also where it goes on over a line, holds other markup, or leads to a place that the compiler calls a number."""
    names = [name for found in links(pdf_path) for name in found]
    assert {"Statistisk sentralbyrå", "Tabell 2.1", "Figur 2.1", "kapitlet om loven", "1.1 Tilbudet 5"} <= set(names)
    assert LONG_LINK in names
    assert [name for name in names if not name or re.fullmatch(r"(Kapittel.*|, )?side \d+", name)] == []


def test_a_minor_heading_is_a_heading_that_contents_and_bookmarks_do_not_have(
    pdf_path: Path, structure: list[pikepdf.Object]
) -> None:
    headings = [(str(part.S), str(part.get("/T", ""))) for part in structure if re.fullmatch(r"/H\d", str(part.S))]
    assert headings[headings.index(("/H3", "Tredje nivå")) + 1] == ("/H4", "Smått om tallene")
    assert "Smått" not in pages(pdf_path)[2]
    assert "Smått om tallene" not in [title for _, title, _ in bookmarks(pdf_path)]
    document = next(part for part in structure if part.S == "/Document")
    assert not [part for part in document.K if part.get("/S") == "/Strong"]


def test_an_empty_corner_is_no_head(structure: list[pikepdf.Object]) -> None:
    for table in (part for part in structure if part.S == "/Table"):
        cells = _walk_cells(table)
        assert [cell for cell in cells if cell.S == "/TH" and not len(cell.K)] == []
    corner, head = _walk_cells([part for part in structure if part.S == "/Table"][-2])[:2]
    assert (corner.S, head.S, _attribute(corner, "/Scope")) == ("/TD", "/TH", None)


def test_the_pdf_tells_its_keywords_licence_and_day_in_both_places(pdf_path: Path) -> None:
    said = {"changed": "2026-11-26"}
    made = [finish(_untagged(pdf_path), [], keywords=["vold", "kommuner"], said=said) for _ in range(2)]
    assert made[0] == made[1]
    with pikepdf.open(io.BytesIO(made[0])) as document, document.open_metadata() as xmp:
        assert (str(document.docinfo["/Keywords"]), xmp["pdf:Keywords"]) == ("vold, kommuner", "vold, kommuner")
        assert set(xmp["dc:subject"]) == {"vold", "kommuner"}
        assert "CC-BY-4.0" in xmp["dc:rights"]
        assert (str(document.docinfo["/ModDate"]), xmp["xmp:ModifyDate"]) == (
            "D:20261126000000Z",
            "2026-11-26T00:00:00Z",
        )


def _untagged(pdf: Path) -> bytes:
    """The PDF with its tables called something else."""
    out = io.BytesIO()
    with pikepdf.open(pdf) as document:
        for table in (part for part in _walk(document.Root.StructTreeRoot) if part.S == "/Table"):
            table.S = pikepdf.Name.Div
        document.save(out, deterministic_id=True)
    return out.getvalue()
