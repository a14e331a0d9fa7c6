"""References in Bokmål: pybtex and sphinxcontrib-bibtex join names and name kinds of works in English."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from pybtex.backends.plaintext import Backend as PlainBackend
from pybtex.database import Entry
from pybtex.plugin import register_plugin as register_list_style
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.alpha import Style as Alpha
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.template import field as given
from pybtex.style.template import first_of, href, join, names, optional, optional_field, sentence, tag
from pybtex_docutils import Backend
from sphinxcontrib.bibtex.plugin import register_plugin as register_reference_style
from sphinxcontrib.bibtex.style.referencing import PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

STYLE = "bokmal"
ALPHABET = str.maketrans("æäøöå", "{{||}", "{}")  # æ, ø and å become what follows z; the braces of BibTeX go


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
        return tuple(_letters(text) for text in (who or title, entry.fields.get("year", ""), title))


def _letters(text: str) -> str:
    """What a text sorts by in Norwegian, where accents on other letters do not count."""
    letters = unicodedata.normalize("NFC", text).casefold().translate(ALPHABET)
    return "".join(letter for letter in unicodedata.normalize("NFD", letters) if not unicodedata.combining(letter))


class InList(Alpha):  # type: ignore[misc]
    """An entry of the list of references."""

    default_name_style = "lastfirst"
    default_sorting_style = Alphabetical

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

    def _work(self, e: Any, kind: str, publisher: str) -> Any:
        what = sentence(sep=", ")[
            first_of[optional_field("type"), kind] if kind else optional_field("type"), optional_field("number")
        ]
        return toplevel[
            optional[sentence[self.format_names("author", as_sentence=False)]],
            sentence[tag("em")[given("title")]],
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


def register() -> None:
    """Make the two styles known as ``bokmal``, and the backends by their own names.

    pybtex otherwise searches all packages for the backends at each citation.
    """
    register_list_style("pybtex.backends", "docutils", Backend, force=True)
    register_list_style("pybtex.backends", "plaintext", PlainBackend, force=True)
    register_list_style("pybtex.style.formatting", STYLE, InList)
    register_reference_style("sphinxcontrib.bibtex.style.referencing", STYLE, InText)
