"""What looks like markup and is not: a role with a space before its backtick, a fence that is never closed.

MyST shows such things as they are typed, or drops them. Here they become tokens of the kind ``refused``, which stop the
build with their line. What is escaped with a backslash, or stands in a code span, is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from pygments.lexers import get_all_lexers  # type: ignore[import-untyped]

from kunnskapsstatus.book.proof.patterns import BACKSLASH, FIRST, NAME, PATTERNS, ROLE, ROLES, TAGS

REFUSED = "refused"
LANGUAGES = frozenset(alias for _, aliases, *_ in get_all_lexers() for alias in aliases) | {"none", "default"}
LONGEST = 60
_BREAK = re.compile(r"<br\s*/?>", re.I)
_COMMENT = re.compile(r"\s*(<!--.*?-->\s*)+", re.S)
_TASK = re.compile(r"\[([ xX])\] +")
_FENCE_NAME = re.compile(rf"\{{{NAME}\}}(\s|$)")
_LOST_DIRECTIVE = re.compile(rf"`*\{{{NAME}\}}\s")
_FRONT = re.compile(r"---[ \t]*\n[\w-]+:")
_ROLE_TAIL = re.compile(rf"\{{{NAME}\}}$")
_NO_BRACES = re.compile(rf"(?:(?<![\w-])(?:{ROLES})|:{NAME}:)$")
_TEX_WORDS = re.compile(r"\\(?:text|textrm|textit|textbf|mathrm|operatorname|mbox)\*?\s*\{[^{}]*\}|\\[A-Za-z]+")
_PROSE = re.compile(r"(?:^|\s)[A-Za-zæøåÆØÅ]{2,}(?=\s|$)")


def mark_blocks(state: StateCore) -> None:
    """Exchange blocks that are not what they look like."""
    lines, made, table = state.src.splitlines(), [], 0
    if _FRONT.match(state.src) and state.tokens and state.tokens[0].type == "hr":
        made.append(_refused("---", "the front matter that opens here is never closed: write --- below it", [0, 1]))
    for at, token in enumerate(state.tokens):
        found = None
        if token.type in ("fence", "colon_fence"):
            found = _fence(token, lines)
        elif token.type == "html_block" and _COMMENT.fullmatch(token.content):
            token.type, token.content = "myst_line_comment", ""
        elif token.type == "html_block":
            found = _first(token.content), _html(token.content)
        elif token.type == "code_block":
            found = _first(token.content), "a line that begins with four spaces is code: move it left, or use ```"
        elif token.type == "myst_line_comment" and _in_a_paragraph(state.tokens[:at], token):
            found = f"% {_first(token.content)}", "a line that begins with % is not shown: per cent is \\%"
        elif token.type == "table_open":
            table = len(made)
        elif token.type == "tr_open" and (row := _row(state.tokens[at:], lines)):
            made.insert(table, _refused(*row, token.map))
        made.append(_refused(*found, token.map) if found else token)
    state.tokens = made


def mark_inlines(state: StateCore) -> None:
    """Exchange parts of lines that are not what they look like. Where there are any, nothing else of the block is
    told: what follows from them would be told too."""
    for number, block in enumerate(state.tokens):
        if block.type != "inline":
            continue
        children = block.children = [_plain(child) for child in block.children or []]
        if number > 1 and state.tokens[number - 2].type == "list_item_open":
            _mark_task(children)
        lines, seen, found = block.content.splitlines(), 0, []
        is_cell = state.tokens[number - 1].type in ("td_open", "th_open")
        for at, child in enumerate(children):
            seen += child.type in ("softbreak", "hardbreak")
            for what, remedy in _leftovers(children, at, is_cell=is_cell):
                line = next((n for n, text in enumerate(lines[seen:], seen) if what in text), seen)
                found.append(_refused(what, remedy, block.map, line))
        if found:  # a lone backtick is what a fault before it leaves
            block.children = [one for one in found if one is found[0] or one.meta["what"] != "`"]


def _refused(what: str, remedy: str, at: Sequence[int] | None, offset: int = 0) -> Token:
    """A token that stops the build."""
    shown = what if len(what) <= LONGEST else what[:LONGEST] + "…"
    return Token(REFUSED, "", 0, map=list(at) if at else None, meta={"what": shown, "remedy": remedy, "offset": offset})


def _first(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _fence(token: Token, lines: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with a fence: of code, or of a directive."""
    assert token.map is not None
    sign, info = token.markup, token.info.strip()
    last = lines[token.map[1] - 1].strip(" \t>") if token.map[1] <= len(lines) else ""
    opened = f"{sign}{info}"
    if token.map[1] - token.map[0] < 2 or set(last) != {sign[0]} or len(last) < len(sign):
        return opened, f"this block is never closed: write {sign} on a line of its own below it"
    inner = re.compile(rf"^\s*({re.escape(sign[0])}{{{len(sign)},}})\s*[^\s{re.escape(sign[0])}]", re.M)
    if inner.search(token.content):
        return opened, (
            f"another block opens inside before this is closed: write {sign} below it, or more than {len(sign)} signs "
            "round the outer one"
        )
    if ("{" in info or "}" in info or sign[0] == ":") and not _FENCE_NAME.match(info):
        return opened, f"a block is {sign}{{name}}, with no space inside the braces and one after them"
    if sign[0] != ":" and info and "{" not in info and info.split()[0].lower() not in LANGUAGES:
        return opened, f"no language of code is called {info.split()[0]!r}: a block is {sign}{{name}}"
    if not info and _LOST_DIRECTIVE.match(token.content):
        return f"{sign} {_first(token.content)}", f"the name stands in the first line: {sign}{{name}}"
    return None


