"""What does not part at the end of a line on paper."""

import pytest
from docutils import nodes
from docutils.utils import new_document

from kunnskapsstatus.book.typst.unbroken import join_lines, unbroken
from kunnskapsstatus.book.typst.walker import TypstWalker


@pytest.mark.parametrize(
    "text",
    [
        "se §~3 og §~12 i loven",
        "Tabell~6.6 og figur~4.2 i kapittel~12",
        "Meld.~St.~15 og Prop.~122 L, nr.~4",
        "71~prosent av 1~234~kroner over 5~år",
        "12 kommunestyrer og 5 årsrapporter",
        "31.~oktober 2019",
        "n~=~44 og p~<~0,05, ikke prosent =~3",
        "del av side to, og modellen 3",
    ],
    ids=["law", "exhibits", "documents", "units", "longer words", "dates", "signs", "other words"],
)
def test_a_word_and_its_number_stay_together(text: str) -> None:
    assert unbroken(text.replace("~", " ")).replace("\u00a0", "~") == text


def test_a_number_that_is_computed_and_a_name_that_is_a_link_stay_with_their_words() -> None:
    document = new_document("x.md")
    link = nodes.reference("", "", nodes.inline("", "Tabell 6.6"))
    said = nodes.paragraph("", "", nodes.inline("", "71"), nodes.Text(" prosent etter §\n3, se "), link)
    said += [nodes.Text(" og "), nodes.literal("", "§ 2")]
    document += said
    join_lines(document)
    assert said.astext().replace("\u00a0", "~") == "71~prosent etter §~3, se Tabell~6.6 og § 2"


def test_a_range_in_a_cell_stays_on_one_line() -> None:
    walker = TypstWalker.__new__(TypstWalker)
    said = nodes.paragraph("", "6–9,9 årsverk")
    assert walker.inline(said) == '#"6–9,9 årsverk";'
    nodes.entry("", said)
    assert walker.inline(said) == '#box("6–9,9");#" årsverk";'
