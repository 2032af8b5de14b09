"""Limits how much of a connection is read in one turn of the event loop."""

from __future__ import annotations

import asyncio

PIECE = 32 * 1024
"""Bytes that are read or written at a time, and that may wait in memory for a slow reader."""


class ReadsInPieces(asyncio.BufferedProtocol):
    """Makes any protocol read at most a piece at a time; asyncio takes eight times as much."""

    _buffer = bytearray()

    def data_received(self, data: bytes) -> None:
        """Takes what was read, as the protocol does that this is mixed into."""
        raise NotImplementedError

    def get_buffer(self, sizehint: int) -> bytearray:
        self._buffer = bytearray(PIECE)
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        read, self._buffer = self._buffer, bytearray()
        self.data_received(bytes(memoryview(read)[:nbytes]))
