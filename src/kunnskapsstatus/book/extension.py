"""The book's own room: the Sphinx extension that shows exhibits, numbers and claims, and writes the data beside the site."""

from __future__ import annotations

import json
import os
import re
import shutil
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docutils.nodes import caption, entry, figure, legend
from myst_nb.core.execute.inline import ModifiedNotebookClient
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.typing import ExtensionMetadata

from kunnskapsstatus import files, rooms
from kunnskapsstatus import paths as project
from kunnskapsstatus.book import bibliography, html, numbering, statements
from kunnskapsstatus.book.nodes import chart, claim, downloads, english, foreign, statistic
from kunnskapsstatus.book.registry import Registry, registry
from kunnskapsstatus.book.typst import builder as typst
from kunnskapsstatus.chapter import catalogue
from kunnskapsstatus.data import definitions
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.exhibits.exhibit import get
from kunnskapsstatus.forms import drawing as drawings
from kunnskapsstatus.forms.shown import IN_BOOK

SAFE_IN_PARALLEL = ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex")
FONTS = ("Regular", "It", "Semibold", "Bold")


def version() -> int:
    """A number that changes with the code of this room and of all below: whatever took part, a change reads all chapters again."""
    return int(rooms.digest("book")[:8], 16)


def begin(app: Sphinx) -> None:
    """Check all data before a kernel starts."""
    os.environ[IN_BOOK] = "1"
    try:
        catalogue.keep(project.root(Path(app.srcdir)))
    except BookError as error:
        raise ExtensionError(str(error)) from None


def know_assets(app: Sphinx, config: Any) -> None:
    """Style sheets, scripts and templates are a part of the configuration: Sphinx copies them to the site only when something else has changed."""
    root = Path(app.srcdir)
    config.book_assets = files.digest(
        path for folder in ("_static", "_templates", "locale") for path in sorted((root / folder).rglob("*"))
    )


def allow_parallel(app: Sphinx, config: Any) -> None:
    """Two extensions of Jupyter Book do not say whether they may be read in parallel; they keep no state while reading."""
    for name in SAFE_IN_PARALLEL:
        if name in app.extensions:
            app.extensions[name].parallel_read_safe = True
            app.extensions[name].parallel_write_safe = True


def give_parameters(app: Sphinx, docname: str, source: list[str]) -> None:
    """An edition's parameters take the place of a chapter's defaults."""
    if app.config.book_parameters:
        from kunnskapsstatus.notebooks.parameters import substitute

        source[0] = substitute(source[0], app.config.book_parameters)


