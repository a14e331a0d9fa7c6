"""Drawings are kept by what they show: drawn once, drawn anew when a number changes, and never trusted when broken."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kunnskapsstatus import charts
from kunnskapsstatus.charts import ChartData, Datum
from kunnskapsstatus.forms.drawing import STORE, drawing


def bars(value: float) -> ChartData:
    return ChartData("bars", "prosent", (Datum("a", "A", value=value), Datum("b", "B", value=20.0)), "To stolper.")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is drawn for real."""
    done: list[object] = []
    draw = charts.draw
    monkeypatch.setattr(charts, "draw", lambda data: done.append(data) or draw(data))
    return done


def test_the_same_chart_is_drawn_once(tmp_path: Path, drawn: list[object]) -> None:
    first = drawing(tmp_path, bars(10.0))
    assert drawing(tmp_path, bars(10.0)) == first
    assert len(drawn) == 1
    assert first["svg"].startswith("<svg")
    assert "To stolper." in first["svg"]


@pytest.mark.parametrize("changed", [{"alt": "Andre ord."}, {"unit": "antall"}, {"order": "value"}], ids=str)
def test_a_chart_that_is_told_otherwise_is_drawn_anew(
    tmp_path: Path, drawn: list[object], changed: dict[str, Any]
) -> None:
    drawing(tmp_path, bars(10.0))
    drawing(tmp_path, replace(bars(10.0), **changed))
    assert len(drawn) == 2


def test_a_changed_number_is_drawn_anew(tmp_path: Path, drawn: list[object]) -> None:
    assert drawing(tmp_path, bars(10.0)) != drawing(tmp_path, bars(11.0))
    assert len(drawn) == 2


def test_a_broken_drawing_is_drawn_anew(tmp_path: Path, drawn: list[object]) -> None:
    first = drawing(tmp_path, bars(10.0))
    for path in (tmp_path / STORE).iterdir():
        path.write_text('{"svg": ', "utf-8")
    assert drawing(tmp_path, bars(10.0)) == first
    assert len(drawn) == 2


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "_build").write_text("a file where the folder should be")
    assert drawing(tmp_path, bars(10.0))["svg"].startswith("<svg")
