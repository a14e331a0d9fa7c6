"""References in Bokmål: pybtex and sphinxcontrib-bibtex join names and name kinds of works in English."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pybtex.backends.plaintext import Backend as PlainBackend
from pybtex.plugin import register_plugin as register_list_style
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.alpha import Style as Alpha
from pybtex.style.template import field as given
from pybtex.style.template import first_of, href, join, names, optional, optional_field, sentence, tag
from pybtex_docutils import Backend
from sphinxcontrib.bibtex.plugin import register_plugin as register_reference_style
from sphinxcontrib.bibtex.style.referencing import PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

STYLE = "bokmal"


@dataclass
class InText(AuthorYearReferenceStyle):
    """``Ogden mfl. (2012)``, ``Alsaker og Ness (2003)``."""

    person: PersonStyle = field(default_factory=lambda: PersonStyle(sep2=" og ", last_sep=" og ", other=" mfl."))


class InList(Alpha):  # type: ignore[misc]
    """An entry of the list of references."""

    default_name_style = "lastfirst"
    default_sorting_style = "author_year_title"

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
        return href[given("url", raw=True), given("url", raw=True)]

    def _work(self, e: Any, kind: str, publisher: str) -> Any:
        what = sentence(sep=", ")[first_of[optional_field("type"), kind] if kind else optional_field("type"), optional_field("number")]
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
    """Make the two styles known by the name ``bokmal``; and the backends by their own: pybtex otherwise searches all packages for them at each citation."""
    register_list_style("pybtex.backends", "docutils", Backend, force=True)
    register_list_style("pybtex.backends", "plaintext", PlainBackend, force=True)
    register_list_style("pybtex.style.formatting", STYLE, InList)
    register_reference_style("sphinxcontrib.bibtex.style.referencing", STYLE, InText)
