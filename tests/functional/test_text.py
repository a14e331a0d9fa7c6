"""A text of the data is a text wherever a reader meets it: never code, markup, a formula or a link that runs."""

import csv
import json
import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import paper
import pytest
from books import EXHIBITS, OFFICIAL, PROSE
from small_book import FRONT, PARAMETERS, command, write_book

NASTY = (
    r"""{eval}`open('ran', 'w')` {claim}`False` <script>ran()</script> </script><!-- & | *a* _b_ `c` $d$ # ]]> "e" """
    r"""'f' \n @ [g](javascript:ran()) https://h.no/<i> #let i = 1 #read("uv.lock") {{j}} -- ... ]( <b onload=k>"""
)
FORMULA = f"=1+1 {NASTY};=2+2"
"""What a spreadsheet would calculate as well."""


def mark(field: str) -> str:
    """A text for one field, which no other field has."""
    return f"({field}) {NASTY}"


def rewrite(path: Path, keys: dict[str, dict[str, str]]) -> None:
    """Set fields of rows of a CSV file, by the first column."""
    with path.open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        for row in rows:
            writer.writerow([keys.get(row[0], {}).get(name, cell) for name, cell in zip(head, row, strict=True)])


def lines(*rows: list[object]) -> str:
    """Rows of CSV."""
    return "".join(",".join('"' + str(cell).replace('"', '""') + '"' for cell in row) + "\n" for row in rows)


def toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


AUDIT = f"""
[threats-share]
title = {toml(mark("audit title"))}
kind = "text-table"
weight = "substantive"
chapter = "users"
check = 'a != b and "<script>`" != a'
likely = {toml(mark("likely"))}
treatment = {toml(mark("treatment"))}
[[threats-share.places]]
where = {toml(mark("where"))}
says = {toml(mark("says"))}
value = "50"
[[threats-share.places]]
where = "tabell 3"
says = "Trusler"
value = 'exhibit("reasons-for-stay").label("psychological")'
"""
OWN = f"""
[residents]
title = {toml(mark("line title"))}
measure = "count"
population = "residents"
form = "lines"
source = {toml(mark("definition source"))}
note = {toml(mark("note"))}
question = {toml(mark("question"))}
missing = {toml(mark("missing"))}
select = [{{dataset = "official-residents"}}]

[counts]
printed = "table-02"
title = "Antall"
measure = "count"
year = 2018
population = "centres"
category = "*"
columns = ["measure"]
form = "table"
source = "Rapporten"

[names]
printed = "table-24"
title = "Navn"
measure = "name"
population = "centres"
category = "*"
columns = ["measure"]
form = "table"
source = "Rapporten"
"""
CHAPTER = (
    FRONT
    + "# Bruken\n\n"
    + PARAMETERS
    + """\
```{code-cell} ipython3
from kunnskapsstatus import stated
from kunnskapsstatus.chapter import catalogue
from kunnskapsstatus.chapter.audit import audit
reasons = exhibit("reasons-for-stay", year)
```

```{code-cell} ipython3
staff = exhibit("child-staff-by-size", year)
```

```{code-cell} ipython3
residents = exhibit("residents", year)
residents
```

```{code-cell} ipython3
names, counts = exhibit("names", year), exhibit("counts", year)
```

```{code-cell} ipython3
catalogue.sources(year)
```

```{code-cell} ipython3
catalogue.addresses(year)
```

```{code-cell} ipython3
catalogue.variables()
```

```{code-cell} ipython3
catalogue.printed("table-")
```

```{code-cell} ipython3
audit()
```

{eval}`reasons["psychological", 2018]`, {eval}`reasons.label("psychological", sentence=False)`, {eval}`residents[2018]`
og {eval}`stated("told")`.{claim}`reasons.label("psychological", sentence=False) != ""`
"""
)


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book with the nasty text in every field of its data that is free text, built."""
    book = write_book(tmp_path_factory.mktemp("nasty"))
    data = book / "data"
    rewrite(data / "codebook" / "reason.csv", {
        "psychological": {"label_nb": mark("label"), "label_en": mark("english"), "printed": "Psykisk vold"},
    })  # fmt: skip
    rewrite(data / "codebook" / "population.csv", {"residents": {"label_nb": mark("population")}})
    rewrite(data / "reference" / "units.csv", {"percent": {"unit": "prosent " + NASTY}})
    rewrite(data / "reference" / "law.csv", {"1": {"title_nb": mark("law"), "summary": mark("summary")}})
    names = lines(["category", "Navn"], ["Bergen", mark("cell")], ["Oslo", FORMULA])
    (data / "printed" / "table-24.csv").write_text(names, "utf-8")
    counts = lines(["category", "Antall"], [mark("stub"), 3], [FORMULA, 2])
    (data / "printed" / "table-02.csv").write_text(counts, "utf-8")
    exhibits = EXHIBITS.replace('"Årsaker til opphold på krisesenter"', toml(mark("title")))
    (data / "exhibits" / "users.toml").write_text(
        exhibits.replace('"Tilbud med egne ansatte for barn"', toml(mark("table title"))) + OWN,
        "utf-8",
    )
    told = ["told", mark("what"), 7, "omkring", "count", 2018, "residents", "", "", "1.1", "", mark("told note")]
    (data / "stated" / "prose.csv").write_text(PROSE + lines(told), "utf-8")
    rows = [
        [2017, "residents", "", "", "count", 1850, "", "", FORMULA, "direct", FORMULA],
        [2018, "residents", "", "", "count", 1900, "omkring", "", mark("reservation"), "direct", mark("source")],
        [2019, "residents", "", "", "count", 1950, "", "", "", "direct", "https://h.no/<script>ran()</script>"],
        [2020, "residents", "", "", "count", 1960, "", "", "", "direct", "https://h.no/?a=b&c=(d)"],
        [2021, "residents", "", "", "count", 1970, "", "", "", "direct", "javascript:ran()"],
    ]
    (data / "official" / "residents.csv").write_text(OFFICIAL + lines(*rows), "utf-8")
    (data / "audit").mkdir(exist_ok=True)
    (data / "audit" / "users.toml").write_text(AUDIT, "utf-8")
    (book / "chapters" / "users.md").write_text(CHAPTER, "utf-8")
    run = command(book, "build")
    assert run.returncode == 0, run.stderr
    return book


ON_PAPER = (
    "title", "table title", "line title", "definition source", "note", "question", "missing", "label", "population",
    "stub", "cell", "reservation", "source", "audit title", "likely", "treatment", "where", "says",
)  # fmt: skip
"""The fields that pages and PDF show; pages tell the origin of a number as well."""
ON_PAGES = (*ON_PAPER, "what", "told note")


class Page(HTMLParser):
    """What a browser makes of a page: its text, its tags with attributes, its scripts. Fails where tags cross."""

    VOID = ("meta", "link", "img", "br", "hr", "input", "wbr", "path", "line", "rect", "source")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text, self.scripts, self.tags = "", [""], [("", "", "")]
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += [(tag, name, value or "") for name, value in attrs] or [(tag, "", "")]
        self.scripts += [""] if tag == "script" else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag, f"line {self.getpos()[0]}"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts[-1] += data
        else:
            self.text += data


@pytest.fixture(scope="module")
def pages(nasty: Path) -> dict[str, Page]:
    """The chapters' pages and the search page."""
    site = nasty / "_build" / "html"
    return {path.stem: Page(path.read_text("utf-8")) for path in [*site.glob("chapters/*.html"), site / "search.html"]}


