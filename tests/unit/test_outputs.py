"""What a cell may show: one form that both HTML and the PDF have, or a refusal that says what to do."""

from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat import NotebookNode

from kunnskapsstatus.book.execution.outputs import MOST_LINES, Refusal, may_show
from kunnskapsstatus.forms.own import MIME as OWN
from kunnskapsstatus.forms.own import Own, own_table

WARNING = "/tmp/ipykernel_20768/123.py:3: UserWarning: obs obs\n  warnings.warn('obs obs')\n"
TABLE = own_table(pd.DataFrame({"a": [1]})).to_json()


def output(kind: str, **named: Any) -> NotebookNode:
    made: NotebookNode = nbformat.v4.new_output(kind, **named)  # type: ignore[no-untyped-call]
    return made


def shows(metadata: dict[str, Any] | None = None, **data: Any) -> NotebookNode:
    data = {name.replace("_", "/", 1).replace("svg", "svg+xml"): value for name, value in data.items()}
    return output("display_data", data=data, metadata=metadata or {})


def prints(text: str, name: str = "stdout") -> NotebookNode:
    return output("stream", name=name, text=text)


def review(*outputs: NotebookNode, **metadata: Any) -> list[tuple[NotebookNode | None, Refusal | None]]:
    cell = nbformat.v4.new_code_cell("", outputs=list(outputs), metadata=metadata)  # type: ignore[no-untyped-call]
    return list(may_show(cell))


@pytest.mark.parametrize(
    ("outputs", "metadata", "cause"),
    [
        ([prints("hei\n")], {}, "prints «hei»"),
        ([prints("hei\n" * (MOST_LINES + 1))], {"tags": ["show-output"]}, f"prints {MOST_LINES + 1} lines"),
        ([prints("se /tmp/ipykernel_1/a\n")], {"tags": ["show-output"]}, "a path of this machine"),
        ([prints("<object at 0x7f62a3f0c7d0>\n")], {"tags": ["show-output"]}, "where Python keeps something"),
        ([prints("hei\n", "stderr")], {"tags": ["show-output"]}, "an error message: «hei»"),
        ([prints(WARNING, "stderr")], {}, r"a warning: obs obs \(UserWarning\)"),
        ([shows(text_plain="7")], {}, "the last line of this code cell shows «7»"),
        ([shows(text_plain="x", text_html="<b>x</b>")], {"tags": ["show-output"]}, "HTML"),
        ([shows(text_plain="<pandas.Styler at 0x7f62a3f0c7d0>", text_html="<b>")], {}, r"HTML \(Styler\)"),
        ([shows(application_javascript="1")], {}, "a script"),
        ([output("display_data", data={"application/vnd.plotly.v1+json": {}, "text/html": ""})], {}, "a Plotly chart"),
        ([shows(image_jpeg="")], {}, "a picture as image/jpeg"),
        ([shows(image_png="")], {}, "a picture without an alternative text"),
        ([shows({"scrapbook": {"name": "x"}}, text_plain="1")], {"tags": ["show-output"]}, "no glue"),
        ([shows(text_markdown="# /tmp/x")], {}, "a path of this machine"),
        ([shows(text_markdown="a <b>x</b>")], {}, "Markdown with HTML"),
        ([shows(text_markdown="| a |\n| - |\n| 1 |")], {}, "Markdown with a table"),
        ([shows(text_markdown="Det er {eval}`x`.")], {}, "Markdown with a role"),
        ([prints("\x1b[31mrødt\x1b[0m")], {"tags": ["show-output"]}, "the control character"),
        ([shows(image_png=""), shows(image_png="")], {"alt": "To hus"}, "alt, and shows 2 things"),
        ([output("display_data", data={OWN: Own(fault="too much", remedy="").to_json()})], {}, "shows too much"),
    ],
)  # fmt: skip
def test_what_has_no_place_in_a_book_is_refused(
    outputs: list[NotebookNode], metadata: dict[str, Any], cause: str
) -> None:
    found = review(*outputs, **metadata)
    assert all(shown is None and refusal is not None for shown, refusal in found)
    with pytest.raises(AssertionError, match=cause):
        raise AssertionError(found[0][1].cause)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("shown", "metadata", "form"),
    [
        (shows(text_plain="x", text_markdown="**x**"), {}, "text/markdown"),
        (shows(text_plain="x", image_png="", image_svg="<svg/>"), {"alt": "Et hus"}, "image/svg+xml"),
        (shows({"image/png": {"alt": "Et hus"}}, text_plain="x", image_png=""), {}, "image/png"),
        (shows(image_png=""), {"mystnb": {"image": {"alt": "Et hus"}}}, "image/png"),
        (shows(text_plain="7"), {"tags": ["show-output"]}, "text/plain"),
        (output("execute_result", data={OWN: TABLE, "text/html": "<table>"}), {"caption": "Tall"}, OWN),
    ],
)
def test_of_several_forms_the_best_is_left(shown: NotebookNode, metadata: dict[str, Any], form: str) -> None:
    [(left, refusal)] = review(shown, **metadata)
    assert refusal is None
    assert left is not None
    assert list(left.data) == [form]


def test_a_warning_is_told_at_its_line() -> None:
    assert review(prints(WARNING, "stderr"))[0][1].line == 3  # type: ignore[union-attr]


def test_what_an_author_asks_to_hide_is_hidden() -> None:
    found = review(prints(WARNING, "stderr"), prints("hei"), tags=["remove-stderr", "remove-stdout"])
    assert [refusal for _, refusal in found] == [None, None]
