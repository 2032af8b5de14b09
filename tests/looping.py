"""Runs what is asynchronous in a thread of its own: a browser test may have left a loop here."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from patience import PATIENCE

T = TypeVar("T")


class ToldTime(asyncio.SelectorEventLoop):
    """A loop whose clock a test puts forward, so that no limit of time is waited for."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead


async def passed(seconds: float) -> None:
    """So much time passes at once, and what was waiting for it goes on."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ToldTime)
    loop.ahead += seconds
    await settled()


async def settled(turns: int = 50) -> None:
    """Lets the loop turn, so that what could go on has gone on."""
    for _ in range(turns):
        await asyncio.sleep(0)


def looped(work: Coroutine[Any, Any, T]) -> T:
    async def limited() -> T:
        task = asyncio.current_task()
        assert task is not None
        cancel = asyncio.get_running_loop().call_soon_threadsafe
        patience = threading.Timer(PATIENCE, cancel, [task.cancel])
        patience.start()
        try:
            return await work
        finally:
            patience.cancel()

    def run() -> T:
        with asyncio.Runner(loop_factory=ToldTime) as runner:
            return runner.run(limited())

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()
