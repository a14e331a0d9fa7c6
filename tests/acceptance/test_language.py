"""What readers of the site meet is in Bokmål: text, and what buttons, fields and regions are called."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html  # type: ignore[import-untyped]

pytestmark = pytest.mark.xdist_group("the real book")
ENGLISH = re.compile(
    r"(?<![\w-])(?:and|the|with|from|edition|page|pages|contents|search|skip|next|previous|show|hide|copy|note|warning|"
    r"version|updated|toggle|expand|collapse|close|back|home|breadcrumbs?|permalink|loading|none|true|false)(?![\w-])",
    re.I,
)
NAMES = ("aria-label", "title", "placeholder", "alt", "data-bs-title", "aria-description")
OTHER_TONGUE = ("script", "style", "code", "pre", "svg", "math", "noscript")
WORKS = ("citation", "reference", "sources")
"""Classes of what names works and addresses of others, in the language that they have."""


def is_ours(element: Any) -> bool:
    return (
        isinstance(element.tag, str)
        and element.tag not in OTHER_TONGUE
        and element.get("lang", "nb")[:2] == "nb"
        and not set(element.classes) & set(WORKS)
    )


def said(element: Any) -> Iterator[str]:
    """The texts of an element, and what its controls are called."""
    yield from (element.get(name) for name in NAMES if element.get(name) and element.tag != "a")
    yield element.text or ""
    for child in element:
        if is_ours(child):
            yield from said(child)
        yield child.tail or ""


def english(page: Any) -> set[str]:
    return {text.strip()[:80] for text in said(page.find("body")) if ENGLISH.search(text)}


def test_no_page_says_anything_in_english(site: Path) -> None:
    found = {
        path.relative_to(site).as_posix(): english(html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot())
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_english_would_be_found() -> None:
    page = html.document_fromstring(
        '<body><p>Og <code>and</code><em lang="en">the</em> <b title="Next">x</b> with y</p>'
    )
    assert english(page) == {"Next", "with y"}
