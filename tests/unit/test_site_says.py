"""What a site says of itself to machines and to those who follow it."""

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from books import ROOT
from jinja2 import Environment, FileSystemLoader
from sphinx.errors import ExtensionError

from kunnskapsstatus.book.plan.versions import released
from kunnskapsstatus.book.site import feed, head, machines, news
from kunnskapsstatus.book.site.readable import Page, Section, excerpt, short
from kunnskapsstatus.data.book import open_book

SAID = {
    "title": "Boka <&>", "author": "Vi", "until": 2024, "version": "1.2", "changed": "2026-11-26", "data": "Til 2024",
    "citation": "Vi: Boka.",
}  # fmt: skip
PAGES = {"chapters/a.html": Page("1. A & Å", [Section("a", "1. A & Å", ["Om A."])])}
ATOM = "{http://www.w3.org/2005/Atom}"


def book(root: Path, *revisions: Any) -> Any:
    return SimpleNamespace(root=root, revisions=revisions, codebook=open_book(ROOT).codebook)


def revision(year: int, line: int, now: str = "2340") -> Any:
    number = SimpleNamespace(year=year, population="residents", measure="count")
    return SimpleNamespace(
        number=number, was="2314", now=now, date=date(2026, 12, line), reason="Kilden er <rettet>.", line=line
    )


def test_a_page_is_described_by_its_first_paragraph_cut_after_a_sentence() -> None:
    body = '<h1>Tittel</h1><div class="cell"></div><p>Første <em>avsnitt</em>.</p><p>Neste.</p>'
    assert (excerpt(body), excerpt(""), excerpt("<h1>Bare tittel</h1>")) == ("Første avsnitt.", "", "")
    assert excerpt("<h2>Først</h2><p>Er lest.</p><h1>Så</h1><p>Ikke lest.</p><h2>Sist</h2>") == "Er lest."
    assert excerpt("<section><h1>En</h1><section><h2>To</h2><p>Er ikke lest.</p></section></section>") == ""
    assert short("En setning som er ganske passe lang til at den kan stå alene i en liste. " + "ord " * 50).endswith(
        "i en liste."
    )
    cut = short("ord " * 100)
    assert cut.endswith("ord …") and len(cut) <= 200


def test_data_in_a_page_end_no_script() -> None:
    said = {**SAID, "title": "</script><b>"}
    for thing in (head.report(said, "Om"), head.dataset(said, "Om", "../")):
        script = head._script(thing)
        assert script.count("<") == 2 and json.loads(script.partition(">")[2].rpartition("<")[0]) == thing
    assert head.dataset(SAID, "Om", "../")["distribution"][0]["contentUrl"] == "../exhibits.json"


@pytest.mark.parametrize("base", ["", "https://a.example/b/"])
def test_a_sitemap_is_made_where_the_address_is_known_and_then_alone(tmp_path: Path, base: str) -> None:
    (tmp_path / machines.SITEMAP).write_text("of before")
    machines.write(tmp_path, PAGES, SAID, base)
    assert (f"Sitemap: {base}sitemap.xml" in (tmp_path / machines.ROBOTS).read_text()) == bool(base)
    if base:
        found = ElementTree.parse(tmp_path / machines.SITEMAP)
        assert [one.text for one in found.iter() if one.tag.endswith("loc")] == [f"{base}chapters/a.html"]
    else:
        assert not (tmp_path / machines.SITEMAP).exists()
    assert f"- [1. A & Å]({base}chapters/a.html): Om A." in (tmp_path / machines.LLMS).read_text("utf-8")


def test_a_feed_has_versions_and_corrections_that_the_edition_knows_newest_first(tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text("# C\n\n## 0.3\n\n## 0.2 (2026-12-02)\n\n* x\n\n## 0.1 (2026-11-26)\n")
    assert [version.number for version in released(tmp_path)] == ["0.2", "0.1"] and released(tmp_path / "none") == []
    corrected = book(tmp_path, revision(2020, 1), revision(2019, 1), revision(2024, 3, now=""), revision(2025, 4))
    known = news.news(corrected, 2024, "Til 2024", {}, {})
    assert (known.version, known.since, known.has_corrections) == (None, (), True), "nothing is released"
    root = ElementTree.fromstring(feed.feed(known.all, SAID, ""))
    titles = [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
    assert titles == [
        "Et tall er rettet", "Versjon 0.2 er gitt ut", "2 tall er rettet", "Versjon 0.1 er gitt ut",
    ]  # fmt: skip
    told = [entry.findtext(f"{ATOM}content", "").replace("\u00a0", " ") for entry in root.iter(f"{ATOM}entry")]
    assert told[0] == "Rettet 03.12.2026: tatt ut, var 2 314 (beboere, antall, 2024). Grunn: Kilden er <rettet>."
    assert told[2].count("2 340 var 2 314 (beboere, antall, 20") == 2, "of one day and one reason"
    assert root.findtext(f"{ATOM}updated") == "2026-12-03T00:00:00Z"
    assert len({entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")}) == 4


@pytest.mark.parametrize(
    ("contact", "link"),
    [("", ""), ("feil@example.no", "mailto:feil@example.no"), ("https://a.example/feil", "https://a.example/feil")],
    ids=["none", "mail", "page"],
)
def test_the_foot_of_a_page_says_where_to_tell_of_a_fault_when_there_is_a_place(contact: str, link: str) -> None:
    assert head.reach(contact) == link
    foot = Environment(loader=FileSystemLoader(ROOT / "_templates")).get_template("sections/footer-content.html")
    given = {"imprint": SAID, "contact": contact, "reach": link, "theme_footer_content_items": []}
    text = foot.render(**given, pathto=lambda name, _=0: name, hasdoc=lambda name: False)
    assert ("Meld fra" in text) == bool(contact) and (f'<a href="{link}">{contact}</a>' in text) == bool(contact)


@pytest.mark.parametrize("contact", ["Kari", "javascript:alert(1)", "mailto:a@b.no"])
def test_what_is_no_address_is_told_of(contact: str) -> None:
    with pytest.raises(ExtensionError, match="book_contact is"):
        head.reach(contact)


def test_the_first_page_leads_to_the_documents_and_a_chapter_to_its_own() -> None:
    setting = [
        {"file": "rapport.pdf"},
        {"file": "kort.pdf", "kind": "short", "title": "kortutgave", "pages": ["a#b"]},
        {"file": "*.pdf", "kind": "chapter"},
    ]
    config = SimpleNamespace(typst_documents=setting, typst_filename="", root_doc="chapters/index")
    env = SimpleNamespace(toc_secnumbers={"chapters/users": {"": (1,)}, "chapters/index": {}})
    app: Any = SimpleNamespace(config=config, env=env)
    whole = [("rapport.pdf", "Rapporten"), ("kort.pdf", "Kortutgave")]
    assert head.papers(app, "chapters/users") == (whole, "users.pdf") and head.papers(app, "chapters/index") == (
        whole,
        "",
    )
    context: dict[str, Any] = {"papers": whole, "body": ""}
    head.offer(app, "chapters/users", "", context, None)
    assert not context["body"]
    head.offer(app, "chapters/index", "", context, None)
    assert '<a href="../kort.pdf">Kortutgave (PDF)</a>' in context["body"]
