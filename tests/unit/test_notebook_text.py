"""A chapter's text in a notebook: what its roles say, how it reads, how the book would number it."""

import pytest
from books import ROOT, MakeBook

from kunnskapsstatus.chapter.calls import calls
from kunnskapsstatus.chapter.door import DOOR
from kunnskapsstatus.chapter.text.citations import cited
from kunnskapsstatus.chapter.text.html import POINTER, equip
from kunnskapsstatus.chapter.text.markdown import plain
from kunnskapsstatus.chapter.text.numbering import Numbers
from kunnskapsstatus.chapter.text.parser import is_plain, parser, read
from kunnskapsstatus.chapter.text.piece import Checks, Piece
from kunnskapsstatus.chapter.text.roles import Pointer
from kunnskapsstatus.chapter.text.show import ChapterText
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.errors import LookupFailed, TextFault

TOC = (
    "format: jb-book\nroot: chapters/index\nparts:\n  - numbered: true\n    chapters:\n      - file: chapters/users\n"
    "        sections:\n          - file: chapters/more\n      - file: chapters/finance\n"
    "  - chapters:\n      - file: chapters/words\n"
)
CELL = "```{code-cell} ipython3\n%s\n```\n"
CHAPTERS = {
    "index": "# Forside\n",
    "users": "# Bruken\n\n" + CELL % 'reasons = exhibit("reasons-for-stay", year)',
    "more": "# Mer\n",
    "finance": "# Rammene\n\n(kostnad)=\n## Kostnad\n\n```{figure} hus.svg\n:name: huset\n:alt: hus\n```\n\n"
    + CELL
    % 'exhibit("reasons-for-stay", year, show=False)\nif year >= 2018:\n    exhibit("child-staff-by-size", year)',
    "words": "# Ord\n",
}


@pytest.fixture
def pointer(small_book: MakeBook) -> Pointer:
    root = small_book()
    (root / "chapters").mkdir()
    for name, text in CHAPTERS.items():
        (root / "chapters" / f"{name}.md").write_text(text, "utf-8")
    (root / "_toc.yml").write_text(TOC, "utf-8")
    (root / "notebooks").mkdir()
    (root / "notebooks" / "finance.ipynb").write_text("{}")
    for name in ("_config.yml", "references.bib"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    return Pointer(root, "chapters/users.md", Numbers(open_book(root), 2018))


def shown(text: str, pointer: Pointer, known: Checks | None = None) -> tuple[str, str, Piece]:
    """A piece of text as HTML and as Markdown, and what it said."""
    reader, env = equip(parser(pointer.root)), {POINTER: pointer}
    numbered = pointer.numbered(text)
    tokens, piece = read(numbered, reader, env), Piece(text, pointer, known or Checks())
    piece.speak(tokens)
    return reader.renderer.render(tokens, reader.options, env), plain(numbered, piece.said, pointer.address), piece


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Tittel\n\n*Ord* med `kode`, [lenke](https://ssb.no) og $x$.\n\n| a | b |\n| - | - |\n| 1 | 2 |", True),
        ("Et tall: {eval}`n`.", False),
        ("```{note}\nMerk.\n```", False),
        ("```python\nx = 1\n```", True),
        ("[kapittel 4](users.md)", False),
        ("![hus](images/hus.png)", False),
        ("(navn)=\n## Tittel", False),
    ],
)
def test_what_only_the_book_knows_is_told_from_plain_text(text: str, expected: bool) -> None:
    assert is_plain(text, ROOT) == expected


