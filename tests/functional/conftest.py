"""The small book, built: once to be read, once to be spoiled."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_book import command, sources, write_book


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, built. Tests read it and leave it as it is."""
    book = write_book(tmp_path_factory.mktemp("built"))
    run = command(book, "build")
    assert run.returncode == 0, run.stderr
    return book


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same small book in another folder, to change and to spoil."""
    return write_book(tmp_path_factory.mktemp("another-place") / "workshop")


@pytest.fixture(scope="session")
def good(workshop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a build of the workshop makes, and leaves for the next build."""
    run = command(workshop, "build")
    assert run.returncode == 0, run.stderr
    return shutil.copytree(workshop / "_build", tmp_path_factory.mktemp("good") / "_build", symlinks=True)


@pytest.fixture
def book(workshop: Path, good: Path) -> Iterator[Path]:
    """The workshop with a good build in it. What a test changes in it is put back: none builds what another spoiled."""
    before = sources(workshop)
    yield workshop
    for name in sources(workshop).keys() - before.keys():
        (workshop / name).unlink()
    for name, data in before.items():
        if not (workshop / name).is_file() or (workshop / name).read_bytes() != data:
            (workshop / name).write_bytes(data)
    shutil.rmtree(workshop / "_build")
    shutil.copytree(good, workshop / "_build", symlinks=True)