def quiet_page(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """No script for running code in the page (Jupyter Book adds it twice, and it names another host); light or dark as the reader's system has it."""
    scripts = context.get("script_files", [])
    context["script_files"] = [
        js for js in scripts if "thebe" not in f"{getattr(js, 'filename', js)}{getattr(js, 'attributes', '')}".lower()
    ]
    context["default_mode"] = context.get("default_mode") or "auto"
    tag = context.get("css_tag")
    if tag:  # MyST-NB's style sheet has its hash in its name, and is there to be hashed again only when a build is not the first
        context["css_tag"] = lambda css: re.sub(r"(mystnb\.\w+\.css)\?v=\w+", r"\1", tag(css))


def finish(app: Sphinx, error: Exception | None) -> None:
    """Write what lies beside the pages: data, statements, fonts, the chart script, the way in."""
    if error is not None or app.builder.format != "html":
        return
    out, known = Path(app.outdir), registry(app.env)
    shown = [(docname, payload) for docname, payloads in sorted(known.exhibits.items()) for payload in payloads]
    folder = out / html.FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for _, payload in shown:
        (folder / f"{payload['id']}.csv").write_text(payload["csv"], "utf-8")
    _write_json(
        out / "exhibits.json", [_entry(known, docname, payload) for docname, payload in shown] + _twins(app, known)
    )
    made = [{"chapter": docname, **entry} for docname, entries in sorted(known.statements.items()) for entry in entries]
    _write_json(out / "statements.json", made)
    fonts = out / "_static" / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    package = find_spec("font_source_sans_pro")
    assert package is not None and package.origin is not None
    for style in FONTS:
        shutil.copyfile(
            Path(package.origin).parent / "files" / f"SourceSansPro-{style}.ttf", fonts / f"SourceSansPro-{style}.ttf"
        )
    shutil.copyfile(drawings.engine(project.root(Path(app.srcdir))), out / "vega-bundle.js")
    _drop_pages_left_from_before(app, out)
    root, title, language = (
        str(app.config.root_doc),
        escape(str(app.config.html_title)),
        str(app.config.language).replace("_", "-"),
    )
    if root != "index":
        (out / "index.html").write_text(
            f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
            f'<meta http-equiv="refresh" content="0; url={root}.html"><a href="{root}.html">{title}</a></html>\n', "utf-8",
        )  # fmt: skip


def _drop_pages_left_from_before(app: Sphinx, out: Path) -> None:
    """A chapter taken out of the table of contents leaves no page behind."""
    kept = {*app.env.found_docs, "index", "genindex", "search"}
    for page in out.rglob("*.html"):
        name = page.relative_to(out)
        if name.parts[0] != "_static" and name.with_suffix("").as_posix() not in kept:
            page.unlink()


def _entry(known: Registry, docname: str, payload: dict[str, Any]) -> dict[str, Any]:
    fields = ("id", "printed", "kind", "form", "title", "years", "state", "source")
    return {"chapter": docname, "number": known.number(docname, payload), **{name: payload[name] for name in fields}}


def _twins(app: Sphinx, known: Registry) -> list[dict[str, Any]]:
    """The exhibits that another shows, with the same values: its place and form, their own names."""
    root = project.root(Path(app.srcdir))
    found = []
    for definition in definitions.load(root).values():
        docname, payload = known.find(definition.same_as)
        if payload:
            own = ("id", "printed", "title", "source", "same_as")
            found.append(
                {
                    **_entry(known, docname, payload),
                    **{name: getattr(definition, name) for name in own},
                    "state": get(definition.id, root=root).state,
                }
            )
    return found


def _write_json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def end_kernels_at_once() -> None:
    """A chapter's kernel has nothing to put away. Asked to leave, it sometimes closes its sockets while it answers, and says so on the terminal."""
    ModifiedNotebookClient.shutdown_kernel.default_value = "immediate"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    bibliography.register()
    end_kernels_at_once()
    app.add_config_value("book_parameters", {}, "env", dict)
    app.add_config_value("book_assets", "", "html", str)
    app.add_domain(Registry)
    app.add_node(figure, html=(html.visit_figure, html.depart_figure), override=True)
    app.add_node(caption, html=(html.visit_caption, html.depart_caption), override=True)
    app.add_node(legend, html=(html.visit_legend, html.depart_legend), override=True)
    app.add_node(entry, html=(html.visit_entry, html.depart_entry), override=True)
    app.add_node(chart, html=(html.visit_chart, None), override=True)
    app.add_node(downloads, html=(html.visit_downloads, None), override=True)
    app.add_node(claim, html=(html.visit_claim, None), override=True)
    app.add_node(statistic, html=(html.visit_statistic, html.depart_statistic), override=True)
    app.add_node(foreign, html=(html.visit_foreign, html.depart_foreign), override=True)
    app.add_role("en", english, override=True)
    app.add_role("eval", statements.StatisticRole(), override=True)
    app.add_role("claim", statements.ClaimRole(), override=True)
    typst.setup(app)
    locale = rooms.LIBRARY.parents[1] / "locale"
    if locale.is_dir():
        app.add_message_catalog("booktheme", str(locale))
    app.connect("config-inited", know_assets)
    app.connect("config-inited", allow_parallel, priority=900)
    app.connect("builder-inited", begin)
    app.connect("source-read", give_parameters)
    app.connect("doctree-read", statements.report_failed_cells)
    app.connect("doctree-read", statements.collect)
    app.add_post_transform(numbering.ExhibitReference)
    app.connect("env-get-updated", numbering.restore, priority=100)
    app.connect("env-get-updated", numbering.renumber, priority=900)
    app.connect("html-page-context", quiet_page, priority=900)
    app.connect("build-finished", finish)
    return {"version": "1", "env_version": version(), "parallel_read_safe": True, "parallel_write_safe": True}
