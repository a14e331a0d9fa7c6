"""What a line chart says to someone who does not see it."""

import pandas as pd
import pytest

from kunnskapsstatus.exhibits import exhibit as exhibits
from kunnskapsstatus.forms.alternative import describe


def line(points: list[tuple[int, float, str]], qualifier: str = "") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "category": "total",
            "category_label": "I alt",
            "group": "total",
            "group_label": "I alt",
            "year": [p[0] for p in points],
            "value": [p[1] for p in points],
            "series": [p[2] for p in points],
            "qualifier": qualifier,
        }
    )


@pytest.mark.parametrize(
    ("points", "qualifier", "said"),
    [
        ([(2016, 10, ""), (2018, 12, "")], "", "I alt: fra 10 i 2016 til 12 i 2018."),
        ([(2018, 12, ""), (2016, 10, "")], "", "I alt: fra 10 i 2016 til 12 i 2018."),
        ([(2016, 10, "")], "omkring", "I alt: omkring 10 i 2016."),
        (
            [(2016, 10, ""), (2017, 14, ""), (2018, 9, ""), (2019, 11, "")],
            "",
            "I alt: fra 10 i 2016 til 11 i 2019, høyest 14 i 2017, lavest 9 i 2018.",
        ),
        (
            [(2019, 10, "a"), (2020, 8, "a"), (2021, 20, "b"), (2022, 30, "b")],
            "",
            "I alt: fra 10 i 2019 til 8 i 2020; brudd; fra 20 i 2021 til 30 i 2022.",
        ),
    ],
)
def test_a_line_is_told_part_by_part_never_across_a_break(
    points: list[tuple[int, float, str]], qualifier: str, said: str
) -> None:
    residents = exhibits.get("residents", 2018)
    assert (
        describe(residents, line(points, qualifier), "lines", "")
        == f"Linjediagram. {residents.definition.title}. {said}"
    )
