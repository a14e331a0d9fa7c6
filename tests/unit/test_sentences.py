"""The sentence that a number or a claim stands in, as the book tells it."""

import pytest
from docutils import nodes
from sphinx.addnodes import pending_xref

from kunnskapsstatus.book.lines import line_with
from kunnskapsstatus.book.nodes import claim, statistic
from kunnskapsstatus.book.text.marks import START, unmarked
from kunnskapsstatus.book.text.statements import sentence_of
from kunnskapsstatus.chapter.statements import NUMBER, Statement, Told


def paragraph(text: str, kind: type[nodes.Element] = nodes.paragraph) -> tuple[nodes.Element, list[nodes.Element]]:
    """A block from a text in which ``[86]`` is a number and ``✓`` a claim; and those of its nodes, in order."""
    block, own = kind(), []
    for part in text.replace("✓", "\0✓\0").replace("[", "\0[").replace("]", "\0").split("\0"):
        if part == "✓":
            own.append(claim())
            block += own[-1]
        elif part.startswith("["):
            own.append(statistic("", nodes.Text(part[1:])))
            block += own[-1]
        elif part:
            block += nodes.Text(part)
    nodes.document(None, None).append(block)  # type: ignore[arg-type]
    return block, own


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Det var [86] prosent.", ["Det var 86 prosent."]),
        ("Først dette. Så var det [86] prosent. Og mer.", ["Så var det 86 prosent."]),
        ("Fra [81] til [86] på fire år. Slutt.", ["Fra 81 til 86 på fire år."] * 2),
        ("Det øker.✓ Det synker.✓ Mer.", ["Det øker.", "Det synker."]),
        ("Av [4]. Andre [5].✓", ["Av 4.", "Andre 5.", "Andre 5."]),
        ("Linje\nog   mer [3]\u00a0døgn.", ["Linje og mer 3\u00a0døgn."]),
        ("Det står 2.1 i loven og [7] her.", ["Det står 2.1 i loven og 7 her."]),
        ("Han sa «nei.» Hun sa [2].", ["Hun sa 2."]),
        ("[9]", ["9"]),
        ("✓", [""]),
    ],
)
def test_a_sentence_ends_where_the_next_begins(text: str, sentences: list[str]) -> None:
    _, own = paragraph(text)
    assert [sentence_of(node) for node in own] == sentences


@pytest.mark.parametrize("kind", [nodes.list_item, nodes.entry, nodes.title, nodes.term])
def test_a_sentence_does_not_leave_its_block(kind: type[nodes.Element]) -> None:
    block, (number,) = paragraph("Bare [5] her", kind)
    block.parent.insert(0, nodes.paragraph("", "Noe annet står foran"))
    assert sentence_of(number) == "Bare 5 her"


def test_words_in_italics_are_of_the_sentence() -> None:
    block = nodes.paragraph("", "", nodes.Text("En "), nodes.emphasis("", "viktig"), nodes.Text(" sak: "), claim())
    nodes.document(None, None).append(block)  # type: ignore[arg-type]
    assert sentence_of(block[-1]) == "En viktig sak:"


def test_a_reference_is_a_mark_until_all_pages_are_read() -> None:
    to_table = pending_xref(
        "", nodes.inline("", "reasons-for-stay"), refdomain="std", reftype="numref", reftarget="reasons-for-stay"
    )
    to_work = pending_xref("", nodes.inline("", "ogden2012"), refdomain="cite", reftype="p", reftarget="ogden2012")
    to_page = pending_xref("", nodes.inline("", "kapittel 4"), refdomain="myst", reftype="myst", reftarget="users")
    to_chapter = pending_xref(
        "", nodes.inline("", "kapittel %s"), refdomain="doc", reftype="myst", reftarget="chapters/users"
    )
    number = statistic("", nodes.Text("5"))
    block = nodes.paragraph(
        "",
        "Ett. Se ",
        to_page,
        nodes.Text(" og "),
        to_chapter,
        nodes.Text(", "),
        to_table,
        nodes.Text(": "),
        number,
        nodes.Text(" "),
        to_work,
    )
    nodes.document(None, None).append(block)  # type: ignore[arg-type]
    sentence = sentence_of(number)
    assert sentence.startswith("Se kapittel 4 og ") and sentence.count(START) == 3
    assert unmarked(sentence) == "Se kapittel 4 og kapittel %s, reasons-for-stay: 5 ogden2012"


