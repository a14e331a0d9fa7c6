"""What the tests share: the book itself, and a factory of small books that a test may spoil."""

import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import books
import pandas as pd
import pytest
from books import COVERAGE, EXHIBITS, PROSE, ROOT, STAFF, MakeBook
from hypothesis import settings

from kunnskapsstatus.chapter.door import Door
from kunnskapsstatus.data import store
from kunnskapsstatus.exhibits.exhibit import Exhibit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("book", deadline=None, derandomize=True, database=None)
settings.load_profile("book")


def pytest_addoption(parser: pytest.Parser) -> None:
    """An option for what a person has read and found right, and tests compare with."""
    parser.addoption("--renew", action="store_true", help="write tests/functional/read_aloud.txt anew, to be read")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Tests that share what their module makes, or the small book, are one worker's: it is made once."""
    for item in items:
        made = item._fixtureinfo.name2fixturedefs
        of_module = any(definitions[-1].scope == "module" for definitions in made.values())
        if (of_module or "built" in made) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("built" if "built" in made else item.module.__name__))


def pytest_collection_finish() -> None:
    """What is imported and collected stays: nobody looks through it again, as pytest does five times at the end."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def kernels(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Kernels with a profile of their own, whatever the reader's own IPython is set to do."""
    profile = tmp_path_factory.mktemp("ipython") / "profile_default" / "startup"
    profile.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "kernel.py", profile)
    os.environ["IPYTHONDIR"] = str(profile.parents[1])


@pytest.fixture(scope="session", autouse=True)
def asked_to_end() -> None:
    """What the tests start hears when it is asked to end. ``nohup`` and the background of a shell have a process not
    listen, and so what it starts; a handler of its own, even one that does nothing, is not handed on."""
    for number in (signal.SIGHUP, signal.SIGINT):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


@pytest.fixture(scope="session", autouse=True)
def unmeasured() -> None:
    """Coverage is measured of this process alone, and of those that are started where a test file asks for it: a
    measured build takes twice the time, and most tests build what others have measured."""
    for name in COVERAGE:
        os.environ.pop(name, None)


@pytest.fixture(scope="module")
def measured() -> Iterator[None]:
    """For ``pytestmark = pytest.mark.usefixtures("measured")``: a file whose processes are measured."""
    with books.measured():
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium."""
    from web import chromium  # slow to import, and few tests need it

    with chromium() as started:
        yield started


@pytest.fixture
def untraced() -> Iterator[None]:
    """A test that is not measured itself: what it does a thousand times, others have measured, and it takes a third of
    the time."""
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)


@pytest.fixture(scope="session")
def book_root() -> Path:
    """The folder of the book."""
    return ROOT


@pytest.fixture(scope="session")
def all_observations() -> pd.DataFrame:
    """Every observation of the book."""
    return store.load(ROOT)


@pytest.fixture(scope="session")
def exhibit_of() -> Callable[..., Exhibit]:
    """An exhibit of the book, by its id and year."""
    door = Door(ROOT)
    return lambda identifier, year=2024: door.exhibit(identifier, year, show=False)


PLACES = shutil.ignore_patterns("municipalities.csv", "postcodes.csv", "served.csv")


@pytest.fixture
def small_book(tmp_path: Path) -> MakeBook:
    """A factory of books with two tables and the real codebook. What is given replaces what stands there.

    They have no municipalities: a third of the time to read such a book is for those, and it needs none."""

    def make(
        *,
        exhibits: str = EXHIBITS,
        prose: str = "",
        printed: Mapping[str, str | bytes] | None = None,
        official: Mapping[str, str] | None = None,
        codebook: Mapping[str, str] | None = None,
    ) -> Path:
        data = tmp_path / "data"
        for folder in ("codebook", "reference"):
            shutil.copytree(ROOT / "data" / folder, data / folder, ignore=PLACES, dirs_exist_ok=True)
        for folder in ("exhibits", "printed", "stated", "official"):
            (data / folder).mkdir(exist_ok=True)
        (data / "exhibits" / "users.toml").write_text(exhibits, "utf-8")
        (data / "stated" / "prose.csv").write_text(PROSE + prose, "utf-8")
        tables = {
            "table-03": (ROOT / "data" / "printed" / "table-03.csv").read_bytes(),
            "table-12": STAFF,
            **(printed or {}),
        }
        for name, text in tables.items():
            (data / "printed" / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        for name, text in (official or {}).items():
            (data / "official" / f"{name}.csv").write_text(text, "utf-8")
        for name, text in (codebook or {}).items():
            (data / "codebook" / f"{name}.csv").write_text(text, "utf-8")
        return tmp_path

    return make