@pytest.mark.parametrize(
    ("text", "html", "markdown"),
    [
        ("Se {numref}`reasons-for-stay`.", '<a href="#reasons-for-stay">Figur 1.1</a>', "Se Figur 1.1."),
        ("{numref}`tabell %s <child-staff-by-size>`", '"finance.ipynb#child-staff-by-size">tabell 2.1<', "tabell 2.1"),
        ("Se {numref}`huset`.", '<a href="finance.ipynb#huset">Figur 2.1</a>', "Figur 2.1"),
        ("Se {ref}`kostnad`.", '<a href="finance.ipynb#kostnad">Kostnad</a>', "Se Kostnad."),
        ("Se [](finance.md#Kostnad).", '<a href="finance.ipynb">Rammene</a>', "[](finance.ipynb)"),
        ("Se [ord](words.md).", '<a href="../chapters/words.md">ord</a>', "[ord](../chapters/words.md)"),
        ("[Kapittel %s](finance.md)", '<a href="finance.ipynb">Kapittel 2</a>', "[Kapittel 2](finance.ipynb)"),
        ("[i kapittel %s](<finance.md#Kostnad>)", '<a href="finance.ipynb">i kapittel 2</a>', "[i kapittel 2](finance"),
        ("{doc}`kapittel %s <finance>`", '<a href="finance.ipynb">kapittel 2</a>', "kapittel 2"),
        ("Se [kapittel %s](words.md).", '<a href="../chapters/words.md">Ord</a>', "[Ord](../chapters/words.md)"),
        ("{cite:p}`bufdir2015`", "[Barne-, ungdoms- og familiedirektoratet, 2015]", "familiedirektoratet, 2015]"),
        ("{en}`shelter`", '<em lang="en">shelter</em>', "shelter"),
        ("```{note}\nMerk {eval}`'dette'`.\n```", 'ks-title"><strong>Merknad</strong></p><p>Merk', "**Merknad**\n\n"),
        ("```{admonition} Trenger **du** hjelp?\nJa.\n```", "title\"><strong>Trenger <strong>du</strong>", "Ja."),
        ("<b>A</b> & {eval}`'<&>'`", ">&lt;&amp;&gt;</span>", "<&>"),
    ],
)  # fmt: skip
def test_a_piece_reads_as_in_the_book(text: str, html: str, markdown: str, pointer: Pointer) -> None:
    as_html, as_markdown, piece = shown(text, pointer)
    assert html in as_html
    assert markdown in as_markdown
    assert "{" not in as_markdown and not piece.faults


def test_a_chapter_put_in_before_gives_the_other_a_number_of_its_own(pointer: Pointer) -> None:
    toc = TOC.replace("      - file: chapters/users\n", "      - file: chapters/index\n      - file: chapters/users\n")
    (pointer.root / "_toc.yml").write_text(toc.replace("root: chapters/index\n", ""), "utf-8")
    assert "Kapittel 3" in shown("[Kapittel %s](finance.md)", pointer)[0]


def test_a_claim_is_marked_and_one_that_is_false_tells_the_sentence_and_the_numbers(pointer: Pointer) -> None:
    text = "Alt er vel.{claim}`1 < 2` To er {eval}`'2'`, og mindre enn\nén.{claim}`len('ab') < 1`\n"
    html, markdown, piece = shown(text, pointer)
    assert '>\u202f✓</span> To er <span class="ks-number">2</span>' in html
    assert "✗ stemmer ikke med tallene: Antallet (2) er under 1.</strong>" in html
    assert (
        markdown == "Alt er vel. ✓ To er 2, og mindre enn\nén. ✗ (stemmer ikke med tallene: Antallet (2) er under 1.)\n"
    )
    assert [(told.sentence, told.statement.holds) for told in piece.claims] == [
        ("Alt er vel.", True),
        ("To er 2, og mindre enn én.", False),
    ]


def test_a_check_answers_the_sentences_of_its_chapter_wherever_it_stands(pointer: Pointer) -> None:
    known = Checks()
    _, before, first = shown("Før.{claim}`one`\n", pointer, known)
    html, markdown, second = shown("Her.{claim}`one`\n\n```{checks}\none: 1 < 2\n  and 2 < 3\n```\n", pointer, known)
    _, _, third = shown("Etter.{claim}`one` Aldri.{claim}`two`\n", pointer, known)
    assert before == "Før.\n" and first.claims == [] and [told.sentence for told in second.claims] == ["Her.", "Før."]
    assert [told.sentence for told in third.claims] == ["Etter."] and [name for name, _ in known.waiting] == ["two"]
    assert "<details" in html and "one: <code>1 &lt; 2 and 2 &lt; 3</code>" in html
    assert markdown.strip() == "Her. ✓"


