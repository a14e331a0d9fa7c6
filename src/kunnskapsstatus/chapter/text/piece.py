"""A piece of a chapter's text, spoken: each role has said what stands in its place, each claim whether it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it.token import Token

from kunnskapsstatus.chapter import checks
from kunnskapsstatus.chapter.statements import CLAIM, Statement, Told, check, evaluate, sentences
from kunnskapsstatus.chapter.text import roles
from kunnskapsstatus.chapter.text.html import SAID
from kunnskapsstatus.chapter.text.parser import CHECKS
from kunnskapsstatus.chapter.text.roles import Pointer, Said
from kunnskapsstatus.errors import BookError

NUMBER_ROLE, CLAIM_ROLE = "eval", "claim"


class Fault(NamedTuple):
    """What is wrong in a text, and on which line of the chapter; 0 where that is not known."""

    cause: str
    line: int


@dataclass
class Checks:
    """The named checks of a chapter.

    Attributes
    ----------
    answered : what each says, by its name, from the block on in which it stands
    waiting : sentences that name one which stands further down
    """

    answered: dict[str, Statement] = field(default_factory=dict)
    waiting: list[tuple[str, Told]] = field(default_factory=list)

    def answerable(self) -> list[tuple[str, Told]]:
        """The sentences that need wait no longer."""
        found = [one for one in self.waiting if one[0] in self.answered]
        self.waiting = [one for one in self.waiting if one[0] not in self.answered]
        return found


class Piece:
    """A piece of text and what it says.

    Attributes
    ----------
    said : what stands in the place of each role, by its name and content
    claims : its claims, each with its sentence
    hidden : its numbers that are hidden, each with its sentence as far as it is said
    faults : what could not be said
    """

    def __init__(self, text: str, pointer: Pointer, known: Checks) -> None:
        """``known`` are the chapter's checks; those of this piece are added."""
        self._first = pointer.line_of(text)
        self.said: dict[tuple[str, str], Said] = {}
        self.claims: list[Told] = []
        self.hidden: list[Told] = []
        self.faults: list[Fault] = []
        self._text, self._flat, self._pointer, self._known = text, text.replace("\n", " "), pointer, known
        self._at = 0

    def speak(self, tokens: Sequence[Token]) -> None:
        """Have each role in the tokens, in order, say what stands in its place."""
        blocks = [token for token in tokens if (token.meta.get("directive") or [""])[0] == CHECKS]
        for token in blocks:
            token.meta[SAID] = [(one.name, check(one.expression)) for one in self._parsed(token)]
            self._known.answered |= dict(token.meta[SAID])
        for token in tokens:
            before = ""
            for child in _leaves(token):
                if child.type == "myst_role":
                    child.meta[SAID] = self._say(child.meta["name"], child.content, before)
                    before += "" if child.meta["name"] == CLAIM_ROLE else child.meta[SAID].text
                else:
                    before += " " if child.type in ("softbreak", "hardbreak") else child.content
        for name, told in self._known.answerable():
            self._claim(self._known.answered[name], told)

    def _parsed(self, token: Token) -> list[checks.Check]:
        try:
            return checks.parse(token.content.splitlines())
        except ValueError as error:
            _, line = error.args
            self.faults.append(Fault(f"{line.strip()!r} is no check: write name: expression", self._line(line)))
            return []

    def _say(self, role: str, content: str, before: str) -> Said:
        line = self._line(content)
        if role == CLAIM_ROLE:
            told = Told(Statement(CLAIM, content), (sentences(before) or [""])[-1].strip(), line)
            if checks.NAME.fullmatch(content) and content not in self._known.answered:
                self._known.waiting.append((content, told))
                said = Said("", "")
            else:
                said = self._claim(self._known.answered.get(content) or check(content), told)
        elif role == NUMBER_ROLE:
            statement = self._good(evaluate(content), line)
            said = roles.number(statement)
            if statement.hidden:
                begun = (sentences(before) or [""])[-1].strip()
                self.hidden.append(Told(statement, f"{begun} {said.text}".strip(), line))
        else:
            try:
                said = self._pointer.say(role, content)
            except BookError as error:
                self.faults.append(Fault(error.cause, line))
                said = Said(content, content)
        return self.said.setdefault((role, content), said)

    def _claim(self, statement: Statement, told: Told) -> Said:
        self.claims.append(told._replace(statement=self._good(statement, told.line)))
        return roles.mark(statement)

    def _good(self, statement: Statement, line: int) -> Statement:
        if statement.error:
            cause = f"the expression {statement.expression!r} in this sentence failed: {statement.error}"
            self.faults.append(Fault(cause, line))
        return statement

    def _line(self, content: str) -> int:
        """The line on which the next role with this content stands."""
        self._at = max(self._at, self._flat.find(content, self._at))
        return self._first + self._text.count("\n", 0, self._at) if self._first else 0


def _leaves(token: Token) -> Iterator[Token]:
    for child in token.children or ():
        yield child
        yield from _leaves(child) if child.type != "image" else ()
