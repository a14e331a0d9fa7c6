"""A page in another language says so to those who listen."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.core import publish_from_doctree
from docutils.utils import new_document

from kunnskapsstatus.book.text import languages


@pytest.mark.parametrize(("metadata", "said"), [({"lang": "en"}, True), ({}, False)])
def test_a_page_in_another_language_is_marked_with_it(metadata: dict[str, str], said: bool) -> None:
    document = new_document("english.md")
    document += nodes.section("", nodes.title("", "Summary"), nodes.paragraph("", "Text."), ids=["summary"])
    document += nodes.comment("", "A note.")
    env = SimpleNamespace(docname="english", metadata={"english": metadata})
    languages.mark(SimpleNamespace(env=env), document)  # type: ignore[arg-type]
    assert (b'id="summary" lang="en"' in publish_from_doctree(document, writer_name="html5")) is said
