"""``data/datapackage.json``: all CSV files described by the Data Package standard, version 2, so that other tools can read them."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from pathlib import Path
from typing import Any

from kunnskapsstatus import definitions, files
from kunnskapsstatus.errors import DataError

DATA = Path("data")
DESCRIPTOR = DATA / "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENSE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Navngivelse 4.0 Internasjonal",
}
