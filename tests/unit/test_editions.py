"""An edition is the book as of a year: what its exhibits, their words and its pages know, and what they do not."""

import pytest
from books import ROOT

from kunnskapsstatus.chapter.door import Door
from kunnskapsstatus.chapter.since import of_page, of_year, parts
from kunnskapsstatus.data.book import open_book
from kunnskapsstatus.errors import BookError, LookupFailed
from kunnskapsstatus.exhibits.asof import as_of, cited
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.notebooks.parameters import EditionError, check_edition, check_parameters

BOOK = open_book(ROOT)
EDITIONS = range(2018, BOOK.newest + 1)


@pytest.mark.parametrize("year", EDITIONS)
def test_no_exhibit_knows_a_later_year(year: int) -> None:
    for identifier in BOOK.definitions:
        view = view_of(BOOK, identifier, year)
        later = [row for row in view.rows if row.dataset.startswith("official-") and (row.year or 0) > year]
        assert not later, identifier
        told = (view.source, view.note, view.missing)
        named = [n for text in told for n in range(year + 1, 2030) if str(n) in text]
        assert not named or not view._is_official, (identifier, told)


def test_the_words_of_the_report_are_known_in_every_edition() -> None:
    survey = view_of(BOOK, "implementation-leadership", 2018)
    assert survey.source == "Undersøkelsen til krisesentrene 2019"
    assert all(
        view_of(BOOK, identifier, 2018).source
        for identifier in BOOK.definitions
        if BOOK.definitions[identifier].printed
    )


def test_the_report_is_known_in_every_edition() -> None:
    for identifier, definition in BOOK.definitions.items():
        if definition.printed and not definition.select:
            assert view_of(BOOK, identifier, 2018).rows == view_of(BOOK, identifier, BOOK.newest).rows


def test_now_is_the_newest_year_up_to_the_editions() -> None:
    door = Door(ROOT)
    shown = {year: door.exhibit("residents", year, show=False) for year in EDITIONS}
    assert {year: (x.year, x.years[-1]) for year, x in shown.items()} == {year: (year, year) for year in EDITIONS}
    assert shown[2022].rises(since=2021) and shown[2022].change("total", 2021) == shown[2024][2022] - shown[2024][2021]
    with pytest.raises(LookupFailed, match="2019"):
        shown[2018][2019]
    assert door.exhibit("residents", show=False).year == BOOK.newest


@pytest.mark.parametrize("year", [None, "2018", 2018.0, [2018], True])
def test_only_a_whole_number_is_a_year(year: object) -> None:
    with pytest.raises(LookupFailed, match="not a whole number"):
        Door(ROOT).exhibit("residents", year)  # type: ignore[arg-type]


def test_a_year_before_the_report_is_run_beside_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    door = Door(ROOT)
    assert door.edition(2021) == 2021
    assert not capsys.readouterr().out
    assert door.edition(2016) == 2018
    assert "Teksten er fra utgaven for 2018" in capsys.readouterr().out
    assert door.exhibit("reasons-for-stay", 2018).year == 2018
    check_parameters(ROOT, {"year": 2016})
    with pytest.raises(EditionError, match=r"the first edition is that of 2018.*\n.*papermill notebooks/users\.ipynb"):
        check_edition(ROOT, {"year": 2016})


@pytest.mark.parametrize(
    ("source", "years", "year", "expected"),
    [
        ("Bufdir 2016–{år}, SSB 2006–2007", (2006, 2024), 2024, "Bufdir 2016–2024, SSB 2006–2007"),
        ("Bufdir 2016–{år}, SSB 2006–2007", (2006, 2016), 2018, "Bufdir 2016, SSB 2006–2007"),
        ("Bufdir 2019–{år}, rapporten for 2018", (2018,), 2018, "rapporten for 2018"),
        ("SSB 2018 og 2020–2021, Bufdir fra 2024", (2018,), 2019, "SSB 2018"),
        ("KOSTRA 2018. Bufdirs sider om økonomi og organisering 2019–2021", (2018,), 2018, "KOSTRA 2018."),
        ("Bufdir {år}", (), 2018, "Bufdir 2018"),
        ("Bufdir 2016–{år}", (2016, 2023), None, "Bufdir 2016–2023"),
    ],
)
def test_a_source_is_named_with_the_years_that_it_is_read_for(
    source: str, years: tuple[int, ...], year: int | None, expected: str
) -> None:
    assert cited(source, years, year) == expected


def test_a_note_names_no_later_year() -> None:
    text = "Brudd i serien mellom 2020 og 2021: tall kan ikke sammenlignes. Tallene for 2006 er avrundet."
    assert as_of(text, 2020) == "Tallene for 2006 er avrundet."
    assert as_of(text, 2021) == as_of(text, None) == text


CHAPTER = """\
---
since: 2019
---

# Tittel

Alltid.

+++ {"since": 2021}

Ny serie.

+++ {"until": 2020}

Gammel serie.

+++

- ett

+++ {"since": 2021}

- to
  og mer

+++

- tre

```{code-cell} ipython3
text = '''
+++ {"since": 2030}
'''
```

Slutt.
"""


def test_a_cell_of_text_is_of_its_editions_only_and_every_line_stays() -> None:
    new, old = of_year(CHAPTER, 2021), of_year(CHAPTER, 2020)
    assert ("Ny serie." in new, "Gammel serie." in new, "- to" in new) == (True, False, True)
    assert ("Ny serie." in old, "Gammel serie." in old, "- to" in old) == (False, True, False)
    assert "- ett\n- to\n  og mer\n- tre\n" in new and "- ett\n- tre\n" in old
    for line in ("Alltid.", "Slutt.", '+++ {"since": 2030}', "```{code-cell} ipython3"):
        at = CHAPTER.split("\n").index(line)
        assert new.split("\n")[at] == old.split("\n")[at] == line
    assert of_year("# Uten\n\n+++\n\nTekst.\n", 2018) == "# Uten\n\n+++\n\nTekst.\n"


def test_a_page_may_be_of_later_editions_only() -> None:
    assert [of_page(CHAPTER).has(year) for year in (2018, 2019)] == [False, True]
    assert of_page("# Tittel\n").has(2018)


@pytest.mark.parametrize(
    ("metadata", "told"),
    [
        ('{"since": "2021"}', "since is '2021', which is not a whole number"),
        ('{"since": 20211}', "20211 is not a year"),
        ('{"since": 2021', "Expecting"),
        ("[2021]", "is no table"),
        ('{"sinse": 2021}', "'sinse' is not known; did you mean 'since'"),
    ],
)
def test_a_condition_that_is_none_is_told_with_its_line(metadata: str, told: str) -> None:
    with pytest.raises(BookError, match=told) as caught:
        parts(f"# Tittel\n\n+++ {metadata}\n\nTekst.\n")
    assert caught.value.line == 3
