"""What Python says, in words that an author knows."""

import pytest

import kunnskapsstatus
from kunnskapsstatus.chapter.faults import IMPORTED, fault_of, in_words
from kunnskapsstatus.errors import BookError


@pytest.mark.parametrize(
    ("kind", "said", "words"),
    [
        ("SyntaxError", "invalid syntax (123.py, line 2)", "Python cannot read this line: invalid syntax"),
        ("NameError", "name 'reasonz' is not defined", "nothing is called 'reasonz' here; did you mean 'reasons'?"),
        ("UnboundLocalError", "cannot access local variable 'n' where it is not", "nothing is called 'n' here"),
        ("AttributeError", "'Exhibit' object has no attribute 'topp'", "an exhibit has no 'topp'; did you mean 'top'?"),
        ("AttributeError", "'Number' object has no attribute 'bar'", "a number has no 'bar'; did you mean 'bare'?"),
        ("AttributeError", "'Door' object has no attribute 'x'", "the Door has no 'x'"),
        ("ModuleNotFoundError", "No module named 'matplotlib'", "the package 'matplotlib' is not installed"),
        (
            "ImportError",
            "cannot import name 'exhbit' from 'kunnskapsstatus' (/home/me/kunnskapsstatus/__init__.py)",
            "kunnskapsstatus has no 'exhbit'; did you mean 'exhibit'?",
        ),
        (
            "ImportError",
            "cannot import name 'newst' from 'kunnskapsstatus'",
            "kunnskapsstatus has no 'newst'; did you mean 'newest'?",
        ),
        ("KeyError", "'yeer'", "there is no such key: 'yeer'"),
        ("SystemExit", "0", "it ends the program"),
        ("StdinNotImplementedError", "raw_input was called", "it asks for something to be typed"),
        ("LookupFailed", "data/a.toml:3: no such key\nUse another.", "data/a.toml:3: no such key. Use another."),
        ("Odd", "strange", "Python says: Odd: strange"),
    ],
)
def test_an_error_is_led_by_what_it_means(kind: str, said: str, words: str) -> None:
    found = in_words(kind, said, ["reasons", "year"])
    assert found.startswith(words)
    assert "/home" not in found


def test_our_own_errors_are_in_words_already() -> None:
    assert fault_of(BookError("it is lost", file="a.md", line=2, remedy="Find it.")) == "a.md:2: it is lost. Find it."
    assert fault_of(ZeroDivisionError("division by zero")) == "a number is divided by zero: division by zero"


def test_all_that_a_chapter_may_import_is_suggested() -> None:
    assert set(kunnskapsstatus.__all__) == {*IMPORTED, "ChapterText"}
