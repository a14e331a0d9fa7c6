"""The command line: ``kunnskapsstatus build | edition | live | notebooks | datapackage``."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from kunnskapsstatus import paths
from kunnskapsstatus.errors import BookError


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 when it went well, else 1 with a message for people."""
    parser = argparse.ArgumentParser(prog="kunnskapsstatus", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="build the book: HTML and PDF in _build/")
    build.add_argument("--fresh", action="store_true", help="build from nothing")
    edition = commands.add_parser("edition", help="run every notebook for other parameters and build the book for them")
    edition.add_argument("-p", dest="parameters", metavar="NAME=VALUE", action="append", default=[], required=True)
    live = commands.add_parser("live", help="rebuild and show the book as you write")
    live.add_argument("--port", type=int, default=8000, help="where the browser finds it (8000)")
    for name, what in (("notebooks", "the notebooks from the chapters"), ("datapackage", "data/datapackage.json")):
        commands.add_parser(name, help=f"generate {what}")
    given = parser.parse_args(arguments)
    try:
        root = paths.root()
        if given.command == "build":
            return _build(root, fresh=given.fresh)
        if given.command == "edition":
            return _edition(root, given.parameters)
        if given.command == "live":
            return _live(root, given.port)
        if given.command == "notebooks":
            from kunnskapsstatus.notebooks import files as notebooks

            for path in notebooks.generate(root):
                print(path.relative_to(root))
            return 0
        from kunnskapsstatus.data import datapackage

        datapackage.write(root)
        print("data/datapackage.json")
        return 0
    except BookError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The last good book is untouched.\n")
        return 130


def _build(root: Path, *, fresh: bool) -> int:
    from kunnskapsstatus.book.build import build

    book = build(root, root / "_build", fresh=fresh)
    print(f"\nThe book is ready:\n  {(book.html / 'index.html').relative_to(root)}\n  {book.pdf.relative_to(root)}")
    return 0


def _edition(root: Path, pairs: list[str]) -> int:
    from kunnskapsstatus.book.build import build
    from kunnskapsstatus.notebooks import parameters, run

    given = parameters.parse(pairs)
    parameters.check_parameters(root, given)
    name = "-".join(str(value) for value in given.values())
    out = root / "_build" / "editions" / name
    run.run_notebooks(root, given, out / "notebooks")
    book = build(root, out, parameters=given)
    ready = (book.html / "index.html", book.pdf, out / "notebooks")
    print("\n".join(["", "The edition is ready:", *(f"  {path.relative_to(root)}" for path in ready)]))
    return 0


LIVE = """# Made by `kunnskapsstatus live`: the book's own configuration, for a configuration folder elsewhere.
from pathlib import Path

from kunnskapsstatus.book.configuration import configuration

root = Path(__file__).resolve().parents[2]
globals().update(configuration(root, {}))
for name in ("html_static_path", "templates_path", "locale_dirs", "bibtex_bibfiles"):
    globals()[name] = [str(root / path) for path in globals().get(name, [])]
"""


def _live(root: Path, port: int) -> int:
    folder = root / "_build" / ".live"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "conf.py").write_text(LIVE, "utf-8")
    command = [
        sys.executable,
        "-m",
        "sphinx_autobuild",
        "-c",
        str(folder),
        "-d",
        str(folder / "doctrees"),
        "-j",
        "2",
        "--port",
        str(port),
    ]
    watched = [arg for name in ("data", "_static") for arg in ("--watch", str(root / name))]
    ignored = [arg for name in ("_build", ".venv", ".git", "notebooks") for arg in ("--ignore", f"{root / name}/*")]
    browser = ["--open-browser"] if sys.stdout.isatty() else []
    return subprocess.run(
        [*command, *watched, *ignored, *browser, str(root), str(folder / "html")], check=False
    ).returncode