def test_what_cannot_be_said_is_a_fault_with_the_chapters_line(pointer: Pointer) -> None:
    text = "Første.\n\nEt tall: {eval}`nothing`. {cite:p}`nobody2020`\n"
    path = pointer.root / pointer.file
    path.write_text(path.read_text("utf-8") + f"\n{text}", "utf-8")
    _, _, piece = shown(text.strip(), pointer)
    lines = path.read_text("utf-8").splitlines()
    assert [fault.line for fault in piece.faults] == [
        lines.index("Et tall: {eval}`nothing`. {cite:p}`nobody2020`") + 1
    ] * 2
    assert "the expression 'nothing' in this sentence failed: nothing is called 'nothing'" in piece.faults[0].cause
    assert "no work has the key 'nobody2020'" in piece.faults[1].cause


def test_chapters_are_numbered_by_their_place_in_the_contents(pointer: Pointer) -> None:
    assert pointer.numbers.chapters == {
        "chapters/index.md": None, "chapters/users.md": 1, "chapters/more.md": None, "chapters/finance.md": 2,
        "chapters/words.md": None,
    }  # fmt: skip


def test_chapters_have_numbers_where_the_contents_say_so_of_all(pointer: Pointer) -> None:
    by_default = TOC.replace("numbered: true\n    chapters", "chapters", 1)
    (pointer.root / "_toc.yml").write_text(f"{by_default}defaults:\n  numbered: true\n", "utf-8")
    assert Numbers(open_book(pointer.root), 2018).chapters["chapters/users.md"] == 1


def test_an_exhibit_that_a_year_does_not_come_to_has_no_place(pointer: Pointer) -> None:
    text = CHAPTERS["finance"]
    assert [(call.exhibit, call.shows) for call in calls(text, 2017)] == [("reasons-for-stay", False)]
    assert [call.exhibit for call in calls(text, 2018)] == ["reasons-for-stay", "child-staff-by-size"]
    assert [call.exhibit for call in calls(text)] == ["reasons-for-stay", "child-staff-by-size"]


def test_a_work_is_named_by_its_authors_or_its_title() -> None:
    assert cited(ROOT, "cite:t", ["tonseth2019"]) == "Tønseth [2019]"
    assert cited(ROOT, "cite:p", ["bakketeig2014", "krisesenterlova"]) == (
        "[Bakketeig mfl., 2014, Lov om kommunale krisesentertilbod (krisesenterlova), 2009]"
    )
    with pytest.raises(LookupFailed, match=r"did you mean 'tonseth2019'"):
        cited(ROOT, "cite:t", ["tonset2019"])


def test_a_chapter_that_an_edition_does_not_have_says_so_and_nothing_else(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DOOR, "bundle", DOOR.bundle)  # put back when the test ends
    text = ChapterText("chapters/after_2018.md", 2018)
    assert "Dette kapittelet er ikke med i utgaven for 2018." in capsys.readouterr().out
    text("Usant.{claim}`1 > 2`")
    assert not capsys.readouterr().out
    later = ChapterText("chapters/after_2018.md", 2019)
    assert "ikke med" not in capsys.readouterr().out
    with pytest.raises(TextFault, match="Usant"):
        later("Usant.{claim}`1 > 2`")


def test_the_end_of_a_notebook_counts_its_claims_also_where_it_has_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DOOR, "bundle", DOOR.bundle)  # put back when the test ends
    for claims, end in (
        (["1 < 2"], "1 påstand er kontrollert mot tallene, og den stemmer."),
        (["1 > 2"], "1 påstand er kontrollert mot tallene, og den stemmer ikke."),
        (["1 < 2", "2 < 3"], "2 påstander er kontrollert mot tallene, og alle stemmer."),
        (["1 < 2", "1 > 2"], "2 påstander er kontrollert mot tallene, og 1 av dem stemmer ikke."),
    ):
        text = ChapterText("chapters/after_2018.md", 2019, "report")
        for claim in claims:
            text(f"Sagt.{{claim}}`{claim}`")
        capsys.readouterr()
        text.report()
        assert end in capsys.readouterr().out
