"""What people's programs do to files: each is refused at the file, or changes nothing. Never a traceback, never a row
that is gone without a word."""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import pytest
from books import EXHIBITS, OFFICIAL, PROSE, ROOT

from kunnskapsstatus.data import datapackage, store
from kunnskapsstatus.data.observation import FIELDS
from kunnskapsstatus.errors import BookError

pytestmark = pytest.mark.usefixtures("untraced")
CASES = 2000
SAID = attrgetter(*(name for name in FIELDS if name != "line"))
CENTRES = """
[use]
printed = "table-a28"
title = "Bruk"
source = "Krisesenterstatistikken"
population = "centres"
category = "centre"
columns = ["measure"]
year = 2018

[nights]
printed = "figure-03"
title = "Døgn"
source = "Bufdir"
years = [2018, 2021]
select = [{dataset = "figure-03"}, {dataset = "official-nights", measure = ["count", "median"], year = 2021}]
"""
OFFICIAL_ROWS = (
    '2021,nights,,women,count,900,omkring,,"Rundet av, i kilden",direct,Bufdirs side\n'
    '2021,nights,,men,count,1 200,,,"Sagt ""omtrent""",secondary,Bufdirs side\n'
    '2021,nights,,women,median,"30,5",,,,direct,"Bufdir, 2021"\n'
    "2022,nights,,men,median,..,,,Ikke oppgitt,direct,Bufdir\n2022,centres,molde,,full-women,yes,,,,direct,Bufdir\n"
)
PROSE_ROWS = (
    "women-nights,Døgn på krisesenter,800,,count,2018,nights,,women,4.1,figure-03,\n"
    'share,"Andel kvinner, av alle","92,5",over,percent,2018,residents,,women,1.2.1,,Også i tabell 3\n'
    "longest,Lengste vei,380,,kilometres,2018,centres,,,3,,\n"
)
FILES = (
    "printed/table-03.csv", "printed/table-a28.csv", "stated/prose.csv", "official/nights.csv", "codebook/reason.csv",
    "codebook/measure.csv", "reference/units.csv", "reference/centres.csv", "reference/law.csv", "exhibits/users.toml",
    "map/municipalities.csv", "map/norway.json", "datapackage.json",
)  # fmt: skip
TABLES = tuple(name for name in FILES if name.endswith(".csv"))

Corruption = Callable[[str, random.Random], str | bytes]


def place(text: str, at: int, sign: str) -> str:
    return text[:at] + sign + text[at:]


def cell(text: str, dice: random.Random) -> tuple[int, int]:
    """Where one of the cells begins and ends, by the commas and the line ends around it."""
    ends = [-1, *(match.start() for match in re.finditer(r"[,\n]", text))]
    at = dice.randrange(len(ends) - 1)
    return ends[at] + 1, ends[at + 1]


def a_quote(text: str, dice: random.Random) -> str:
    return place(text, dice.choice([*cell(text, dice), dice.randrange(len(text))]), '"')


def two_quotes(text: str, dice: random.Random) -> str:
    return a_quote(a_quote(text, dice), dice)


def a_quote_less(text: str, dice: random.Random) -> str:
    found = [at for at, letter in enumerate(text) if letter == '"']
    at = dice.choice(found) if found else len(text)
    return text[:at] + text[at + 1 :]


def a_line_less(text: str, dice: random.Random) -> str:
    lines = text.split("\n")[:-1]
    del lines[dice.randrange(len(lines))]
    return "\n".join([*lines, ""])


def a_line_twice(text: str, dice: random.Random) -> str:
    lines = text.split("\n")[:-1]
    lines.insert(dice.randrange(len(lines)), dice.choice(lines))
    return "\n".join([*lines, ""])


def cut_off(text: str, dice: random.Random) -> str:
    return text[: dice.randrange(len(text))]


def a_cell_less(text: str, dice: random.Random) -> str:
    begin, end = cell(text, dice)
    return text[:begin] + text[end + 1 :]


def a_cell_more(text: str, dice: random.Random) -> str:
    return place(text, cell(text, dice)[0], dice.choice([",", "x,", "1,"]))


def unseen(text: str, dice: random.Random) -> str:
    signs = "\0\x01\x07\b\v\f\x1b\x7f\x9f\u00ad\u200b\u200d\u200e\u200f\u202a\u202e\u2066\u061c\u2060\ufeff\ufffd\ufffe"
    return place(text, dice.randrange(len(text)), dice.choice(signs))


def a_break(text: str, dice: random.Random) -> str:
    spaces = [at for at, letter in enumerate(text) if letter == " "] or [len(text) - 1]
    at = dice.choice(spaces)
    return text[:at] + dice.choice("\u2028\u2029\u0085\t") + text[at + 1 :]


def a_quoted_break(text: str, dice: random.Random) -> str:
    begin, end = cell(text, dice)
    inner = text[begin:end]
    return text if '"' in inner else f'{text[:begin]}"{inner.replace(" ", chr(10), 1)}"{text[end:]}'


