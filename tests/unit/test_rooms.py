"""The rooms: a room imports from below, and what a result depends on is the code of its room and of all below."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from kunnskapsstatus import rooms

pytestmark = pytest.mark.xdist_group("test_rooms")  # one worker's: what the library imports is looked up once
NAME = rooms.LIBRARY.name
OPENS = "chapter"
"""The room of what authors import: the package is a door to it, which nobody in the library goes through."""
EARLY = ("book/__init__.py", "book/build.py", "book/typst/standby.py", "kernels/nursery.py")
"""What runs before it is known whether there is anything to do, or before it can be told to end: it imports Sphinx and
pandas after that."""
HEAVY = {
    "IPython",
    "altair",
    "distributed",
    "duckdb",
    "fontTools",
    "jupyter_book",
    "jupyter_client",
    "nbclient",
    "pandera",
    "papermill",
    "pyreadstat",
    "scipy",
    "vl_convert",
}
"""Libraries that take long to import, and may wait inside a function until they are needed."""


@dataclass(frozen=True)
class Import:
    """Where an import stands, the full name of what it asks for, and whether it waits inside a function."""

    place: str
    name: str
    late: bool


def modules(library: Path) -> dict[str, Path]:
    """Every module by its full name."""
    return {
        ".".join((NAME, *path.relative_to(library).with_suffix("").parts)).removesuffix(".__init__"): path
        for path in sorted(library.rglob("*.py"))
    }


def imports(path: Path, library: Path) -> list[Import]:
    """Every import of a module, with names from a package told apart: ``from a import b`` asks for ``a.b``."""
    return imported(path.relative_to(library.parent).as_posix(), path.read_text("utf-8"))


@cache
def imported(place: str, text: str) -> list[Import]:
    found = []
    for node, late in statements(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place}:{node.lineno} imports relative to where it stands: write {NAME}. in full"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        found += [Import(f"{place}:{node.lineno}", name, late) for name in names]
    return found


def statements(node: ast.AST, late: bool = False) -> Iterator[tuple[ast.stmt, bool]]:
    """Each statement below a node, and whether it stands inside a function. Nothing is imported in an expression."""
    for below in ast.iter_child_nodes(node):
        if isinstance(below, ast.stmt):
            yield below, late
        if not isinstance(below, ast.expr):
            yield from statements(below, late or isinstance(below, ast.FunctionDef | ast.AsyncFunctionDef))


def target(name: str, known: dict[str, Path]) -> str:
    """The module that an import reads; empty where it is none of ours."""
    return next((module for module in (name, name.rpartition(".")[0]) if module in known), "")


def height(path: Path, library: Path) -> int:
    """The floor that a file is on: the ground is 0, the roof is above all rooms."""
    place = path.relative_to(library).as_posix()
    if place in rooms.ABOVE:
        return len(rooms.ROOMS)
    if place == "__init__.py":
        return rooms.ROOMS.index(OPENS)
    return rooms.ROOMS.index(place.partition("/")[0] if "/" in place else rooms.GROUND)


def upward(library: Path) -> list[str]:
    """The imports from a room above."""
    known, found = modules(library), []
    for path in known.values():
        for one in imports(path, library):
            source = target(one.name, known)
            if source and height(known[source], library) > height(path, library):
                found.append(f"{one.place} imports {one.name}, which stands above it")
    return found


def circle(library: Path) -> list[str]:
    """Modules that import each other in a circle, as one goes round; empty where there is none."""
    known = modules(library)
    return around_in(
        {name: {target(one.name, known) for one in imports(path, library)} - {""} for name, path in known.items()}
    )


def inner_circle(library: Path) -> list[str]:
    """Folders within a room that import each other in a circle, or import from modules that lie beside them and import
    from them: so a room of rooms has floors too."""
    known = modules(library)

    def inner(name: str) -> str:
        """A folder within a room by its full name, and all else by its own."""
        place = known[name].relative_to(library).parts
        return ".".join((NAME, *place[:2])) if len(place) > 2 else name

    arrows: dict[str, set[str]] = {}
    for name, path in known.items():
        sources = {target(one.name, known) for one in imports(path, library)} - {""}
        arrows.setdefault(inner(name), set()).update(map(inner, sources))
    return around_in(arrows)


def around_in(arrows: dict[str, set[str]]) -> list[str]:
    """A circle among arrows, as one goes round."""
    try:
        TopologicalSorter({name: sources - {name} for name, sources in arrows.items()}).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def waiting(library: Path) -> list[str]:
    """The imports inside a function that are of this library, or of one that is quick to import.

    The roof may wait: a command starts without what it does not use, and there is nobody above to make a circle with.
    """
    return [
        f"{one.place} imports {one.name} inside a function"
        for path in modules(library).values()
        if path.relative_to(library).as_posix() not in (*rooms.ABOVE, *EARLY)
        for one in imports(path, library)
        if one.late and one.name.partition(".")[0] not in HEAVY
    ]


def unlisted(library: Path) -> list[str]:
    """The folders of code that are no room."""
    folders = {path.relative_to(library).parts[0] for path in library.rglob("*.py") if path.parent != library}
    return sorted(folders - set(rooms.ROOMS))


# --- the library as it is ---------------------------------------------------------------------------------------------


def test_nothing_imports_from_a_room_above() -> None:
    assert upward(rooms.LIBRARY) == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circle(rooms.LIBRARY) == []


def test_no_folders_within_a_room_import_each_other_in_a_circle() -> None:
    assert inner_circle(rooms.LIBRARY) == []


def test_only_heavy_libraries_are_imported_inside_a_function() -> None:
    assert waiting(rooms.LIBRARY) == []


def test_every_folder_of_code_is_a_room_and_every_room_is_a_folder() -> None:
    assert unlisted(rooms.LIBRARY) == []
    assert [name for name in rooms.ROOMS if not (rooms.LIBRARY / name).is_dir()] == []
    assert [name for name in rooms.ABOVE if not (rooms.LIBRARY / name).is_file()] == []


# --- a fault is found -------------------------------------------------------------------------------------------------


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A small library with the rooms of ours and one module in each."""
    library = tmp_path / NAME
    for room in rooms.ROOMS:
        (library / room).mkdir(exist_ok=True)
        (library / room / "__init__.py").write_text("")
        (library / room / "one.py").write_text("value = 1\n")
    (library / "cli.py").write_text(f"from {NAME}.book import one\n")
    return library


