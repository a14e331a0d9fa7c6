"""``docs/value.md`` follows one value through the whole house: here it is followed in code, step by step, as written.
What it and the glossary name is in the code."""

import doctest
import pkgutil
import re

import pytest
from books import ROOT

from kunnskapsstatus import rooms

PAGE = ROOT / "docs" / "value.md"
TEXT = PAGE.read_text("utf-8")
STEPS = re.split(r"^## ", TEXT, flags=re.M)[1:]
NAME = re.compile(r"`([a-z_]+(?:\.\w+)+)(?<!\.json)`")
HOUSE = {*rooms.ROOMS, *(path.stem for path in rooms.LIBRARY.glob("*.py"))}


def named(text: str) -> list[str]:
    """The modules, classes and functions that a page names, from the library's folder."""
    return sorted({name for name in NAME.findall(text) if name.split(".")[0] in HOUSE})


def test_the_steps_are_numbered() -> None:
    assert [step.split(".")[0] for step in STEPS] == [str(number) for number in range(1, len(STEPS) + 1)]
    assert len(STEPS) > 10


def test_every_example_gives_what_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """One story: each step goes on with what the one before has made."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.REPORT_NDIFF)
    for found in re.finditer(r"^```python\n(.*?)^```", TEXT, re.M | re.S):
        line = TEXT.count("\n", 0, found.start(1))
        told: list[str] = []
        test = doctest.DocTestParser().get_doctest(found[1], names, PAGE.name, str(PAGE), line)
        runner.run(test, out=told.append, clear_globs=False)
        names = test.globs
        assert not told, "".join(told)
    assert runner.tries > 20


@pytest.mark.parametrize("name", named(TEXT + (ROOT / "GLOSSARY.md").read_text("utf-8")))
def test_what_the_pages_name_is_in_the_code(name: str) -> None:
    pkgutil.resolve_name(f"kunnskapsstatus.{name}")


def test_every_room_is_on_the_way() -> None:
    passed = {name.split(".")[0] for name in named(TEXT)}
    assert {*rooms.ROOMS} - passed <= {rooms.GROUND, "kernels", "notebooks", "registers", "editions", "desk"}


@pytest.mark.parametrize("room", [room for room in rooms.ROOMS if room])
def test_the_readme_says_what_a_room_is_for(room: str) -> None:
    assert re.search(rf"^  {room}/ +\w", (ROOT / "README.md").read_text("utf-8"), re.M)
