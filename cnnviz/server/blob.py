"""Bytes that are served as they are: compressed once, named by a hash, and 304 where known."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from starlette.requests import Request
from starlette.responses import Response

from cnnviz.server.reading import PIECE

REVALIDATE = "public, max-age=0, must-revalidate, s-maxage=60"
"""A browser asks each time whether it has changed; a cache that many share, once a minute."""
IMMUTABLE = "public, max-age=31536000, immutable"
_COMPRESSIBLE = ("text/", "application/json", "application/jsonl", "image/svg+xml")
_GZIP = 31
"""zlib's window bits for a gzip stream, whose time stamp stays 0: the same bytes each time."""


def gzipped(body: bytes) -> bytes:
    """`body` as a gzip stream, as small as zlib makes it."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    return squeeze.compress(body) + squeeze.flush()


def unpacked_size(packed: bytes) -> int:
    """How many bytes `packed`, a whole gzip stream, holds, as its end says."""
    return int.from_bytes(packed[-4:], "little")


class Packer:
    """Compresses a stream of which each piece is to arrive at once."""

    def __init__(self, level: int = 6) -> None:
        self._zlib = zlib.compressobj(level, zlib.DEFLATED, _GZIP)

    def piece(self, part: bytes, *, last: bool) -> bytes:
        """`part` compressed, so that all of it can be read from what was given out so far."""
        return self._zlib.compress(part) + self._zlib.flush(
            zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH
        )


class Unpacker:
    """Reads a stream of which the pieces were compressed by a Packer."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(_GZIP)

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        """What `packed` adds to what was given out so far: little by little, as it is asked for."""
        while plain := self._zlib.decompress(packed, PIECE):
            yield plain
            packed = self._zlib.unconsumed_tail


def accepts_gzip(request: Request) -> bool:
    """Whether the request's Accept-Encoding allows gzip (`gzip;q=0` does not).

    >>> accepts_gzip(Request({"type": "http", "headers": [(b"accept-encoding", b"br, gzip;q=0")]}))
    False
    """
    for part in request.headers.get("accept-encoding", "").split(","):
        coding, _, weight = part.replace(" ", "").lower().partition(";q=")
        if coding in ("gzip", "*"):
            return weight.strip("0.") != "" if weight else True
    return False


def known(request: Request, etag: str) -> bool:
    """Whether the request says that it holds what `etag` names."""
    given = request.headers.get("if-none-match", "")
    return etag in (part.strip() for part in given.split(","))


def etag_of(*parts: bytes) -> str:
    """A weak entity tag of `parts`: weak, as it stands for compressed and plain bytes alike."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return f'W/"{digest.hexdigest()[:20]}"'


@dataclass(frozen=True)
class Blob:
    """A body that does not change, and its media type."""

    body: bytes
    media_type: str

    @cached_property
    def packed(self) -> bytes:
        """The body compressed; empty where that gains nothing."""
        if not self.media_type.startswith(_COMPRESSIBLE) or len(self.body) < 200:
            return b""
        packed = gzipped(self.body)
        return packed if len(packed) < len(self.body) else b""

    @cached_property
    def etag(self) -> str:
        """The entity tag of the body."""
        return etag_of(self.body)

    def response(self, request: Request, cache: str = REVALIDATE) -> Response:
        """The body, compressed where the client takes it, or 304 where it has it already."""
        headers = {"Cache-Control": cache, "ETag": self.etag, "Vary": "Accept-Encoding"}
        if known(request, self.etag):
            return Response(status_code=304, headers=headers)
        body = self.body
        if self.packed and accepts_gzip(request):
            body = self.packed
            headers["Content-Encoding"] = "gzip"
        return Response(body, headers=headers, media_type=self.media_type)
