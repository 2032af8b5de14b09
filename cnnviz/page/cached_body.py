"""An immutable response body: gzip and ETag computed once."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from functools import cached_property

GZIP = 31
"""zlib's window bits for a gzip stream, whose time stamp stays 0: the same bytes each time."""
_COMPRESSIBLE = ("text/", "application/json", "application/jsonl", "image/svg+xml")


def gzip_body(body: bytes) -> bytes:
    """`body` as a gzip stream, as small as zlib makes it."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, GZIP, zlib.DEF_MEM_LEVEL + 1)
    return squeeze.compress(body) + squeeze.flush()


def etag_of(*parts: bytes) -> str:
    """A weak entity tag of `parts`: weak, as it stands for compressed and plain bytes alike."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return f'W/"{digest.hexdigest()[:20]}"'


@dataclass(frozen=True)
class CachedBody:
    """A body that does not change, and its media type."""

    body: bytes
    media_type: str

    @cached_property
    def packed(self) -> bytes:
        """The body compressed; empty where that gains nothing."""
        if not self.media_type.startswith(_COMPRESSIBLE) or len(self.body) < 200:
            return b""
        packed = gzip_body(self.body)
        return packed if len(packed) < len(self.body) else b""

    @cached_property
    def etag(self) -> str:
        """The entity tag of the body."""
        return etag_of(self.body)
