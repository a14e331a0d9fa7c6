"""What every build imports, or makes for itself and always the same: made once, in the process that builds of tests are
forks of."""

from importlib import import_module

import nbformat
import soupsieve
from myst_nb.core import render
from sphinx.application import builtin_extensions

from kunnskapsstatus.kernels.kernel import IMPORTED

OF_BOOK = (
    "kunnskapsstatus.book.build",
    "kunnskapsstatus.book.extension",
    "kunnskapsstatus.book.plan.configuration",
    "kunnskapsstatus.book.run.sphinx_run",
    "kunnskapsstatus.desk.check",
    "kunnskapsstatus.desk.unsaid",
    "kunnskapsstatus.editions.claims",
    "kunnskapsstatus.kernels.provisioner",
)
OF_JUPYTER_BOOK = (
    "jupyter_book", "myst_nb.sphinx_ext", "sphinx.ext.intersphinx", "sphinx_book_theme", "sphinx_comments",
    "sphinx_copybutton", "sphinx_design", "sphinx_external_toc", "sphinx_jupyterbook_latex",
    "sphinx_multitoc_numbering", "sphinx_thebe", "sphinx_togglebutton", "sphinxcontrib.bibtex",
)  # fmt: skip

for name in (*OF_BOOK, *OF_JUPYTER_BOOK, *builtin_extensions, "pikepdf", *IMPORTED):
    import_module(name)
nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]  # writes a program that checks notebooks
render.load_mime_renders()  # looks through all that is installed
soupsieve.compile("li")  # compiles its own patterns first
