"""The list of references: its order, and each entry in Bokmål."""

from pathlib import Path

import pytest
from books import ROOT
from docutils import nodes
from pybtex.backends.plaintext import Backend
from pybtex.database import parse_string

from kunnskapsstatus.book.nodes import foreign
from kunnskapsstatus.book.text.bibliography import Alphabetical, InDocument, InList, check, tell_apart
from kunnskapsstatus.errors import BookError

WORKS = """
@misc{overli, author = {Øverli, I.}, title = {{Vold}}, year = 2019}
@misc{aas, author = {Ås, B.}, title = {{Makt}}, year = 1981}
@misc{aegir, author = {Ægir, T.}, title = {{Hav}}, year = 2001}
@misc{zahl, author = {Zahl, M.}, title = {{Helse}}, year = 2003}
@book{willumsen, editor = {Willumsen, E.}, title = {{Samarbeid}}, year = 2016}
@misc{department, author = {{Barne- og familiedepartementet}}, title = {{Proposisjon}}, year = 2009}
@misc{directorate, author = {{Barne-, ungdoms- og familiedirektoratet}}, title = {{Veileder}}, year = 2019}
@misc{law, title = {{Lov om kommunale krisesentertilbod}}, year = 2009}
@misc{later, author = {Andre, K.}, title = {{Abc}}, year = 2012}
@misc{first, author = {André, K.}, title = {{Bcd}}, year = 2010}
"""


def test_works_stand_in_the_order_of_the_norwegian_alphabet() -> None:
    works = list(parse_string(WORKS, "bibtex").entries.values())
    order = ["first", "later", "department", "directorate", "law", "willumsen", "zahl", "aegir", "overli", "aas"]
    assert [work.key for work in Alphabetical().sort(works)] == order


ENTRIES = {
    "two authors and a publisher": (
        "@book{x, author = {Berg, Kari and Dahl, Ola}, title = {Sentrene}, publisher = {Forlaget}, year = 2019}",
        "Berg, K. og Dahl, O. Sentrene. Forlaget, 2019.",
    ),
    "three editors": (
        "@book{x, editor = {Berg, K. and Dahl, O. and Ek, T.}, title = {Sentrene}, publisher = {F}, year = 2019}",
        "Berg, K., Dahl, O. og Ek, T. (red.). Sentrene. F, 2019.",
    ),
    "a report with its number": (
        "@techreport{x, author = {Berg, K.}, title = {A}, type = {Notat}, number = 3, institution = {B}, year = 2018}",
        "Berg, K. A. Notat, 3. B, 2018.",
    ),
    "a report without an author": (
        "@techreport{x, title = {Tall}, institution = {KUN}, address = {Steigen}, year = 2018, note = {Lest i 2024}}",
        "Tall. KUN, Steigen, 2018. Lest i 2024.",
    ),
    "a first name": (
        "@book{x, author = {Sandmoe, Astrid and Berg, K. A.}, title = {Vold}, publisher = {F}, year = 2019}",
        "Sandmoe, A. og Berg, K. A. Vold. F, 2019.",
    ),
    "a thesis": (
        "@phdthesis{x, author = {Berg, K.}, title = {Vern}, school = {UiT}, year = 2012}",
        "Berg, K. Vern. Doktoravhandling. UiT, 2012.",
    ),
    "a thesis of another kind": (
        "@phdthesis{x, author = {Berg, K.}, title = {Vern}, type = {Lisensiat}, school = {UiT}, year = 2012}",
        "Berg, K. Vern. Lisensiat. UiT, 2012.",
    ),
    "an address": (
        "@techreport{x, title = {Tall}, institution = {KUN}, year = 2018, url = {https://example.org/a}}",
        "Tall. KUN, 2018. https://example.org/a.",
    ),
}


@pytest.mark.parametrize(("entry", "told"), ENTRIES.values(), ids=[name.replace(" ", "-") for name in ENTRIES])
def test_an_entry_is_written_in_bokmal(entry: str, told: str) -> None:
    (formatted,) = InList().format_bibliography(parse_string(entry, "bibtex"))
    assert formatted.text.render(Backend()) == told


