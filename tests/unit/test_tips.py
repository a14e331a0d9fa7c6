"""Words of the glossary are found in their forms and in no other word, once on a page, and nowhere but in prose."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes

from kunnskapsstatus.book.nodes import explained, explanations, foreign
from kunnskapsstatus.book.text import tips
from kunnskapsstatus.book.text.inflected import pattern


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("Krisesenter", "krisesenter krisesenteret krisesentre krisesentrene krisesentrenes Krisesentrene"),
        ("Kommune", "kommune kommunen kommuner kommunenes kommunens"),
        ("Hjemmel", "hjemmel hjemmelen hjemler hjemlene"),
        ("Drivere", "drivere driverne"),
        ("IKS", "IKS"),
        ("Individuell plan", "individuell plan,individuelle planer,individuelle  planene"),
        ("Signifikant", "signifikant signifikante"),
        ("p-verdi", "p-verdi p-verdien"),
    ],
    ids=lambda given: given.split()[0],
)
def test_a_word_is_found_in_all_its_forms(word: str, forms: str) -> None:
    for form in forms.split("," if "," in forms else " "):
        assert re.fullmatch(pattern(word), form), form


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("Kommune", "kommuneloven kommunal kommunikasjon"),
        ("Drivere", "driver drive drivkraft"),
        ("KUN", "kun Kun"),
        ("Krisesenter", "krise krisesenterloven krisesentertilbud"),
        ("Gjennomsnitt", "gjennomsnittlig"),
        ("Opphold", "oppholdstillatelse opphør"),
        ("n", "en N nn"),
    ],
    ids=lambda given: given.split()[0],
)
def test_no_other_word_is_taken_for_it(word: str, others: str) -> None:
    for other in others.split():
        assert not re.fullmatch(pattern(word), other), other


def entry(words: str, *meaning: nodes.Node) -> nodes.Node:
    return nodes.definition_list_item(
        "", nodes.term("", words), nodes.definition("", nodes.paragraph("", "", *meaning))
    )


GLOSSARY = nodes.document(None, None)  # type: ignore[arg-type]
GLOSSARY += nodes.definition_list(
    "",
    entry("Beboer", nodes.Text("En som overnatter ("), foreign("", "resident"), nodes.Text(").")),
    entry("Nære relasjoner", nodes.Text("Se vold i nære relasjoner.")),
    entry("Vold i nære relasjoner", nodes.Text("Vold fra en nær.")),
    entry("IKS", nodes.Text("Et selskap.")),
)


def explained_page(*paragraphs: nodes.Node, docname: str = "chapters/a") -> nodes.document:
    page = nodes.document(None, None)  # type: ignore[arg-type]
    page += nodes.section("", nodes.title("", "Om beboere"), *paragraphs, nodes.section("", nodes.title("", "Mer")))
    env = SimpleNamespace(found_docs={tips.GLOSSARY}, get_doctree=lambda name: GLOSSARY)
    app: Any = SimpleNamespace(builder=SimpleNamespace(format="html"), env=env)
    known = tips.Tips()
    known.look_up(app, app.builder)
    known.explain(app, page, docname)
    return page


def test_a_word_is_marked_once_on_a_page_and_explained_below_the_introduction_without_what_it_is_in_english() -> None:
    page = explained_page(
        nodes.paragraph("", "Beboerne ved et IKS. Alle beboere."), nodes.paragraph("", "Vold i nære relasjoner, IKS.")
    )
    marked = [(node.astext(), node["place"]) for node in page.findall(explained)]
    assert marked == [("Beboerne", 0), ("IKS", 1), ("Vold i nære relasjoner", 2)]
    (told,) = page.findall(explanations)
    assert told.parent.index(told) == len(told.parent) - 2
    assert [(term.words, term.meaning) for term in told["terms"]] == [
        ("Beboer", "En som overnatter."), ("IKS", "Et selskap."), ("Vold i nære relasjoner", "Vold fra en nær."),
    ]  # fmt: skip
    assert "Beboerne ved et IKS. Alle beboere.\n\nVold i nære relasjoner, IKS." in page.astext()


def test_a_word_in_a_link_in_code_in_a_box_or_abroad_is_left_alone_and_so_is_a_page_without_any() -> None:
    page = explained_page(
        nodes.paragraph(
            "", "", nodes.reference("", "beboere", refuri="x"), nodes.literal("", "IKS"), foreign("", "IKS")
        ),
        nodes.paragraph("", "IKS-avtaler og nære relasjoner."),
        nodes.tip("", nodes.paragraph("", "Beboere")),
    )
    assert not list(page.findall(explained)) and not list(page.findall(explanations))


def test_the_glossary_has_a_place_for_each_word() -> None:
    page = nodes.document(None, None)  # type: ignore[arg-type]
    page += GLOSSARY.deepcopy().children
    app: Any = SimpleNamespace(builder=SimpleNamespace(format="html"))
    tips.Tips().explain(app, page, tips.GLOSSARY)
    assert [name["ids"] for name in page.findall(nodes.term)][::3] == [["ord-beboer"], ["ord-iks"]]
