"""The sentences of a chapter, as its file of values has them: words, numbers, claims, lines."""

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document

from kunnskapsstatus.book.nodes import claim, statistic
from kunnskapsstatus.book.text.sentences import sentences


def number(text: str, line: int = 0) -> statistic:
    node = statistic("", nodes.Text(text))
    node.line = line or None
    return node


def said(*children: nodes.Node, line: int = 7) -> list[tuple[str, int, tuple[int, ...], tuple[int, ...]]]:
    document = new_document("chapter.md", get_default_settings())
    document += children
    for child in children:
        child.line = line
    return [tuple(one) for one in sentences(document)]


def paragraph(*parts: nodes.Node | str) -> nodes.paragraph:
    return nodes.paragraph("", "", *(nodes.Text(part) if isinstance(part, str) else part for part in parts))


def test_a_claim_belongs_to_the_sentence_that_it_follows() -> None:
    assert said(
        paragraph(
            "Vold er vanligst, med ", number("86 prosent"), ".", claim(), " Trusler er\nsjeldnere.", claim(), " Så."
        )
    ) == [
        ("Vold er vanligst, med {}.", 7, (0,), (1,)),
        ("Trusler er sjeldnere.", 7, (), (2,)),
        ("Så.", 7, (), ()),
    ]


def test_a_number_belongs_to_the_sentence_that_begins_or_ends_with_it() -> None:
    assert said(paragraph("Det var ", number("12"), ". ", number("Ti"), " av dem ble.", claim())) == [
        ("Det var {}.", 7, (0,), ()),
        ("{} av dem ble.", 7, (1,), (2,)),
    ]


def test_the_line_is_that_of_a_number_and_goes_on_in_what_follows() -> None:
    found = said(paragraph("Først. Det var ", number("12", line=9), " i alt. Resten var andre."))
    assert [line for _, line, _, _ in found] == [7, 9, 9]


def test_emphasis_and_line_breaks_are_of_the_sentence() -> None:
    text = paragraph("Hun  er ", nodes.strong("", "ikke"), "\n", nodes.emphasis("", " alene"), ".")
    assert said(text) == [("Hun er ikke alene.", 7, (), ())]


def test_titles_lists_and_cells_are_told_and_exhibits_code_and_front_matter_are_not() -> None:
    cell = nodes.entry("", paragraph("En celle"))
    table = nodes.table("", nodes.tgroup("", nodes.tbody("", nodes.row("", cell)), cols=1))
    exhibit = nodes.figure("", nodes.caption("", "En figur"), classes=["exhibit"])
    front = nodes.docinfo("", nodes.field("", nodes.field_name("", "since"), nodes.field_body("", paragraph("2019"))))
    items = nodes.bullet_list("", nodes.list_item("", paragraph("Et punkt")))
    found = said(front, nodes.title("", "Tittelen"), items, table, exhibit, nodes.literal_block("", "kode"))
    assert [words for words, *_ in found] == ["Tittelen", "Et punkt", "En celle"]
