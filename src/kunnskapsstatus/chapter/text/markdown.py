"""A text as plain Markdown, for a terminal and for whatever shows no HTML: what roles say in their places, directives
without their frames."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kunnskapsstatus.chapter.text.html import title_of
from kunnskapsstatus.chapter.text.parser import CHECKS
from kunnskapsstatus.chapter.text.roles import Said

_ROLE = re.compile(r"\{(?P<name>[\w:.+-]+)\}(?P<ticks>`+)(?P<content>.+?)(?P=ticks)", re.S)
_LINK = re.compile(r"\]\(<?([^()<>\s]+\.md(?:#[^()<>]*)?)>?\)")
_CHECKS = re.compile(rf"^[ \t]*(?P<fence>`{{3,}}|:{{3,}})\{{{CHECKS}\}}.*?^[ \t]*(?P=fence)[ \t]*\n?", re.S | re.M)
_FRAME = re.compile(
    r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|:{3,})\{(?P<name>[\w:-]+)\}[ \t]*(?P<title>.*)\n(?:[ \t]*:[\w-]+:.*\n)*",
    re.M,
)
_CLOSING = r"^[ \t]*{}[ \t]*$\n?"

Saying = Mapping[tuple[str, str], Said]
"""What each role says, by its name and its content on one line."""


def plain(text: str, said: Saying, address: Callable[[str], str]) -> str:
    """The text as Markdown that says the same; ``address`` tells where a link to a page leads."""

    def say(role: re.Match[str]) -> str:
        known = said.get((role["name"], role["content"].replace("\n", " ")))
        return known.text if known else role[0]

    text = _LINK.sub(lambda link: f"]({address(link[1])})", text)
    text = _ROLE.sub(say, _CHECKS.sub("", text))
    while frame := _FRAME.search(text):
        title = title_of(frame["name"], frame["title"])
        title = f"{frame['indent']}**{title}**\n\n" if title else ""
        rest = re.sub(_CLOSING.format(re.escape(frame["fence"])), "", text[frame.end() :], count=1, flags=re.M)
        text = text[: frame.start()] + title + rest
    return text