UNIT, HEDGE, MINUS = "has its unit already", "has its hedge already", "is below zero"


@pytest.mark.parametrize(
    ("text", "sentence", "wrong"),
    [
        ("86\u00a0prosent", "Det var 86\u00a0prosent.", ""),
        ("86\u00a0prosent", "Det var 86\u00a0prosent prosent.", UNIT),
        ("86\u00a0prosent", "Det var 86\u00a0prosent\u00a0% av alle.", UNIT),
        ("86\u00a0prosent", "Det var 86\u00a0prosent, prosent, og mer.", UNIT),
        ("86\u00a0prosent", "Det var 86\u00a0prosent (pst. av alle).", UNIT),
        ("86\u00a0prosent", "Det var 86\u00a0prosent\nprosentpoeng.", UNIT),
        ("86\u00a0prosent", "Det var 86\u00a0prosentpoeng.", UNIT),
        ("86\u00a0prosent", "Det var 86\u00a0prosent\u200b prosent.", UNIT),
        ("5\u00a0prosentpoeng", "Det var 5\u00a0prosentpoeng prosent.", UNIT),
        ("5\u00a0prosentpoeng", "Det var 5\u00a0prosentpoeng.", ""),
        ("86\u00a0prosent", "Det var 86\u00a0prosent prosentvis.", ""),
        ("86\u00a0prosent", "Det var 86\u00a0prosent, prosent for prosent.", ""),
        ("81\u00a0prosent", "Det var 81\u00a0prosent, 86\u00a0prosent og prosentandeler.", ""),
        ("86\u00a0per\u00a0cent", "It was 86\u00a0per\u00a0cent per cent.", UNIT),
        ("86\u00a0per\u00a0cent", "It was 86\u00a0per\u00a0cent, and percentages.", ""),
        ("94\u00a0kroner", "Det var kr. 94\u00a0kroner.", UNIT),
        ("94\u00a0kroner", "Det var 94\u00a0kroner kr per innbygger.", UNIT),
        ("94\u00a0kroner", "Det var 94\u00a0kroner per innbygger.", ""),
        ("40\u00a0kilometer", "Det var 40\u00a0kilometer km-avstand.", ""),
        ("28\u00a0døgn", "De bodde der i 28\u00a0døgn, døgnet rundt.", ""),
        ("omkring\u00a07\u00a0prosent", "Det var om lag omkring\u00a07\u00a0prosent.", HEDGE),
        ("omkring\u00a07\u00a0prosent", "Rundt halvparten, omkring\u00a07\u00a0prosent.", ""),
        ("just\u00a0under\u00a07", "It was under just\u00a0under\u00a07.", HEDGE),
        ("\u22125", "En økning på \u22125 fra året før.", MINUS),
        ("\u22125", "Antallet falt med \u22125.", MINUS),
        ("\u22125", "Endringen var \u22125.", ""),
        ("86", "Det var 86 prosent prosent.", ""),
        ("", "Det var mange.", ""),
    ],
    ids=range(28),
)
def test_what_does_not_fit_a_number_in_its_sentence_is_told(text: str, sentence: str, wrong: str) -> None:
    told = Told(Statement(NUMBER, "x", text), sentence, 1).wrong
    assert (wrong in told) if wrong else told == ""


def test_a_role_is_found_on_its_line(tmp_path: object) -> None:
    page = tmp_path / "page.md"  # type: ignore[operator]
    page.write_text("En linje\nmed {eval}`x` og\nmed {eval}`y`\nog {eval}`x`\n", "utf-8")
    found = [line_with(page, *asked) for asked in ((1, "x`"), (2, "y"), (3, "x`"), (1, "z"))]
    assert found == [2, 3, 4, 1]
