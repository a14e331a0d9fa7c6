"""Every word that a reader meets is in the Bokmål dictionary, or in the project's list, ``words.txt``."""

import re
import shutil
from pathlib import Path

import pytest
from books import ROOT

from kunnskapsstatus.cli import main
from kunnskapsstatus.desk import spelling
from kunnskapsstatus.errors import BookError

pytestmark = pytest.mark.skipif(
    shutil.which("hunspell") is None,
    reason="hunspell with a Bokmål dictionary is not installed (Debian: hunspell hunspell-no)",
)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of two chapters, an audit and a codebook, each with a fault, as the folder at hand."""
    for name, text in {
        "chapters/forste.md": "---\ntitle: figgur\n---\n\n\nKvinner og kvinnner.\n\n```{code-cell}\nordd = 1\n```\n",
        "chapters/english.md": "---\nlang: en\n---\n\nThe shelters.\n",
        "chapters/andre.md": "Mer om {ref}`kvinnner` og\n[kvinnner](kvinnner.md), `kvinnner`.\n",
        "data/audit/users.toml": '[one]\nkind = "feill"\ntitle = """Rett.\nFeill her."""\n',
        "data/codebook/size.csv": "key,label_nb\nsmall,Liten\nlarge,Storrr\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_word_is_known() -> None:
    assert [str(one) for one in spelling.misspelt(ROOT)] == []


def test_every_misspelt_word_is_named_at_each_of_its_lines_with_what_was_meant(book: Path) -> None:
    found = spelling.misspelt(book)
    assert [(one.file, one.line, re.findall("«(.*)»", one.what)) for one in found] == [
        ("chapters/andre.md", 2, ["kvinnner"]),
        ("chapters/forste.md", 6, ["kvinnner"]),
        ("data/audit/users.toml", 4, ["Feill"]),
        ("data/codebook/size.csv", 3, ["Storrr"]),
    ]
    assert "Did you mean kvinner" in str(found[0])


def test_a_word_that_is_right_goes_on_the_list_which_stays_sorted(book: Path) -> None:
    spelling.add(book, ["kvinnner", "Storrr"])
    spelling.add(book, ["Feill", "SAMINOR 2"])
    assert (book / "words.txt").read_text("utf-8") == "Feill\nSAMINOR 2\nStorrr\nkvinnner\n"
    assert spelling.misspelt(book) == []


@pytest.mark.parametrize(("word", "told"), [("kvinner", "has kvinner already"), ("to ord", "not one word")])
def test_a_word_that_the_list_needs_not_is_refused(book: Path, word: str, told: str) -> None:
    with pytest.raises(BookError, match=told):
        spelling.add(book, [word])
    assert not (book / "words.txt").exists()


def test_without_a_dictionary_a_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(spelling, "DICTIONARY", "no_SUCH")
    assert main(["spell"]) == 1
    assert "apt-get install hunspell hunspell-no" in capsys.readouterr().err


def test_the_own_list_is_sorted_and_has_no_word_that_is_not_needed() -> None:
    listed = spelling.own(ROOT)
    assert listed == sorted(set(listed))
    words = {line for line in listed if not re.search(r"\d", line)}
    used = {word for _, _, text in spelling.texts(ROOT) for word in spelling.words(text)}
    assert sorted(words - used) == []
    assert sorted(words - spelling.unknown(words)) == [], "these are in the dictionary"
