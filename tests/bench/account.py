"""Measured in a book's folder, through the doors that authors use: reading, making all forms, a kernel.

Prints JSON: processor seconds (a kernel's are of the clock), observations, and the most bytes that the process held.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
import time
import tomllib
from pathlib import Path

STORE = Path("_build") / "data" / "observations.parquet"


def spent() -> float:
    """Processor seconds of this process and of those that have ended below it."""
    return sum(time for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN) for time in resource.getrusage(who)[:2])


def exhibits() -> list[str]:
    """The ids of the book's exhibits."""
    return [
        name for path in sorted(Path("data/exhibits").glob("*.toml")) for name in tomllib.loads(path.read_text("utf-8"))
    ]


def forms() -> dict[str, float]:
    """Reading all observations, then all forms of all exhibits: drawn, or read where they have been drawn before."""
    from kunnskapsstatus import exhibit

    ids = exhibits()
    start = spent()
    exhibit(ids[0], 2018, show=False)
    read = spent()
    with contextlib.redirect_stdout(io.StringIO()):
        for name in ids:
            exhibit(name, 2018, show=False)._repr_mimebundle_()
    made = spent()

    import pyarrow.parquet

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    rows = pyarrow.parquet.read_metadata(STORE).num_rows
    return {"reading": read - start, "forms": made - read, "exhibits": len(ids), "rows": rows, "peak": held}


def kernel() -> dict[str, float]:
    """A kernel from nothing to the first exhibit: an ordinary one, and the second of a nursery."""
    from jupyter_client.manager import start_new_kernel

    from kunnskapsstatus.kernels.provisioner import nursery

    def one() -> tuple[float, float]:
        start = time.perf_counter()
        manager, client = start_new_kernel(cwd=os.getcwd())
        ready = time.perf_counter()
        shown = f"from kunnskapsstatus import exhibit; exhibit({exhibits()[0]!r}, 2018)"
        client.execute_interactive(shown, output_hook=lambda _: None)
        done = time.perf_counter()
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        return ready - start, done - ready

    ordinary = one()
    with nursery(Path.cwd()):
        one()
        forked = one()
    return {"ready": ordinary[0], "shown": ordinary[1], "forked": forked[0], "forked shown": forked[1]}


if __name__ == "__main__":
    print(json.dumps({"forms": forms, "kernel": kernel}[sys.argv[1]]()))