def flat(text: str) -> str:
    """A text without what breaks its lines."""
    return re.sub(r"[\s\u2060\u00ad]", "", text)


def test_nothing_runs(nasty: Path, pages: dict[str, Page]) -> None:
    assert [*nasty.rglob("ran")] == []
    for name, page in pages.items():
        assert [script for script in page.scripts if script.strip().startswith("ran()")] == [], name
        assert [tag for tag in page.tags if tag[1] == "onload" or tag[2].startswith("javascript:")] == [], name
        assert [tag for tag in page.tags if tag[0] == "b" or tag == ("i", "", "")] == [], name


def test_every_field_is_shown_as_it_is_typed(nasty: Path, pages: dict[str, Page]) -> None:
    page = flat(pages["users"].text)
    assert [field for field in ON_PAGES if flat(mark(field)) not in page] == []
    attributes = page.count(flat(escape(NASTY)))  # what one copies to show an exhibit elsewhere has the title in one
    assert page.count("open(") == page.count(flat(NASTY)) + attributes, "one of them is another text by now"
    sheets = flat(paper.words(nasty / "_build" / "pdf" / "kunnskapsstatus.pdf"))
    assert [field for field in ON_PAPER if flat(mark(field)) not in sheets] == []


def test_only_an_address_is_a_link(pages: dict[str, Page]) -> None:
    links = [value for tag, name, value in pages["users"].tags if (tag, name) == ("a", "href")]
    assert {link for link in links if "h.no" in link or "ran" in link} == {"https://h.no/", "https://h.no/?a=b&c=(d)"}


def test_pictures_and_scripts_are_whole(nasty: Path, pages: dict[str, Page]) -> None:
    html = (nasty / "_build" / "html" / "chapters" / "users.html").read_text("utf-8")
    pictures = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg [^>]*chart-svg.*?</svg>", html, re.S)]
    assert sum(mark("title") in picture.get("aria-label", "") for picture in pictures) == 2
    assert any(mark("label") in part.get("data-tip", "") for picture in pictures for part in picture.iter())
    beside = (nasty / "_build" / "html" / "charts" / "reasons-for-stay.js").read_text("utf-8")
    options = json.loads(beside.partition("]=")[2].rstrip(";\n"))
    assert len(options) > 1 and all(mark("title") in option["title"] for option in options)
    for option in options:
        assert mark("label") in ElementTree.fromstring(option["html"])[0].get("aria-label", "")
    known = re.search(r"^const BOOK = (.*);$", (nasty / "_build" / "html" / "search.js").read_text("utf-8"), re.M)
    assert known and mark("title") in json.dumps(json.loads(known[1]), ensure_ascii=False).replace('\\"', '"').replace(
        "\\\\", "\\"
    )


def test_no_cell_of_a_download_is_calculated(nasty: Path) -> None:
    site = nasty / "_build" / "html"
    for path in (site / "exhibits").glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            cells = [cell for row in csv.DictReader(file) for name, cell in row.items() if name != "symbol"]
        assert [cell for cell in cells if re.search(r"(^|;)[=+\-@\t\r]", cell)] == [], path.name
    rows = [*csv.DictReader((site / "exhibits" / "residents.csv").read_text("utf-8").splitlines())]
    assert rows[0]["source"] == "'" + FORMULA.replace(";=", ";'=")
    assert (rows[1]["source"], rows[1]["reservation"]) == (mark("source"), mark("reservation"))
    shown = {entry["id"]: entry for entry in json.loads((site / "exhibits.json").read_text("utf-8"))}
    assert shown["reasons-for-stay"]["title"] == f"{mark('title')}, 2018"
    assert mark("what") in (site / "statements.json").read_text("utf-8").replace('\\"', '"').replace("\\\\", "\\")