def spaces(text: str, dice: random.Random) -> str:
    begin, end = cell(text, dice)
    return place(place(text, end, dice.choice([" ", "\u00a0", "  "])), begin, dice.choice(["", " ", "\u202f"]))


def empty_header(text: str, dice: random.Random) -> str:
    head, _, rest = text.partition("\n")
    names = head.split(",")
    names[dice.randrange(len(names))] = ""
    return f"{','.join(names)}\n{rest}"


def empty_lines(text: str, dice: random.Random) -> str:
    return dice.choice([text + "\n", text + " \n\n", text + "," * text.partition("\n")[0].count(",") + "\n",
                        place(text, text.index("\n") + 1, "\n")])  # fmt: skip


def a_number(text: str, dice: random.Random) -> str:
    """A number is written in another way, or is one that cannot be."""
    numbers = [match for match in re.finditer(r"(?<=,)\d[\d ]*(?=,)", text)]
    if not numbers:
        return text
    match = dice.choice(numbers)
    old = match[0]
    new = dice.choice(
        ["-" + old, "\u2212" + old, "–" + old, "1e20", "9" * 21, "2.340", "2715.5", "0.12345678", "²", "٣", "=1+1",
         "+" + old, f"'{old}", old.replace(" ", "\u202f"), old.replace(" ", "\u2009"), old.replace(" ", "\u2007"),
         old + " %", "2052", "18,5", "NaN", "inf", "1_000", "#REF!", "1.234.567", "01.02.2018"]
    )  # fmt: skip
    return text[: match.start()] + new + text[match.end() :]


def a_digit(text: str, dice: random.Random) -> str:
    at = dice.choice([match.start() for match in re.finditer(r"\d", text)])
    return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


def a_code(text: str, dice: random.Random) -> str:
    return re.sub(r"(^|,)0(\d{3}),", r"\1\2,", text, flags=re.MULTILINE)


def another_type(text: str, dice: random.Random) -> str:
    fields = list(re.finditer(r"(?m)^(\w+) = (.+)$", text))
    match = dice.choice(fields)
    values = [
        "3", "-1", "1.5", "true", "[]", "{}", "[[]]", '""', '"../../evil"', '"table-1.3"', "2052",
        '"x\\n"', '["year\\n"]',
        "1979-05-27", "10000000000000000000000", "[{}]", '[{dataset = "official-x"}]', "[{dataset = 3}]", "nan",
        '[{dataset = ["table-03"], year = "2018"}]', '[{measure = "percnt"}]',
    ]  # fmt: skip
    return text[: match.start(2)] + dice.choice(values) + text[match.end(2) :]


def a_misspelling(text: str, dice: random.Random) -> str:
    at = dice.choice([match.start(1) for match in re.finditer(r"(?m)^([a-z_]+) = ", text)])
    return place(text, at, dice.choice("xyz"))


def another_id(text: str, dice: random.Random) -> str:
    ids = ['["use\\n"]', "[Use]", '["../use"]', '[""]', "[nights]", "use", "[[use]]"]
    return text.replace("[use]", dice.choice(ids))


def a_foreign_byte(text: str, dice: random.Random) -> bytes:
    at = dice.randrange(len(text))
    return text[:at].encode() + bytes([dice.randrange(128, 256)]) + text[at:].encode()


def another_json(text: str, dice: random.Random) -> str:
    old = dice.choice(list(re.finditer(r"[\[{](?=[\n\[{])|(?<=[ \[])\d+(?:\.\d+)?(?=[\n,\]])", text)))
    return text[: old.start()] + dice.choice(["NaN", "1e999", "null", "[", "-", '"x"', "[" * 3000]) + text[old.end() :]


BYTES: dict[str, Corruption] = {
    "a byte order mark": lambda text, _: b"\xef\xbb\xbf" + text.encode(),
    "Windows' line ends": lambda text, _: text.replace("\n", "\r\n").encode(),
    "old line ends": lambda text, _: text.replace("\n", "\r").encode(),
    "UTF-16": lambda text, _: text.encode("utf-16"),
    "Windows-1252": lambda text, _: text.encode("cp1252", "replace"),
    "letters in two parts": lambda text, _: unicodedata.normalize("NFD", text).encode(),
    "a foreign byte": a_foreign_byte,
    "nothing": lambda text, _: b"",
    "what nobody sees": unseen,
}  # fmt: skip
CSV: dict[str, Corruption] = {
    "semicolons": lambda text, _: text.replace(",", ";"),
    "tabs": lambda text, _: text.replace(",", "\t"),
    **{
        corrupt.__name__: corrupt
        for corrupt in (
            a_quote, two_quotes, a_quote_less, a_line_less, a_line_twice, cut_off, a_cell_less, a_cell_more, a_break,
            a_quoted_break, spaces, empty_header, empty_lines, a_code,
        )
    },
}  # fmt: skip
NUMBERS: dict[str, Corruption] = {"a number": a_number}
DIGITS: dict[str, Corruption] = {"a digit": a_digit}
TOML: dict[str, Corruption] = {f.__name__: f for f in (another_type, a_misspelling, another_id, cut_off, a_break)}
JSON: dict[str, Corruption] = {f.__name__: f for f in (another_json, cut_off)}
PLACES = ("gone", "a folder", "a link to nowhere")
"""What stands in a file's place instead."""


