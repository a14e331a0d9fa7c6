"""The names that pages and scripts use: of elements, classes, ids and attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([\w:-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_SCRIPT = re.compile(r"(<script\b[^>]*>)(.*?)</script>", re.S)
_CAPITAL = re.compile(r"(?<=[a-z])[A-Z]")
_WORD = re.compile(r"[A-Za-z_][\w-]*")


def of_page(page: str) -> set[str]:
    """The names in a page. A class stands here with a dot, an id with a hash, an attribute in brackets."""
    scripts = {code for tag, code in _SCRIPT.findall(page) if "application/" not in tag}
    found = of_scripts(scripts)
    for tag, attributes in set(_TAG.findall(_SCRIPT.sub(r"\1", page))):
        found.add(tag.lower())
        for name, *values in _ATTRIBUTE.findall(attributes):
            value = "".join(values)
            found.add(f"[{name.lower()}]")
            if name == "class":
                found.update(f".{one}" for one in value.split())
            elif name == "id":
                found.add(f"#{value}")
    return found


def of_scripts(scripts: Iterable[str]) -> set[str]:
    """Whatever in scripts may be such a name: any of their words, as any kind of name."""
    words = {word for script in scripts for word in _WORD.findall(script)}
    kebab = {_CAPITAL.sub(lambda capital: f"-{capital[0].lower()}", word) for word in words}
    found = {"[open]", "[hidden]", "[class]", "[id]", "[style]"}
    for word in words:
        found.update((word, f".{word}", f"#{word}", f"[{word}]"))
    found |= {f"[data-{word}]" for word in kebab}
    return found | {f"[aria-{word[5:]}]" for word in kebab if word.startswith("aria-")}
