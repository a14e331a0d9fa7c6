"""What stands before the chapters: cover, colophon and contents."""

from __future__ import annotations

import re
from typing import Any

from kunnskapsstatus.book.typst import markup
from kunnskapsstatus.book.typst.errors import TypstBuildError
from kunnskapsstatus.data.counted import SAID

COVER_KEYS = ("title", "subtitle", "edition", "statement", "colophon")
_ADDRESS = re.compile(r"(https?://[^\s<>()]*[^\s<>().,;:])")


def front_matter(config: Any, parts: dict[str, str]) -> str:
    """Cover, colophon and contents. Raises TypstBuildError for an unknown key in ``typst_cover``."""
    given = dict(config.typst_cover)
    unknown = sorted(set(given) - set(COVER_KEYS))
    if unknown:
        raise TypstBuildError(
            f"typst_cover in the configuration has unknown keys: {', '.join(unknown)}. Known: {', '.join(COVER_KEYS)}."
        )
    said = config.book_imprint if "book_imprint" in config else {}
    title = str(given.get("title") or config.project)
    lines = {key: _linked(str(given[key])) for key in ("subtitle", "edition", "statement") if given.get(key)}
    document = markup.call(
        "document",
        title=markup.string(f"{title}, utgave {said['edition']}" if said else title),
        description=markup.string(said["citation"]) if said else "none",
        author=markup.array(
            [markup.string(config.author)] if config.author not in ("", "unknown", "Author name not set") else []
        ),
        date="none" if config.typst_timestamp is None else "auto",
    )
    mark = markup.string(SAID) if said.get("synthetic") else "none"
    language = str(config.language or "nb").split("_")[0]
    entries = "".join(f"{markup.string(name)}: {markup.string(part)}, " for name, part in parts.items()) or ":"
    return "\n".join(
        [
            '#import "template.typ": *',
            f"#set {document}",
            f"#show: book.with(lang: {markup.string(language)}, mark: {mark})",
            f"#{markup.call('cover', title=markup.string(title), **lines)}",
            f"#colophon({markup.array([_linked(str(paragraph)) for paragraph in given.get('colophon', [])])})",
            f"#contents(title: {markup.string(config.typst_contents_title)}, parts: ({entries}))",
        ]
    )


def _linked(text: str) -> str:
    """A content block with the text's web addresses as links."""
    pieces = _ADDRESS.split(text)
    return markup.block(
        "".join(f"#link({markup.string(piece)});" if at % 2 else markup.text(piece) for at, piece in enumerate(pieces))
    )