def kinds(name: str) -> dict[str, Corruption]:
    """The corruptions that a file may have."""
    if name.endswith(".csv"):
        valued = name.startswith(("printed", "stated", "official"))
        proofread = name.startswith(("printed", "stated"))
        return BYTES | CSV | (NUMBERS if valued else {}) | (DIGITS if proofread else {})
    return BYTES | (TOML if name.endswith(".toml") else JSON)


VARIABLES = ("reason", "measure", "population", "size", "answer", "common", "sex")
COPIED = (
    "printed/table-03",
    "printed/table-12",
    "reference/units",
    "reference/law",
    *(f"codebook/{name}" for name in VARIABLES),
)
SHORT = {
    "printed/table-a28": "category|Norasenteret IKS|Krisesenteret for Molde og omegn|Krisesenteret i Rana|Totalt",
    "codebook/centre": "key|norasenteret|molde|rana",
    "reference/centres": "key|norasenteret|molde|rana",
    "map/municipalities": r"code|\d+,Sør-Varanger|\d+,Molde|\d+,Rana|0301",
}
"""Files of which the header and a few lines are enough."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book with every kind of file, and the list of them."""
    root = tmp_path_factory.mktemp("corrupted")
    written = {f"{name}.csv": (ROOT / "data" / f"{name}.csv").read_text("utf-8") for name in (*COPIED, *SHORT)}
    for name, lines in SHORT.items():
        wanted = re.compile(rf"(?m)^(?:{lines}),.*\n")
        written[f"{name}.csv"] = "".join(wanted.findall(written[f"{name}.csv"]))
    written |= {
        "exhibits/users.toml": EXHIBITS + CENTRES,
        "stated/prose.csv": PROSE + PROSE_ROWS,
        "official/nights.csv": OFFICIAL + OFFICIAL_ROWS,
        "map/norway.json": '{"rings": [[[10.5, 60.1], [11, 60.25], [10.75, 61]]]}\n',
    }
    for name, text in written.items():
        (root / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "data" / name).write_text(text, "utf-8")
    datapackage.write(root)
    return root


def told(book: Path) -> list[tuple[object, ...]]:
    """The observations without their lines, which may move."""
    return [SAID(row) for row in store.observed(book)]


@pytest.fixture(scope="module")
def good(book: Path) -> list[tuple[object, ...]]:
    return told(book)


def wrong(book: Path, name: str, good: list[tuple[object, ...]]) -> str:
    """What is not as it should be with a corrupted file; empty when nothing is."""
    try:
        return "" if told(book) == good else "other observations, without a word"
    except BookError as error:
        cut = name.endswith(".toml") and "no exhibit has printed" in error.cause  # a definition that is gone
        here = error.file.endswith(f"data/{name}") or cut
        line = error.line or not (book / "data" / name).is_file()
        return "" if here and line and error.cause and error.remedy else f"not told as it should be: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("name", FILES)
def test_a_corrupted_file_is_refused_or_means_the_same(book: Path, good: list[tuple[object, ...]], name: str) -> None:
    path, faults, done = book / "data" / name, [], Counter[str]()
    content = path.read_bytes()
    ways = kinds(name)
    try:
        for number in range(-(-CASES // len(FILES))):
            kind = list(ways)[number % len(ways)]
            made = ways[kind](content.decode(), random.Random(f"{name} {number}"))
            path.write_bytes(made if isinstance(made, bytes) else made.encode())
            done[kind] += 1
            fault = wrong(book, name, good)
            faults += [f"{kind} {number}: {fault}"] if fault else []
    finally:
        path.write_bytes(content)
    assert faults == [], f"{len(faults)} of {sum(done.values())}"
    assert len(done) == len(ways)


@pytest.mark.parametrize("kind", PLACES)
def test_something_else_stands_in_the_place_of_a_file(book: Path, good: list[tuple[object, ...]], kind: str) -> None:
    faults = []
    for name in FILES:
        path = book / "data" / name
        away = book / "away"
        path.rename(away)
        if kind == "a folder":
            path.mkdir()
        elif kind == "a link to nowhere":
            path.symlink_to("nowhere")
        fault = wrong(book, name, good)
        if kind == "a folder":
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
        away.rename(path)
        faults += [f"{name}: {fault}"] if fault else []
    assert faults == []
