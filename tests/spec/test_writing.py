"""What the chapters' text must and must not have: the rules of ``kunnskapsstatus check``, kept by the book."""

import re
from pathlib import Path

import pytest
from books import ROOT

from kunnskapsstatus.cli import main
from kunnskapsstatus.desk import check, claims, spelling
from kunnskapsstatus.desk.prose import chapters, prose, read, sentences
from kunnskapsstatus.desk.typed import typed

PAGE = """\
---
title: 12
---
# Bruken

```{code-cell} ipython3
:tags: [parameters]
year = 2018
```

(merke)=
Det var {eval}`x[2018]` i [fjor](side-3.md).{claim}`x[2018] >
1` Neste *setning*
er her. % ikke en kommentar

````{admonition} Merk 7 ting
:class: note-2
Inni er det 8.
```{figure} images/bilde-9.png
:width: 50%
:alt: Et bilde av 4 hus

Figuren viser hus.
```
````

- Første punkt. Andre setning
- Andre punkt

```python
x = 10
```

| Tabell | 11 |

Slutt.
"""


def test_code_addresses_and_frames_are_no_prose_and_every_word_keeps_its_line() -> None:
    lines = prose(PAGE).split("\n")
    assert {number: line.split() for number, line in enumerate(lines, 1) if line.strip()} == {
        4: ["#", "Bruken"],
        12: ["Det", "var", "i", "[fjor", "."],
        13: ["Neste", "*setning*"],
        14: ["er", "her.", "%", "ikke", "en", "kommentar"],
        16: ["Merk", "7", "ting"],
        18: ["Inni", "er", "det", "8."],
        21: ["Et", "bilde", "av", "4", "hus"],
        23: ["Figuren", "viser", "hus."],
        27: ["-", "Første", "punkt.", "Andre", "setning"],
        28: ["-", "Andre", "punkt"],
        34: ["|", "Tabell", "|", "11", "|"],
        36: ["Slutt."],
    }


def test_a_sentence_has_its_line_its_claim_and_its_words() -> None:
    found = list(sentences(PAGE))
    assert [(one.line, one.words) for one in found][:3] == [
        (12, "Det var {eval}`x[2018]` i [fjor](side-3.md)."),
        (13, "Neste setning er her. % ikke en kommentar"),
        (16, "Merk 7 ting"),
    ]
    assert [one.words for one in found][-4:] == ["Første punkt.", "Andre setning", "Andre punkt", "Slutt."]
    assert found[0].roles == ["eval", "claim"]


@pytest.mark.parametrize("path", chapters(ROOT), ids=lambda path: path.stem)
def test_sentences_of_the_book_begin_on_the_line_that_they_say(path: Path) -> None:
    lines = read(path).split("\n")
    for one in sentences(read(path)):
        begins = re.match(r"[\w ,]+", one.typed)
        assert begins is None or begins[0].strip() in lines[one.line - 1], (one.line, one.typed)


@pytest.mark.parametrize("path", chapters(ROOT), ids=lambda path: path.stem)
def test_no_statistic_is_typed_in_a_chapter(path: Path) -> None:
    assert list(typed(read(path), spelling.own(ROOT))) == []


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Andelen var 86 prosent i 2018.", ["86"]),
        ("Det var 1 842 beboere.", ["1 842"]),
        ("I 2018 var det 46 sentre (§ 2).", ["46"]),
        ("Tre av 10 hadde barn.", ["10"]),
        ("I 2018, 12. mars, etter § 2, sa kapittel 3 «86 prosent».", []),
        ("Undersøkelsen SAMINOR 2 har 3 deler.", ["3"]),
        ("Formelen $x_1 = 2$ er ikke statistikk.", []),
    ],
)
def test_a_typed_statistic_is_found(sentence: str, numbers: list[str]) -> None:
    found = list(typed(f"# Tittel\n\n{sentence}\n", ["SAMINOR 2"]))
    assert [number for _, number, _ in found] == numbers
    assert {line for line, _, _ in found} <= {3}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Det økte fra {eval}`a` til {eval}`b`.", "økte"),
        ("Det økte fra {eval}`a` til {eval}`b`.{claim}`a < b`", ""),
        ("Flere enn før, {eval}`a` mot {eval}`b`.", "Flere enn"),
        ("Det var {eval}`a` og {eval}`b`.", ""),
        ("Det økte mye.", ""),
        ("Nær halvparten, {eval}`a`, har det.", "halvparten"),
        ("Tre av fire ({eval}`a`) har det.{claim}`a.about_three_quarters()`", ""),
        ("Rapporten kaller {eval}`a` én av fire.", ""),
        ("Nesten alle har det.", ""),
    ],
)
def test_a_comparison_without_a_claim_is_found(text: str, word: str) -> None:
    (one,) = sentences(text)
    assert claims.unchecked(one) == word


def test_check_names_every_fault_with_its_line_and_what_only_an_author_can_tell_last(
    tmp_path: Path,
) -> None:
    again = "Denne setningen om krisesentrene står to ganger i boka."
    for name, text in {
        "chapters/forste.md": f"# Vold\n\nDet var 52 prosent.\n{again}\n\n![](images/hus.png)\n",
        "chapters/andre.md": f"##\n\n{again} Det økte, fra {{eval}}`a` til {{eval}}`b`.\n\n```{{image}} b.png\n```\n",
        "data/codebook/size.csv": "key,label_nb,label_en,printed\nsmall,,Small,\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    found = check.whole(tmp_path)
    assert [(one.file, one.line, one.sure) for one in found] == [
        ("chapters/andre.md", 1, True),
        ("chapters/andre.md", 3, False),
        ("chapters/andre.md", 5, True),
        ("chapters/forste.md", 3, True),
        ("chapters/forste.md", 4, False),
        ("chapters/forste.md", 6, True),
        ("data/codebook/size.csv", 2, True),
    ]
    assert "this sentence stands in chapters/andre.md:3 too" in found[4].what


def test_check_of_the_book_ends_well(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["check"]) == 0
    said = capsys.readouterr().out
    assert "no faults" in said


SHOWN = re.compile(r"""\bexhibit\(\s*"(?P<id>[\w-]+)"(?![^)]*show=False)""")


def test_each_exhibit_is_referred_to_by_number_where_the_text_tells_of_it() -> None:
    """A reader of paper finds an exhibit by its number: it may stand on another page than the sentence."""
    texts = {path: path.read_text("utf-8") for path in sorted((ROOT / "chapters").glob("*.md"))}
    named = {name for text in texts.values() for name in re.findall(r"\{numref\}`(?:[^`<]*<)?([\w-]+)>?`", text)}
    unnamed = [
        f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, cell.start() + shown.start()) + 1}: {shown['id']}"
        for path, text in texts.items()
        for cell in re.finditer(r"^```\{code-cell\}.*?^```", text, re.M | re.S)
        for shown in SHOWN.finditer(cell[0])
        if shown["id"] not in named
    ]
    assert unnamed == [], "refer to it, as in ({numref}`its-id`)"
    assert len(named) > 100
