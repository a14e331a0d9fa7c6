"""Signs of markup that was not read as such, each with what to write."""

from __future__ import annotations

import re
from collections.abc import Sequence

NAME = r"[A-Za-z][\w:.+-]*"
ROLES = "eval|claim|en|ref|numref|eq|doc|term|cite(?::[a-z]+)?|sub|sup|math|abbr|kbd|download|index"
ROLE = "write {name}`…`: no space before the first backtick, and one at each end"
CODE = "write `…` round code; a backtick that is meant is \\`"
BACKSLASH = "a backslash stands before a sign that is meant, or ends a line that breaks; TeX stands in a formula, $…$"

PATTERNS: Sequence[tuple[re.Pattern[str], str]] = [
    (re.compile(rf"^```+\{{{NAME}\}}"), "a block with a backtick on its first line opens and closes with :::"),
    (re.compile(rf"\{{{NAME}\}}\s*`?"), f"{ROLE}; a brace that is meant is \\{{"),
    (re.compile(r"\{\{[^}]*\}?\}?|[{}]"), f"for a role, {ROLE}; a brace that is meant is \\{{ or \\}}"),
    (re.compile(r"`+"), CODE),
    (re.compile(r":::+"), "a block opens with :::{name}, closes with :::, and both stand first in their lines"),
    (re.compile(r"~~+"), "write ~~text~~ for text that is struck through; a tilde that is meant is \\~"),
    (re.compile(r"(?<=\w)~[^\s~]{1,9}~"), "write {sub}`2` for what stands below the line"),
    (re.compile(r"(?<=\w)\^[^\s^]{1,9}\^"), "write {sup}`2` for what stands above the line"),
    (re.compile(r"\[\^[^\]]*\]:?|\^\["), "a footnote is [^name], and [^name]: with its text on a line below"),
    (re.compile(r"^\s*\[[ xX]\](?!\()|^\s*\[\](?=\s|$)"), "a task is - [ ] or - [x], with a space after each"),
    (re.compile(r"!\[[^\]]*\]?"), "a picture is ![what it shows](images/name.png)"),
    (
        re.compile(r"\]\(|\] \((?=\w+:|#|[^\s)]+\.\w+\))|\]\["),
        "a link is [text](address), with no space in it, round the address or between the two",
    ),
    (re.compile(r"^\[[^\]]+\]:|\[\[|\[@"), "a link is [text](address), a reference {cite:p}`key`"),
    (re.compile(r"^\([^\s()]+\)\s?="), "a label is (name)=, alone on its line, just above what it names"),
    (re.compile(r"\$\$"), "a formula is $x$, or $$ on lines of their own; a dollar that is meant is \\$"),
    (re.compile(r"\$[^$]*[\\^_={}][^$]*\$|\$\s*[A-Za-z]\s*\$"), "a formula is $x$, with no space inside the dollars"),
    (re.compile(r"\\"), BACKSLASH),
    (re.compile(r"\*\*+|(?<![\d\s*])\*(?!\d)|\*(?=[^\s\d*])"), "write **strong** or *so*; a star that is meant is \\*"),
    (re.compile(r"(?<!\w)_+(?=[^\W_])|(?<=[^\W_])_+(?!\w)"), "write *emphasis*; an underscore that is meant is \\_"),
    (re.compile(r"==[^\s=][^=]*=="), "mark words with **strong**"),
    (re.compile(r"</?[A-Za-z!][^\s>]*>?"), "HTML is not used; a sign that is meant is \\<"),
    (re.compile(r"&#?\w+;"), "there is no such sign; an ampersand that is meant is \\&"),
    (re.compile(r"^\s*\|.*|.*\|.*\|.*"), "a table has a head, and below it | --- | --- | with as many columns"),
    (re.compile(r"^\.\. ?[\w-]+::|^:[\w-]+:(?=\s|$)"), "a block is ```{name}, with its options :option: just below"),
    (re.compile(r"^:( |$)"), "a definition follows its term on the next line"),
]  # fmt: skip
FIRST = [
    (re.compile(r"^#{1,6}(?=[\w\u00a0])"), "a heading has a space after #, no fixed one; a # that is meant is \\#"),
    (
        re.compile(r"^[-+](?=[^\W\d]|\[|\u00a0)|^\d\d?[.)](?=[A-ZÆØÅ\u00a0])"),
        "a point of a list has a space after its sign, no fixed one",
    ),
]
"""Patterns that hold for the first words of a block only."""

TAGS = {
    "sub": "write {sub}`…`",
    "sup": "write {sup}`…`",
    "b": "write **…**",
    "strong": "write **…**",
    "i": "write *…*",
    "em": "write *…*",
    "s": "write ~~…~~",
    "del": "write ~~…~~",
    "code": "write `…`",
    "kbd": "write {kbd}`…`",
    "abbr": "write {abbr}`FN (Forente nasjoner)`",
    "a": "write [text](address)",
    "img": "write ![what it shows](images/name.png), or a ```{figure}",
    "p": "leave an empty line between paragraphs",
    "hr": "write --- between empty lines",
    "table": "write a table with |, or a ```{list-table}",
    "ul": "write a list with -",
    "ol": "write a list with 1.",
    "div": "write a :::{admonition}, or the text alone",
    "details": "write a :::{dropdown}",
    "iframe": "write a link: a page of another site cannot be printed",
    "video": "write a link: a film cannot be printed",
    "script": "take it out: the book runs no script of a chapter",
}
"""What to write in place of HTML."""
