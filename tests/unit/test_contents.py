"""The contents and the settings of a book are checked before anything runs: what is not right is told with its line."""

from pathlib import Path

import pytest
from books import ROOT, with_documents

from kunnskapsstatus.book.plan.configuration import configuration
from kunnskapsstatus.book.plan.defaults import differing
from kunnskapsstatus.errors import BookError

TOC = """\
format: jb-book
root: chapters/index
parts:
  - caption: Kapitler
    numbered: true
    chapters:
      - file: chapters/users
        sections:
          - file: chapters/men.md
      - file: chapters/finance
  - caption: Sentrene
    numbered: true
    chapters:
      - file: chapters/centres
  - caption: Om boka
    chapters:
      - file: chapters/data
      - url: https://www.ssb.no
"""
CHAPTER = (
    "---\nkernelspec:\n  name: python3\n---\n\n# A\n\n```{code-cell} ipython3\n:tags: [parameters]\nyear = 2018\n```\n"
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book of six pages, never to be built."""
    config = (ROOT / "_config.yml").read_text("utf-8")
    (tmp_path / "_config.yml").write_text(with_documents(config, ""), "utf-8")
    (tmp_path / "_toc.yml").write_text(TOC, "utf-8")
    (tmp_path / "chapters").mkdir()
    for name in ("index", "users", "men", "finance", "centres", "data"):
        (tmp_path / "chapters" / f"{name}.md").write_text(CHAPTER, "utf-8")
    return tmp_path


def spoil(book: Path, name: str, old: str, new: str) -> None:
    text = (book / name).read_text("utf-8")
    assert old in text
    (book / name).write_text(text.replace(old, new, 1), "utf-8")


def test_a_good_book_is_configured_and_nothing_is_noted(book: Path) -> None:
    assert configuration(book, {"year": 2024})["book_parameters"] == {"year": 2024}
    assert differing(book) == []
    configuration(ROOT, {})
    assert differing(ROOT) == []


USERS = "      - file: chapters/users\n"
BAD = {
    "no such page": (
        "chapters/users",
        "chapters/usres",
        r"7: there is no page chapters/usres; did you mean .*users",
    ),
    "a page twice": (USERS, USERS + USERS.replace("users", "users.md"), r"8: chapters/users\.md is on line 7 already"),
    "no page": (
        "- file: chapters/finance",
        "- chapters/finance",
        r"10: this is 'chapters/finance' and no page\n",
    ),
    "a page that is misspelt": (
        "- file: chapters/users",
        "- fil: chapters/users",
        r"7: 'fil' is .*mean 'file'",
    ),
    "a key that is passed over": ("numbered", "numberd", r"5: 'numberd' is not known here; did you mean 'numbered'\?"),
    "a key twice": (
        "    numbered: true\n",
        "    numbered: true\n    numbered: false\n",
        r"6: numbered is given a",
    ),
    "another kind": ("numbered: true", 'numbered: "yes"', r"5: numbered is 'yes'\nWrite true or false"),
    "no list": ("      - file: chapters/centres", "      file: chapters/centres", r"13: chapters is no list"),
    "no format": ("jb-book", "jbook", r"1: the format is jbook\nBegin with: format: jb-book"),
    "no first page": ("root: chapters/index\n", "", r"1: the first page is not given"),
    "no YAML": ("    chapters:", "\tchapters:", r"6: this cannot be read as YAML: .*\n"),
    "no settings": (TOC, "- chapters/users\n", r"1: this is no list of settings"),
}


@pytest.mark.parametrize(("old", "new", "told"), BAD.values(), ids=[name.replace(" ", "-") for name in BAD])
def test_what_is_wrong_in_the_contents_is_told_with_its_line(book: Path, old: str, new: str, told: str) -> None:
    spoil(book, "_toc.yml", old, new)
    with pytest.raises(BookError, match=rf"^_toc\.yml:{told}"):
        configuration(book, {})


WRONG = {
    "misspelt": ("title: K", "titel: K", r"1: 'titel' is not known here; did you mean 'title'\?"),
    "misspelt below": ("  timeout: 120", "  timout: 120", r"\d+: 'timout' is not known here; did you mean 'timeout'\?"),
    "of another kind": ("  timeout: 120", "  timeout: soon", r"\d+: execute\.timeout: 'soon' is not of type 'number'"),
    "given twice": ("title: K", "title: L\ntitle: K", r"2: title is given a second time \(first on line 1\)"),
    "run otherwise": ("execute_notebooks: inline", "execute_notebooks: cache", r"8: execute\.execute_notebooks: 'c"),
    "run by default": ("  execute_notebooks: inline\n", "", r"7: execute\.execute_notebooks: 'auto': .*\nWrite inline"),
    "run otherwise by Sphinx": (
        "    numfig: true", "    nb_execution_mode: force\n    numfig: true", r"\d+: sphinx\.config\.nb_execution_mode",
    ),
    "not run": ("  timeout: 120", "  exclude_patterns: [chapters/users.md]", r"9: execute\.exclude_patterns: "),
    "faults passed over": ("  timeout: 120", "  allow_errors: true", r"9: execute\.allow_errors: True: "),
    "endless": ("timeout: 120", "timeout: -1", r"9: execute\.timeout: -1: "),
    "counted by others": (
        "html:\n", "html:\n  analytics: {google_analytics_id: G-1}\n",
        r"14: html\.analytics\.google_analytics_id: 'G-1': another site would be told who reads",
    ),
    "counted by others, in the theme's words": (
        "    html_theme_options:\n", "    html_theme_options:\n      analytics: {plausible_analytics_domain: x.no}\n",
        r"\d+: sphinx\.config\.html_theme_options\.analytics: ",
    ),
    "discussed elsewhere": ("html:\n", "html:\n  comments: {hypothesis: true}\n", r"14: html\.comments: "),
    "run elsewhere": ("parse:\n", "launch_buttons: {thebe: true}\nparse:\n", r"\d+: launch_buttons\.thebe: "),
    "a source that has no place": (
        "use_repository_button: false", "use_repository_button: true", r"15: html\.use_repository_button: nothing",
    ),
    "shown nowhere": ("html:\n", "html:\n  announcement: Ny\n", r"14: html\.announcement: 'Ny': .*\nWrite it in a"),
    "another theme": ("    numfig: true", "    html_theme: furo\n    numfig: true", r"\d+: sphinx\.config\.html_theme"),
    "no extension": ("[kunnskapsstatus.book]", "[sphinx.ext.todo]", r"\d+: sphinx\.extra_extensions: "),
    "less than chapters are written with": (", deflist,", ",", r"\d+: parse\.myst.*\nWrite all of .*deflist"),
}  # fmt: skip
"""Settings that Jupyter Book does not understand; and others, that would harm a reader, stop a chapter, or come to
nothing."""


@pytest.mark.parametrize(("old", "new", "told"), WRONG.values(), ids=[name.replace(" ", "-") for name in WRONG])
def test_what_is_wrong_in_the_settings_is_told_with_its_line(book: Path, old: str, new: str, told: str) -> None:
    spoil(book, "_config.yml", old, new)
    with pytest.raises(BookError, match=rf"^_config\.yml:{told}"):
        configuration(book, {})


def test_what_says_that_nothing_is_wanted_suits_the_book(book: Path) -> None:
    spoil(
        book, "_config.yml", "html:\n",
        'html:\n  analytics: {google_analytics_id: ""}\n  comments: {hypothesis: false}\n  announcement: ""\n',
    )  # fmt: skip
    configuration(book, {})


def test_settings_that_jupyter_book_stumbles_over_are_told(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(**_: object) -> None:
        raise ValueError("this is no setting of mine")

    monkeypatch.setattr("jupyter_book.config.get_final_config", stumbles)
    with pytest.raises(BookError, match=r"^_config\.yml: Jupyter Book cannot use .*ValueError: this is no setting of"):
        configuration(book, {})


def test_a_chapter_that_no_line_names_is_missed_until_it_is_left_out_on_purpose(book: Path) -> None:
    (book / "chapters" / "later.md").write_text(CHAPTER, "utf-8")
    with pytest.raises(BookError, match=r"^chapters/later\.md:1: this is in no line of _toc\.yml.*\n.*exclude_pat"):
        configuration(book, {})
    spoil(book, "_config.yml", "exclude_patterns: [", "exclude_patterns: [chapters/later.md, ")
    configuration(book, {})
    spoil(book, "_config.yml", "chapters/later.md", "chapters/users.md")
    with pytest.raises(BookError, match=r"^_toc\.yml:7: exclude_patterns in .* leaves chapters/users\.md out"):
        configuration(book, {})


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("# Årsaker".encode("latin-1"), r"1: character 3: the byte 0xc5 is not UTF-8; in Windows-1252 it is «Å»"),
        ("# Årsaker".encode("utf-16"), r"1: this is UTF-16"),
        ("# Års\u00adaker\n\nkon\u202etroll".encode(), r"1: character 6, after '# Års', is U\+00AD \(soft hyphen\)"),
        (b"PK\x03\x04", r"1: this is a workbook"),
    ],
)
def test_a_chapter_that_is_no_text_is_told_of_where_it_is_not(book: Path, written: bytes, told: str) -> None:
    (book / "chapters" / "finance.md").write_bytes(written)
    with pytest.raises(BookError, match=rf"^chapters/finance\.md:{told}"):
        configuration(book, {})


def test_names_that_one_machine_tells_apart_and_another_does_not_are_refused(book: Path) -> None:
    (book / "chapters" / "Men.MD").write_text(CHAPTER, "utf-8")
    with pytest.raises(BookError, match=r"^chapters/Men\.MD:1: the name ends with \.MD, and a page's with \.md"):
        configuration(book, {})
    (book / "chapters" / "Men.MD").rename(book / "chapters" / "Men.md")
    spoil(book, "_toc.yml", USERS, USERS + USERS.replace("users", "Men"))
    with pytest.raises(
        BookError, match=r"^_toc\.yml:10: chapters/men\.md and chapters/Men\.md differ in capitals only"
    ):
        configuration(book, {})
    (book / "chapters" / "Men.md").rename(book / "chapters" / "A\u030aret.md")
    spoil(book, "_toc.yml", "Men", "Året")
    with pytest.raises(BookError, match=r"^_toc\.yml:8: the file of chapters/Året has letters of two signs"):
        configuration(book, {})


@pytest.mark.parametrize(
    ("name", "number"), [("users", "1"), ("finance", "2"), ("centres", "3"), ("men", "none"), ("data", "none")]
)
def test_a_typed_number_is_refused_where_it_is_another_than_the_order_gives(book: Path, name: str, number: str) -> None:
    path = f"chapters/{name}.md"
    spoil(book, path, "  name: python3\n", f"  name: python3\nchapter: {number}\n")
    if number != "none":
        configuration(book, {})
        spoil(book, path, f"chapter: {number}", "chapter: 9")
    with pytest.raises(BookError, match=rf"^{path}:4: chapter: \w+ is typed, and by _toc\.yml this is .*\nDelete"):
        configuration(book, {})


def test_a_default_that_differs_from_chapter_to_chapter_is_noted(book: Path) -> None:
    spoil(book, "chapters/users.md", "year = 2018", 'year = 2024  # nyere\nname = "x"')
    (note,) = differing(book)
    assert note.startswith("chapters/users.md:10: year is 2024 here and 2018 in chapters/centres.md:10: no edition")
    spoil(book, "chapters/users.md", "year = 2024", "year: int = 2024")
    assert differing(book) == [note]
    spoil(book, "chapters/users.md", ":tags: [parameters]", "---\ntags:\n  - parameters\n---")
    assert [one.replace(":13:", ":10:", 1) for one in differing(book)] == [note]


@pytest.mark.parametrize("given", ["since: nineteen", 'since: "2019"', "until: 20199", "since: [2019"])
def test_a_page_of_editions_that_are_no_years_is_told_of(book: Path, given: str) -> None:
    (book / "chapters" / "users.md").write_text(f"---\ntitle: x\n{given}\n---\n\n{CHAPTER}", "utf-8")
    with pytest.raises(BookError, match=r"^chapters/users\.md:3: .*\nWrite, such as: (since|until): 2019"):
        configuration(book, {})
