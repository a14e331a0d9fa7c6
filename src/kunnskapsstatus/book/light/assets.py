"""One style sheet and one script for all pages: of the theme's styles what the pages use, and the book's own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from kunnskapsstatus import files, rooms
from kunnskapsstatus.book.light import fonts, names, purge
from kunnskapsstatus.book.run.remembered import Remembered

STATIC = "_static"
STYLES, SCRIPTS = f"{STATIC}/site.css", f"{STATIC}/site.js"
OF_THEME = ("basic.css", "styles/pydata-sphinx-theme.css")
"""The theme's style sheets that Sphinx does not list. They come first."""
FIRST = "safe.js"
"""A script that stays by itself, before all else."""
ICONS = (".fa", ".svg-inline--fa")
"""The theme's icons are a font. The book has its own under the same names."""
NEVER = ""
"""No page has what needs them."""
WANTED: Mapping[tuple[str, ...], str] = {
    ("toggle",): r'class="[^"]*\b(toggle|dropdown)\b',
    ("clipboard.min.js", "copybutton.js", "documentation_options.js"): r'<div class="highlight"',
    ("design-tabs.js",): r'class="[^"]*\bsd-tab-',
    ("thebe", "kernelName", "sphinx-book-theme.js", FIRST): NEVER,
    ("DOCUMENTATION_OPTIONS.", "doctools", "sphinx_highlight", "translations"): NEVER,
}
"""Scripts that come with Jupyter Book, by a part of their name or text, and what a page has that needs them. The last
are of another search than ours; one names another host."""
_SCRIPT = re.compile(rf'<script[^>]*\bsrc="(?:\.\./)*({STATIC}/(?!site\.js)[^"?]+)')
_ADDRESS = re.compile(rf"(?<=/)({STYLES[8:]}|{SCRIPTS[8:]})(?:\?v=\w+)?(?=\")")


def setup(app: Sphinx) -> None:
    """Have pages ask for the one style sheet and the one script, and write both when all pages are there."""
    app.connect("html-page-context", ask, priority=950)


def ask(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """What a page asks for besides the one style sheet and the one script: scripts that it needs and others do not."""
    body = context.get("body") or ""
    own = {str(script.filename) for script in _own(app, context.get("script_files", []))}
    context["css_files"] = [css for css in context.get("css_files", []) if not _is_local(css)]
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if str(script.filename) not in own and _is_wanted(script, body)
    ]
    context["fonts"] = fonts.on_every_page()
    context["default_mode"] = context.get("default_mode") or "auto"


def _is_local(asset: Any) -> bool:
    return str(asset.filename).startswith(f"{STATIC}/") and asset.attributes.get("rel", "stylesheet") == "stylesheet"


def _is_wanted(script: Any, body: str) -> bool:
    told = f"{script.filename or ''}{script.attributes.get('body', '')}"
    signs = (sign for parts, sign in WANTED.items() if any(part in told for part in parts))
    return all(sign != NEVER and re.search(sign, body) for sign in signs)


def _own(app: Sphinx, scripts: Iterable[Any]) -> list[Any]:
    """The book's own scripts, in their order."""
    found = sorted(scripts, key=lambda script: script.priority)
    return [one for one in found if one.filename and _is_own(app, one.filename) and Path(one.filename).name != FIRST]


def _is_own(app: Sphinx, address: str) -> bool:
    return address.startswith(f"{STATIC}/") and (Path(app.srcdir) / address).is_file()


def write(app: Sphinx, out: Path) -> None:
    """Write the letters, the style sheet and the script of the site in ``out``, and tell its pages their versions."""
    fonts.write(out / STATIC / "fonts")
    builder: Any = app.builder
    found = (path for path in sorted(out.rglob("*.html")) if STATIC not in path.relative_to(out).parts)
    pages = {path: path.read_text("utf-8") for path in found}
    files.write(out / SCRIPTS, "\n;\n".join(_text(out, script.filename) for script in _own(app, builder._js_files)))
    files.write(out / STYLES, _styles(app, out, _sheets(builder._css_files), pages.values()))
    versions = {Path(name).name: files.digest([out / name])[:8] for name in (STYLES, SCRIPTS)}
    for path, page in pages.items():
        files.write(path, _ADDRESS.sub(lambda found: f"{found[1]}?v={versions[found[1]]}", page))


def _text(out: Path, name: str) -> str:
    return (out / name).read_text("utf-8")


def _sheets(found: Iterable[Any]) -> list[str]:
    listed = [str(css.filename) for css in sorted(found, key=lambda css: css.priority) if _is_local(css)]
    return [*(f"{STATIC}/{name}" for name in OF_THEME), *listed]


def _styles(app: Sphinx, out: Path, sheets: list[str], pages: Collection[str]) -> str:
    """The style sheet; as it was, when what it is made from is."""
    scripts = [path.read_text("utf-8") for path in sorted((Path(app.srcdir) / STATIC).glob("*.js"))]
    scripts += [_text(out, name) for name in sorted({name for page in pages for name in _SCRIPT.findall(page)})]
    known = Remembered(lambda page: names.of_page(page.decode()), Path(app.doctreedir) / "names")
    used = set().union(*(known.of(page.encode()) for page in pages)) | names.of_scripts(scripts)
    known.keep()
    made_from = hashlib.sha256("\n".join([rooms.digest("book"), *sorted(used)]).encode()).hexdigest()
    mark = f"/* {files.digest((out / name for name in sheets), made_from, out)[:16]} */\n"
    before = _text(out, STYLES) if (out / STYLES).is_file() else ""
    if before.startswith(mark):
        return before
    of_theme = used - {name for name in used if name.startswith(ICONS)}
    kept = (purge.rules(_text(out, name), bool if _is_own(app, name) else of_theme.__contains__) for name in sheets)
    return mark + purge.properties("".join([fonts.css(), *kept]), "\n".join(scripts))
