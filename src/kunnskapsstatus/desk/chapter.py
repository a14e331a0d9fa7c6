"""A new chapter that builds at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kunnskapsstatus import files
from kunnskapsstatus.desk import contents
from kunnskapsstatus.desk.prose import FOLDER
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.notebooks import files as notebooks

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_RESERVED = ("genindex", "search")
"""Pages that a site has besides its own."""
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", " ": "_"})
TEMPLATE = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# {title}

```{{code-cell}} ipython3
:tags: [parameters]
from kunnskapsstatus import exhibit, newest, stated

year = newest()
```

Her begynner kapittelet.
"""


@dataclass(frozen=True)
class New:
    """What a new chapter has brought: the chapter, its notebook, and the page that it comes after."""

    chapter: Path
    notebook: Path
    after: str


def new(root: Path, name: str, title: str = "", after: str = "") -> New:
    """Write a chapter, its line in the table of contents and its notebook.

    Raises
    ------
    BookError
        For a name that is taken or is no good name of a file; then nothing is written.
    """
    chapter, notebook = root / FOLDER / f"{name}.md", root / notebooks.FOLDER / f"{name}.ipynb"
    _must_be_good(root, name, chapter)
    page = f"{FOLDER}/{name}"
    listed = contents.with_page(root, page, f"{FOLDER}/{after}" if after else "")
    text = TEMPLATE.format(title=title or name.replace("_", " ").replace("-", " ").capitalize())
    files.write(chapter, text)
    try:
        files.write(notebook, notebooks.text(notebooks.notebook(chapter)))
        files.write(root / contents.FILE, listed)
        pages = contents.pages(root)
        return New(chapter, notebook, pages[pages.index(page) - 1])
    except BaseException:
        chapter.unlink(missing_ok=True)
        notebook.unlink(missing_ok=True)
        raise


def _must_be_good(root: Path, name: str, chapter: Path) -> None:
    if not _NAME.fullmatch(name) or name in _RESERVED:
        plain = re.sub(r"[^a-z0-9_-]+", "", Path(name).name.removesuffix(".md").casefold().translate(LETTERS)).lstrip(
            "_-0123456789"
        )
        raise BookError(
            f"{name!r} is no good name of a chapter" + (f"; {plain!r} is" if _NAME.fullmatch(plain) else ""),
            remedy="A name is part of an address: lower-case letters a to z, digits, _ and -, a letter first. "
            "It has 60 at most. The heading may be anything: --title.",
        )
    taken = next((path for path in sorted((root / FOLDER).glob("*")) if path.stem.casefold() == name), None)
    if taken or f"{FOLDER}/{name}" in contents.pages(root):
        raise BookError(
            f"there is a chapter {name!r} already",
            file=taken.relative_to(root) if taken else contents.FILE,
            remedy="Choose another name, or write in that one.",
        )
