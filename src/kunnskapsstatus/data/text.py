"""Text files as people save them: read as what they mean where there is one meaning, else refused with the line, and
how to save the file."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from kunnskapsstatus.errors import DataError

SAVE = (
    "Save the file as UTF-8 with commas between the cells. LibreOffice: Save As, Text CSV, with Edit filter settings "
    "ticked: Unicode (UTF-8), field delimiter a comma. Excel: Save As, CSV UTF-8; where it writes semicolons, make "
    "the list separator in the region settings of Windows a comma, or use LibreOffice."
)
FRONT = re.compile(r"\A---\n(.*?)^---[ \t]*$", re.S | re.M)
"""The front matter of a chapter: what it says of itself, as YAML, before it begins."""
BREAKS = "\n\t\u0085\u2028\u2029"
"""What breaks a line or leaves a gap in it. In a text it is a space: nothing here is laid out by hand."""
_BREAK = re.compile(rf"\s*[{BREAKS}]\s*")
_NUMBER = re.compile(r"[\d\s.,%\u2212\u2013-]+")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BLANK = "\u034f\u3164\ufe0e\ufe0f\ufffd"
"""Characters that count as printable and yet are not to be seen, or stand for a letter that is lost."""


def hidden(text: str) -> int:
    """Where the first character stands that nobody sees or means: a control character, a soft hyphen, a mark of
    direction, a character without width or meaning; -1 where there is none."""
    if text.replace("\n", "").isprintable() and not any(letter in text for letter in _BLANK):
        return -1
    unseen = (at for at, letter in enumerate(text) if letter in _BLANK or not _is_seen(letter))
    return next(unseen, -1)


def _is_seen(letter: str) -> bool:
    return letter.isprintable() or letter in BREAKS or unicodedata.category(letter) == "Zs"


def read_text(path: Path) -> str:
    """The text of a file: lines end with LF, letters are composed, a byte order mark is gone.

    Raises
    ------
    DataError
        For what is no file, cannot be read or is not UTF-8, and for a character that nobody sees, with its line.
    """
    return _read(path, read_bytes(path))


@lru_cache(maxsize=4)  # each number and claim of a chapter looks for its line in it
def _read(path: Path, data: bytes) -> str:
    text = _decoded(path, data).replace("\r\n", "\n")
    if "\r" in text and "\n" not in text:  # as old Macs end lines
        text = text.replace("\r", "\n")
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    at = hidden(text)
    if at >= 0:
        start = text.rfind("\n", 0, at) + 1
        cause = f"character {at - start + 1}, after {text[max(start, at - 20) : at]!r}, is {name_of(text[at])}"
        raise DataError(cause, file=path, line=text.count("\n", 0, at) + 1, remedy="Delete it: nobody sees it.")
    return text


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises
    ------
    DataError
        For what is no file, or cannot be read.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe that would never end
            raise DataError("this is no file, but a pipe or a device", file=path, remedy="Put the file in its place.")
        return path.read_bytes()
    except IsADirectoryError:
        raise DataError("this is a folder, not a file", file=path, remedy="Put the file in its place.") from None
    except FileNotFoundError:
        raise DataError("there is no such file", file=path, remedy="Put it back.") from None
    except OSError as error:
        cause = f"this cannot be read: {error.strerror}"
        raise DataError(cause, file=path, remedy="Look at the file and its permissions.") from None


def fold(text: str) -> str:
    """A text on one line, without space around it: a break in it is a space.

    Raises
    ------
    ValueError
        For a break in a number, whose digits may or may not belong together.
    """
    text = text.strip()
    if not text.isprintable() and _BREAK.search(text):
        if _NUMBER.fullmatch(text):
            raise ValueError(f"there is a line break in the number {text!r}")
        text = _BREAK.sub(" ", text)
    return text


def name_of(letter: str) -> str:
    """A character by its number and name: ``U+00AD (soft hyphen)``."""
    kind = {"Cc": "a control character", "Co": "a private character"}.get(unicodedata.category(letter), "no character")
    return f"U+{ord(letter):04X} ({unicodedata.name(letter, kind).lower()})"


def _decoded(path: Path, data: bytes) -> str:
    save = SAVE if path.suffix == ".csv" else "Save the file as UTF-8."
    if data.startswith(_UTF_16):
        raise DataError("this is UTF-16, as Excel saves «Unicode text», not UTF-8", file=path, line=1, remedy=save)
    if data.startswith(_WORKBOOKS):
        raise DataError("this is a workbook of Excel or LibreOffice, not text", file=path, line=1, remedy=save)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
    before = data[:start]
    position = start - before.rfind(b"\n")
    byte = data[start : start + 1]
    letter = byte.decode("cp1252", "ignore")
    meant = f"; in Windows-1252 it is «{letter}»" if letter else ""
    cause = f"character {position}: the byte {byte[0]:#04x} is not UTF-8{meant}"
    raise DataError(cause, file=path, line=before.count(b"\n") + 1, remedy=save)
