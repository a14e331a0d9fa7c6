"""papermill alone, in the book's environment: what stops it between cells is a line, where papermill has a traceback.

papermill loads it by its entry point, in the place of its own engine, which does all of the work.
"""

from __future__ import annotations

from typing import Any

from click import ClickException
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import NBClientEngine, papermill_engines

from kunnskapsstatus.kernels.client import AGAIN, NotReady

NO_KERNEL = "there is nothing called {!r} to run a notebook. Leave -k out: the notebook names what it needs."
DIED = "its process has ended: it used too much memory, or the cell calls os._exit. Correct the cell, then run it again."
ENDLESS = "it ran longer than --execution-timeout allows: {} seconds."


class Alone(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **named: Any) -> None:
        """Run the notebook of ``nb_man``.

        Raises
        ------
        ClickException
            When there is no such kernel, and when the kernel dies or a cell does not end: papermill tells it in a line,
            and ends with exit code 1. A cell that fails is papermill's to tell.
        """
        try:
            KernelSpecManager().get_kernel_spec(kernel_name)  # asked later, Jupyter logs a traceback too
            super().execute_managed_notebook(nb_man, kernel_name, **named)
        except NoSuchKernel as error:
            raise ClickException(NO_KERNEL.format(error.name)) from None
        except NotReady as error:
            raise ClickException(f"{error}. {AGAIN}") from None
        except (DeadKernelError, CellTimeoutError) as error:
            endless = isinstance(error, CellTimeoutError)
            why = ENDLESS.format(named.get("execution_timeout")) if endless else DIED
            begun = sum(cell.metadata.papermill["start_time"] is not None for cell in nb_man.nb.cells)
            raise ClickException(f"cell {begun}: {why}") from None


papermill_engines.register(None, Alone)  # papermill's name for the engine of who names none
