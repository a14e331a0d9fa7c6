"""Builds that are killed at random moments, by one schedule. ``make kills`` does it a hundred times, and builds in
between."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from kills import NUMBERS, Trial, schedule, trial
from small_book import published, write_book

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")


@pytest.fixture
def killed(built: Path, tmp_path: Path) -> Iterator[Trial]:
    """The small book in another folder, built for one number; for the other, it is the book that other tests read."""
    with trial(write_book(tmp_path / "book")) as made:
        made.good[NUMBERS[0]] = published(built)
        made.set(NUMBERS[1])
        made.good[NUMBERS[1]] = made.build()
        yield made


def test_a_killed_build_leaves_one_whole_book_and_nothing_else(killed: Trial) -> None:
    found = NUMBERS[1]
    for kill in (replace(kill, head=True) for kill in schedule(seed=2019, times=2)):
        new = next(number for number in NUMBERS if number != found)
        killed.set(new)
        found = killed.kill(kill)
    assert killed.build() == killed.good[new]
