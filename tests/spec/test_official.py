"""Official figures: what is computed from published numbers is what those numbers give."""

import pandas as pd

from kunnskapsstatus.numbers import half_up


def test_a_computed_share_is_the_share_of_the_published_numbers(all_observations: pd.DataFrame) -> None:
    official = all_observations[all_observations["dataset"].str.startswith("official-")]
    counts = official[
        (official["measure"] == "count") & (official["category"] == "total") & (official["series"] != "old-method")
    ]
    shares = official[(official["access"] == "derived") & (official["measure"] == "percent")]
    assert len(shares) > 10
    for _, row in shares.iterrows():
        same = counts[(counts["population"] == row["population"]) & (counts["year"] == row["year"])]
        (part,) = same.loc[same["group"] == row["group"], "value"]
        (whole,) = same.loc[same["group"] == "total", "value"]
        assert float(half_up(100 * part / whole, int(row["decimals"]))) == row["value"], f"{row['file']}:{row['line']}"
