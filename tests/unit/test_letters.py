"""The widths of letters, held against the font itself as Typst sets it."""

import json
from pathlib import Path

import font_source_sans_pro
import pytest
import typst

from kunnskapsstatus.book.typst import compiler
from kunnskapsstatus.letters import text_em

FONTS = Path(font_source_sans_pro.__file__).parent / "files"
TEXTS = (
    "Andel av krisesentrene som har tilbud til kvinner, menn og barn",
    "Interkommunalt samarbeid (§ 27-samarbeid)",
    "1\u00a0844 opphold i 2018, 92,9 % av alle",
    "ÆRLIG ØVELSE PÅ ÅS",
)


def set_em(tmp_path: Path, text: str, weight: str) -> float:
    """The width that Typst gives a text."""
    page = tmp_path / "page.typ"
    look = f'font: "Source Sans Pro", size: 100pt, weight: "{weight}"'
    page.write_text(
        f"#context [#metadata(measure(text({look}, {json.dumps(text, ensure_ascii=False)})).width.pt()) <width>]",
        "utf-8",
    )
    found = json.loads(
        compiler.run(typst.query, str(page), selector="<width>", field="value", one=True, font_paths=[FONTS])
    )
    return float(found) / 100


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_a_text_is_as_wide_as_it_is_set(tmp_path: Path, text: str, weight: str) -> None:
    assert text_em(text, bold=weight == "bold") == pytest.approx(set_em(tmp_path, text, weight), rel=0.03)
