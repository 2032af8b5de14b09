"""A stream while it is made: once for all who ask, and not slowed by slow readers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from anyio import CapacityLimiter, to_thread

from cnnviz.server.streaming.encoder import StreamEncoder


class StreamJob:
    """The pieces of one stream made so far, for all its readers.

    It waits for its turn, and keeps it to the end. `ended` is called when it is whole, has failed,
    or is given up because nobody waits for it or reads it any more; `failed` turns an error into
    what readers get.
    """

    def __init__(
        self,
        build: Callable[[], StreamEncoder],
        turns: CapacityLimiter,
        *,
        failed: Callable[[Exception], Exception],
        ended: Callable[[StreamJob], None],
    ) -> None:
        self.whole: bytes | None = None
        self.lasting = False
        self._pieces: list[bytes] = []
        self._error: Exception | None = None
        self._readers = 0
        self._begun = False
        self.turns = turns
        self._failed = failed
        self._ended = ended
        self._news = asyncio.Event()
        self._making = asyncio.create_task(self._make(build))

    async def join(self) -> None:
        """Waits for the first piece, which `read` then gives. Raises what `failed` made."""
        self._readers += 1
        try:
            while not self._pieces:
                if self._error:
                    raise self._error
                await self._news.wait()
        except BaseException:
            self._leave()
            raise

    def stop(self, error: Exception) -> None:
        """Tells all who wait or read that no more will come."""
        self._error = error
        self._news.set()

    def _leave(self) -> None:
        self._readers -= 1
        if not self._readers and not self._begun:
            self._making.cancel()
            self._ended(self)

    async def read(self) -> AsyncIterator[bytes]:
        """The pieces to the last, for who has joined. Raises what `failed` made."""
        read = 0
        try:
            while True:
                if read < len(self._pieces):
                    yield self._pieces[read]
                    read += 1
                elif self._error:
                    raise self._error
                elif self.whole is not None:
                    return
                else:
                    await self._news.wait()
        finally:
            self._leave()

    async def _make(self, build: Callable[[], StreamEncoder]) -> None:
        try:
            async with self.turns:
                self._begun = True
                await self._film(await to_thread.run_sync(build))
        except Exception as error:
            self._error = self._failed(error)
        finally:
            self._ended(self)
            self._news.set()

    async def _film(self, encoder: StreamEncoder) -> None:
        self._add(encoder.first)
        while not encoder.ended and self._readers and not self._error:
            try:
                piece = await to_thread.run_sync(encoder.next)
            except Exception:
                # The status is out: a last line says it.
                self._add(encoder.broken())
                raise
            self._add(piece)
        if encoder.ended:
            self.whole = b"".join(self._pieces)

    def _add(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._news.set()
        self._news = asyncio.Event()
