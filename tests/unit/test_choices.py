"""What a reader can choose above a chart: another year, the count in the place of the share, a line that stands out."""

import json
import re
from pathlib import Path

from books import ROOT

from kunnskapsstatus.book.pages import choices
from kunnskapsstatus.data.book import Book
from kunnskapsstatus.exhibits.view import view_of
from kunnskapsstatus.forms.choices import UNIT, YEAR
from kunnskapsstatus.forms.shown import Shown, show

BOOK = Book(ROOT)


def shown(identifier: str) -> Shown:
    return show(view_of(BOOK, identifier, 2024))


def test_the_years_that_a_chart_does_not_draw_can_be_chosen_each_with_its_title_and_numbers() -> None:
    reasons = shown("reasons-for-stay")
    assert reasons.chart and reasons.choice and reasons.choice.asked == YEAR
    assert [option.label for option in reasons.choice.options] == ["2018", "2017", "2016", "2015", "2014"]
    first, *others = reasons.choice.options
    assert (first.title, first.html) == (reasons.title, reasons.chart.html)
    for option in others:
        assert option.title == f"Årsaker til opphold på krisesenter, {option.label}"
        assert f"Psykisk vold, {option.label}: " in option.html and "2018" not in option.html
    assert Shown.from_json(json.loads(json.dumps(reasons.to_json()))) == reasons


def test_a_count_may_stand_in_the_place_of_a_share_of_the_same_and_nothing_else_may() -> None:
    traits = shown("resident-disabilities").choice
    assert traits and traits.asked == UNIT and [option.label for option in traits.options] == ["Prosent", "Antall"]
    assert "%" in traits.options[0].html and "%" not in re.sub(r"<[^>]+>", "", traits.options[1].html)
    for name in ("cost-by-size", "implementation-guidance", "residents", "child-destination", "beds-by-year"):
        assert shown(name).choice is None, name


def test_a_page_has_the_controls_and_fetches_the_drawings_beside_it(tmp_path: Path) -> None:
    reasons, residents, cost = (shown(name) for name in ("reasons-for-stay", "residents", "cost-by-size"))
    assert reasons.chart and residents.chart and cost.chart
    asked = choices.controls(reasons.chart.html, reasons)
    assert asked.count("<select") == 1 and asked.count("<option>") == 5 and YEAR in asked
    lines = choices.controls(residents.chart.html, residents)
    assert re.findall(r'<option value="([^"]*)">', lines)[:4] == ["", "I alt", "Kvinner", "Menn"]
    assert choices.controls(cost.chart.html, cost) == choices.controls("<svg/>", None) == ""
    (tmp_path / choices.FOLDER).mkdir()
    (tmp_path / choices.FOLDER / "gone.js").write_text("", "utf-8")
    choices.write(tmp_path, [reasons, residents, cost])
    [file] = (tmp_path / choices.FOLDER).iterdir()
    assert file.name == "reasons-for-stay.js"
    held = json.loads(file.read_text("utf-8").partition("]=")[2].rstrip(";\n"))
    assert [one["title"] for one in held] == [option.title for option in reasons.choice.options if reasons.choice]
