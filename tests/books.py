"""What the report has, and what small books are made of: two exhibits, a table, and the headers of the other files."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from coverage.config import CoverageConfig

ROOT = Path(__file__).parents[1]
TABLES = [f"table-{n:02}" for n in range(1, 27)] + [f"table-a{n:02}" for n in range(1, 30)]
FIGURES = [f"figure-{n:02}" for n in range(1, 28)] + [f"figure-a{n:02}" for n in range(1, 24)]
PRINTED = [*TABLES, *FIGURES]
"""Every table and figure of the report, and of its appendices."""
PROSE = "key,what,value,qualifier,measure,year,population,category,group,section,figure,note\n"
OFFICIAL = "year,population,category,group,measure,value,qualifier,series,reservation,access,source\n"
EXHIBITS = """\
[reasons-for-stay]
printed = "table-03"
title = "Årsaker til opphold på krisesenter"
population = "stays"
measure = "percent"
category = "reason"
columns = ["year"]
dash = ".."
form = "bars"
source = "Krisesenterstatistikken"

[child-staff-by-size]
printed = "table-12"
title = "Tilbud med egne ansatte for barn"
population = "women-services"
measure = "percent"
year = 2018
category = "answer"
columns = ["group"]
group = "size"
source = "Krisesenterstatistikken"
"""
STAFF = """\
category,5 årsverk el mindre,"6-9,9 årsverk",10 årsverk eller mer,Totalt
Ja,64 %,100 %,93 %,87 %
Nei,36 %,0 %,7 %,13 %
N,14,17,15,46
"""


def with_documents(config: str, documents: str) -> str:
    """The book's own ``_config.yml`` with other documents on paper: those that it names have pages of its own."""
    return re.sub(r"(?ms)^    typst_documents:\n.*?(?=^    \w)", documents, config)


def of_what_runs(config: str) -> str:
    """The configuration of coverage without what makes it look for files that have not run, whenever it saves: the
    process of the tests does so for all, and a kernel saves after each cell."""
    known = CoverageConfig.deserialize(config)
    known.run_include = [f"{folder}/**" for folder in known.source_dirs]
    known.source_dirs = []
    return known.serialize()


CONFIG = "COVERAGE_PROCESS_CONFIG"
COVERAGE = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
"""What makes Python measure coverage from its start."""
if CONFIG in COVERAGE:
    COVERAGE[CONFIG] = of_what_runs(COVERAGE[CONFIG])


@contextmanager
def measured() -> Iterator[None]:
    """A block in which coverage is measured of the processes that are started. They take twice the time."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in COVERAGE.items():
            patch.setenv(name, value)
        yield


MakeBook = Callable[..., Path]
