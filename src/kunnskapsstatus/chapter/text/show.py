"""A chapter's text in its notebook: shown piece by piece, and what is found to be wrong in it."""

from __future__ import annotations

from html import escape
from typing import Any

from IPython.display import publish_display_data

from kunnskapsstatus.chapter.door import DOOR
from kunnskapsstatus.chapter.since import Years, of_page
from kunnskapsstatus.chapter.statements import Told
from kunnskapsstatus.chapter.text import CHOICES, REPORT, STOP
from kunnskapsstatus.chapter.text.html import POINTER, equip
from kunnskapsstatus.chapter.text.markdown import plain
from kunnskapsstatus.chapter.text.numbering import Numbers
from kunnskapsstatus.chapter.text.parser import parser, read
from kunnskapsstatus.chapter.text.piece import Checks, Fault, Piece
from kunnskapsstatus.chapter.text.roles import Pointer
from kunnskapsstatus.chapter.text.style import style_sheet
from kunnskapsstatus.data.invented import SAID
from kunnskapsstatus.errors import BookError, TextFault, did_you_mean
from kunnskapsstatus.exhibits.view import check_year
from kunnskapsstatus.forms.shown import bundle
from kunnskapsstatus.lists import counted

NOT_OF_YEAR = "Dette kapittelet er ikke med i utgaven for {year}. Teksten er derfor utelatt."
"""What a notebook says at its head that is run for an edition which does not have its chapter."""


class ChapterText:
    """The text of a chapter in its notebook. Called with a piece of it, it shows that."""

    def __init__(self, file: str, year: Any = None, claims: Any = STOP) -> None:
        """Begin a notebook.

        Parameters
        ----------
        file : the chapter, from the book's folder, such as ``chapters/users.md``
        year : the edition that the notebook is of; by default the newest
        claims : what a false claim does: ``stop`` the notebook where it stands, or stand in the ``report`` at its end

        Raises
        ------
        BookError
            When ``claims`` is anything else.
        LookupFailed
            For a year that is not a whole number, or has no data.
        """
        if claims not in CHOICES:
            cause = f"claims is {claims!r}{did_you_mean(claims, CHOICES)}"
            raise BookError(cause, remedy=f'Write claims = "{STOP}" or claims = "{REPORT}".')
        book = DOOR.open()
        year = book.newest if year is None else check_year(year, book.years)
        self._year, self._stops = year, claims == STOP
        numbers = Numbers(book, year)
        self._is_of_year = of_page(numbers.text(file)).has(year)
        self._pointer = Pointer(book.root, file, numbers)
        self._reader = equip(parser(book.root))
        self._checks = Checks()
        self._claims: list[Told] = []
        self._hidden: list[Told] = []
        DOOR.bundle = lambda view: bundle(view, place.number if (place := numbers.place_of(view.id)) else "")
        _show(style_sheet(), "")
        if book.synthetic:
            _show(f"<p><strong>{SAID}</strong></p>", f"**{SAID}**")
        if not self._is_of_year:
            _show(f"<p><strong>{NOT_OF_YEAR.format(year=year)}</strong></p>", NOT_OF_YEAR.format(year=year))

    def __call__(self, text: str, *, since: int | None = None, until: int | None = None) -> None:
        """Show a piece of the text, unless it belongs only to editions from a later year on, or until an earlier one.

        Raises
        ------
        TextFault
            For a claim that is false, where such a one stops the notebook, and for what cannot be said at all.
        """
        if not (self._is_of_year and Years(since, until).has(self._year)):
            return
        text = text.strip("\n")
        env: dict[str, Any] = {POINTER: self._pointer}
        numbered = self._pointer.numbered(text)
        tokens, piece = read(numbered, self._reader, env), Piece(text, self._pointer, self._checks)
        piece.speak(tokens)
        self._claims += piece.claims
        self._hidden += piece.hidden
        html = self._reader.renderer.render(tokens, self._reader.options, env)
        _show(f'<div class="ks">{html}</div>', plain(numbered, piece.said, self._pointer.address))
        false = [Fault(told.untrue, told.line) for told in piece.claims if told.statement.holds is False]
        false += [Fault(told.unsaid, told.line) for told in piece.hidden]
        self._stop_at([*piece.faults, *(false if self._stops else [])])

    def report(self) -> None:
        """Show, at the end of the notebook, how many of its claims were checked, and each that is false.

        Raises
        ------
        TextFault
            For a sentence that names a check which stands nowhere.
        """
        self._stop_at([Fault(f"there is no check {name!r}", told.line) for name, told in self._checks.waiting])
        false = [told for told in self._claims if not told.statement.holds]
        if self._claims:
            rest = f"{len(false)} av dem stemmer ikke" if false else "alle stemmer"
            if len(self._claims) == 1:
                rest = "den stemmer ikke" if false else "den stemmer"
            head = f"{counted(len(self._claims), 'påstand', 'påstander')} er kontrollert mot tallene, og {rest}."
            lines = [(told.sentence, told.statement.spoken, self._place(told.line)) for told in false]
            items = "".join(f"<li>«{escape(said)}» {escape(why)} <small>({at})</small></li>" for said, why, at in lines)
            text = "\n".join((head, "", *(f"- «{said}» {why} ({at})" for said, why, at in lines)))
            _show(f'<div class="ks"><hr><p>{head}</p><ul>{items}</ul></div>', text.strip())
        if self._hidden:
            where = ", ".join(dict.fromkeys(self._place(told.line) for told in self._hidden))
            text = f"{len(self._hidden)} tall i setningene er skjult av hensyn til personvern: {where}."
            _show(f'<div class="ks"><p>{escape(text)}</p></div>', text)

    def _place(self, line: int) -> str:
        return f"{self._pointer.file}:{line}" if line else self._pointer.file

    def _stop_at(self, faults: list[Fault]) -> None:
        if faults:
            first, *others = faults
            rest = "\n".join(f"{self._place(fault.line)}: {fault.cause}" for fault in others)
            raise TextFault(first.cause, file=self._pointer.file, line=first.line or None, remedy=rest)


def _show(html: str, text: str) -> None:
    publish_display_data({"text/html": html, "text/markdown": text, "text/plain": text})  # type: ignore[no-untyped-call]
