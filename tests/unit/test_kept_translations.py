"""What is kept of a chapter's translation is what was made of it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.utils import new_document

from kunnskapsstatus.book.typst.kept import Chapter, Translation


def test_a_translation_is_the_same_when_it_is_read_again(tmp_path: Path) -> None:
    links: Any = SimpleNamespace(wanted=set(), label_of={})
    asked = []

    def translate(_document: nodes.document) -> Translation:
        asked.append(1)
        return Translation("= Bruken", [[[(True, ()), (False, (0,))]]], [[12.5]], [], ["bruken"])

    def chapter() -> Chapter:
        return Chapter("chapters/users", tmp_path / "chapters" / "users.json", "a", lambda name: new_document(name))

    first = chapter()
    made = first.translation("", links, translate)
    first.keep()
    kept = chapter().translation("", links, translate)
    assert kept == made and repr(kept) == repr(made), "documents are made again when it is another"
    assert len(asked) == 1
