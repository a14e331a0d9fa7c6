"""The real book as it is published: complete, one in HTML and PDF, accessible, and telling nothing that it must not."""

import io
import json
import re
import sys
from html import escape, unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from agreement import differences, nowhere, unlike, unsourced
from books import PRINTED, ROOT
from paper import bookmarks, captions, elements, filled, links, pictures, squeezed, strayed
from paper import pages as pages_of

from kunnskapsstatus.book.typst import measures
from kunnskapsstatus.data.book import open_book

pytestmark = pytest.mark.xdist_group("the real book")  # one worker's: it is built once

NAMES = (
    "summary", "background", "method", "users", "access", "content", "target_groups", "competence", "finance",
    "cooperation", "supervision", "implementation", "after_2018",
)  # fmt: skip
CHAPTERS = {f"chapters/{name}": str(number) for number, name in enumerate(NAMES, 1)}
WITHOUT = ("chapters/summary", "chapters/background")  # they show no exhibit of their own
ANNEX = "vedlegg.pdf"
CAPTION = re.compile(r'caption-number">((?:Tabell|Figur) [\w.]+) </span><span class="caption-text">(.*?)</span>', re.S)


def shown(site: Path) -> list[dict[str, Any]]:
    return list(json.loads((site / "exhibits.json").read_text("utf-8")))


def pages(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8")
        for path in sorted((site / "chapters").glob("*.html"))
    }


@pytest.fixture(scope="module")
def printed(pdf: Path) -> list[str]:
    """All pages on paper: of the report, its annex and the short edition."""
    books = (pdf, *(pdf.with_name(name) for name in ("vedlegg.pdf", "kortutgave.pdf")))
    return [text for book in books for text in pages_of(book)]


@pytest.fixture(scope="module")
def words(printed: list[str]) -> str:
    """All that stands on them."""
    return squeezed("".join(printed))


# --- complete ---------------------------------------------------------------------------------------------------------


def test_every_exhibit_of_the_report_has_exactly_one_place(site: Path) -> None:
    printed = [entry["printed"] for entry in shown(site)]
    assert {name: printed.count(name) for name in PRINTED} == dict.fromkeys(PRINTED, 1)


def test_no_exhibit_is_shown_twice(site: Path) -> None:
    for name in ("id", "number"):
        values = [entry[name] for entry in shown(site) if "same_as" not in entry]
        assert len(values) == len(set(values))
        assert "" not in values


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_the_reports_number_and_its_exhibits_follow_in_order(site: Path, chapter: str) -> None:
    number = CHAPTERS[chapter]
    text = pages(site)[f"{chapter}.html"]
    assert re.search(rf'<h1><span class="section-number">{number}\. </span>', text)
    kinds = [re.findall(rf'caption-number">{kind} ([\d.]+) ', text) for kind in ("Tabell", "Figur")]
    for given in kinds:
        assert given == [f"{number}.{n}" for n in range(1, len(given) + 1)]
    assert any(kinds) or chapter in WITHOUT


def test_an_exhibit_tells_how_much_of_it_is_known(site: Path) -> None:
    """A shown figure without values says why, and is a table of what is missing."""
    states = {entry["printed"]: entry["state"] for entry in shown(site) if entry["printed"]}
    assert set(states.values()) == {"complete", "partial", "empty"}
    assert (states["table-03"], states["figure-a02"], states["figure-a08"]) == ("complete", "partial", "empty")
    for entry in shown(site):
        assert {"id", "printed", "number", "chapter", "kind", "years", "state", "source"} <= set(entry), entry["id"]
        assert entry["state"] != "empty" or entry["kind"] == "table", entry["id"]


def test_every_exhibit_has_its_numbers_as_csv(site: Path) -> None:
    for entry in shown(site):
        if "same_as" in entry:
            continue
        lines = (site / "exhibits" / f"{entry['id']}.csv").read_text("utf-8").splitlines()
        assert len(lines) > 1 or entry["state"] == "empty", entry["id"]
        assert f'exhibits/{entry["id"]}.csv"' in pages(site)[f"{entry['chapter']}.html"]


