"""The real book's tables on a phone and on wide screens: a number is always in sight, and few are cut."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from web import served

pytestmark = pytest.mark.xdist_group("the real book")  # one worker's: it is built once

UNFOLD = """() => {
  for (const part of document.querySelectorAll(".exhibit .away")) part.classList.remove("away");
  for (const fold of document.querySelectorAll(".exhibit details")) fold.open = true;
}"""
MEASURE = """() => [...document.querySelectorAll(".exhibit .table-wrapper")].map((box) => {
  const { left, right } = box.getBoundingClientRect();
  const numbers = [...box.querySelectorAll("tbody td.number")];
  const seen = numbers.filter((cell) => {
    const place = cell.getBoundingClientRect();
    return place.width > 0 && place.left >= left - 1 && place.right <= right + 10;
  });
  const contents = document.querySelector(".bd-sidebar-secondary")?.getBoundingClientRect();
  return {
    id: box.closest(".part")?.id.replace(/--.*/, "") ?? "", cut: box.scrollWidth > box.clientWidth + 1,
    numbers: numbers.length, seen: seen.length, reached: box.tabIndex === 0 && box.getAttribute("role") === "region",
    covers: contents !== undefined && contents.width > 0 && contents.left < innerWidth && right > contents.left + 1,
  };
})"""
CHAPTERS = (
    "users", "access", "content", "target_groups", "competence", "finance", "cooperation", "supervision",
    "implementation", "method", "after_2018", "centres",
)  # fmt: skip
WIDEST = {"centres", "resident-traits"}
"""Of eleven and of thirteen columns."""


@pytest.fixture(scope="module")
def measured(browser: Browser, site: Path) -> Iterator[dict[int, list[dict[str, Any]]]]:
    """Each table at each width; the pages as they are at that width."""
    found: dict[int, list[dict[str, Any]]] = {320: [], 1280: [], 1920: []}
    context = browser.new_context(locale="nb-NO", java_script_enabled=False)  # as fast again
    with served(site) as address:
        page = context.new_page()
        for name in CHAPTERS:
            page.goto(f"{address}/chapters/{name}.html", wait_until="load")
            page.evaluate(UNFOLD)
            for width, tables in found.items():
                page.set_viewport_size({"width": width, "height": 900})
                tables += [{**table, "page": name, "wide": _is_wide(page)} for table in page.evaluate(MEASURE)]
    context.close()
    yield found


def _is_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_on_a_phone_each_table_shows_a_number_and_no_page_scrolls_sideways(
    measured: dict[int, list[dict[str, Any]]],
) -> None:
    tables = measured[320]
    assert len(tables) > 100
    assert [table["id"] for table in tables if table["numbers"] and not table["seen"]] == []
    assert {table["page"] for table in tables if table["wide"]} == set()


@pytest.mark.parametrize("width", [1280, 1920])
def test_on_a_wide_screen_tables_are_whole_and_cover_nothing(
    measured: dict[int, list[dict[str, Any]]], width: int
) -> None:
    tables = measured[width]
    assert {table["id"] for table in tables if table["cut"]} <= WIDEST
    assert [table["id"] for table in tables if table["covers"]] == []
    assert {table["page"] for table in tables if table["wide"]} == set()


def test_a_table_that_scrolls_is_reached_by_keyboard(measured: dict[int, list[dict[str, Any]]]) -> None:
    assert [table["id"] for tables in measured.values() for table in tables if not table["reached"]] == []
