"""The Typst compiler: from source to PDF/UA-1, with messages that name the chapter."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

import typst
from sphinx.util import logging

from kunnskapsstatus import files, processes
from kunnskapsstatus.book.typst import standing
from kunnskapsstatus.book.typst.errors import TypstBuildError

logger = logging.getLogger(__name__)

FONT_PACKAGES = ("font_source_sans_pro", "font_source_serif_pro")
ENDED = "A process that sets a PDF was ended from outside. Is there memory enough?"
Made = TypeVar("Made")
Settled = tuple[bytes, list[str]]
"""A PDF, and what the compiler warned of."""

NO_FONT = "could not be displayed with font"
"""What the compiler says of a sign that no font has."""

UNSEEN = "\u2060\u00ad\u200b"
"""Characters that only govern where lines break."""

_QUOTED = re.compile(r'`"([^"`]+)"`')
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SIGN = re.compile(r"\\[nrt]|\\?(.)", re.S)
"""A sign of a literal, without the backslash that it may have."""
_ORIGIN = re.compile(r"^\s*// @ (.*)$")


@cache
def fonts() -> typst.Fonts:
    """The project's own fonts, and those of the compiler."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(path) for path in font_folders()]
    )


def compile_pdf(source: Path, timestamp: int | None = None, by: Callable[[int], Settled] | None = None) -> bytes:
    """Compile to PDF/UA-1 with the project's own fonts and nothing of the machine's.

    Parameters
    ----------
    source
        The file of the document's source.
    timestamp
        When it is made, as Unix seconds.
    by
        What sets it, where that is not a process begun for it now: one that waits (:mod:`.standby`), or this one, where
        it ends soon (:func:`settled`).

    Raises
    ------
    TypstBuildError
        With the place in the chapter, as far as known, and what the compiler said.
    """
    pdf, told = heard(by or partial(processes.apart, settled, source), timestamp or 0)
    for warning in told:
        logger.warning("%s", warning, type="typst", subtype="compiler")
    return pdf


def settled(source: Path, timestamp: int) -> Settled:
    """The PDF, and what it was warned of, when all exhibits that may move have found their places, and all chapters.

    The compiler remembers what it sets: for a process that ends soon.

    Raises
    ------
    TypstBuildError
        With the place in the chapter, as far as known, and what the compiler said.
    """
    compiler = _compiler(source)
    try:
        with suppress(RuntimeError):  # a fault that is not told with its place here is told below
            standing.settled(_setting(compiler, source))
        pdf, told = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"], timestamp=timestamp)
    except typst.TypstError as error:
        raise TypstBuildError(explain(error, source)) from None
    assert isinstance(pdf, bytes)
    return pdf, [explain(one, source) for one in told]


def when_asked(source: Path, asked: Connection) -> Settled:
    """What :func:`settled` gives, when its timestamp comes through ``asked``. Until then the document is set as it lies
    there: what is the same in it then, the compiler has set."""
    compiler = _compiler(source)
    with suppress(Exception):
        standing.settled(_setting(compiler, source, asked.poll))
    return settled(source, asked.recv())


def _compiler(source: Path) -> typst.Compiler:
    return typst.Compiler(
        str(source),
        root=str(source.parent),
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"stands": _places(source).name},
    )


def _places(source: Path) -> Path:
    """The file that tells what is decided, which is no input: the compiler does not set again what stays as it was."""
    return source.with_suffix(".stands.json")


def _setting(compiler: typst.Compiler, source: Path, enough: Callable[[], bool] = bool) -> standing.Setting:
    """How the document stands with what is decided. Raises InterruptedError when it is ``enough``."""

    def setting(decided: Mapping[str, str]) -> standing.Told:
        if enough():
            raise InterruptedError
        files.write(_places(source), json.dumps(decided, sort_keys=True))
        return standing.told(*(compiler.query(mark, field="value") for mark in (standing.STANDS, standing.ENDS)))

    return setting


def run(compiler: Callable[..., Any], source: Path | str, **settings: Any) -> Any:
    """What the compiler makes, in a process of its own: it remembers all that it has set, and starts threads, which no
    fork of this process would have."""
    return apart(partial(compiler, source, **settings))


def apart(work: Callable[..., Made], *given: Any) -> Made:
    """What is made with the compiler, in a process of its own. Raises TypstBuildError where that is ended from outside.

    Each use of the compiler goes through here, but for those of a process that ends soon itself.
    """
    return heard(partial(processes.apart, work), *given)


def heard(work: Callable[..., Made], *given: Any) -> Made:
    """What a process that a PDF needs has made. Raises TypstBuildError where that is ended from outside."""
    try:
        return work(*given)
    except ChildProcessError:
        raise TypstBuildError(ENDED) from None


def explain(problem: Any, source: Path) -> str:
    """A compiler's error or warning in words: the chapter and line nearest before it, the message, its hints."""
    lines = source.read_text(encoding="utf-8").splitlines()
    found = re.search(rf"(?<![\w.-]){re.escape(source.name)}:(\d+):", getattr(problem, "diagnostic", ""))
    line = int(found[1]) if found else _line_of_picture(problem.message, source, lines)
    origin = next((match[1] for text in reversed(lines[:line]) if (match := _ORIGIN.match(text))), None)
    place = f"{origin} (or just after it)" if origin else "the book"
    hints = "".join(f" Hint: {hint}." for hint in problem.hints)
    if NO_FONT in problem.message:
        hints = " No font of the book has such a sign: say it in words."
    where = f"{source}:{line}" if line else str(source)
    return f"{place}: the Typst compiler says: {problem.message}.{hints} The Typst source is kept in {where}."


def _line_of_picture(message: str, source: Path, lines: Sequence[str]) -> int:
    """The line that sets the picture with the text that a message quotes, when it names no line of its own; else 0."""
    for quoted in _QUOTED.findall(message):
        for picture in sorted(source.parent.glob("images/*.svg")):
            if quoted in picture.read_text("utf-8"):
                return next((at for at, line in enumerate(lines, 1) if picture.name in line), 0)
    return 0


def place_of(said: str, source: Path) -> str:
    """The chapter and line of a text of the PDF, as near as the source tells; "" where it does not stand there."""
    text = source.read_text(encoding="utf-8")
    signs, places = [], []
    for literal in _LITERAL.finditer(text):
        for sign in _SIGN.finditer(text, *literal.span(1)):
            if sign[1] and not (sign[1].isspace() or sign[1] in UNSEEN):
                signs.append(sign[1])
                places.append(sign.start())
    begins = "".join(signs).find("".join(sign for sign in said if not (sign.isspace() or sign in UNSEEN)))
    if begins < 0:
        return ""
    before = text[: places[begins]].splitlines()
    return next((match[1] for line in reversed(before) if (match := _ORIGIN.match(line))), "")


def font_folders() -> list[Path]:
    """The folders of the fonts that the project installs. Raises TypstBuildError when a package is missing."""
    folders = []
    for package in FONT_PACKAGES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise TypstBuildError(f"the font package {package} is not installed. Run `uv sync`.")
        folders.append(Path(spec.origin).parent / "files")
    return folders
