"""Statistics Norway's tables, by PxWebApi version 2: what a table has is read from the service itself, and as much is
asked for at once, and as often, as it allows."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import product
from math import prod
from typing import Any
from urllib.parse import urlencode

import urllib3

from kunnskapsstatus.errors import BookError, did_you_mean
from kunnskapsstatus.registers.jsonstat import Cube, Dimensions, NoCube

ADDRESS = "https://data.ssb.no/api/pxwebapi/v2"
LANGUAGE, FORMAT = "no", "json-stat2"
AGAIN = (429, 502, 503, 504)
"""Answers of a server that is busy: what it says of when to come again is heeded."""
TRIES, WAIT = 5, 0.5
PAGE = 200
CELLS, CALLS, WINDOW = 100_000, 30, 60
"""What a service allows that does not say: cells at once, calls in so many seconds."""
KEPT = ("label", "source", "updated")
Selection = Mapping[str, Sequence[str]]


class NotThere(BookError):
    """The service has nothing at this address."""


class Service:
    """A service at an address. Nothing is asked of it before it is needed.

    Each method raises BookError when the service cannot be reached, refuses, or answers in another form.
    """

    def __init__(self, address: str = ADDRESS) -> None:
        self.address = address.rstrip("/")
        again = urllib3.Retry(TRIES, status_forcelist=AGAIN, allowed_methods=None, backoff_factor=WAIT, redirect=3)
        self._http = urllib3.PoolManager(retries=again, timeout=urllib3.Timeout(connect=10, read=60))
        self._calls: deque[float] = deque()
        self._limits: dict[str, int] = {}

    @property
    def limits(self) -> Mapping[str, int]:
        """How many ``cells`` may be asked for at once, and how many ``calls`` made in a ``window`` of seconds."""
        if not self._limits:
            told = self._asked("GET", "config")
            names = {
                "cells": ("maxDataCells", CELLS),
                "calls": ("maxCallsPerTimeWindow", CALLS),
                "window": ("timeWindow", WINDOW),
            }
            self._limits = {
                name: told[given] if isinstance(told.get(given), int) and told[given] > 0 else usual
                for name, (given, usual) in names.items()
            }
        return self._limits

    def tables(self, words: str) -> Iterator[tuple[str, str]]:
        """The ids and titles of the tables that have these words, page after page."""
        number, pages = 1, 1
        while number <= pages:
            fields = {"query": words, "pageNumber": str(number), "pageSize": str(PAGE), "lang": LANGUAGE}
            told = self._asked("GET", "tables", fields)
            try:
                yield from [(str(one["id"]), str(one["label"])) for one in told["tables"]]
                pages = int(told["page"]["totalPages"])
            except (KeyError, TypeError, ValueError):
                raise self._fault("tables", "answers something that is no list of tables") from None
            number += 1

    def dimensions(self, table: str) -> Dimensions:
        """The dimensions of a table. One that is not there is told of with those whose words it is in."""
        try:
            return Dimensions.of(self._asked("GET", f"tables/{table}/metadata", {"lang": LANGUAGE}))
        except NotThere:
            known = [f"{name} ({title})" for name, title in self.tables(table)]
            remedy = f"Those that have it in their words: {'; '.join(known) or 'none'}."
            raise BookError(f"there is no table {table!r}", file=self.address, remedy=remedy) from None
        except NoCube as error:
            raise self._fault(f"tables/{table}/metadata", str(error)) from None

    def chosen(self, table: str, wanted: Mapping[str, Any]) -> Selection:
        """The codes of a table that are wanted, where ``*`` and ``?`` stand for others; a dimension that is not named
        is wanted whole.

        Raises
        ------
        BookError
            For a dimension or a code that the table has not, with the closest ones.
        """
        there = self.dimensions(table).codes
        for name, codes in wanted.items():
            if name not in there:
                cause = f"the table {table} has no dimension {name!r}{did_you_mean(name, there)}"
                raise BookError(cause, remedy=f"It has: {', '.join(there)}.")
            for code in codes:
                if not any(fnmatchcase(one, code) for one in there[name]):
                    cause = f"the dimension {name!r} of the table {table} has no code {code!r}"
                    raise BookError(
                        cause + did_you_mean(code, there[name], 3), remedy="Correct it in the mapping file."
                    )
        return {
            name: [one for one in codes if any(fnmatchcase(one, code) for code in wanted.get(name, ("*",)))]
            for name, codes in there.items()
        }

    def data(self, table: str, selection: Selection) -> dict[str, Any]:
        """A JSON-stat 2 cube of the selection, put together of as many answers as it takes."""
        values: dict[tuple[str, ...], float | None] = {}
        first: dict[str, Any] = {}
        for part in parts(selection, self.limits["cells"]):
            body = {"selection": [{"variableCode": name, "valueCodes": list(codes)} for name, codes in part.items()]}
            path = f"tables/{table}/data"
            told = self._asked("POST", path, {"lang": LANGUAGE, "outputFormat": FORMAT}, body)
            try:
                cube = Cube.of(told)
            except NoCube as error:
                raise self._fault(path, str(error)) from None
            if list(cube.dimensions.codes) != list(selection):
                raise self._fault(path, "the dimensions are others than those that were asked for")
            values |= dict(cube.places)
            first = first or told
        return _cube(first, selection, values)

    def _asked(
        self, method: str, path: str, fields: Mapping[str, str] | None = None, body: object = None
    ) -> dict[str, Any]:
        if path != "config":
            self._wait()
        query = f"?{urlencode(fields)}" if fields else ""
        sent = json.dumps(body).encode() if body else None
        headers = {"Accept": "application/json", **({"Content-Type": "application/json"} if sent else {})}
        try:
            answer = self._http.request(method, f"{self.address}/{path}{query}", body=sent, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise self._fault(path, _unreached(error)) from None
        try:
            told = json.loads(answer.data)
        except ValueError:
            told = None
        if answer.status >= 400:
            title = told.get("title", "") if isinstance(told, dict) else ""
            kind = NotThere if answer.status == 404 else BookError
            raise self._fault(path, f"answers {answer.status} {title or answer.reason or ''}".rstrip(), kind)
        if not isinstance(told, dict):
            raise self._fault(path, "answers something that is no JSON")
        return told

    def _wait(self) -> None:
        """Until one more call is allowed."""
        window = self.limits["window"]
        while len(self._calls) >= self.limits["calls"]:
            time.sleep(max(0.0, self._calls.popleft() + window - time.monotonic()))
        self._calls.append(time.monotonic())

    def _fault(self, path: str, cause: str, kind: type[BookError] = BookError) -> BookError:
        return kind(cause, file=f"{self.address}/{path}", remedy="See to the address and the network, or try later.")


def _unreached(error: urllib3.exceptions.HTTPError) -> str:
    """Why no answer has come."""
    reason = error.reason if isinstance(error, urllib3.exceptions.MaxRetryError) else None
    if not isinstance(reason, urllib3.exceptions.ResponseError):
        return "cannot be reached"
    return "leads from one address to the next, and to no answer" if "redirect" in str(reason) else "is too busy"


def parts(selection: Selection, most: int) -> Iterator[Selection]:
    """A selection in as few parts as have at most so many cells each: the longest dimension is halved until they do."""
    longest = max(selection, key=lambda name: len(selection[name]))
    codes = selection[longest]
    if prod(map(len, selection.values())) <= most or len(codes) == 1:
        yield selection
        return
    for half in (codes[: len(codes) // 2], codes[len(codes) // 2 :]):
        yield from parts({**selection, longest: half}, most)


def _cube(
    first: Mapping[str, Any], selection: Selection, values: Mapping[tuple[str, ...], float | None]
) -> dict[str, Any]:
    places = list(product(*selection.values()))
    dimension = {
        name: {
            **first["dimension"][name],
            "category": {"index": list(codes), "label": {code: code for code in codes}},
        }
        for name, codes in selection.items()
    }
    return {
        "version": "2.0",
        "class": "dataset",
        **{name: first[name] for name in KEPT if name in first},
        "id": list(selection),
        "size": [len(codes) for codes in selection.values()],
        "role": first.get("role") or {},
        "dimension": dimension,
        "value": [values.get(place) for place in places],
    }