def test_a_library_without_a_fault_has_none(library: Path) -> None:
    (library / "__init__.py").write_text(f"from {NAME}.chapter.one import value\n")
    (library / "book" / "one.py").write_text(f"import {NAME}.data.one\nfrom {NAME} import one\n")
    (library / "data" / "one.py").write_text("def read():\n    import pandera.pandas\n")
    assert (upward(library), circle(library), waiting(library), unlisted(library)) == ([], [], [], [])


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("data/one.py", f"from {NAME}.exhibits.one import value"),
        ("data/one.py", f"from {NAME}.exhibits import one"),
        ("one.py", f"import {NAME}.charts.one"),
        ("forms/one.py", f"from {NAME} import cli"),
        ("exhibits/one.py", f"from {NAME} import value"),
    ],
)
def test_an_arrow_that_runs_up_is_found_with_its_line(library: Path, file: str, line: str) -> None:
    (library / file).write_text(f"\n\n{line}\n")
    (found,) = upward(library)
    assert found.startswith(f"{NAME}/{file}:3 imports {NAME}.")


def test_a_circle_is_found_within_a_room_too(library: Path) -> None:
    (library / "data" / "two.py").write_text(f"from {NAME}.data import one\n")
    (library / "data" / "one.py").write_text(f"from {NAME}.data.two import value\n")
    assert set(circle(library)) == {f"{NAME}.data.one", f"{NAME}.data.two"}


