"""Runs what is asynchronous in a thread of its own: a browser test may have left a loop here."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def looped(work: Coroutine[Any, Any, T]) -> T:
    async def limited() -> T:
        async with asyncio.timeout(20):
            return await work

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(limited())).result()
