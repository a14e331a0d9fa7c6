"""What stands in one form of the book only: a page leaves out what is of paper, the PDF what is of the screen."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from docutils import nodes
from docutils.utils import new_document

from kunnskapsstatus.book.text import one_form
from kunnskapsstatus.book.typst.links import Links
from kunnskapsstatus.book.typst.translator import TypstTranslator


@pytest.fixture
def document() -> nodes.document:
    made = new_document("page.md")
    for text, classes in (("Alle", []), ("Pek på tallet", [one_form.SCREEN]), ("Se vedlegget", [one_form.PAPER])):
        made += nodes.paragraph("", text, classes=classes)
    return made


@pytest.mark.parametrize(("form", "left"), [("html", 2), ("typst", 3)])
def test_a_page_has_nothing_that_is_of_paper(document: nodes.document, form: str, left: int) -> None:
    one_form.leave_out(cast(Any, SimpleNamespace(builder=SimpleNamespace(format=form))), document, "page")
    assert len(document) == left and ("Se vedlegget" in document.astext()) == (form == "typst")


def test_paper_has_nothing_that_is_of_the_screen(document: nodes.document) -> None:
    source = TypstTranslator(cast(Any, None), "page", 1, Links(), cast(Any, None)).translate(document)
    assert "Alle" in source and "Se vedlegget" in source and "Pek på" not in source
