"""The Sphinx extension: what the book's chapters, exhibits, numbers and claims need of Sphinx, in one place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata

from kunnskapsstatus import files, paths, rooms
from kunnskapsstatus.book import centres, site
from kunnskapsstatus.book.execution import cells
from kunnskapsstatus.book.light import assets
from kunnskapsstatus.book.nodes import claim, english, folded, foreign, line_break, panel, said, statistic, task, trend
from kunnskapsstatus.book.pages import formulas, frames, html
from kunnskapsstatus.book.plan import imprint
from kunnskapsstatus.book.proof import headings, markdown, names, references, refused, wording
from kunnskapsstatus.book.registry import Registry
from kunnskapsstatus.book.run import bones
from kunnskapsstatus.book.run.around import ASSETS
from kunnskapsstatus.book.run.outdated import Outdated
from kunnskapsstatus.book.text import (
    bibliography,
    checks,
    headlines,
    languages,
    numbering,
    one_form,
    panels,
    sentences,
    statements,
    tips,
    trends,
)
from kunnskapsstatus.book.typst import builder
from kunnskapsstatus.chapter import catalogue
from kunnskapsstatus.chapter.since import of_page, of_year
from kunnskapsstatus.data.book import FIRST_EDITION, open_book
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.notebooks.files import YEAR
from kunnskapsstatus.notebooks.parameters import substitute

SAFE_IN_PARALLEL = ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex")


def version() -> int:
    """A number that changes with the code of this room and of all below: whatever took part, a change reads all
    chapters again."""
    return int(rooms.digest("book")[:8], 16)


def begin(app: Sphinx) -> None:
    """Check all data before a kernel starts."""
    try:
        catalogue.keep(open_book(paths.root(Path(app.srcdir))))
    except BookError as error:
        raise ExtensionError(str(error)) from None


def know_assets(app: Sphinx, config: Any) -> None:
    """Style sheets, scripts and templates are a part of the configuration: Sphinx copies them to the site only when
    something else has changed."""
    found = (path for folder in ASSETS for path in sorted((Path(app.srcdir) / folder).rglob("*")))
    config.book_assets = files.digest(found)


def allow_parallel(app: Sphinx, config: Any) -> None:
    """Two extensions of Jupyter Book do not say whether they may be read in parallel. They keep no state while
    reading."""
    for name in SAFE_IN_PARALLEL:
        if name in app.extensions:
            app.extensions[name].parallel_read_safe = True
            app.extensions[name].parallel_write_safe = True


def leave_out(app: Sphinx, config: Any) -> None:
    """A page of later editions is in no list of contents of this one."""
    contents = config.external_site_map
    for name in list(contents):
        file = next((f for f in (name, f"{name}.md") if f.endswith(".md") and (Path(app.srcdir) / f).is_file()), None)
        if file and not of_page((Path(app.srcdir) / file).read_text("utf-8", "replace")).has(config.book_year):
            del contents[name]
            for page in contents.values():
                for part in page.subtrees:
                    part.items = [item for item in part.items if item != name]
            config.exclude_patterns = [*config.exclude_patterns, file]


def give_parameters(app: Sphinx, docname: str, source: list[str]) -> None:
    """The edition's parameters take the place of a chapter's defaults, and what is not of its year is left out."""
    year = app.config.book_year
    given = substitute(source[0], {YEAR: year, **app.config.book_parameters})
    try:
        source[0] = of_year(given, year)
    except BookError as error:
        refused.tell(docname, f"{error.cause}. {error.remedy}", error.line or 1)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    wording.install(app)
    bibliography.register()
    app.connect("config-inited", bibliography.check_all)
    markdown.register()
    cells.install(app)
    app.add_config_value("book_parameters", {}, "env", dict)
    app.add_config_value("book_year", FIRST_EDITION, "env", int)
    app.add_config_value("book_imprint", {}, "html", dict)
    app.add_config_value("book_contact", "", "html", str)  # where a reader tells of a fault
    app.add_config_value("book_paper", False, "html", bool)  # whether the PDF will lie beside the pages
    app.add_config_value("book_live", False, "", bool)  # whether pages are shown while they are written, and no more
    app.add_config_value("book_assets", "", "html", str)
    app.add_domain(Registry)
    bones.setup(app)
    frames.setup(app)
    tips.setup(app)
    app.add_node(folded, html=(html.visit_folded, html.depart_folded), override=True)
    app.add_node(claim, html=(panels.visit_claim, None), override=True)
    app.add_node(statistic, html=(panels.visit_statistic, panels.depart_statistic), override=True)
    app.add_node(said, html=(panels.visit_said, panels.depart_said), override=True)
    app.add_node(panel, html=(panels.visit_panel, None), override=True)
    app.add_node(foreign, html=(html.visit_foreign, html.depart_foreign), override=True)
    app.add_node(line_break, html=(html.visit_line_break, None), override=True)
    app.add_node(task, html=(html.visit_task, None), override=True)
    app.add_node(trend, html=(trends.visit_trend, None), override=True)
    app.add_html_math_renderer("mathml", (formulas.visit_math, None), (formulas.visit_math_block, None))
    for name in refused.ICONS:
        app.add_role(name, refused.icon, override=True)
    for name in refused.REMEDIES:
        app.add_directive(name, refused.Refused, override=True)
    app.add_role("en", english, override=True)
    app.add_role("eval", statements.StatisticRole(), override=True)
    app.add_role("claim", checks.ClaimRole(), override=True)
    app.add_directive("checks", checks.Checks)
    builder.setup(app)
    Outdated().connect(app)
    locale = rooms.LIBRARY.parents[1] / "locale"
    if locale.is_dir():
        app.add_message_catalog("booktheme", str(locale))
    app.connect("config-inited", know_assets)
    app.connect("config-inited", imprint.know)
    app.connect("config-inited", leave_out, priority=950)  # when the contents have been read
    app.connect("config-inited", allow_parallel, priority=900)
    app.connect("builder-inited", begin)
    app.connect("builder-inited", bibliography.tell_all_apart, priority=900)  # when the works have been read
    app.connect("source-read", give_parameters)
    app.connect("source-read", markdown.check_cells)
    app.connect("doctree-read", formulas.read_formulas, priority=100)  # these before Sphinx copies headings
    app.connect("doctree-read", refused.check_nodes, priority=100)
    app.connect("doctree-read", checks.resolve, priority=100)
    app.connect("doctree-read", statements.collect, priority=100)
    app.connect("doctree-read", sentences.collect, priority=100)
    app.connect("doctree-read", headlines.place, priority=100)
    app.connect("doctree-read", headings.check, priority=100)
    app.connect("doctree-read", trends.draw, priority=100)
    app.connect("doctree-read", languages.mark)
    app.connect("doctree-read", names.collect)
    app.connect("doctree-resolved", one_form.leave_out, priority=400)
    app.connect("doctree-resolved", panels.collect)
    app.add_post_transform(numbering.ExhibitReference)
    app.add_post_transform(numbering.ChapterReference)
    app.connect("env-get-updated", names.check)
    app.add_post_transform(references.LinkToPlace)
    app.connect("warn-missing-reference", references.missing)
    app.connect("env-get-updated", numbering.write_again, priority=900)
    app.connect("html-page-context", imprint.tag, priority=900)
    assets.setup(app)
    site.setup(app)
    centres.setup(app)
    return {"version": "1", "env_version": version(), "parallel_read_safe": True, "parallel_write_safe": True}
