"""How a notebook's text is read: by MyST's parser, with the extensions that the book has, directives opened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

CONFIG = "_config.yml"
_FRAMES = (
    *("paragraph", "heading", "bullet_list", "ordered_list", "list_item", "blockquote", "strong", "em", "s", "link"),
    *("table", "thead", "tbody", "tr", "th", "td"),
)
PLAIN = {
    *(f"{name}_{end}" for name in _FRAMES for end in ("open", "close")),
    *("inline", "text", "text_special", "softbreak", "hardbreak", "code_inline", "fence", "hr"),
    *("math_inline", "math_block"),
}
"""What any notebook shows of itself."""
CHECKS = "checks"
OPENED, CLOSED = "directive_open", "directive_close"
_DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}[ \t]*(?P<argument>.*)")
_OPTION = re.compile(r":(?P<name>[\w-]+):[ \t]*(?P<value>.*)")
_VERBATIM = (
    *("code", "code-block", "sourcecode", "parsed-literal", "literalinclude"),
    *("csv-table", "eval-rst", "raw", "math"),
)
"""Directives whose content is no Markdown."""


class Directive(NamedTuple):
    """A directive: its name, what stands beside it, its options and its content."""

    name: str
    argument: str
    options: dict[str, str]
    content: str


@cache
def settings(root: Path) -> Mapping[str, Any]:
    """The book's settings, as its ``_config.yml`` has them; none where it cannot be read."""
    try:
        return yaml.safe_load((root / CONFIG).read_text("utf-8")) or {}
    except (OSError, ValueError, yaml.YAMLError):
        return {}


def parser(root: Path) -> MarkdownIt:
    """MyST's parser, as the book in ``root`` sets it."""
    extensions = (settings(root).get("parse") or {}).get("myst_enable_extensions") or ()
    config = MdParserConfig(enable_extensions=set(extensions), dmath_allow_space=False, dmath_allow_digits=False)
    return create_md_parser(config, RendererHTML).enable("footnote_tail")


def is_plain(text: str, root: Path) -> bool:
    """Whether any notebook shows a text as the book does: it holds no role, directive, picture or link to a page."""
    tokens = list(_all(_reader(root).parse(text)))
    return all(token.type in PLAIN and not token.attrs.get("class") and not _is_ours(token) for token in tokens)


@cache
def _reader(root: Path) -> MarkdownIt:
    return parser(root)


def _is_ours(token: Token) -> bool:
    directive = token.type == "fence" and _DIRECTIVE.match(token.info.strip())
    return bool(directive) or ".md" in str(token.attrs.get("href", ""))


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())


def read(text: str, reader: MarkdownIt, env: dict[str, Any]) -> list[Token]:
    """The tokens of a text. What a directive holds stands between two tokens that open and close it; what is code in
    the book is code here."""
    found: list[Token] = []
    for token in reader.parse(text, env):
        directive = directive_of(token)
        if directive is None:
            found.append(token)
        elif directive.name in (*_VERBATIM, CHECKS):
            token.type, token.info, token.content = "fence", directive.argument, directive.content
            token.meta = {"directive": directive}
            found.append(token)
        else:
            with reader.reset_rules():
                reader.disable("footnote_tail")  # notes stand at the end of the piece, once
                title = reader.parseInline(directive.argument, env)
                found.append(Token(OPENED, "div", 1, block=True, children=title, meta={"directive": directive}))
                found += read(directive.content, reader, env)
            found.append(Token(CLOSED, "div", -1, block=True, meta={"directive": directive}))
    return found


def directive_of(token: Token) -> Directive | None:
    """The directive that a fence is; None for any other token."""
    named = _DIRECTIVE.match(token.info.strip()) if token.type in ("fence", "colon_fence") else None
    if named is None:
        return None
    lines = token.content.split("\n")
    options = {}
    while lines and (option := _OPTION.match(lines[0])):
        options[option["name"]] = option["value"].strip()
        del lines[0]
    return Directive(named["name"], named["argument"].strip(), options, "\n".join(lines))
