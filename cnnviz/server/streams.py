"""A scene as a stream of JSON lines, compressed on its way and remembered for the next who asks."""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from itertools import islice

import numpy as np
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from cnnviz import wire
from cnnviz.param import ParameterError, Values
from cnnviz.scene import Script
from cnnviz.seeds import Unusable
from cnnviz.server.blob import REVALIDATE, Packer, accepts_gzip, etag_of, gunzipped, known
from cnnviz.server.problems import Refusal

MEDIA_TYPE = "application/jsonl"
FAST = 1
"""How hard an answer to a hand that draws is compressed: it is wanted before it is small."""
LINES_A_CHUNK = 128
FEW = 8
"""A scene of so few frames is built at once and sent whole: a drawing is to be answered now."""
_log = logging.getLogger("cnnviz")


class Reel:
    """One scene on its way out: its next lines, plain and compressed."""

    def __init__(self, script: Script, values: Values, *, exact: bool) -> None:
        scene = script.build(values)
        self._lines = wire.lines(scene, exact=exact)
        few = len(scene.frames) <= FEW
        self._packer = Packer(FAST if few and _drawn(script, values) else 6)
        self._error: Exception | None = None
        self.ended = False
        # The first frame follows its header at once, so that the picture is there.
        self.first = self.next() if few else self.next(2)

    def next(self, count: int = LINES_A_CHUNK) -> tuple[bytes, bytes]:
        """Up to `count` lines, plain and compressed. Raises what building a line raises."""
        if self._error:
            raise self._error
        lines: list[bytes] = []
        try:
            lines.extend(islice(self._lines, count))
        except Exception as error:
            # Lines that were built go out first.
            if not lines:
                raise
            self._error = error
        self.ended = self._error is None and len(lines) < count
        plain = b"".join(lines)
        return plain, self._packer.piece(plain, last=self.ended)

    def broken(self) -> tuple[bytes, bytes]:
        """The line that says that no more will come, plain and compressed."""
        sentence = "The scene broke off; the server's log says why."
        plain = json.dumps({"type": "error", "detail": sentence}).encode() + b"\n"
        return plain, self._packer.piece(plain, last=True)


class Streams:
    """Streams scenes; whole streams are kept, and the longest unused go first."""

    def __init__(self, edition: str, capacity: int = 32 * 1024 * 1024) -> None:
        self._edition = edition.encode()
        self._capacity = capacity
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0

    async def respond(
        self, request: Request, step: str, script: Script, values: Values, *, exact: bool
    ) -> Response:
        """The scene's stream. Raises ParameterError, and Refusal: 500 where it cannot be built, 503
        where a file that it needs cannot be used."""
        tag = self._tag(step, script, values, exact=exact)
        zipped = accepts_gzip(request)
        headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-store"}
        keep = request.method == "GET" and not _drawn(script, values)
        if keep:
            headers |= {"ETag": tag, "Cache-Control": REVALIDATE}
            if known(request, tag):
                return Response(status_code=304, headers=headers)
        if zipped:
            headers["Content-Encoding"] = "gzip"
        packed = self._recall(tag)
        if packed is not None:
            body = packed if zipped else gunzipped(packed)
            return Response(body, headers=headers, media_type=MEDIA_TYPE)
        try:
            reel = await to_thread.run_sync(lambda: Reel(script, values, exact=exact))
        except ParameterError:
            raise
        except Unusable as error:
            raise Refusal(503, f"This scene cannot be played: {error}.") from None
        except Exception:
            _log.exception("scene %s/%s could not be built", step, script.name)
            name = f"{step}/{script.name}"
            sentence = f"The scene {name} could not be built; the server's log says why."
            raise Refusal(500, sentence) from None
        if reel.ended and not keep:
            body = reel.first[1] if zipped else reel.first[0]
            return Response(body, headers=headers, media_type=MEDIA_TYPE)
        chunks = self._chunks(reel, zipped, tag if keep else "")
        return StreamingResponse(chunks, headers=headers, media_type=MEDIA_TYPE)

    async def prepare(self, step: str, script: Script, values: Values) -> None:
        """Builds and keeps the scene's stream, as if it had been asked for."""
        tag = self._tag(step, script, values, exact=False)
        if tag in self._kept:
            return
        reel = await to_thread.run_sync(lambda: Reel(script, values, exact=False))
        async for _ in self._chunks(reel, True, tag):
            pass

    def _tag(self, step: str, script: Script, values: Values, *, exact: bool) -> str:
        return etag_of(self._edition, *_key(step, script, values, exact))

    async def _chunks(self, reel: Reel, zipped: bool, tag: str) -> AsyncIterator[bytes]:
        plain, packed = reel.first
        whole = bytearray(packed)
        yield packed if zipped else plain
        while not reel.ended:
            try:
                plain, packed = await to_thread.run_sync(reel.next)
            except Exception:
                # The status is out: say it in a last line, and let the server cut the connection,
                # so that no cache takes the stream for whole.
                plain, packed = reel.broken()
                yield packed if zipped else plain
                raise
            whole += packed
            yield packed if zipped else plain
        if tag:
            self._remember(tag, bytes(whole))

    def _recall(self, tag: str) -> bytes | None:
        if tag in self._kept:
            self._kept.move_to_end(tag)
        return self._kept.get(tag)

    def _remember(self, tag: str, packed: bytes) -> None:
        self._size += len(packed) - len(self._kept.pop(tag, b""))
        self._kept[tag] = packed
        while self._size > self._capacity:
            self._size -= len(self._kept.popitem(last=False)[1])


def _drawn(script: Script, values: Values) -> bool:
    """Whether a hand has drawn in it: nobody will ask for the same again."""
    return any(
        param.kind == "strokes" and values[param.name] != param.default for param in script.params
    )


def _key(step: str, script: Script, values: Values, exact: bool) -> Iterator[bytes]:
    yield f"{step}/{script.name}?{exact}".encode()
    for name, value in values.items():
        yield name.encode()
        if isinstance(value, np.ndarray):
            yield repr(value.shape).encode() + value.tobytes()
        else:
            yield repr(value).encode()