def test_every_claim_holds_and_every_number_has_a_text(site: Path) -> None:
    said = json.loads((site / "statements.json").read_text("utf-8"))
    kinds = [entry["kind"] for entry in said]
    assert kinds.count("claim") > 500
    assert kinds.count("number") > 1500
    assert [entry["sentence"] for entry in said if entry["kind"] == "claim" and entry["holds"] is not True] == []
    assert [entry["expression"] for entry in said if entry["kind"] == "number" and not entry["text"]] == []


def test_every_claim_is_told_in_words_with_what_it_compares_and_its_code_is_one_click_further(site: Path) -> None:
    said = json.loads((site / "statements.json").read_text("utf-8"))
    claims = [entry for entry in said if entry["kind"] == "claim"]
    code = re.compile(r"""[][_={}"']|\w\.\w+\(|\b(?:stated|exhibit|lambda|for|in) \w+\(|Kontrollert:""")
    assert [claim["spoken"] for claim in claims if code.search(claim["spoken"])] == []
    assert [claim["spoken"] for claim in claims if not re.search("[0-9«:]", claim["spoken"])] == []
    for name, text in pages(site).items():
        own = {
            escape(" ".join(one["expression"].split()), quote=False)
            for one in claims
            if name == f"{one['chapter']}.html"
        }
        folds = re.findall(r"<summary>For den som vil etterprøve: uttrykket</summary>(.*?)</details>", text)
        assert own == {one for fold in folds for one in re.findall(r"<code>(.*?)</code>", fold)}, name
        outside = re.sub(r"<summary>For den som vil etterprøve: uttrykket</summary>.*?</details>", "", text)
        assert [one for one in own if f">{one}<" in outside] == [], name


def test_no_source_is_told_as_an_address_and_nothing_is_escaped_twice(site: Path) -> None:
    for name, text in pages(site).items():
        assert "&amp;amp;" not in text, name
        cited = re.findall(r"<ol><li>(.*?)</ol>", text, re.S)
        assert [one for one in cited if re.search(r"https?://", re.sub("<[^>]*>", "", one))] == [], name


# --- one book in two forms --------------------------------------------------------------------------------------------


def test_what_is_told_beside_the_pages_reads_as_on_them(site: Path) -> None:
    """References have their numbers and years, numbers the digits that stand in the sentence, and keys their labels."""
    said = json.loads((site / "statements.json").read_text("utf-8"))
    sources = re.findall(r"^@\w+\{(\w[\w-]*),", (ROOT / "references.bib").read_text("utf-8"), re.M)
    keys = re.compile(rf"\b(?:{'|'.join([*sources, *(one['id'] for one in shown(site) if '-' in one['id'])])})\b")
    assert [one["sentence"] for one in said if keys.search(one["sentence"])] == []
    assert any("(Tabell " in one["sentence"] for one in said) and any(" mfl." in one["sentence"] for one in said)
    assert [one["value"] for one in said if isinstance(one["value"], float) and len(str(one["value"])) > 9] == []
    table = next(one for one in said if one["expression"].startswith("outreach.bottom("))
    assert [part["value"] for part in table["parts"]] == [
        "Egen profil på Twitter eller andre sosiale medier, Annonser i lokalpressen"
    ]
    assert "Harstad krisesenter" in (site / "exhibits" / "organisation-reports.csv").read_text("utf-8")


def test_every_exhibit_has_the_same_number_in_html_and_pdf(site: Path, words: str) -> None:
    captions = {number: unescape(title) for text in pages(site).values() for number, title in CAPTION.findall(text)}
    assert captions == {entry["number"]: entry["title"] for entry in shown(site) if "same_as" not in entry}
    assert [
        f"{number} {title}" for number, title in captions.items() if squeezed(f"{number} {title}") not in words
    ] == []


