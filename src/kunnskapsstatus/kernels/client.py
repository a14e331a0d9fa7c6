"""Whoever talks to a kernel of a nursery: ready as soon as the kernel is."""

from __future__ import annotations

import math
import time
from contextlib import suppress
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient

PATIENCE = 1.0
"""Seconds until the kernel is asked again."""
AGAIN = "See that there is memory enough, then run it again."
"""What whoever wanted a kernel can do, where none is ready."""
HEARD = 0.2
"""Seconds that what a kernel says to all takes at most, once who asks is connected."""


class NotReady(RuntimeError):
    """A kernel that nothing can be asked of: it is gone, or silent."""


class PromptClient(AsyncKernelClient):
    """Jupyter's own client, which waits a fifth of a second to hear whether a kernel that has answered says more. What
    it says by then is of no cell, and whoever runs cells leaves it out."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers, and what it says to all is heard.

        Raises
        ------
        NotReady
            When the kernel is gone, or does not answer within ``timeout`` seconds.
        """
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        while True:
            self.kernel_info()
            with suppress(Empty):
                reply: dict[str, Any] = await self.shell_channel.get_msg(timeout=PATIENCE)
                if reply["msg_type"] == "kernel_info_reply":
                    await self.iopub_channel.get_msg(timeout=HEARD)
                    self._handle_kernel_info_reply(reply)
                    return
            if not await self._async_is_alive():
                raise NotReady("the kernel is gone before it has answered")
            if time.monotonic() > end:
                raise NotReady(f"the kernel has not answered in {timeout} seconds")
