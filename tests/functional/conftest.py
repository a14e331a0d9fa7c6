"""The small book, built: once to be read, once to be spoiled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from books import measured
from small_book import command, sources, write_book


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, built. Tests read it and leave it as it is."""
    book = write_book(tmp_path_factory.mktemp("built"))
    with measured():
        run = command(book, "build")
    assert run.returncode == 0, run.stderr
    return book


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same small book in another folder, to change and to spoil."""
    return write_book(tmp_path_factory.mktemp("another-place") / "workshop")


@pytest.fixture
def book(workshop: Path) -> Iterator[Path]:
    """The workshop with a good build in it. What a test changes in its sources is put back."""
    if not (workshop / "_build" / "html").is_dir():
        run = command(workshop, "build")
        assert run.returncode == 0, run.stderr
    before = sources(workshop)
    yield workshop
    for name in sources(workshop).keys() - before.keys():
        (workshop / name).unlink()
    for name, data in before.items():
        if not (workshop / name).is_file() or (workshop / name).read_bytes() != data:
            (workshop / name).write_bytes(data)
