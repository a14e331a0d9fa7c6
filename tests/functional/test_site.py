"""The site around a book's pages, as it is published."""

import json
import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def site(built: Path) -> Path:
    return built / "_build" / "html"


def test_the_head_of_a_page_says_what_the_page_does(site: Path) -> None:
    page = (site / "chapters" / "finance.html").read_text("utf-8")
    described = re.findall(r'<meta (?:name|property)="(?:og:)?description" content="(.*?)">', page)
    assert len(described) == 2 and described[0] == described[1] and described[0].startswith("I små tilbud har ")
    assert re.findall(r'<meta property="og:title" content="(.*?)">', page) == [
        re.findall(r"<title>(.*?) &#8212;", page)[0]
    ]
    assert "ld+json" not in page and 'rel="canonical"' not in page and "og:url" not in page
    front = (site / "chapters" / "index.html").read_text("utf-8")
    things = [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', front)]
    assert [thing["@type"] for thing in things] == ["Report", "Dataset"]
    for file in things[1]["distribution"]:
        assert (site / "chapters" / file["contentUrl"]).is_file()


def test_what_a_page_leads_to_is_there(site: Path) -> None:
    for page in site.rglob("*.html"):
        if "_static" in page.parts:
            continue
        for link in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text("utf-8")):
            if not re.match(r"[a-z]+:|/$", link):
                assert (page.parent / link).exists(), (page.name, link)


def test_a_page_that_is_not_there_has_a_way_on_at_any_depth(site: Path) -> None:
    page = (site / "404.html").read_text("utf-8")
    assert 'class="leave"' in page and "tel:116006" in page and "Content-Security-Policy" in page
    assert [link for link in re.findall(r'(?:href|src)="([^"]*)', page) if not re.match(r"(tel|https):|/", link)] == []


def test_a_pdf_a_feed_and_files_for_programs_lie_beside_the_pages(site: Path) -> None:
    assert (site / "kunnskapsstatus.pdf").read_bytes() == (site.parent / "pdf" / "kunnskapsstatus.pdf").read_bytes()
    for name in ("endringer.xml", "llms.txt", "robots.txt"):
        assert (site / name).read_text("utf-8")
    assert not (site / "sitemap.xml").exists()
