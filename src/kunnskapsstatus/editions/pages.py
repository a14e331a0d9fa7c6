"""An edition's pages and its PDF, made in a process of its own: several editions are made side by side.

It says what it does in lines of JSON, and why it cannot in the last.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kunnskapsstatus import processes
from kunnskapsstatus.book.build import SOURCE, write
from kunnskapsstatus.book.run.progress import Progress
from kunnskapsstatus.errors import BookError, of_machine

SAY, CAUSE = "say", "cause"
Say = Callable[[str], object]
Started = Callable[["subprocess.Popen[str]"], object]


def run(work: Path, given: Mapping[str, Any], say: Say, started: Started) -> None:
    """Make the pages and the PDF of the book in ``work/source`` for the parameters ``given``, from what ``work`` has of
    them already. Its process is told to ``started``, what it does to ``say``.

    Raises
    ------
    BookError
        With all that is wrong with the book, and for a process that was ended from outside.
    """
    arguments = [str(work), json.dumps(dict(given)), str(os.getpid())]
    with subprocess.Popen(
        [sys.executable, "-P", "-m", __name__, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        encoding="utf-8", start_new_session=True,
    ) as process:  # fmt: skip
        started(process)
        assert process.stdout is not None
        fault: dict[str, Any] | None = None
        for line in process.stdout:
            told = json.loads(line)
            if SAY in told:
                say(told[SAY])
            else:
                fault = told
    if fault is not None:
        raise BookError(**fault).seen_from(work / SOURCE)
    if process.returncode:
        cause = f"the process that makes the pages has ended with exit code {process.returncode}"
        raise BookError(cause, remedy="See that there is memory enough, then make the edition again.")


class _Lines(Progress):
    """Progress as lines of JSON."""

    def say(self, text: str) -> None:
        _tell({SAY: text})


def _tell(what: Mapping[str, Any]) -> None:
    processes.say(json.dumps(what))


def main(work: Path, given: Mapping[str, Any], parent: int) -> int:
    """Be the process."""
    processes.end_with(parent)
    try:
        with processes.family():
            write(work, given, _Lines())
    except OSError as error:
        fault = of_machine(error, work)
    except BookError as error:
        fault = error
    except KeyboardInterrupt:
        return 130
    else:
        return 0
    _tell({CAUSE: fault.cause, "file": fault.file, "line": fault.line, "remedy": fault.remedy})
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3])))
