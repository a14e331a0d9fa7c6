"""The book in the browser, as it is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LIVE = """# Made by `kunnskapsstatus live`: the book's own configuration, for a configuration folder elsewhere.
from pathlib import Path

from kunnskapsstatus.book.configuration import configuration

root = Path(__file__).resolve().parents[2]
globals().update(configuration(root, {}))
for name in ("html_static_path", "templates_path", "locale_dirs", "bibtex_bibfiles"):
    globals()[name] = [str(root / path) for path in globals().get(name, [])]
"""


def live(root: Path, port: int) -> int:
    """Rebuild and show the book at ``port`` until it is stopped."""
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
