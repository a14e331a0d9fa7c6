"""What a chapter's kernel is told before its first cell: how the book shows an author's own tables and charts, which
files its code opens, and that it is in no time zone.

It is told by the build alone: in a notebook, pandas and Altair show themselves as they always do.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from kunnskapsstatus import paths
from kunnskapsstatus.chapter import opened
from kunnskapsstatus.forms.own import MIME, Own, own_chart, own_table


def load_ipython_extension(shell: Any) -> None:
    """Have data frames and Altair charts give what the book makes of them, besides what they are for any notebook, and
    times be the same wherever the book is built."""
    opened.listen()
    os.environ["TZ"] = "UTC"
    time.tzset()
    bundles = shell.display_formatter.mimebundle_formatter
    for module, name, form in (
        ("pandas", "DataFrame", own_table),
        ("pandas", "Series", lambda series: own_table(series.to_frame())),
        ("altair.vegalite.v6.api", "TopLevelMixin", _chart),
    ):
        bundles.for_type_by_name(module, name, _bundled(form))


def _bundled(form: Callable[[Any], Own]) -> Callable[..., dict[str, Any]]:
    def bundle(shown: Any, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {MIME: form(shown).to_json(), "text/plain": type(shown).__name__}

    return bundle


def _chart(chart: Any) -> Own:
    try:
        spec = chart.to_dict()
    except Exception as error:  # whatever Altair finds wrong with it
        said = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        return Own(fault=f"an Altair chart that is not right: {said}", remedy="Correct the chart")
    return own_chart(paths.root(), spec)
