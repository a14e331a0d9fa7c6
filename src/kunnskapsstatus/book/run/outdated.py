"""Which chapters are to be read again: those whose own file, or a file that they were made from, has another content.

Sphinx compares times, and a time says nothing: a copy, an archive or a checkout leaves any on a file.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from kunnskapsstatus import files
from kunnskapsstatus.book.registry import registry
from kunnskapsstatus.data import counted, invented


class Outdated:
    """The chapters of one run of Sphinx, by content. Each file is looked at once, before anything is read: what is
    saved later counts for the next run."""

    def __init__(self) -> None:
        self._known: dict[Path, str] = {}

    def connect(self, app: Sphinx) -> None:
        """Decide before chapters are read, and note when they have been."""
        app.connect("env-get-outdated", self.choose)
        app.connect("env-updated", self.note)

    def choose(
        self, _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], _removed: set[str]
    ) -> list[str]:
        """The chapters to read besides those that are new. Of Sphinx's own choice stays what it cannot know the content
        of."""
        self._known.clear()
        known = registry(env).made_from
        holds = {name for name in env.found_docs - added if known.get(name) == self._made_from(env, name)}
        changed -= holds - env.reread_always
        return sorted(env.found_docs - added - holds)

    def note(self, _app: Sphinx, env: BuildEnvironment) -> None:
        """Remember what the chapters that have been read were made from."""
        known = registry(env).made_from
        known.update({name: self._made_from(env, name) for name in env.found_docs if name not in known})

    def _made_from(self, env: BuildEnvironment, name: str) -> str:
        """The document that is kept counts as well: a run that was broken off may have left that of another text. A
        year of registers that has been counted may concern any chapter."""
        used = [Path(env.doc2path(name)), *(Path(env.srcdir) / file for file in sorted(env.dependencies[name]))]
        used += sorted((Path(env.srcdir) / invented.FOLDER).glob(f"[0-9]*/{counted.RUN}"))
        kept = files.digest([Path(env.doctreedir) / f"{name}.doctree"])
        return " ".join([kept, *(self._content(path) for path in used)])

    def _content(self, path: Path) -> str:
        if path not in self._known and path.is_file():  # or else a cell makes it
            self._known[path] = files.digest([path])
        return self._known.get(path, "")