def test_a_circle_of_folders_is_found_where_their_modules_have_none(library: Path) -> None:
    for place in ("low/a", "low/b", "high/a"):
        (library / "book" / place).with_suffix(".py").parent.mkdir(exist_ok=True)
        (library / "book" / place).with_suffix(".py").write_text("value = 1\n")
    (library / "book" / "high" / "a.py").write_text(f"from {NAME}.book.low.a import value\n")
    assert inner_circle(library) == []
    (library / "book" / "low" / "b.py").write_text(f"from {NAME}.book.high import a\n")
    assert circle(library) == []
    assert set(inner_circle(library)) == {f"{NAME}.book.low", f"{NAME}.book.high"}


@pytest.mark.parametrize("line", [f"from {NAME} import one", "import json"])
def test_an_import_that_waits_is_found_with_its_line(library: Path, line: str) -> None:
    (library / "book" / "one.py").write_text(f"class A:\n    def f(self):\n        {line}\n")
    (found,) = waiting(library)
    assert found.startswith(f"{NAME}/book/one.py:3 imports ")


def test_a_folder_of_code_that_is_no_room_is_found(library: Path) -> None:
    (library / "attic" / "box").mkdir(parents=True)
    (library / "attic" / "box" / "one.py").write_text("")
    assert unlisted(library) == ["attic"]


# --- what a result depends on -----------------------------------------------------------------------------------------


def digests(folder: Path) -> dict[str, str]:
    """The digest of each room of the library below a folder, as a process of its own finds them."""
    code = "from kunnskapsstatus import rooms; print(*map(rooms.digest, rooms.ROOMS), sep='\\n')"
    run = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(folder)}, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return dict(zip(rooms.ROOMS, run.stdout.split(), strict=True))


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the library."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(rooms.LIBRARY, folder / NAME, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def before(copied: Path) -> dict[str, str]:
    return digests(copied)


@pytest.mark.parametrize("room", rooms.ROOMS)
def test_a_changed_byte_makes_its_room_new_and_all_above_and_none_below(
    copied: Path, before: dict[str, str], room: str
) -> None:
    """The byte is in the room's last file, deepest first, of whatever kind it is: ``book`` has Typst's template."""
    files = [path for path in rooms.LIBRARY.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    own = [
        path.relative_to(rooms.LIBRARY)
        for path in files
        if rooms.room_of(path) == room and path.name not in rooms.ABOVE
    ]
    path = copied / NAME / max(own, key=lambda path: (len(path.parts), path.suffix, path))
    kept = path.read_bytes()
    path.write_bytes(kept + b"\n")
    try:
        after = digests(copied)
    finally:
        path.write_bytes(kept)
    changed = [name for name in rooms.ROOMS if after[name] != before[name]]
    assert changed == list(rooms.ROOMS[rooms.ROOMS.index(room) :])


def test_a_file_in_a_new_folder_of_a_room_counts_and_compiled_files_and_the_roof_do_not(
    copied: Path, before: dict[str, str]
) -> None:
    new = copied / NAME / "forms" / "new" / "form.toml"
    new.parent.mkdir()
    new.write_text("")
    after = digests(copied)
    assert [name for name in rooms.ROOMS if after[name] != before[name]] == list(
        rooms.ROOMS[rooms.ROOMS.index("forms") :]
    )
    shutil.rmtree(new.parent)
    (copied / NAME / "cli.py").write_text("")
    (copied / NAME / "forms" / "__pycache__").mkdir(exist_ok=True)
    (copied / NAME / "forms" / "__pycache__" / "form.pyc").write_text("")
    assert digests(copied) == before


def test_each_file_of_the_library_stands_in_a_room() -> None:
    assert rooms.room_of(rooms.LIBRARY / "errors.py") == rooms.GROUND
    assert rooms.room_of(rooms.LIBRARY / "book" / "typst" / "form" / "template.typ") == "book"
    assert rooms.LIBRARY / "book" / "typst" / "form" / "template.typ" in set(rooms.code("book"))


def test_a_folder_of_code_that_is_no_room_yet_counts_for_all(copied: Path, before: dict[str, str]) -> None:
    attic = copied / NAME / "attic"
    attic.mkdir()
    (attic / "one.py").write_text("value = 1\n")
    try:
        after = digests(copied)
    finally:
        shutil.rmtree(attic)
    assert [name for name in rooms.ROOMS if after[name] == before[name]] == []
