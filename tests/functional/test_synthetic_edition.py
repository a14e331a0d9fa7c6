"""A synthetic edition, of registers that are received, counted and hidden: all that is published of it says that it
is invented, nothing in it is of a record, and a sentence whose number is hidden says so."""

import io
import json
import math
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pypdfium2
import pytest
from books import ROOT, STAFF
from deliveries import CANARY, YEAR, control_of, delivered, valid
from small_book import command, tree, write_book

from kunnskapsstatus import files
from kunnskapsstatus.book.pages.synthetic import BAR, ROBOTS
from kunnskapsstatus.data import counted, invented
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.desk.release import release
from kunnskapsstatus.editions import synthetic
from kunnskapsstatus.editions.edition import Edition
from kunnskapsstatus.errors import BookError, DataError
from kunnskapsstatus.registers import aggregates, page, receive, report
from kunnskapsstatus.registers.aggregates import INVENTED

OTHERS = ("children", "day-users", "women", "men", "survey")
EXHIBIT, OTHER = "reasons-for-stay", "child-staff-by-size"
PARTS = ("html", "notebooks", "pdf", "review")
SEEN = {"IHDR", "PLTE", "tRNS", "sRGB", "gAMA", "cHRM", "pHYs", "IDAT", "IEND"}
"""Parts of a PNG: what is seen and how, and no words, which may be packed."""
PACKED = (".xlsx", ".zip")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, in which invented registers have been counted; one number of it is hidden."""
    book = write_book(tmp_path_factory.mktemp("synthetic") / "root")
    (book / "data" / "printed" / "table-12.csv").write_text(STAFF, "utf-8")
    sent = delivered(book.parent / "sent", "residents-syntetisk.csv", *OTHERS)
    result = control_of(sent)
    told = json.dumps(report.as_json(result), ensure_ascii=False)
    files.write(book / receive.OUT / f"{YEAR}" / receive.PAGE, page.page(result))
    files.write(book / receive.OUT / f"{YEAR}" / receive.JSON, "\n".join([told, *report.screen(result)]))
    made = aggregates.aggregate(ROOT, result)
    assert made.synthetic
    marks = {"year": YEAR, "source": counted.SOURCE_INVENTED.format(YEAR), "reservation": INVENTED}
    staff = [replace(row, **marks) for row in open_book(book).rows({"dataset": "table-12"}) if row.measure == "percent"]
    hidden = [
        replace(row, value=math.nan, base=None, symbol=":") if (row.category, row.group) == ("yes", "small") else row
        for row in staff
    ]
    aggregates.write(book, replace(made, rows={EXHIBIT: made.rows[EXHIBIT], OTHER: hidden}))
    return book


@pytest.fixture(scope="module")
def edition(root: Path) -> Iterator[Edition]:
    copy = synthetic.book(root, YEAR)
    run = command(copy, "edition", "--years", f"{YEAR}")
    assert run.returncode == 0, run.stderr
    assert "1 number is hidden." in run.stdout and "/pdf/kunnskapsstatus-syntetisk.pdf\n" in run.stdout
    assert re.search(r"finance\.md:\d+: a number is hidden here: «I små tilbud har \[skjult tall\] ansatte", run.stderr)
    yield Edition(copy, {"year": YEAR})


@pytest.fixture(scope="module")
def published(edition: Edition) -> dict[str, bytes]:
    return {f"{part}/{name}": data for part in PARTS for name, data in tree(edition.out / part).items()}


def text_of(name: str, data: bytes) -> str:
    """A published file as text, with what nobody sees: archives unpacked, paper as it is read and with what it says of
    itself, and each cell of Parquet."""
    if name.endswith(PACKED):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(text_of(one, packed.read(one)) for one in packed.namelist())
    if name.endswith(".pdf"):
        return "\n".join([*paper(data), *pypdfium2.PdfDocument(data).get_metadata_dict().values()])
    if name.endswith(".parquet"):
        table = pq.read_table(io.BytesIO(data))
        return f"{table.schema.metadata} {table.to_pylist()}"
    return data.decode("utf-8", "replace")


def chunks(data: bytes) -> Iterator[str]:
    """The kinds of the parts of a PNG."""
    at = 8
    while at < len(data):
        yield data[at + 4 : at + 8].decode("ascii")
        at += 12 + int.from_bytes(data[at : at + 4])


def paper(data: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(data)
    return [" ".join(pages[at].get_textpage().get_text_range().split()) for at in range(len(pages))]


def test_each_page_says_that_it_is_invented_without_a_script_and_no_search_engine_has_it(
    published: dict[str, bytes],
) -> None:
    pages = {
        name: data.decode() for name, data in published.items() if name.endswith(".html") and "_static" not in name
    }
    assert len(pages) > 8
    assert [name for name, page in pages.items() if BAR not in page and name != "html/index.html"] == []
    assert [name for name, page in pages.items() if ROBOTS not in page] == []
    assert "Disallow: /\n" in published["html/robots.txt"].decode() and "html/sitemap.xml" not in published
    assert f"pdf/kunnskapsstatus-{invented.INVENTED}.pdf" in published
    papers = {name: paper(data) for name, data in published.items() if name.endswith(".pdf")}
    assert [name for name in papers if "/centres/" not in name and invented.INVENTED not in name] == []
    assert [
        (name, at) for name, read in papers.items() for at, page in enumerate(read) if invented.SAID not in page
    ] == []


def test_title_citation_feed_and_each_form_of_an_exhibit_say_so(published: dict[str, bytes]) -> None:
    about = json.loads(published["html/edition.json"])
    assert about["synthetic"] is True and about["title"] == f"Syntetisk: Prøvebok, utgave {YEAR}"
    assert invented.SAID in about["citation"]
    said = {
        "html/CITATION.cff", "html/endringer.xml", "html/llms.txt", "html/values.json", "html/exhibits.json",
        "html/statements.json", *(f"html/embed/{one}.html" for one in (EXHIBIT, OTHER)),
        *(f"html/downloads/{one}.{form}" for one in (EXHIBIT, OTHER) for form in ("csv", "xlsx", "json")),
        *(f"html/exhibits/{one}.csv" for one in (EXHIBIT, OTHER)), f"html/downloads/{EXHIBIT}.svg",
        *(f"notebooks/{one}.ipynb" for one in ("users", "finance")), "review/claims.html",
    } & published.keys()  # fmt: skip
    assert len(said) >= 16
    assert [name for name in sorted(said) if "syntetisk" not in text_of(name, published[name]).casefold()] == []
    page = published["html/chapters/users.html"].decode()
    assert "Syntetisk: Årsaker til opphold på krisesenter" in page and INVENTED[:-1] in page


def test_nothing_of_a_record_is_in_what_is_published_or_kept(root: Path, edition: Edition) -> None:
    """Of any form: free text and keys, which are canaries, and days."""
    secret = (CANARY, *valid("residents", 90)["arrival"])
    looked = {name: data for name, data in tree(root / "_build").items() if not name.endswith(".pyc")}
    assert {".parquet", ".pdf", ".png", ".xlsx", ".zip"} <= {Path(name).suffix for name in looked}
    assert any(name.endswith(receive.PAGE) for name in looked)
    texts = ((name, text_of(name, data)) for name, data in looked.items())
    assert [(name, one) for name, text in texts for one in secret if one in text] == []
    pictures = {name: set(chunks(data)) for name, data in looked.items() if name.endswith(".png")}
    assert [(name, kinds - SEEN) for name, kinds in pictures.items() if kinds - SEEN] == []


def test_the_book_has_none_of_it_and_refuses_it(root: Path, edition: Edition, tmp_path: Path) -> None:
    assert not invented.is_synthetic(root) and not open_book(root).synthetic
    assert not any(map(counted.is_invented, open_book(root).rows({})))
    assert synthetic.lead(root, edition).resolve() == edition.out.resolve()
    assert edition.name == f"{YEAR}-{invented.INVENTED}"
    with pytest.raises(BookError, match="has invented numbers, and is never released"):
        release(edition.root)
    shutil.copytree(root / "data", tmp_path / "data")
    shutil.copytree(edition.root / invented.FOLDER / f"{YEAR}", tmp_path / invented.FOLDER / f"{YEAR}")
    with pytest.raises(DataError, match=r"this row is invented(?s:.*)make a synthetic edition, in a copy"):
        _ = open_book(tmp_path).observations


def test_the_published_book_is_not_a_synthetic_one() -> None:
    assert not invented.is_synthetic(ROOT) and not open_book(ROOT).synthetic
    assert not any(map(counted.is_invented, open_book(ROOT).rows({})))