def _html(text: str) -> str:
    """What to write in place of a piece of HTML."""
    if text.lstrip().startswith("<!--"):
        return "a comment ends with -->, and nothing else stands on its lines"
    tag = re.match(r"\s*</?([A-Za-z][\w-]*)", text)
    remedy = TAGS.get(tag[1].lower() if tag else "", "write it as Markdown, or as a directive")
    return f"HTML does not come into the PDF: {remedy}"


def _in_a_paragraph(before: Sequence[Token], comment: Token) -> bool:
    inner = next((token for token in reversed(before) if token.type == "inline"), None)
    closed = bool(before) and before[-1].type == "paragraph_close"
    return closed and inner is not None and bool(inner.map and comment.map and inner.map[1] == comment.map[0])


def _row(tokens: Sequence[Token], lines: Sequence[str]) -> tuple[str, str] | None:
    """A row that has other cells than its table's head: what is over is dropped, what is missing is empty."""
    assert tokens[0].map is not None
    closed = next(at for at, token in enumerate(tokens) if token.type == "tr_close")
    cells = sum(token.type in ("td_open", "th_open") for token in tokens[:closed])
    line = lines[tokens[0].map[0]].strip(" \t>")
    count = len(escapedSplit(line)) - line.startswith("|") - (line.endswith("|") and not line.endswith("\\|"))
    return None if count == cells else (line, f"this row has {count} cells, and the table's head {cells}")


def _plain(token: Token) -> Token:
    """Of HTML in a line, a line break has a form of its own, and a comment is nothing."""
    if token.type == "html_inline":
        if _BREAK.fullmatch(token.content):
            return Token("hardbreak", "br", 0)
        if _COMMENT.fullmatch(token.content):
            return Token("text", "", 0)
    return token


def _mark_task(children: list[Token]) -> None:
    """The box of a task. MyST's own extension for tasks cannot read a notebook."""
    if children and children[0].type == "text" and (box := _TASK.match(children[0].content)):
        children[0].content = children[0].content[box.end() :]
        children.insert(0, Token("task", "", 0, meta={"done": box[1] != " "}))


def _leftovers(children: Sequence[Token], at: int, *, is_cell: bool) -> Iterator[tuple[str, str]]:
    """What is wrong with a part of a line, or of a cell, which is none: as it is typed, and what to write."""
    token = children[at]
    before = children[at - 1] if at else None
    after = children[at + 1] if at + 1 < len(children) else None
    if token.type == "html_inline":
        yield token.content, _html(token.content)
    elif token.type == "code_inline" and len(token.markup) == 2 and _LOST_DIRECTIVE.match(token.content):
        yield f"``{token.content.split()[0]}", "a block opens with three backticks, on a line of its own"
    elif token.type == "myst_role" and _ROLE_TAIL.search(token.content):
        yield f"{{{token.meta['name']}}}`", f"the backtick that closes this role is missing: {ROLE}"
    elif token.type == "math_inline" and _PROSE.search(_TEX_WORDS.sub(" ", token.content)):
        yield f"${token.content}$", "write \\$ for a dollar; in a formula, words stand in \\text{…}"
    elif token.type == "image" and any(child.type not in ("text", "text_special") for child in token.children or []):
        yield f"![{token.content}]", "what a picture shows is told in plain words, without markup"
    elif token.type == "text_special" and token.content.startswith("\\") and len(token.content) > 1:
        yield token.content, BACKSLASH
    elif token.markup == "\\(" and any(other.markup == "\\)" for other in children[at:]):
        yield "\\(", "a formula is $x$"
    elif token.type == "text":
        yield from _in_text(
            token.content,
            first=before is None,
            of_line=not is_cell and _begins_line(before),
            before=before,
            after=after,
        )


def _begins_line(before: Token | None) -> bool:
    return before is None or before.type in ("softbreak", "hardbreak")


def _in_text(
    text: str, *, first: bool, of_line: bool, before: Token | None, after: Token | None
) -> Iterator[tuple[str, str]]:
    if after is not None and after.type == "code_inline" and (named := _NO_BRACES.search(text)):
        yield f"{named[0]}`", f"a role has braces: {ROLE}"
        return
    if before is not None and before.type == "code_inline" and re.match(r"_+(?=\W|$)", text):
        yield "`_", "a link is [text](address)"
        return
    for pattern, remedy in (*(FIRST if first else ()), *PATTERNS):
        if pattern.pattern.startswith("^") and not of_line:
            continue
        if found := pattern.search(text):
            yield found[0].strip() or text, remedy
            return
