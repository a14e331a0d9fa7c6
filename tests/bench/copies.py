"""Fresh copies of the book, and what is changed in them."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from bench.runs import Run, measure

ROOT = Path(__file__).resolve().parents[2]
COMMIT = "088e389"
TABLE = Path("data") / "printed" / "table-03.csv"
CHAPTER = Path("chapters") / "users.md"
LISTS = ("data/datapackage.json", "data/released.json.gz")
MADE_UP = "made-up-{:03}"
WARM = (
    "import jupyter_book.config, sphinx_book_theme, myst_nb, altair, pandera.pandas, pyarrow, typst, vl_convert\n"
    "import kunnskapsstatus.book.build"
)
SMALL = (
    "import sys; from pathlib import Path; sys.path[:0] = sys.argv[2:]\n"
    "from small_book import write_book; write_book(Path(sys.argv[1]))"
)
NOTEBOOKS = "import sys; from kunnskapsstatus.cli import main; sys.exit(main(['notebooks']))"
_SENTENCE = re.compile(r"^(?P<text>\w[^\d|\n]*[.`])$", re.M)


@dataclass(frozen=True)
class Copy:
    """A book, and the library that it is built with."""

    book: Path
    library: Path

    def run(self, *arguments: str, memory: bool = False) -> Run:
        """A command of Python in the book: see :func:`bench.runs.measure`."""
        return measure([*arguments], self.book, self.library, memory=memory)


def working_tree(to: Path) -> Path:
    """A copy of the project as Git sees it: tracked files and new ones, nothing ignored.

    Without the lists of its data and of what is released: in a copy, what was proofread and published may change.
    """
    names = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard").decode().split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file() and name not in LISTS:
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, to / name)
    return to


def earlier_tree(to: Path, commit: str = COMMIT) -> Path | None:
    """The project as it was, with the entry points of its own; None where the history does not go back so far."""
    try:
        packed = _git("archive", "--format=tar", commit)
    except subprocess.CalledProcessError:
        return None
    to.mkdir(parents=True)
    subprocess.run(["tar", "-x"], cwd=to, input=packed, check=True)
    register(to)
    return to


def register(tree: Path) -> None:
    """Have Python find a library's own entry points where it comes first on the path: what the installed ones name may
    be missing there."""
    project = tomllib.loads((tree / "pyproject.toml").read_text("utf-8"))["project"]
    groups = {"console_scripts": project.get("scripts", {}), **project.get("entry-points", {})}
    place = tree / "src" / f"{project['name']}-{project['version']}.dist-info"
    place.mkdir()
    (place / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", "utf-8"
    )
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {aim}\n" for name, aim in aims.items()) for group, aims in groups.items()
    ]
    (place / "entry_points.txt").write_text("\n".join(lines), "utf-8")


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout


def copy(tree: Path, *, small: bool) -> Copy:
    """The book of a tree, or the small book of its tests, with the tree's own library, all of which is compiled: which
    modules were imported at once, and so are compiled by a first import, is not the same in each."""
    made = Copy(tree.with_name(f"{tree.name}-small") if small else tree, tree / "src")
    if small:
        tests = [str(tree / "tests"), str(tree / "tests" / "functional")]
        measure(["-c", SMALL, str(made.book), *tests], tree, made.library)
        made.run("-c", NOTEBOOKS)
    made.run("-m", "compileall", "-q", str(made.library))
    made.run("-c", WARM)
    return made


def change_a_number(path: Path, column: str = "2016") -> str:
    """Change the last row's value in a column that no sentence is about by one; what was changed."""
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    at = rows[0].index(column)
    before = rows[-1][at]
    rows[-1][at] = str(int(before) + 1)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), "utf-8")
    return f"{rows[-1][0]} {column}: {before} → {rows[-1][at]}"


def edit_a_sentence(path: Path) -> str:
    """Add a sentence to the first line of prose that ends one and has no number; the line as it was."""
    text = path.read_text("utf-8")
    found = _SENTENCE.search(text)
    if not found:
        sys.exit(f"{path} has no line of prose without a number")
    path.write_text(f"{text[: found.end()]} Det er en setning til.{text[found.end() :]}", "utf-8")
    return found["text"]


def editions(book: Path) -> dict[str, bytes]:
    """What is published of all editions in a book, by file: a hash of each."""
    return {
        path.relative_to(book).as_posix(): hashlib.sha256(path.read_bytes()).digest()
        for part in ("html", "pdf", "notebooks", "review")
        for folder in (book / "_build" / "editions").glob(f"*/{part}")
        for path in folder.resolve().rglob("*")
        if path.is_file()
    }


def multiply(book: Path, times: int, rows: int) -> int:
    """Make up observations in a copy, ``times`` as many as its ``rows``: its largest official file again and again.

    Returns how many there then are.
    """
    official = book / "data" / "official"
    largest = max(official.glob("*.csv"), key=lambda path: path.stat().st_size)
    each = len(largest.read_text("utf-8").splitlines()) - 1
    again = max(0, -(-rows * (times - 1) // each)) if each else 0
    for number in range(1, again + 1):
        shutil.copyfile(largest, official / f"{MADE_UP.format(number)}.csv")
    return rows + again * each
