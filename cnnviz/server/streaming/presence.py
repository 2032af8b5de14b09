"""Drops work whose client has gone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar

from starlette.requests import Request

T = TypeVar("T")


class ClientGone(Exception):
    """The client that asked has gone."""


async def while_there(work: Coroutine[Any, Any, T], gone: Awaitable[object]) -> T:
    """The result of `work`; it is cancelled if `gone` comes first. Raises ClientGone."""
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(gone)
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        # A request that cannot tell whether its connection is closed counts as there.
        if not working.done() and not leaving.exception():
            raise ClientGone
        return await working
    finally:
        working.cancel()
        leaving.cancel()


async def client_left(request: Request) -> None:
    """Waits until the request's connection is closed."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
