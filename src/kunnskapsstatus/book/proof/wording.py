"""What Sphinx, MyST and docutils complain of, in the words of this house: what was written, what is like it, and what
to do. What is not named here is told as they tell it."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en
from sphinx.application import Sphinx
from sphinx.util.logging import NAMESPACE, WarningStreamHandler

from kunnskapsstatus.book.plan.settings import Settings
from kunnskapsstatus.book.proof.refused import ICONS, REMEDIES
from kunnskapsstatus.errors import BookError, did_you_mean

CONFIG = "_config.yml"
Words = Callable[[Sphinx, "re.Match[str]"], str]


def install(app: Sphinx) -> None:
    """Have complaints told in these words: those of this process, and those that its readers hand over."""
    for handler in logging.getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.filters.insert(0, InWords(app))


class InWords(logging.Filter):
    """Exchanges the words of a complaint, and gives the line of a setting."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self.app = app

    def filter(self, record: logging.LogRecord) -> bool:
        """Exchange the words; whether the complaint is to be told."""
        said = record.getMessage()
        for pattern, words in WORDS.items():
            if found := re.search(pattern, said):
                record.msg, record.args = words(self.app, found), ()
                if "override" in pattern:
                    record.location = f"{self.app.srcdir / CONFIG}:{_line(self.app, found[1])}"
                return bool(record.msg)
        if not getattr(record, "location", None) and (line := _named(self.app, said)):
            record.location = f"{self.app.srcdir / CONFIG}:{line}"
        return True


def known_roles(app: Sphinx) -> set[str]:
    """The names of all roles that a chapter may use."""
    own = {*roles._roles, *roles._role_registry, *en.roles}  # type: ignore[attr-defined]
    return _allowed(own, {domain.name: domain.roles for domain in app.env.domains.values()})


def known_blocks(app: Sphinx) -> set[str]:
    """The names of all directives that a chapter may use."""
    own = {*directives._directives, *directives._directive_registry, *en.directives}  # type: ignore[attr-defined]
    return _allowed(own, {domain.name: domain.directives for domain in app.env.domains.values()})


def _allowed(own: set[str], of_domains: Mapping[str, Iterable[str]]) -> set[str]:
    named = {name if domain == "std" else f"{domain}:{name}" for domain, names in of_domains.items() for name in names}
    return {name for name in own | named if name not in {*REMEDIES, *ICONS, ""}}


def _role(app: Sphinx, found: re.Match[str]) -> str:
    return f"there is no role {{{found[1]}}}{did_you_mean(found[1], known_roles(app)) or _LISTED}"


def _block(app: Sphinx, found: re.Match[str]) -> str:
    return f"there is no block {{{found[1]}}}{did_you_mean(found[1], known_blocks(app)) or _LISTED}"


def _options(_: Sphinx, found: re.Match[str]) -> str:
    given, known = (re.findall(r"'([^']+)'", part) for part in found.groups()[1:])
    told = " and ".join(f"{name!r}{did_you_mean(name, known)}" for name in given)
    return f"{{{found[1]}}} has no option {told}{'' if told.endswith('?') else '.'} Options: {', '.join(known)}"


def _value(_: Sphinx, found: re.Match[str]) -> str:
    return f"{{{found[1]}}}: {found[2]} cannot be {' '.join(found[3].split())}"


def _level(_: Sphinx, found: re.Match[str]) -> str:
    over, given = int(found[1]), int(found[2])
    return f"a heading with {'#' * given} stands below one with {'#' * over}: write {'#' * (over + 1)}"


def _no_file(app: Sphinx, found: re.Match[str]) -> str:
    root, full = Path(app.srcdir), Path(os.path.abspath(found[1]))
    name = full.relative_to(root) if full.is_relative_to(root) else Path(found[1])
    alike = (path.relative_to(root) for path in (root / name.parts[0]).rglob(f"*{name.suffix}") if path.is_file())
    return f"there is no file {name.as_posix()}{did_you_mean(name.as_posix(), map(Path.as_posix, alike))}"