SAME = """
@misc{one, author = {{Stortinget}}, title = {{Møte}}, year = 2023}
@misc{two, author = {{Stortinget}}, title = {{Innst. 474 S}}, year = 2023}
@misc{three, author = {{Stortinget}}, title = {{Annet}}, year = 2022}
@misc{four, author = {Berg, K. and Dahl, O. and Ek, T.}, title = {{B}}, year = 2019}
@misc{five, author = {Berg, Kari and Foss, A. and Ek, T. and Li, B.}, title = {{A}}, year = 2019}
@misc{six, author = {{Stortinget}}, title = {{Uten år}}, year = {u.å.}}
"""


def test_works_that_would_be_called_the_same_are_told_apart() -> None:
    works = parse_string(SAME, "bibtex").entries
    for _ in range(2):
        tell_apart(works)
        years = {key: work.fields["year"] for key, work in works.items()}
        assert years == {
            "one": "2023b", "two": "2023a", "three": "2022", "four": "2019a", "five": "2019b", "six": "u.å.",
        }  # fmt: skip
    assert [work.key for work in Alphabetical().sort(list(works.values()))][:2] == ["four", "five"]


GOOD = "@book{one,\n  title = {{En}},\n  year = 2019\n}\n\n@book{two,\n  title = {{To}},\n  year = 2020\n}\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("{{En}}", "{{En}", 1, "the braces of 'one' do not match"),
        ("year = 2020\n}", "year = 2020\n", 6, "the braces of 'two' do not match"),
        ("{two", "{One", 6, "'One' stands on line 1 too"),
        ("title = {{To}}", "title {{To}}", 7, "this is not BibTeX: syntax error in line 7"),
        ("year = 2020", "title = {{Tre}}", 6, "this is not BibTeX: entry with key two has a duplicate title"),
        ("title = {{To}}", "titel = {{To}}", 6, "'two' has no title"),
        ("@book{two", "book{two", 6, "'book{two,' is no work without its @"),
        ("{{En}}", "{{E\u00adn}}", 2, "is U+00AD (soft hyphen)"),
    ],
)
def test_a_list_of_works_that_is_not_right_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, told: str
) -> None:
    path = tmp_path / "references.bib"
    path.write_text(GOOD, "utf-8")
    check(tmp_path, path.name)
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(BookError) as error:
        check(tmp_path, path.name)
    assert error.value.place.endswith(f"references.bib:{line}") and told in error.value.cause and error.value.remedy


def test_a_list_of_works_that_is_gone_or_of_another_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"references\.bib: there is no such file"):
        check(tmp_path, "references.bib")
    (tmp_path / "references.bib").write_bytes("@misc{å,\n title = {Å}}".encode("latin-1"))
    with pytest.raises(BookError, match=r"references\.bib:1: .*in Windows-1252 it is «å»\nSave the file as UTF-8"):
        check(tmp_path, "references.bib")


def test_the_books_own_list_is_right() -> None:
    check(ROOT, "references.bib")


def test_a_title_in_english_is_marked_as_such_for_those_who_listen(tmp_path: Path) -> None:
    around = "author = {{A, B.}}, journal = {{J}}, publisher = {{P}}, year = 2019"
    entries = f"@{{0}}{{{{a, title = {{{{The work}}}}, langid = {{{{english}}}}, {around}}}}}"
    entries += f" @{{0}}{{{{b, title = {{{{Verket}}}}, {around}}}}}"
    for kind, form in (("techreport", nodes.emphasis), ("book", nodes.emphasis), ("article", nodes.paragraph)):
        english, norwegian = InList().format_bibliography(parse_string(entries.format(kind), "bibtex"))
        (title,) = InDocument().paragraph(english).findall(foreign)
        assert (title.astext().rstrip("."), title["lang"], type(title.parent)) == ("The work", "en", form)
        assert not list(InDocument().paragraph(norwegian).findall(foreign))
    (tmp_path / "x.bib").write_text("@book{a, title = {A},\n langid = {engelsk}}\n", "utf-8")
    with pytest.raises(BookError, match=r"unknown langid 'engelsk'.*\n?.*english"):
        check(tmp_path, "x.bib")