def test_every_exhibit_stands_in_one_of_report_and_annex(site: Path, pdf: Path) -> None:
    report, annex = captions(pdf), captions(pdf.with_name(ANNEX))
    own = {squeezed(f"{one['number']} {one['title']}") for one in shown(site) if "same_as" not in one}
    assert own - report - annex == set()
    assert [one for one in report & annex if one.startswith("Tabell")] == []  # a figure's numbers are in the annex too
    drawn = [*pictures(pdf), *pictures(pdf.with_name(ANNEX))]
    assert len(drawn) == len(set(drawn)) == len([one for one in own if one.startswith("Figur")])


def test_exhibits_without_numbers_are_gathered_at_the_end_of_their_part(pdf: Path) -> None:
    annex = "".join(map(squeezed, pages_of(pdf.with_name(ANNEX))))
    given, _, gathered = annex.rpartition(squeezed("Tabeller og figurer uten tall"))
    assert squeezed("Rapporten oppgir ingen av tallene.") in gathered
    assert squeezed("Rapporten oppgir ingen av tallene.") not in given


def test_every_cell_of_every_table_is_on_the_page_and_on_paper(site: Path, pdf: Path) -> None:
    compared, found = differences(site, pdf, pdf.with_name(ANNEX))
    assert found == []
    assert compared > 60


def test_signs_are_explained_on_paper_where_their_table_stands_and_not_under_a_figure(site: Path, pdf: Path) -> None:
    sign, text = "Tegn i tabellen: ", "".join(pages(site).values())
    under_figures, under_tables = (text.count(f'<p class="meta{own}">{sign}') for own in (" screen-only", ""))
    assert under_figures > 0
    assert under_tables > 0
    assert sum(page.count(sign) for paper in (pdf, pdf.with_name(ANNEX)) for page in pages_of(paper)) == under_tables


def test_every_paragraph_with_a_number_or_a_claim_has_the_same_words_on_paper(site: Path, pdf: Path) -> None:
    compared, found = unlike(site, [pdf, pdf.with_name("vedlegg.pdf"), pdf.with_name("kortutgave.pdf")])
    assert found == []
    assert compared > 600


def test_every_number_in_the_text_says_in_the_annex_where_it_is_from(site: Path, pdf: Path) -> None:
    annex = pdf.with_name(ANNEX)
    compared, found = unsourced(site, annex, "Kilder til tallene i teksten")
    assert {"Tabell 14.1", "Figur 4.1"} <= {name for page in links(annex)[-4:] for name in page}, (
        "the table, the numbers"
    )
    assert found == []
    assert compared > 1500


def test_the_summary_in_english_is_read_aloud_in_english(site: Path, pdf: Path) -> None:
    assert re.search(r'<section[^>]* lang="en"[^>]*>\s*<h1>Summary in English', pages(site)["chapters/english.html"])
    with pikepdf.open(pdf) as document:
        spoken = [part for part in elements(document.Root.StructTreeRoot) if str(part.get("/Lang", "")) == "en"]
    assert {str(part.S) for part in spoken} >= {"/H1", "/P", "/L"}


def test_every_reference_on_paper_leads_to_its_place(pdf: Path) -> None:
    assert nowhere(pdf) == []


def test_no_line_ends_between_a_word_and_its_number_or_a_number_and_its_unit(printed: list[str]) -> None:
    named = re.compile(r".*(?:§|\b(?:[Tt]abell|[Ff]igur|[Kk]apittel)) ?\n\d.*")
    measured = re.compile(r"^(?!Figur|Tabell).{40,}\d ?\n(?:prosent|kroner|årsverk|døgn|kilometer)\b.*", re.MULTILINE)
    assert [found[0] for text in printed for parted in (named, measured) for found in parted.finditer(text)] == []


def test_every_number_in_a_sentence_is_in_the_pdf(site: Path, words: str) -> None:
    said = json.loads((site / "statements.json").read_text("utf-8"))
    assert (
        sorted({entry["text"] for entry in said if entry["kind"] == "number" and squeezed(entry["text"]) not in words})
        == []
    )


