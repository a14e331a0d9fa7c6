"""A style sheet without the rules that no page can use.

A selector stays when each element, class, id and attribute that it asks for has a name that occurs; of ``:is`` and
``:where`` one choice is enough, and what ``:not`` excludes does not count. Custom properties that nothing reads go too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import tinycss2

CHOICES = frozenset({"is", "where", "has", "-webkit-any", "-moz-any", "matches"})
INNER = frozenset({"media", "supports", "layer", "container"})
_READ = re.compile(r"var\(\s*(--[\w-]+)")
_NAMED = re.compile(r"--[\w-]+")
_SPACE = re.compile(r"\s+")
_PROPERTY = re.compile(r"(?<=[{;])\s*(--[\w-]+)\s*:((?:[^;{}\"']|\"[^\"]*\"|'[^']*')*)(?:;|(?=\}))")
_EMPTY = re.compile(r"^[^{}@\n]*\{\s*\}\n", re.M)


def rules(css: str, known: Callable[[str], bool]) -> str:
    """The rules of a style sheet that pages can use, one a line. Fonts and imports are left out."""
    return "".join(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), known))


def _rules(found: Sequence[Any], known: Callable[[str], bool]) -> Iterator[str]:
    for rule in found:
        if rule.type == "qualified-rule":
            kept = [part for part in _split(rule.prelude) if _is_known(part, known)]
            if kept:
                yield f"{','.join(_text(part) for part in kept)}{{{_text(rule.content)}}}\n"
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in INNER:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            made = "".join(_rules(inner, known))
            if made:
                yield f"@{rule.at_keyword} {_text(rule.prelude)}{{\n{made}}}\n"
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword != "font-face":
            yield f"@{rule.at_keyword} {_text(rule.prelude)}{{{_text(rule.content)}}}\n"


def _split(tokens: Sequence[Any]) -> list[list[Any]]:
    """Tokens between commas."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _text(tokens: Sequence[Any]) -> str:
    kept = [token for token in tokens if token.type != "comment"]
    text: str = tinycss2.serialize(kept).strip()
    return text if '"' in text or "'" in text else _SPACE.sub(" ", text)


def _is_known(selector: Sequence[Any], known: Callable[[str], bool]) -> bool:
    before = None
    for token in selector:
        if not _occurs(token, before, known):
            return False
        before = token.value if token.type == "literal" else None
    return True


def _occurs(token: Any, before: str | None, known: Callable[[str], bool]) -> bool:
    if token.type == "ident" and before != ":":
        return known(f".{token.value}" if before == "." else token.lower_value)
    if token.type == "hash":
        return known(f"#{token.value}")
    if token.type == "[] block":
        return known(f"[{next((inner.lower_value for inner in token.content if inner.type == 'ident'), '')}]")
    if token.type == "function" and token.lower_name in CHOICES:
        return any(_is_known(choice, known) for choice in _split(token.arguments))
    return True


def properties(css: str, elsewhere: str) -> str:
    """A style sheet as :func:`rules` writes it, without custom properties that neither it nor what is ``elsewhere``
    reads."""
    read = set(_NAMED.findall(elsewhere))
    while True:
        used = read | set(_READ.findall(css))
        slim = _PROPERTY.sub(lambda found, used=used: found[0] if found[1] in used else "", css)  # type: ignore[misc]
        if slim == css:
            return _EMPTY.sub("", slim)
        css = slim
