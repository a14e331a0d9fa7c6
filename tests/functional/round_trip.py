"""Synthetic registers, received, and tabulated to what is printed: ``make round-trip`` does it with all of a year.

The registers of two runs with a seed are the same, byte for byte; receiving finds nothing in them that stops; and each
number that they do not give back is one of which it is known that it holds in no register.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import given_back

from kunnskapsstatus import paths
from kunnskapsstatus.data.rules.rule import STOPS
from kunnskapsstatus.registers import delivery
from kunnskapsstatus.registers.control import control
from kunnskapsstatus.registers.synthetic.compare import compare
from kunnskapsstatus.registers.synthetic.files import write_forms
from kunnskapsstatus.registers.synthetic.registers import YEARS, synthesize

LONGEST = 120.0
"""Seconds that the registers of a year may take."""
TABLE = Path("docs") / "given-back.md"
BELOW = "<!-- make round-trip TRIP=--write -->\n"
"""The line of the page below which the tables are written."""


def main() -> int:
    """Make the registers of a year twice, and look at them."""
    parser = argparse.ArgumentParser(prog="round_trip", description=__doc__)
    parser.add_argument("--year", type=int, default=2018, help="2018, a year before it, or 2019 for the survey")
    parser.add_argument("--seed", type=int, default=1, help="another number makes others")
    parser.add_argument("--write", action="store_true", help=f"make all years, and write what holds: {TABLE}")
    given = parser.parse_args()
    if given.write:
        return write(paths.root(), given.seed)
    root, faults, folders = paths.root(), list[str](), list[dict[str, bytes]]()
    with tempfile.TemporaryDirectory() as temporary:
        for name in ("first", "second"):
            begun = time.monotonic()
            made = synthesize(root, given.year, given.seed)
            took = time.monotonic() - begun
            print(f"{name} run: {took:.0f} seconds")
            faults += [f"more than {LONGEST:.0f} seconds"] if took > LONGEST else []
            folder = Path(temporary) / name
            write_forms(folder, made.frames, given.year, given.seed)
            folders.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
        faults += ["two runs with a seed differ"] if folders[0] != folders[1] else []
        sent = delivery.read(root, folder, given.year)
        found = control(sent, folder / delivery.SIGNATURES)
        faults += [f"receiving: {one.rule.name}" for one in found.found if one.severity == STOPS]
        tables = compare(root, sent.records, given.year)
    for table in tables:
        print(f"{table.dataset:10} {table.numbers:4} numbers  {'; '.join(table.differing) or 'given back'}")
        for one in table.differing:
            name = f"{table.dataset}: {one.partition(', not')[0]}"
            if not any(known.name.partition(" %")[0] == name for known in made.impossible):
                faults.append(f"{name} is not given back, and nothing says that it cannot be")
    print(*(faults or ["all that can be given back is"]), sep="\n")
    return 1 if faults else 0


def write(root: Path, seed: int) -> int:
    """Make the registers of all years, and write what becomes of each exhibit."""
    found = given_back.contradicted(root, {year: synthesize(root, year, seed) for year in YEARS})
    page = root / TABLE
    text = page.read_text("utf-8").partition(BELOW)[0]
    page.write_text(f"{text}{BELOW}\n{given_back.table(found)}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