def test_the_pdf_says_that_it_is_accessible(pdf: Path) -> None:
    with pikepdf.open(pdf) as document:
        assert str(document.Root.Lang).startswith("nb")
        assert bool(document.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in document.Root
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo["/Title"]) == f"Krisesentrene i Norge, utgave {open_book(ROOT).newest}"
        assert b"<pdfuaid:part>1</pdfuaid:part>" in document.Root.Metadata.read_bytes()
        assert document.Root.Outlines.First is not None


def test_the_report_has_at_most_160_pages_and_the_short_edition_12_to_16(pdf: Path) -> None:
    with pikepdf.open(pdf) as document, pikepdf.open(pdf.with_name("kortutgave.pdf")) as short:
        assert len(document.pages) <= 160
        assert 12 <= len(short.pages) <= 16


def test_the_report_is_small_and_its_links_are_called_what_stands_in_them(pdf: Path) -> None:
    assert pdf.stat().st_size <= 2_500_000
    with pikepdf.open(pdf) as document:
        notes = [note for page in document.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        names = [str(note.get("/Contents", "")) for note in notes]
    assert len(names) > 300
    assert [name for name in names if not name or re.fullmatch(r"(Kapittel.*|, )?side \d+", name)] == []


def test_it_is_cited_as_the_edition_that_it_is(site: Path) -> None:
    told = json.loads((site / "edition.json").read_text("utf-8"))
    assert told["edition"] == told["until"] == open_book(ROOT).newest
    text = (site / "CITATION.cff").read_text("utf-8")
    cited = yaml.safe_load(text)
    assert "*" not in text, "few readers of such files know references in YAML"
    assert cited["preferred-citation"]["edition"] == str(told["edition"])
    assert (cited["preferred-citation"]["title"], cited["version"]) == (told["title"], told["version"])
    assert all(unescape(told["citation"]) in unescape(page) for page in pages(site).values())


def test_contents_bookmarks_and_running_headers_agree(pdf: Path) -> None:
    """The contents name the page that a bookmark leads to; a page has its number, and its chapter's title."""
    texts = pages_of(pdf)
    marks = [(level, squeezed(title), number) for level, title, number in bookmarks(pdf)]
    listed = [f"{title}{number}" for level, title, number in marks if level < 2]
    opened = {number: title for level, title, number in marks if level == 0}
    front = "\n".join(texts[: min(opened) - 1])
    parts = re.findall(r"caption: (.+)", (ROOT / "_toc.yml").read_text("utf-8"))
    contents = "".join(
        line
        for line in front.partition("\nInnhold\n")[2].partition("\nTabeller\n")[0].splitlines()
        if line != "Innhold" and not line.isdecimal() and line not in parts
    )
    assert squeezed(contents).replace(".", "") == "".join(listed).replace(".", "")
    assert len(opened) > len(CHAPTERS)
    chapter = ""
    for number, text in list(enumerate(map(squeezed, texts), 1))[min(opened) - 1 :]:
        chapter = opened.get(number, chapter)
        assert text.endswith(str(number)), f"page {number} has another number"
        assert number in opened or text.startswith(chapter), f"page {number} is not headed {chapter}"


def test_no_page_within_a_chapter_is_nearly_empty(pdf: Path) -> None:
    begins = {number for level, _, number in bookmarks(pdf) if level == 0}
    shares = filled(pdf, measures.HEAD * measures.POINTS, measures.FOOT * measures.POINTS)
    within = range(min(begins), max(begins))  # what stands before and after the chapters has pages of its own kind
    assert not [page for page in within if page + 1 not in begins and shares[page - 1] < 0.35]


def test_each_exhibit_stands_below_the_heading_of_its_section_and_above_the_next(pdf: Path) -> None:
    assert strayed(pdf) == []


def test_both_forms_say_that_no_authority_stands_behind(site: Path, pdf: Path) -> None:
    assert "Et uavhengig arbeid." in pages(site)["chapters/index.html"]
    first = [squeezed(text) for text in pages_of(pdf)[:2]]
    assert squeezed("Det er ikke utgitt av Bufdir, Statistisk sentralbyrå eller noen annen myndighet") in first[0]
    assert squeezed("Ingen myndighet har utgitt eller godkjent boka") in first[1]


def test_every_link_within_the_book_has_its_place(site: Path) -> None:
    """Pages, downloads and the places in pages that other pages point to."""
    texts = {path.resolve(): path.read_text("utf-8") for path in site.rglob("*.html") if "_static" not in path.parts}
    places = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in texts.items()}
    broken = []
    for path, text in texts.items():
        for link in map(unescape, re.findall(r'<a\b[^>]*\bhref="([^"]+)"', text)):
            if re.match(r"[a-z]+:", link):
                continue
            file, _, anchor = link.partition("#")
            target = (path.parent / file.split("?")[0]).resolve() if file else path
            if not target.exists() or (anchor and target in places and anchor not in places[target]):
                broken.append(f"{path.name}: {link}")
    assert len(texts) > 20
    assert broken == []


