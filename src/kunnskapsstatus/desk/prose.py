"""A chapter's running text: what the rules about words, numbers and sentences look at.

What is no text is blanked, so that all else stays on its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kunnskapsstatus.data.text import FRONT, read_text
from kunnskapsstatus.errors import BookError

FOLDER = Path("chapters")
_FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<mark>`{3,}|:{3,})(?:\{(?P<name>[\w-]+)\})?(?P<rest>.*)$")
_VERBATIM = (
    "",
    "checks",
    "code-cell",
    "code",
    "code-block",
    "sourcecode",
    "math",
    "raw",
    "eval-rst",
    "bibliography",
    "toctree",
)
"""Directives whose content is no text; and a fence without a name, which holds code."""
_TITLED = (
    "admonition",
    "card",
    "csv-table",
    "dropdown",
    "grid-item-card",
    "list-table",
    "sidebar",
    "tab-item",
    "table",
)
"""Directives whose argument is read by readers; that of others is a file, a class or a language."""
_OPTION = re.compile(r"^[ \t]*:(?P<name>[\w-]+):")
_TOLD = ("alt", "caption", "title")
_NO_TEXT = re.compile(
    r"\A---\n.*?\n---\n|<!--.*?-->|^%[^\n]*|^\+\+\+[^\n]*|^\$\$.*?\$\$|^\([^()\s]+\)=[ \t]*$", re.S | re.M
)  # front matter, comments, formulas, labels
_NO_PROSE = re.compile(
    r"\{[\w:-]+\}`[^`]*`|`[^`]*`|\]\([^)]*\)|https?://\S+|<[^>\n]*>|\{[^}`\n]*\}|\[\^[^\]\n]*\]:?|(?<![\\$])\$[^$\n]+\$"
)
_ROLE = re.compile(r"\{[\w:-]+\}`[^`]*`")
_LANG = re.compile(r"^lang: *(?!n[bno]\b)", re.M)
_NO_SENTENCE = re.compile(r"^[ \t]*[#|][^\n]*$", re.M)
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)]|[:>])(?=[ \t])", re.M)
_BREAK = re.compile(r"(\n[ \t]*\n|\v)")
_END = re.compile(r"[.!?][»\")]?(?:\x00\d+\x00\n*)?(?=\s+[A-ZÆØÅ«\x00\[*(])")


def chapters(root: Path) -> list[Path]:
    """All pages of the book's own folder, by name."""
    return sorted((root / FOLDER).glob("*.md"))


def read(path: Path) -> str:
    """A chapter's text, with LF line ends.

    Raises
    ------
    BookError
        For a file that is no text.
    """
    try:
        return read_text(path)
    except BookError as error:
        raise error.seen_from(path.parents[1]) from None


def is_norwegian(chapter: str) -> bool:
    """Whether a chapter is in the book's own language: its front matter names no other, as ``lang: en`` does."""
    front = FRONT.match(chapter)
    return front is None or _LANG.search(front[0]) is None


def _blanked(match: re.Match[str]) -> str:
    return " " + "\n" * match[0].count("\n")


def text_of(chapter: str) -> str:
    """A chapter without front matter, code, comments, formulas and the frames of directives; roles stay."""
    return "\n".join(_unframed(_NO_TEXT.sub(_blanked, chapter).split("\n")))


def _unframed(lines: list[str]) -> Iterator[str]:
    """The lines of text, with blank ones for code and for the frames of directives."""
    open_fences: list[tuple[str, str]] = []
    options = False
    for line in lines:
        fence, (mark, name) = _FENCE.match(line), open_fences[-1] if open_fences else ("", "text")
        if fence and mark and fence["mark"].startswith(mark) and not fence["name"] and not fence["rest"].strip():
            open_fences.pop()
            options = False
            yield ""
        elif mark and name in _VERBATIM:
            yield ""
        elif fence and (fence["name"] or fence["mark"][0] == "`"):
            open_fences.append((fence["mark"], fence["name"] or ""))
            options = True
            yield fence["rest"] if fence["name"] in _TITLED else ""
        elif options and (option := _OPTION.match(line)):
            yield line[option.end() :] if option["name"] in _TOLD else ""
        else:
            options = False
            yield line


def prose(chapter: str) -> str:
    """A chapter's words alone: :func:`text_of` without roles, inline code, addresses, attributes and footnote marks."""
    return _NO_PROSE.sub(_blanked, text_of(chapter))


@dataclass(frozen=True)
class Sentence:
    """A sentence as it is typed, with the roles in it and a claim that follows it, and the line that it begins on."""

    line: int
    typed: str

    @property
    def roles(self) -> list[str]:
        """The names of its roles, in order."""
        return [role[1 : role.index("}")] for role in _ROLE.findall(self.typed)]

    @property
    def words(self) -> str:
        """What is typed, without claims, emphasis and spaces that say nothing: the same for the same sentence."""
        return " ".join(re.sub(r"\{claim\}`[^`]*`|\*+", "", self.typed).split())


def sentences(chapter: str) -> Iterator[Sentence]:
    """The sentences of a chapter's paragraphs and lists. Headings and tables have none."""
    kept: list[str] = []

    def keep(role: re.Match[str]) -> str:
        kept.append(role[0])
        return f"\0{len(kept) - 1}\0" + "\n" * role[0].count("\n")

    text = _ROLE.sub(keep, _NO_SENTENCE.sub(_blanked, text_of(chapter)))
    line = 1
    for block in _BREAK.split(_ITEM.sub("\v", text)):
        start = 0
        for end in (*(match.end() for match in _END.finditer(block)), len(block)):
            part, start = block[start:end], end
            if part.strip():
                own = part.lstrip()
                begins = line + block[: end - len(own)].count("\n")
                yield Sentence(begins, re.sub(r"\x00(\d+)\x00\n*", lambda role: kept[int(role[1])], own).strip())
        line += block.count("\n")
