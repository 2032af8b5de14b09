"""Decides whose drawing is made next when many draw."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from heapq import heappop, heappush

REMEMBERED = 4096
"""Hands of which it is known when they drew last."""

TURNS_BETWEEN = 4
"""Turns of the event loop between two drawings: in so many a request is heard and answered."""


class FairQueue:
    """One drawing at a time: next is the client that has waited longest since its last one.

    So who draws now and then does not wait for all who draw without a pause, and each of these
    draws as often as the others. A hand that is new waits as if it had just drawn.
    """

    def __init__(self) -> None:
        self._turn = 0
        self._drew: OrderedDict[Hashable, int] = OrderedDict()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._busy = False

    @asynccontextmanager
    async def turn(self, hand: Hashable) -> AsyncIterator[None]:
        """Waits until it is the turn of `hand`, such as its address; the next draws afterwards."""
        self._turn += 1
        if self._busy:
            mine = asyncio.get_running_loop().create_future()
            heappush(self._waiting, (self._drew.get(hand, self._turn), self._turn, mine))
            try:
                await mine
            except asyncio.CancelledError:
                if mine.done() and not mine.cancelled():
                    self._next()
                raise
        self._busy = True
        try:
            yield
        finally:
            self._drew[hand] = self._turn
            self._drew.move_to_end(hand)
            if len(self._drew) > REMEMBERED:
                self._drew.popitem(last=False)
            self._rest(TURNS_BETWEEN)

    def _rest(self, turns: int) -> None:
        """Lets the next draw after so many turns of the loop, in which all else goes on."""
        if turns:
            asyncio.get_running_loop().call_soon(self._rest, turns - 1)
        else:
            self._next()

    def _next(self) -> None:
        self._busy = False
        while self._waiting and not self._busy:
            *_, next_one = heappop(self._waiting)
            if not next_one.done():
                next_one.set_result(None)
                self._busy = True
