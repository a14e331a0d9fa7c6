"""A small real book: the book's own configuration and codebook, two chapters with numbers, and two exhibits."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path

import coverage
import pytest
from books import COVERAGE, EXHIBITS, OFFICIAL, PROSE, ROOT, with_documents

from kunnskapsstatus.cli import main
from kunnskapsstatus.processes import ONE_THREAD

COPIED = (
    "_config.yml",
    "references.bib",
    "_static",
    "_templates",
    "locale",
    "data/codebook",
    "data/reference",
    "data/printed/table-03.csv",
    "data/printed/table-12.csv",
)
FRONT = (
    "---\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\n"
    "kernelspec:\n  display_name: Python 3\n  language: python\n  name: python3\n---\n\n"
)
PARAMETERS = (
    "```{code-cell} ipython3\n:tags: [parameters]\nyear = 2018\n```\n\n"
    "```{code-cell} ipython3\nfrom kunnskapsstatus import exhibit\n```\n\n"
)
TOC = (
    "format: jb-book\nroot: chapters/index\nparts:\n  - caption: Kapitler\n    numbered: true\n    chapters:\n"
    "      - file: chapters/users\n      - file: chapters/finance\n"
)
DOCUMENTS = """\
    typst_documents:
      - file: kunnskapsstatus.pdf
        kind: report
        name: rapporten
        sources: Kilder til tallene
        leave_out: [chapters/index]
      - file: kortutgave.pdf
        kind: short
        title: Kortutgave
        pages:
          - Tallene: [chapters/users#reasons-for-stay]
      - file: "*.pdf"
        kind: chapter
        pages: [chapters/finance]
"""
INDEX = FRONT + "# Prøvebok\n\nSe [kapittel %s](users.md) og [kapittel %s](finance.md).\n"
USERS = (
    FRONT
    + "# Bruken\n\n"
    + PARAMETERS
    + """\
```{code-cell} ipython3
reasons = exhibit("reasons-for-stay", year)
```

```{code-cell} ipython3
staff = exhibit("child-staff-by-size", year)
```

Psykisk vold er vanligst, med {eval}`reasons["psychological", 2018]`.{claim}`reasons.top() == "psychological"` Trusler
er sjeldnere.{claim}`reasons["threats"] < reasons["psychological"]`

De tre vanligste kommer i denne rekkefølgen: psykisk vold, fysisk vold og trusler.{claim}`three-in-order`

```{checks}
three-in-order: reasons.order("psychological", "physical", "threats")
  and reasons.top() == "psychological"
```
"""
)
FINANCE = (
    FRONT
    + "# Rammene\n\n"
    + PARAMETERS
    + """\
```{code-cell} ipython3
staff = exhibit("child-staff-by-size", year, show=False)
```

I små tilbud har {eval}`staff["yes", "small"]` ansatte for barn, vist i {numref}`child-staff-by-size`. Årsakene står i
{numref}`reasons-for-stay`.
"""
)

PROGRAM = [sys.executable, "-c", "import sys; from kunnskapsstatus.cli import main; sys.exit(main())"]


def write_book(folder: Path) -> Path:
    """The small book in ``folder``."""
    for name in COPIED:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(ROOT / name, place) if (ROOT / name).is_dir() else shutil.copyfile(ROOT / name, place)
    config = (folder / "_config.yml").read_text("utf-8")
    config = with_documents(config, DOCUMENTS)
    (folder / "_config.yml").write_text(
        config.replace("title: Krisesentrene i Norge – en levende kunnskapsstatus", "title: Prøvebok", 1), "utf-8"
    )
    for name, text in {
        "_toc.yml": TOC,
        "data/exhibits/users.toml": EXHIBITS,
        "data/stated/prose.csv": PROSE,
        "data/official/users.csv": OFFICIAL,
        "chapters/index.md": INDEX,
        "chapters/users.md": USERS,
        "chapters/finance.md": FINANCE,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def sources(book: Path) -> dict[str, bytes]:
    """What the book is made from."""
    return {name: data for name, data in tree(book).items() if not name.startswith("_build/")}


def published(book: Path) -> dict[str, bytes]:
    """What a reader gets: the site and the PDF."""
    return {f"{part}/{name}": data for part in ("html", "pdf") for name, data in tree(book / "_build" / part).items()}


def start(book: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a book's folder as anyone does: in a Python of its own."""
    return subprocess.run([*PROGRAM, *arguments], cwd=book, capture_output=True, text=True, timeout=300, check=False)


os.environ.update(ONE_THREAD)
HERE = (Path(__file__).parent, Path(__file__).parents[1])
IMPORTED = multiprocessing.get_context("forkserver")
"""A process that has at hand what each build and its kernels import, and make alike (``ready.py``). Its forks need not:
that is some six processor seconds less for each build."""
IMPORTED.set_forkserver_preload(["ready"])


def fork(target: Callable[..., None], *arguments: object) -> BaseProcess:
    """A process begun as a fork of the one that has all at hand, which is never measured: all its forks would be."""
    with pytest.MonkeyPatch.context() as patch:
        for name in COVERAGE:
            patch.delenv(name, raising=False)
        patch.setenv("PYTHONPATH", os.pathsep.join(map(str, HERE)), prepend=os.pathsep)  # it has no other sys.path
        forkserver.ensure_running()
    process = IMPORTED.Process(target=target, args=arguments)
    process.start()
    return process


def command(book: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The same in a fork of a process that has imported all of it."""
    with tempfile.TemporaryDirectory() as folder:
        said = [Path(folder, name) for name in ("out", "err")]
        process = fork(_run, book, dict(os.environ), said, arguments)
        process.join(300)
        assert process.exitcode is not None, f"not done in five minutes: {arguments}"
        out, err = (path.read_text("utf-8") for path in said)
    return subprocess.CompletedProcess(arguments, process.exitcode, out, err)


def _run(book: Path, environment: dict[str, str], said: Sequence[Path], arguments: Sequence[str]) -> None:
    os.chdir(book)
    os.environ.clear()
    os.environ.update(environment)
    coverage.process_startup()  # if asked, as where Python starts: of the rest, it is measured that it is imported
    for number, path in enumerate(said, 1):
        os.dup2(os.open(path, os.O_CREAT | os.O_WRONLY), number)
    sys.exit(main(list(arguments)))