def _source(app: Sphinx, found: re.Match[str]) -> str:
    known = app.env.get_domain("cite").bibdata.data.entries  # type: ignore[attr-defined]
    return f"no source is called {found[1]!r}{did_you_mean(found[1], known) or ': add it to references.bib'}"


def _formula(app: Sphinx, found: re.Match[str]) -> str:
    known = app.env.get_domain("math").equations  # type: ignore[attr-defined]
    return f"no formula has the label {found[1]!r}{did_you_mean(found[1], known)}"


def _setting(app: Sphinx, found: re.Match[str]) -> str:
    known = [*app.config.values]
    return f"{found[1]!r} is not known here{did_you_mean(found[1], known) or ': no extension has such a setting'}"


def _line(app: Sphinx, name: str) -> int:
    """The line of a setting of Sphinx."""
    try:
        return Settings(Path(app.srcdir), CONFIG).line(("sphinx", "config", name))
    except BookError:
        return 1


def _named(app: Sphinx, said: str) -> int | None:
    """The line of a setting whose value a complaint quotes."""
    try:
        return Settings(Path(app.srcdir), CONFIG).named(" ".join(re.findall(r"'([^']+)'", said)))
    except BookError:
        return None


def _fixed(words: str) -> Words:
    return lambda _, found: found.expand(words)


_LISTED = ": CONTRIBUTING.md lists what there is"
_MISSING = r"(?:\[Errno 2\] No such file or directory: |file not found: |^Include file )'([^']+)'"
WORDS: dict[str, Words] = {
    r'^Unknown interpreted text role "([^"]+)"': _role,
    r"^Unknown directive type:? ['\"]([^'\"]+)['\"]": _block,
    r"^'([^']+)': Unknown option keys: (.*) \(allowed: (.*)\)": _options,
    r"(?s)^'([^']+)': Invalid option value for '([^']+)': (.*?)(?: \[myst|$)": _value,
    r"^'([^']+)': Directive options has # comments": _fixed(
        r"{\1}: what stands after # in an option is not read: put the whole value between ' and '"
    ),
    r"^'([^']+)': Invalid options format": _fixed(
        r"{\1}: its options cannot be read: each is :name: value, and a value that has quotes stands between ' and '"
    ),
    r'"list-table" directive: uniform.*? row (\d+) .*\((\d+) vs (\d+)\)': _fixed(
        r"{list-table}: row \1 has \2 cells, and the first has \3; an empty one is a hyphen alone"
    ),
    r"^Non-consecutive header level increase; H([1-9]) to H(\d)": _level,
    r"^Document headings start at H(\d)": _fixed(
        r"the first heading is of level \1: a page begins with its title, after one #"
    ),
    r"^(?:image|download) file not readable: (.+)": _no_file,
    _MISSING: _no_file,
    r'^could not find bibtex key "([^"]+)"': _source,
    r"^equation not found: (.+)": _formula,
    r"^unknown config value '([^']+)' in override": _setting,
    r"^Substitution error: ?UndefinedError: '([^']+)'": _fixed(
        r"{{ \1 }} has no value: give it one below myst: substitutions: in the front matter"
    ),
    r'^Content block expected for the "([^"]+)"': _fixed(r"{\1} is empty: write something in it"),
    r"^Directive '([^']+)': \d+ argument": _fixed(r"{\1} has something after its name, on the same line"),
    r"^Found an unexpected `code-cell`": _fixed(
        "a code cell stands by itself, never in a list or a box, and in a chapter whose front matter names a kernel"
    ),
    r'^Duplicate explicit target name: "([^"]+)"': _fixed(r"the label '\1' stands twice in this chapter"),
    r"^toctree contains reference to document .* doesn't have a title": _fixed(""),  # told at the page itself
}
"""How a complaint begins, by a pattern, and how to tell it. No words: it is told elsewhere, better."""
