"""Settings that Jupyter Book and Sphinx know and that do not suit this book: with them a chapter would not run, another
site would be told who reads, or nothing would come of what is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from kunnskapsstatus.book.plan.settings import Settings, Way

SERVICES = ("binderhub_url", "jupyterhub_url", "thebe", "colab_url", "deepnote_url")
BUTTONS = ("use_repository_button", "use_edit_page_button", "use_issues_button")
EXTENSION = "kunnskapsstatus.book"
THEME = "sphinx_book_theme"
WRITTEN_WITH = (
    "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "smartquotes", "strikethrough",
    "substitution",
)  # fmt: skip
"""What MyST is to know for all that CONTRIBUTING.md says a chapter may have."""
_TELLS = "another site would be told who reads this book, and whoever reads it may be in danger"


class Unsuited(NamedTuple):
    """A setting: which values suit this book, and what is wrong with others, with what to do."""

    suits: Callable[[Any], bool]
    cause: str
    remedy: str


def _empty(value: Any) -> bool:
    return not (any(not _empty(one) for one in value.values()) if isinstance(value, dict) else value)


_NO_COUNTING = Unsuited(_empty, _TELLS, "Take it away: what your own server notes tells how many read which page.")
_NO_COMMENTS = Unsuited(_empty, _TELLS, "Take it away: an address in the text asks for replies.")
_NO_SERVICE = Unsuited(_empty, _TELLS, "Take it away: the chapters' notebooks lie in notebooks/ for whoever runs them.")
_NO_BANNER = Unsuited(_empty, "no page of this book has a banner", "Write it in a {note} on the page that it is about.")
_ALL_RUN = Unsuited(
    _empty, "a chapter that is not run has no numbers",
    "Take it away: a chapter in which nothing has changed is not run again.",
)  # fmt: skip
_ALL_GOES_WELL = Unsuited(
    _empty, "a cell that fails stops the build, for the chapter would lack its numbers",
    "Take it away, and have the cell itself deal with what may fail.",
)  # fmt: skip
_WHEN_READ = "the chapters of this book are run as they are read"
_ENDLESS = "a cell that never ends would never be stopped", "Write how many seconds the slowest cell may take."
_OF_SPHINX = ("sphinx", "config")
_THEME = (*_OF_SPHINX, "html_theme_options")

SETTINGS: Mapping[Way, Unsuited] = {
    ("execute", "execute_notebooks"): Unsuited(lambda value: value == "inline", _WHEN_READ, "Write inline."),
    (*_OF_SPHINX, "nb_execution_mode"): Unsuited(lambda value: value in (None, "inline"), _WHEN_READ, "Take it away."),
    ("execute", "exclude_patterns"): _ALL_RUN,
    (*_OF_SPHINX, "nb_execution_excludepatterns"): _ALL_RUN,
    ("execute", "allow_errors"): _ALL_GOES_WELL,
    (*_OF_SPHINX, "nb_execution_allow_errors"): _ALL_GOES_WELL,
    ("execute", "timeout"): Unsuited(lambda value: value is not None and value > 0, *_ENDLESS),
    (*_OF_SPHINX, "nb_execution_timeout"): Unsuited(lambda value: value is None or value > 0, *_ENDLESS),
    ("html", "analytics", "google_analytics_id"): _NO_COUNTING,
    ("html", "analytics", "plausible_analytics_domain"): _NO_COUNTING,
    (*_THEME, "analytics"): _NO_COUNTING,
    ("html", "comments"): _NO_COMMENTS,
    (*_OF_SPHINX, "comments_config"): _NO_COMMENTS,
    **{("launch_buttons", service): _NO_SERVICE for service in SERVICES},
    (*_THEME, "launch_buttons"): _NO_SERVICE,
    ("html", "announcement"): _NO_BANNER,
    (*_THEME, "announcement"): _NO_BANNER,
    ("html", "extra_footer"): Unsuited(
        _empty, "the foot of a page is the book's own", "Write it in _templates/sections/footer-content.html.",
    ),
    ("latex", "latex_documents"): Unsuited(
        _empty, "the PDFs are set without LaTeX", "Write it in sphinx: config: typst_documents and typst_cover.",
    ),
    (*_OF_SPHINX, "html_theme"): Unsuited(
        lambda value: value in (None, THEME), "the pages of this book are made of another theme", f"Write {THEME}.",
    ),
    (*_THEME, "switcher"): Unsuited(_empty, "its list is fetched by a script", "Write links to the other editions."),
    ("sphinx", "extra_extensions"): Unsuited(
        lambda value: EXTENSION in (value or ()), "without the book's own there are no exhibits, numbers or PDFs",
        f"Write {EXTENSION} among them.",
    ),
    ("parse", "myst_enable_extensions"): Unsuited(
        lambda value: set(WRITTEN_WITH) <= set(value or ()), "chapters may be written with more than these",
        f"Write all of {', '.join(WRITTEN_WITH)}.",
    ),
}  # fmt: skip


def check(settings: Settings, default: Mapping[str, Any]) -> None:
    """Stop at the first setting with a value that does not suit the book. ``default`` is what Jupyter Book takes where
    none is given.

    Raises
    ------
    BookError
        With the line of the setting, or of what it would stand in.
    """
    if not _value(settings.data, ("repository", "url"), ""):
        for button in BUTTONS:
            if _value(settings.data, ("html", button), None):
                cause = f"html.{button}: nothing tells where the book's source lies"
                raise settings.fault(("html", button), cause, "Write its address in repository: url:")
    for way, unsuited in SETTINGS.items():
        value = _value(settings.data, way, _value(default, way, None))
        if not unsuited.suits(value):
            raise settings.fault(way, f"{'.'.join(map(str, way))}: {value!r}: {unsuited.cause}", unsuited.remedy)


def _value(given: Any, way: Way, otherwise: Any) -> Any:
    for key in way:
        if not isinstance(given, dict) or key not in given:
            return otherwise
        given = given[key]
    return given