def test_works_of_the_same_names_and_year_are_told_apart(words: str) -> None:
    assert [year for year in ("2017a", "2017b", "2019c", "2023b") if year not in words] == []


def test_every_reference_is_cited_or_marked_as_further_reading(site: Path) -> None:
    keys = set(re.findall(r"^@\w+\{([^,]+),", (ROOT / "references.bib").read_text("utf-8"), re.M))
    chapters = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "chapters").glob("*.md")))
    cited = {
        key.strip()
        for found in re.findall(r"\{cite:\w+\}`([^`]+)`", chapters)
        for key in re.sub(r"\{[^}]*\}|<[^>]*>", "", found).split(",")
    }
    assert keys - cited == set()
    assert cited - keys == set()
    listed = (site / "chapters" / "references.html").read_text("utf-8")
    assert len(re.findall(r'<div class="citation"', listed)) == len(keys)


# --- what may never be told -------------------------------------------------------------------------------------------


def plain(pdf: Path) -> bytes:
    """The PDF with all its streams opened."""
    opened = io.BytesIO()
    with pikepdf.open(pdf) as document:
        document.save(
            opened,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return opened.getvalue()


def test_no_published_byte_names_a_folder_of_the_machine(out: Path, site: Path, pdf: Path) -> None:
    told = {path: path.read_bytes() for path in [*site.rglob("*"), pdf] if path.is_file()}
    told[pdf] += plain(pdf)
    names = [str(ROOT), str(out), str(Path.home()), sys.prefix, "/tmp/", "/work/", "/root/", "/home/"]
    found = [(path.name, name) for path, data in told.items() for name in names if name.encode() in data]
    assert found == []


IDENTITY = re.compile(r"(?<![\w.,])[0-3]\d[01]\d{3} ?\d{5}(?!\w|[.,]\d)")


def test_nothing_published_is_about_one_person(site: Path) -> None:
    """Tables hold observations of groups, in known columns, and no page has anything like an identity number."""
    columns = (
        "category,category_label,group,group_label,year,population,measure,unit,value,symbol,text,base,qualifier,series,"
        "reservation,source"
    )
    for path in (site / "exhibits").iterdir():
        assert path.read_text("utf-8").splitlines()[0] == columns
    ours = [
        *(site / "exhibits").iterdir(),
        *(site / "chapters").glob("*.html"),
        site / "exhibits.json",
        site / "statements.json",
        site / "values.json",
        site / "search.js",
    ]
    for path in ours:
        assert not IDENTITY.search(path.read_text("utf-8")), path.name


def test_an_identity_number_is_found_and_a_hash_is_not() -> None:
    assert all(IDENTITY.search(text) for text in ("født 01019912345.", "<td>010199 12345</td>", '"01019912345"'))
    assert not IDENTITY.search('"data-cd2c66914c724a03068516393a826c79"')
