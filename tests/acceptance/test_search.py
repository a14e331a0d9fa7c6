"""The site's search on the real book: questions that people ask, with the place that answers each."""

import csv
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.xdist_group("the real book")
QUESTIONS = [*csv.DictReader((Path(__file__).parent / "questions.csv").read_text("utf-8").splitlines())]
NEAR, FIRST = 3, 15
"""Each place is among so many results; so many of them are the first."""
FOUND = "asked => asked.map(one => BookSearch.find(one).map(({ section }) => section.address))"


def test_each_question_is_answered_at_once(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/chapters/finance.html", wait_until="networkidle")
        assert not [url for url in asked if "search.js" in url]
        page.locator(".search-button__button:visible").first.click()
        page.keyboard.type("krisesentrene")
        first = page.locator("#search-results li").first
        expect(first.locator("a")).to_have_text("14. Krisesentrene")
        assert len([url for url in asked if "search.js" in url]) == 1
        assert first.locator("mark").count() and "exhibit(" not in page.locator("#search-results").inner_text()
        dialog = page.locator("dialog[open]")
        assert dialog.evaluate("d => [d.scrollWidth <= d.clientWidth, document.documentElement.scrollWidth]") == [
            True,
            320,
        ]
        answers: list[list[str]] = page.evaluate(FOUND, [row["question"] for row in QUESTIONS])
    ranks = {row["question"]: rank(row["place"], found) for row, found in zip(QUESTIONS, answers, strict=True)}
    assert {question: at for question, at in ranks.items() if at > NEAR} == {}
    assert sum(at == 1 for at in ranks.values()) >= FIRST


def rank(place: str, found: list[str]) -> int:
    """The place of an answer among the results, counted in pages where it is a page; far down where it is not there."""
    known = found if "#" in place else [*dict.fromkeys(one.partition("#")[0] for one in found)]
    return (known.index(place) if place in known else len(known) + NEAR) + 1


def test_numbers_capitals_and_letters_of_other_languages_find_the_same(
    browser: Browser, address: str, site: Path
) -> None:
    page: Any = browser.new_page()
    page.goto((site / "search.html").as_uri())  # from a folder, where a page fetches nothing
    page.locator("#main-content input[type=search]").fill("1 842")
    expect(page.locator("#search-results mark").first).to_have_text("1\u00a0842")
    for same in (["1 842", "1842", "1\u00a0842"], ["PSYKISK VOLD", "psykisk vold"], ["Kárášjohka", "karasjohka"]):
        first, *others = page.evaluate(FOUND, same)
        assert first and all(other == first for other in others), same
    page.close()
