"""What a role says in a notebook: a number, the mark of a claim, a reference in words, a link to another notebook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import yaml  # type: ignore[import-untyped]

from kunnskapsstatus.chapter.statements import Statement
from kunnskapsstatus.chapter.text.citations import cited
from kunnskapsstatus.chapter.text.numbering import NUMBER, Numbers
from kunnskapsstatus.data.text import FRONT

NOTEBOOKS = Path("notebooks")
TAGS = {
    **dict.fromkeys(("strong", "command", "program", "guilabel"), "strong"),
    **dict.fromkeys(("emphasis", "dfn"), "em"),
    **dict.fromkeys(("literal", "code", "file", "samp"), "code"),
    **dict.fromkeys(("sub", "subscript"), "sub"),
    **dict.fromkeys(("sup", "superscript"), "sup"),
    "kbd": "kbd",
    "en": 'em lang="en"',
}
"""Roles that say their own text, with the element that marks it."""
HOLDS, FAILS = "✓", "✗"
_APART = "\u202f"
"""A narrow space, at which no line ends."""
_ASKING = re.compile(r"\[(?P<words>[^\[\]]*%s[^\[\]]*)\](?P<to>\(<?(?P<page>[^()<>\s#]+\.md)(?:#[^()<>]*)?>?\))")
"""A link that asks for the number of a chapter."""
_TITLED = re.compile(r"(?P<title>.*?)\s*<(?P<target>[^<>]+)>", re.S)


class Said(NamedTuple):
    """What stands in the place of a role: as plain text, and as HTML."""

    text: str
    html: str


def number(statement: Statement) -> Said:
    """A number in a sentence, with where it is from."""
    known = filter(None, (statement.spoken, *(origin.sentence() for origin in statement.origins)))
    sources = "\n".join(dict.fromkeys(known))
    title = f' title="{escape(sources)}"' if sources else ""
    return Said(statement.text, f'<span class="ks-number"{title}>{escape(statement.text)}</span>')


def mark(statement: Statement) -> Said:
    """The mark of a claim: whether it holds, with what was checked."""
    if statement.holds:
        checked = escape(f"Kontrollert mot tallene. {statement.spoken}")
        return Said(f" {HOLDS}", f'<span class="ks-holds" title="{checked}">{_APART}{HOLDS}</span>')
    said = f"stemmer ikke med tallene: {statement.spoken or statement.error}"
    return Said(f" {FAILS} ({said})", f' <strong class="ks-fails">{FAILS} {escape(said)}</strong>')


@dataclass(frozen=True)
class Pointer:
    """What refers to other places: the chapter at hand, in the book's folder, with the numbers that the book gives."""

    root: Path
    file: str
    numbers: Numbers

    def say(self, role: str, content: str) -> Said:
        """What any other role says: a reference, or its own text.

        Raises
        ------
        LookupFailed
            For a work that the book does not have.
        """
        if role.startswith("cite:"):
            words = cited(self.root, role, content.split(","))
            return Said(words, escape(words))
        titled = _TITLED.fullmatch(content)
        title, target = (titled["title"], titled["target"]) if titled else ("", content)
        if role == "numref":
            return self._numbered(target, title)
        if role == "doc":
            return self.link(f"{target}.md", escape(self._words(title, f"{target}.md")))
        if role == "ref" and (labelled := self.numbers.heading(target)):
            file, heading = labelled
            return Said(title or heading, f'<a href="{self._address(file, target)}">{escape(title or heading)}</a>')
        if role == "abbr":
            text, _, meaning = (part.strip() for part in content.rstrip(") ").partition("("))
            return Said(f"{text} ({meaning})", f'<abbr title="{escape(meaning)}">{escape(text)}</abbr>')
        if role == "math":
            return Said(f"${content}$", f"${escape(content)}$")
        text, tag = title or target, TAGS.get(role, "span")
        return Said(text, f"<{tag}>{escape(text)}</{tag.split()[0]}>")

    def _numbered(self, identifier: str, title: str) -> Said:
        place = self.numbers.place_of(identifier)
        if place is None:
            text = title.replace("%s", identifier) or identifier
            return Said(text, escape(text))
        text = title.replace("%s", place.number.split()[-1]) or place.number
        return Said(text, f'<a href="{self._address(place.file, identifier)}">{escape(text)}</a>')

    def link(self, target: str, html: str = "") -> Said:
        """A link to a page, named as in the chapter, with the page's title where it has no text of its own."""
        html = html or escape(self.numbers.title(self._page(target)))
        return Said(re.sub("<[^>]*>", "", html), f'<a href="{self.address(target)}">{html}</a>')

    def address(self, target: str) -> str:
        """Where a notebook finds a page, named as in the chapter: as a notebook, where it is one."""
        return self._address(self._page(target)) if target.partition("#")[0].endswith(".md") else target

    def numbered(self, text: str) -> str:
        """A text with the numbers of the chapters for which its links ask; with the title of one that has none in this
        edition."""
        return _ASKING.sub(lambda link: f"[{self._words(link['words'], link['page'])}]{link['to']}", text)

    def _words(self, words: str, target: str) -> str:
        number = self.numbers.chapters.get(self._page(target))
        return words.replace(NUMBER, str(number)) if number or NUMBER not in words else self.title(target)

    def line_of(self, text: str) -> int:
        """The line of the chapter on which a piece of it begins; 0 where it is not there."""
        chapter, begin, _ = self.numbers.text(self.file).partition(text)
        return chapter.count("\n") + 1 if begin else 0

    def value(self, name: str) -> str:
        """What stands in the place of ``{{ name }}``: its value in the chapter's front matter, or itself."""
        front = FRONT.match(self.numbers.text(self.file))
        given = (yaml.safe_load(front[1]) or {}).get("myst", {}).get("substitutions", {}) if front else {}
        return str(given.get(name, name))

    def title(self, target: str) -> str:
        """The heading of a page, named as in the chapter."""
        return self.numbers.title(self._page(target))

    def _page(self, target: str) -> str:
        return (PurePosixPath(self.file).parent / target.partition("#")[0]).as_posix()

    def _address(self, file: str, place: str = "") -> str:
        notebook = NOTEBOOKS / f"{PurePosixPath(file).stem}.ipynb"
        page = "" if file == self.file else notebook.name if (self.root / notebook).is_file() else f"../{file}"
        return f"{page}#{place}" if place else page or "#"
