"""What one takes along of the real book's exhibits says what the page says."""

import io
import json
import re
import zipfile
from html import escape
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

pytestmark = pytest.mark.xdist_group("the real book")  # one worker's: it is built once


def test_a_headline_goes_along_in_picture_sheet_and_page_elsewhere(site: Path) -> None:
    listed = json.loads((site / "exhibits.json").read_text("utf-8"))
    headlines = {entry["id"]: entry["headline"] for entry in listed if entry["headline"] and "same_as" not in entry}
    drawn = {entry["id"] for entry in listed if entry["kind"] == "figure"}
    pages = {page: (site / f"{page}.html").read_text("utf-8") for page in {entry["chapter"] for entry in listed}}
    found = {page: html.fromstring(text).find_class("headline") for page, text in pages.items()}
    assert len(headlines) == sum(map(len, found.values())) > 40
    for identifier, said in headlines.items():
        assert escape(said) in (site / "embed" / f"{identifier}.html").read_text("utf-8"), identifier
        with zipfile.ZipFile(io.BytesIO((site / "downloads" / f"{identifier}.xlsx").read_bytes())) as book:
            assert escape(said, quote=False) in book.read("xl/sharedStrings.xml").decode(), identifier
        if identifier in drawn:
            picture = (site / "downloads" / f"{identifier}.svg").read_text("utf-8")
            lines = re.findall(r"<text [^>]*>([^<]*)</text>", picture)
            assert " ".join(lines).startswith(escape(said, quote=False)), identifier
