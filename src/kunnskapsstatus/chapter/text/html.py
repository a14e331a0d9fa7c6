"""A text as HTML for any notebook: roles by what they say, directives as boxes, checks folded away."""

from __future__ import annotations

import gettext
import mimetypes
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kunnskapsstatus.chapter.text.parser import CHECKS, CLOSED, OPENED, Directive
from kunnskapsstatus.chapter.text.roles import FAILS, HOLDS, Pointer

NAMED = ("note", "tip", "warning", "important", "caution", "danger", "error", "hint", "attention", "seealso")
"""Boxes that have their name as a title."""
BOXES = (*NAMED, "admonition", "topic", "sidebar", "margin", "dropdown", "card", "grid-item-card", "tab-item")
TITLED = (*BOXES, "table", "list-table", "rubric", "centered")
"""Directives beside which a text stands that readers see."""
PICTURES = ("image", "figure")
CLASSED = ("rst-class", "container", "div")
"""Directives that give what they hold a name for style sheets."""
SAID, POINTER = "said", "pointer"
"""What an inline token knows of what is said in its place, and what the renderer finds places by."""

Rule = Callable[[Any, Sequence[Token], int, Any, Any], str]


def equip(reader: MarkdownIt) -> MarkdownIt:
    """The parser, with a renderer that knows the book's own markup."""
    for name, rule in RULES.items():
        reader.add_render_rule(name, rule)
    return reader


def _role(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return str(tokens[at].meta[SAID].html)


def _link(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    pointer: Pointer = env[POINTER]
    href = str(tokens[at].attrGet("href") or "")
    tokens[at].attrSet("href", pointer.address(href))
    empty = tokens[at + 1].type == "link_close"
    return str(renderer.renderToken(tokens, at, options, env)) + (escape(pointer.title(href)) if empty else "")


def _image(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    token = tokens[at]
    return _picture(env[POINTER], str(token.attrGet("src") or ""), token.content)


def _picture(pointer: Pointer, source: str, alt: str) -> str:
    """A picture with all that it is: a notebook lies in another folder than its chapter."""
    path = pointer.root / Path(pointer.file).parent / unquote(source)
    kind, _ = mimetypes.guess_type(path.name)
    if path.is_file():
        source = f"data:{kind};base64,{b64encode(path.read_bytes()).decode()}"
    return f'<img src="{escape(source)}" alt="{escape(alt)}">'


def _open(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """What opens a directive: a box with its title, or what its name or its class tells."""
    directive: Directive = tokens[at].meta["directive"]
    name = directive.name
    if name in PICTURES:
        return f"<figure>{_picture(env[POINTER], directive.argument, directive.options.get('alt', ''))}"
    inline = name in TITLED and directive.argument
    title = renderer.render(tokens[at].children or [], options, env) if inline else escape(title_of(name))
    kind = "box" if name in BOXES else directive.argument if name in CLASSED else name
    return f'<div class="ks-{escape(kind)}">' + (f'<p class="ks-title"><strong>{title}</strong></p>' if title else "")


def _close(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return "</figure>\n" if tokens[at].meta["directive"].name in PICTURES else "</div>\n"


def title_of(name: str, argument: str = "") -> str:
    """The title of a directive: what stands beside it, or what Sphinx calls such a box in Bokmål; empty without one."""
    if name in TITLED and argument:
        return argument
    return _titles()("See also" if name == "seealso" else name.capitalize()) if name in NAMED else ""


@cache
def _titles() -> Callable[[str], str]:
    found = find_spec("sphinx")
    assert found is not None and found.origin is not None
    return gettext.translation("sphinx", Path(found.origin).parent / "locale", ["nb_NO"], fallback=True).gettext


def _fence(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    directive = tokens[at].meta.get("directive")
    if directive is not None and directive.name == CHECKS:
        return _checks(tokens[at])
    if directive is not None and directive.name == "math":
        return f"<p>$${escape(directive.content)}$$</p>\n"
    return str(type(renderer).fence(renderer, tokens, at, options, env))


def _checks(token: Token) -> str:
    """Checks, one a line, folded away."""
    lines = []
    for name, statement in token.meta[SAID]:
        if statement.error:
            continue  # told where a sentence names it
        sign = HOLDS if statement.holds else FAILS
        code = f"{escape(name)}: <code>{escape(statement.expression)}</code>"
        lines.append(f"<li>{sign} {escape(statement.spoken)}<br>{code}</li>")
    if not lines:
        return ""
    return f'<details class="ks-checks"><summary>Kontrollert mot tallene</summary><ul>{"".join(lines)}</ul></details>\n'


def _target(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return f'<a id="{escape(tokens[at].content)}"></a>\n'


def _nothing(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return ""


def _value(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return escape(env[POINTER].value(tokens[at].content.strip()))


def _formula(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return f"${escape(tokens[at].content)}$"


def _formula_block(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return f"<p>$${escape(tokens[at].content)}$$</p>\n"


RULES: dict[str, Rule] = {
    "substitution_inline": _value, "substitution_block": _value,
    "myst_role": _role, "link_open": _link, "image": _image, OPENED: _open, CLOSED: _close, "fence": _fence,
    "colon_fence": _fence, "myst_target": _target, "myst_block_break": _nothing, "myst_line_comment": _nothing,
    "math_inline": _formula, "math_block": _formula_block, "math_block_label": _formula_block,
}  # fmt: skip
