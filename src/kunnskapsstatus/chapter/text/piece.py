"""A piece of a chapter's text, spoken: each role has said what stands in its place, each claim whether it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


class Piece:
    """A piece of text and what it says.

    Attributes
    ----------
    said : what stands in the place of each role, by its name and content
    claims : its claims, each with its sentence
    faults : what could not be said
    """

    def __init__(self, text: str, pointer: Pointer, waiting: dict[str, Told]) -> None:
        """``waiting`` are the claims of earlier pieces whose checks were not known yet; those of this one are added."""
        self._first = pointer.line_of(text)
        self.said: dict[tuple[str, str], Said] = {}
        self.claims: list[Told] = []
        self.faults: list[Fault] = []
        self._text, self._pointer, self._waiting = text, pointer, waiting
        self._flat = text.replace("\n", " ")
        self._checks: dict[str, str] = {}
        self._at = 0

    def speak(self, tokens: Sequence[Token]) -> None:
        """Have each role in the tokens, in order, say what stands in its place."""
        blocks = [(token, self._parsed(token)) for token in tokens if token.meta.get("directive", [""])[0] == CHECKS]
        self._checks = {one.name: one.expression for _, block in blocks for one in block}
        for token in tokens:
            before = ""
            for child in _leaves(token):
                if child.type == "myst_role":
                    child.meta[SAID] = self._say(child.meta["name"], child.content, before)
                    before += "" if child.meta["name"] == CLAIM_ROLE else child.meta[SAID].text
                else:
                    before += " " if child.type in ("softbreak", "hardbreak") else child.content
        for token, block in blocks:
            for one in block:
                if one.name in self._waiting:
                    self._claim(one.expression, self._waiting.pop(one.name))
            known = {told.statement.expression: told.statement for told in self.claims}
            token.meta[SAID] = [(one.name, known[one.expression]) for one in block if one.expression in known]

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
            if checks.NAME.fullmatch(content) and content not in self._checks:
                self._waiting[content] = told
                return Said("", "")
            said = self._claim(self._checks.get(content, content), told)
        elif role == NUMBER_ROLE:
            said = roles.number(self._good(evaluate(content), line))
        else:
            try:
                said = self._pointer.say(role, content)
            except BookError as error:
                self.faults.append(Fault(error.cause, line))
                said = Said(content, content)
        return self.said.setdefault((role, content), said)

    def _claim(self, expression: str, told: Told) -> Said:
        statement = self._good(check(expression), told.line)
        self.claims.append(told._replace(statement=statement))
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
