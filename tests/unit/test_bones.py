"""Sections, tables and figures are numbered by what is kept of chapters, as they are by the chapters themselves."""

import io
import sys
from pathlib import Path
from types import ModuleType

import pytest
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import docutils_namespace

from kunnskapsstatus.book.registry import Registry, registry
from kunnskapsstatus.book.run import bones

INDEX = "Bok\n===\n\n.. toctree::\n   :numbered:\n\n   one\n   two\n"
PAGE = """\
Kapittel
========

Avsnitt
-------

.. note::

   .. figure:: drawing.png

      Med navn

.. figure:: drawing.png

.. table:: Navn

   ==  ==
   1   2
   ==  ==

.. code-block:: python
   :caption: Navn

   1

.. math:: 1
   :label: {name}

Under
~~~~~

.. figure:: drawing.png

   Med navn
"""


def numbered(folder: Path, *extensions: str) -> BuildEnvironment:
    """What a small book has read, from nothing or again."""
    config = {"numfig": True, "extensions": extensions}
    with docutils_namespace():
        app = Sphinx(folder, None, folder / "out", folder / "trees", "dummy", config, io.StringIO(), io.StringIO())
        app.build()
    return app.env


@pytest.fixture
def extension(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an extension that numbers by bones, and does nothing else."""

    def setup(app: Sphinx) -> None:
        app.add_domain(Registry)
        bones.setup(app)

    module = ModuleType("numbers_by_bones")
    vars(module)["setup"] = setup
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module.__name__


def test_all_that_is_numbered_has_the_same_number_and_no_document_is_loaded_for_it(
    tmp_path: Path, extension: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for name, extensions in (("whole", []), ("bones", [extension])):
        folder = tmp_path / name
        folder.mkdir()
        for page, text in (("index", INDEX), ("one", PAGE.format(name="en")), ("two", PAGE.format(name="to"))):
            (folder / f"{page}.rst").write_text(text, "utf-8")
        found.append(numbered(folder, *extensions))
    whole, by = found
    assert by.toc_fignumbers == whole.toc_fignumbers
    assert by.toc_secnumbers == whole.toc_secnumbers
    kinds = {kind for page in by.toc_fignumbers.values() for kind in page}
    assert kinds == {"figure", "table", "code-block", "displaymath"}
    assert not any(node._document for kept in registry(by).bones.values() for node in kept.findall())

    loaded, get = [], BuildEnvironment.get_doctree
    monkeypatch.setattr(BuildEnvironment, "get_doctree", lambda env, name: loaded.append(name) or get(env, name))
    (tmp_path / "bones" / "two.rst").write_text(f"{PAGE.format(name='to')}\nTekst.\n", "utf-8")
    again = numbered(tmp_path / "bones", extension)
    assert again.toc_fignumbers == whole.toc_fignumbers
    assert set(loaded) <= {"two", "index"}  # which it writes
