"""References in Bokmål: pybtex and sphinxcontrib-bibtex join names and name kinds of works in English."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docutils import nodes
from pybtex.backends.plaintext import Backend as PlainBackend
from pybtex.database import Entry, parse_string
from pybtex.exceptions import PybtexError
from pybtex.plugin import register_plugin as register_list_style
from pybtex.style import FormattedEntry
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.alpha import Style as Alpha
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.template import field as given
from pybtex.style.template import first_of, href, join, names, optional, optional_field, sentence, tag
from pybtex_docutils import Backend
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinxcontrib.bibtex.plugin import register_plugin as register_reference_style
from sphinxcontrib.bibtex.style.referencing import PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from kunnskapsstatus.alphabet import place
from kunnskapsstatus.book.nodes import foreign
from kunnskapsstatus.data.text import read_text
from kunnskapsstatus.errors import BookError

STYLE = "bokmal"
_ENTRY = re.compile(r"^[ \t]*@(?P<kind>\w+)[ \t]*[{(][ \t]*(?P<key>[^\s,{}()]*)", re.MULTILINE)
_LOST = re.compile(r"^[ \t]*\w+[ \t]*[{(][^\s,={}()]+,[ \t]*$", re.MULTILINE)
_NOT_WORKS = ("comment", "string", "preamble")
LANGUAGES = {"english": "en"}
"""What an entry's ``langid`` may be, and the language that readers who listen hear its title in."""
_LANGUAGE = "language-"
_BRACES = str.maketrans("", "", "{}")
_YEAR = re.compile(r"(\d{4})[a-z]?")
NAMED = 2
"""A reference in the text names no more persons than this: of more, the first."""


@dataclass
class InText(AuthorYearReferenceStyle):
    """``Ogden mfl. (2012)``, ``Alsaker og Ness (2003)``."""

    person: PersonStyle = field(default_factory=lambda: PersonStyle(sep2=" og ", last_sep=" og ", other=" mfl."))


class Alphabetical(BaseSortingStyle):  # type: ignore[misc]
    """The order of the list: by who wrote or edited the work, or else its title; then by year."""

    def sorting_key(self, entry: Entry) -> tuple[str, ...]:
        """Names as they are printed, last name first."""
        persons = entry.persons.get("author") or entry.persons.get("editor") or []
        title = entry.fields.get("title", "")
        who = "  ".join(
            " ".join([*person.prelast_names, *person.last_names, *person.first_names, *person.middle_names])
            for person in persons
        )
        return tuple(place(text.translate(_BRACES)) for text in (who or title, entry.fields.get("year", ""), title))


_FORMATTED: dict[tuple[str, str], FormattedEntry] = {}


class InList(Alpha):  # type: ignore[misc]
    """An entry of the list of references."""

    default_name_style = "lastfirst"
    default_sorting_style = Alphabetical

    def __init__(self, **options: Any) -> None:
        """First names are initials, however a work gives them."""
        super().__init__(**{"abbreviate_names": True, **options})

    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        """An entry, as it was when it was last asked for: two lists ask for each, at whatever change of any chapter."""
        known = label, repr(entry)
        if known not in _FORMATTED:
            _FORMATTED[known] = super().format_entry(label, entry, bib_data)
        return _FORMATTED[known]

    def format_names(self, role: str, as_sentence: bool = True) -> Any:
        """Names in order, the last joined by *og*."""
        found = names(role, sep=", ", sep2=" og ", last_sep=" og ")
        return sentence[found] if as_sentence else found

    def format_editor(self, e: Any, as_sentence: bool = True) -> Any:
        """Editors, marked as such."""
        found = join[self.format_names("editor", as_sentence=False), " (red.)"]
        return sentence[found] if as_sentence else found

    def format_url(self, e: Any) -> Any:
        """The address as a link."""
        return href(given("url", raw=True))[given("url", raw=True)]

    def format_title(self, e: Any, which_field: str, as_sentence: bool = True) -> Any:
        """A title, in its language."""
        found = _in_its_language(e, super().format_title(e, which_field, as_sentence=False))
        return sentence[found] if as_sentence else found

    def format_btitle(self, e: Any, which_field: str, as_sentence: bool = True) -> Any:
        """The title of a work that stands alone, in its language."""
        found = tag("em")[_in_its_language(e, given(which_field))]
        return sentence[found] if as_sentence else found

    def _work(self, e: Any, kind: str, publisher: str) -> Any:
        what = sentence(sep=", ")[
            first_of[optional_field("type"), kind] if kind else optional_field("type"), optional_field("number")
        ]
        return toplevel[
            optional[sentence[self.format_names("author", as_sentence=False)]],
            self.format_btitle(e, "title"),
            what,
            sentence(sep=", ")[optional_field(publisher), optional_field("address"), optional_field("year")],
            sentence[optional_field("note")],
            self.format_web_refs(e),
        ]

    def get_techreport_template(self, e: Any) -> Any:
        """A report."""
        return self._work(e, "", "institution")

    def get_phdthesis_template(self, e: Any) -> Any:
        """A doctoral thesis."""
        return self._work(e, "Doktoravhandling", "school")


