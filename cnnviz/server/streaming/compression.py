"""Compresses streams piece by piece, so that each piece can be read when it arrives."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from cnnviz.page.cached_body import GZIP
from cnnviz.server.read_budget import PIECE


def unpacked_size(packed: bytes) -> int:
    """How many bytes `packed`, a whole gzip stream, holds, as its end says."""
    return int.from_bytes(packed[-4:], "little")


class Packer:
    """Compresses a stream of which each piece is to arrive at once."""

    def __init__(self, level: int = 6) -> None:
        self._zlib = zlib.compressobj(level, zlib.DEFLATED, GZIP)

    def piece(self, part: bytes, *, last: bool) -> bytes:
        """`part` compressed, so that all of it can be read from what was given out so far."""
        return self._zlib.compress(part) + self._zlib.flush(
            zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH
        )


class Unpacker:
    """Reads a stream of which the pieces were compressed by a Packer."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(GZIP)

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        """What `packed` adds to what was given out so far: little by little, as it is asked for."""
        while plain := self._zlib.decompress(packed, PIECE):
            yield plain
            packed = self._zlib.unconsumed_tail
