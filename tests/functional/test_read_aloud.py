"""What a screen reader is told of a page, as the browser tells it. ``read_aloud.txt`` has it as somebody has read it
and found it right: ``pytest tests/functional/test_read_aloud.py --renew`` writes it anew."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

KNOWN = Path(__file__).with_name("read_aloud.txt")


def told(heading: str, place: Locator) -> str:
    """What is told of a place: a line for each thing, without what nobody reads aloud, addresses and what is drawn in a
    picture."""
    said = re.sub("[\u00a0\u202f\u2060]", " ", re.sub(r'(- img ".*"): .*', r"\1", place.aria_snapshot()))
    lines = [line for line in said.splitlines() if "- /url:" not in line]
    deep = [len(line) - len(line.lstrip()) for line in lines] + [0]
    empty = [line.endswith(":") and deep[number + 1] <= deep[number] for number, line in enumerate(lines)]
    return "\n".join(
        [f"# {heading}", *(line.removesuffix(":") if bare else line for line, bare in zip(lines, empty, strict=True))]
    )


def test_a_page_is_read_aloud_as_somebody_has_found_right(
    browser: Browser, built: Path, request: pytest.FixtureRequest
) -> None:
    chapter = built / "_build" / "html" / "chapters" / "users.html"
    with browser.new_context(locale="nb-NO", viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(chapter.as_uri())
        chart, table, said = (
            page.locator("#reasons-for-stay"),
            page.locator(".exhibit:has(#child-staff-by-size)"),
            page.locator(".said"),
        )
        parts = [
            told("First on each page", page.locator(".help")),
            told("The menu", page.locator("#pst-primary-sidebar")),
            told("The bar above the text", page.locator(".bd-header-article")),
            told("A paragraph with numbers", said.first),
        ]
        said.first.locator("summary").first.click()
        parts += [told("Its panel, opened", said.first), told("A chart in its frame", chart)]
        for tab in ("Tabell", "Data"):
            chart.get_by_role("tab", name=tab).evaluate("tab => tab.click()")  # no mouse comes over it
            parts.append(told(f"The same frame, with «{tab}» chosen", chart))
        parts.append(told("A table in its frame", table))
        parts.append(told("The foot of a page", page.locator(".bd-footer-content")))
        page.keyboard.press("Control+k")
        parts.append(told("The search", page.get_by_role("dialog")))
        page.keyboard.type("psykisk vold")
        page.locator("#search-results li").first.wait_for()
        parts.append(told("What it finds", page.get_by_role("dialog")))
        page.keyboard.press("Escape")
    text = "\n\n".join(parts) + "\n"
    if request.config.getoption("--renew"):
        KNOWN.write_text(text, "utf-8")
    assert text == KNOWN.read_text("utf-8"), "read what is new; if it is right, write the file with --renew"
