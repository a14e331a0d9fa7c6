"""The real book, built once from nothing, with every warning an error."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from books import ROOT
from web import served

BUILD = (
    "import sys; from pathlib import Path; from kunnskapsstatus.book.build import build\n"
    "build(Path.cwd(), Path(sys.argv[1]), fresh=True)"
)


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the published ``html`` and ``pdf``."""
    folder = tmp_path_factory.mktemp("real")
    run = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-4000:]
    return folder


@pytest.fixture(scope="session")
def site(out: Path) -> Path:
    """The published site."""
    return out / "html"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is, for a browser."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def pdf(out: Path) -> Path:
    """The published PDF."""
    return out / "pdf" / "kunnskapsstatus.pdf"
