"""How papermill runs a notebook for an edition: a kernel that dies or never answers is a fault of the cell that ran."""

from __future__ import annotations

import logging
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines

from kunnskapsstatus.chapter.faults import DIED, ENDLESS
from kunnskapsstatus.kernels.client import AGAIN, NotReady

NAME = "kunnskapsstatus"
PENDING = "pending"



class Engine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, whose failures all stand in the notebook."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **named: Any) -> None:
        """Run the notebook of ``nb_man``."""
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **named)
        except NotReady as error:
            _tell(next(cell for cell in nb_man.nb.cells if cell.cell_type == "code"), f"{error}\n{AGAIN}")
        except (CellTimeoutError, DeadKernelError) as error:
            why = ENDLESS.format(named["execution_timeout"]) if isinstance(error, CellTimeoutError) else DIED
            begun = [cell for cell in nb_man.nb.cells if cell.metadata.papermill.get("status", PENDING) != PENDING]
            _tell(begun[-1], why)


def _tell(cell: NotebookNode, why: str) -> None:
    fault = nbformat.v4.new_output("error", ename="", evalue=why, traceback=[])  # type: ignore[no-untyped-call]
    cell.setdefault("outputs", []).append(fault)


papermill_engines.register(NAME, Engine)
logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what fails is told as a fault, and once
