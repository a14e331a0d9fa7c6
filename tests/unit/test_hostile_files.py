"""Files that programs, people and malice make: read right, or told of by their rule; never a hang or a traceback."""

import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from deliveries import checked, found, valid, write_sav

from kunnskapsstatus.registers import delivery, page, report

RECORDS = valid("children", 4).loc[:, lambda frame: ~frame.columns.str.contains("staffing")]
TEXT = RECORDS.to_csv(sep=";", index=False, lineterminator="\n")
EXPECTED = ("nothing-from-a-centre", "answered-by-nobody", "missing-answer")
"""What four records of four centres are told of in any case."""


def told(folder: Path) -> dict[str, list[tuple[str, str, tuple[int, ...]]]]:
    return {rule: some for rule, some in found(checked(folder)).items() if rule not in EXPECTED}


def as_floats() -> str:
    """Ticks as a program writes them that takes them for numbers."""
    ticks = [column for column in RECORDS if column.startswith("help.")]
    return RECORDS.assign(**{tick: RECORDS[tick] + ",0" for tick in ticks}).to_csv(sep=";", index=False)


@pytest.mark.parametrize(
    "text",
    [
        f"sep=;\n{TEXT}", f"\ufeffsep=;\r\n{TEXT}", as_floats(), unicodedata.normalize("NFD", TEXT),
        TEXT.replace("\n", "\r"),
    ],
    ids=["excel-says-what-separates", "with-a-mark-of-bytes", "ticks-as-1,0", "from-a-mac", "line-ends-of-old"],
)  # fmt: skip
def test_what_programs_write_around_the_records_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "children.csv").write_bytes(text.encode())
    result = checked(tmp_path)
    records = result.delivery.records["children"]
    assert {rule: some for rule, some in found(result).items() if rule not in EXPECTED} == {}
    assert records["centre"].notna().all() and records["help.welcome"].tolist() == [True, False, True, False]
    assert records["row"].tolist() == [3, 4, 5, 6] if "sep" in text[:5] else [2, 3, 4, 5]


def test_what_is_no_file_is_told_of_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "children").mkdir()
    os.mkfifo(tmp_path / "children-a.csv")
    (tmp_path / "children-b.csv").symlink_to(tmp_path / "nowhere.csv")
    (tmp_path / "children-c.csv").symlink_to(tmp_path / "children-c.csv")
    assert [one.finding.file for one in checked(tmp_path).found if one.rule.id == "file-of-no-form"] == [
        "children/", "children-a.csv/", "children-b.csv/", "children-c.csv/",
    ]  # fmt: skip


def test_names_that_cannot_be_printed_are_told_of_all_the_same(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/children-\xff\x1b[2J\n..\\.csv", "wb") as opened:
        opened.write(TEXT.replace("destination", "\x1b[31mdestination", 1).encode())
    result = checked(tmp_path)
    written = ("\n".join(report.screen(result)), page.page(result), json.dumps(report.as_json(result)))
    assert all("\x1b" not in one and one.encode() for one in written)
    assert "children-\ufffd\ufffd[2J\ufffd..\\.csv: children, 4 records" in written[0]
    assert "\ufffd[31mdestination is no variable of the form" in written[0]


def nested(folder: Path) -> None:
    pq.write_table(pa.table({"centre": [["a"]]}), folder / "children.parquet")


def named_twice(folder: Path) -> None:
    pq.write_table(
        pa.table([pa.array(["a"]), pa.array(["b"])], names=["centre", "Centre"]), folder / "children.parquet"
    )


def endless(folder: Path) -> None:
    (folder / "children.csv").write_text(TEXT.replace("yes", "y" * 200_000, 1))


def deep(folder: Path) -> None:
    (folder / "kostra.json").write_text("[" * 100_000)


def many_digits(folder: Path) -> None:
    (folder / "kostra.json").write_text(f'{{"value": [{"9" * 5000}]}}')


def document(folder: Path) -> None:
    (folder / "children.csv").write_bytes(b"%PDF-1.7 \xff")


def packed(folder: Path) -> None:
    (folder / "children.csv").write_bytes(b"\x1f\x8b\x08rest")


def endless_cube(folder: Path) -> None:
    """A few bytes that would be more numbers than there is room for."""
    of = {f"d{number}": {"category": {"index": [*map(str, range(99))]}} for number in range(9)}
    cube = {"class": "dataset", "version": "2.0", "id": [*of], "size": [99] * 9, "dimension": of, "value": {"0": 1}}
    (folder / "kostra.json").write_text(json.dumps(cube))


def other_letters(folder: Path) -> None:
    """SPSS that says UTF-8 of Windows-1252."""
    path = write_sav(folder / "children.sav", RECORDS.assign(centre="Sør-Helgeland"))
    path.write_bytes(path.read_bytes().replace("ø".encode(), b"\xf8o"))


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (nested, "unreadable-file"), (named_twice, "variable-twice"), (endless, "unreadable-file"),
        (deep, "truncated-file"), (many_digits, "truncated-file"), (document, "unreadable-file"),
        (packed, "unreadable-file"), (endless_cube, "unreadable-file"), (other_letters, "mixed-encodings"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)  # fmt: skip
def test_what_cannot_be_read_is_told_of_by_its_rule(tmp_path: Path, make: Callable[[Path], None], rule: str) -> None:
    make(tmp_path)
    assert list(told(tmp_path)) == [rule]


def test_a_file_that_may_not_be_opened_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "children.csv").write_text(TEXT)

    def closed(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(delivery.hashlib, "file_digest", closed)
    assert list(told(tmp_path)) == ["unreadable-file"]


def test_texts_that_a_program_does_not_call_texts_are_read(tmp_path: Path) -> None:
    columns = {name: pa.array([cell.encode() for cell in RECORDS[name]]) for name in RECORDS}
    pq.write_table(pa.table(columns), tmp_path / "children.parquet")
    assert told(tmp_path) == {}
    assert checked(tmp_path).delivery.records["children"]["centre"].notna().all()


def test_what_spss_calls_missing_is_no_answer(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "children.sav", RECORDS)
    records, _ = pyreadstat.read_sav(str(path))
    records.loc[1, "age"] = 99
    pyreadstat.write_sav(records, str(path), missing_ranges={"age": [98, 99]})
    assert told(tmp_path) == {}
    assert checked(tmp_path).delivery.records["children"]["age"].isna().tolist() == [False, True, False, False]