def _in_its_language(entry: Any, title: Any) -> Any:
    code = LANGUAGES.get(entry.fields.get("langid", ""))
    return tag(_LANGUAGE + code)[title] if code else title


class InDocument(Backend):
    """An entry as nodes of a document."""

    def format_tag(self, tag_name: str, text: list[nodes.Node]) -> list[nodes.Node]:
        """A part of an entry with its form, or its language."""
        if not tag_name.startswith(_LANGUAGE):
            return [*super().format_tag(tag_name, text)]
        return [foreign("", "", *text, lang=tag_name.removeprefix(_LANGUAGE), upright=True)]


def tell_apart(works: Mapping[str, Entry]) -> None:
    """Give works that a reference in the text would call by the same names and year a letter each: 2023a, 2023b. They
    stand in that order in the list. What is told apart already is so again."""
    alike: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for work in works.values():
        persons = work.persons.get("author") or work.persons.get("editor") or []
        names = [" ".join([*person.prelast_names, *person.last_names]) for person in persons]
        called = names if len(names) <= NAMED else [names[0], "mfl."]
        if found := _YEAR.fullmatch(work.fields.get("year", "")):
            work.fields["year"] = found[1]
            alike[*(called or [work.fields.get("title", "")]), found[1]].append(work)
    for same in alike.values():
        if len(same) > 1:
            ordered = sorted(same, key=Alphabetical().sorting_key)
            for letter, work in zip("abcdefghijklmnopqrstuvwxyz", ordered, strict=False):
                work.fields["year"] += letter


def tell_all_apart(app: Sphinx) -> None:
    """The same for the works of a book that is to be read."""
    if "cite" in app.env.domaindata:
        tell_apart(app.env.domaindata["cite"]["bibdata"].data.entries)


def check(root: Path, name: str) -> None:
    """Nothing, if a file of references can be read, and each work in it stands once and has a title.

    Raises
    ------
    BookError
        With the line where the work begins, or where pybtex finds a fault.
    """

    def fail(line: int, cause: str, remedy: str = "Correct the entry.") -> BookError:
        return BookError(cause, file=name, line=line, remedy=remedy)

    text = read_text(root / name)
    begins = [match for match in _ENTRY.finditer(text) if match["kind"].lower() not in _NOT_WORKS]
    lines = {match: text.count("\n", 0, match.start()) + 1 for match in begins}
    ends = [*(match.start() for match in begins[1:]), len(text)]
    lost = _LOST.search(text)
    if lost:
        line = text.count("\n", 0, lost.start()) + 1
        raise fail(line, f"{lost[0].strip()!r} is no work without its @", "Write @ before the kind of the work.")
    seen: dict[str, int] = {}
    for match, end in zip(begins, ends, strict=True):
        key, line, entry = match["key"], lines[match], re.sub(r"\\[{}]", "", text[match.start() : end])
        if entry.count("{") != entry.count("}"):
            raise fail(line, f"the braces of {key!r} do not match", "Each { has its }. It takes other works with it.")
        if key.lower() in seen:
            raise fail(line, f"{key!r} stands on line {seen[key.lower()]} too", "Each work has a key of its own.")
        seen[key.lower()] = line
    try:
        works = parse_string(text, "bibtex").entries
    except PybtexError as error:
        named = re.search(r"key (\S+)", str(error))
        line = getattr(error, "lineno", None) or seen.get(named[1].lower() if named else "", 1)
        raise fail(line, f"this is not BibTeX: {error}") from None
    for key, line in seen.items():
        if key not in works or not works[key].fields.get("title"):
            raise fail(line, f"{key!r} has no title", "Each work has one; look for a comma that is missing.")
        language = works[key].fields.get("langid")
        if language is not None and language not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            raise fail(line, f"{key!r} has the unknown langid {language!r}", f"Known: {known}; none is Norwegian.")


def check_all(app: Sphinx, config: Config) -> None:
    """Stop the build where a file of references is not right."""
    for name in config.bibtex_bibfiles:
        try:
            check(Path(app.srcdir), name)
        except BookError as error:
            raise ConfigError(str(error)) from None


def register() -> None:
    """Make the two styles known as ``bokmal``, and the backends by their own names.

    pybtex otherwise searches all packages for the backends at each citation.
    """
    register_list_style("pybtex.backends", "docutils", InDocument, force=True)
    register_list_style("pybtex.backends", "plaintext", PlainBackend, force=True)
    register_list_style("pybtex.style.formatting", STYLE, InList)
    register_reference_style("sphinxcontrib.bibtex.style.referencing", STYLE, InText)
