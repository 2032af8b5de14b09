"""Scenes as streams of JSON lines: each is made once for all who ask, and kept for the next."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Hashable, Iterator

import numpy as np
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from cnnviz.param import ParameterError, Values
from cnnviz.scene import Script
from cnnviz.seeds import Unusable
from cnnviz.server.blob import REVALIDATE, Unpacker, accepts_gzip, etag_of, known, unpacked_size
from cnnviz.server.hands import Hands
from cnnviz.server.presence import Gone, left, while_there
from cnnviz.server.problems import Refusal
from cnnviz.server.reading import PIECE
from cnnviz.server.reel import Reel, drawn, large, personal, sketched
from cnnviz.server.take import Take

MEDIA_TYPE = "application/jsonl"
KEPT = 32 * 1024 * 1024
"""Bytes of whole streams, compressed, that are kept; all defaults are a hundredth of it."""
AT_ONCE = 512
"""How many different scenes may be asked for and not yet made."""
LARGE_AT_ONCE = 16
"""How many of them may be of large arrays."""
VERSION = "Cnnviz-Version"
"""The header by which a page knows answers of another version than its own."""
TURNS = 4
"""How many of them are made at the same time, besides one drawing and one of large arrays."""
_BUSY = "Too many scenes are asked for at the moment; ask again in a few seconds."
_log = logging.getLogger("cnnviz")


class BrokenOff(Exception):
    """A stream that ends without its closing line; the log has said why."""


class Stopped(Refusal):
    """The server stops: no more scenes are made."""

    def __init__(self) -> None:
        super().__init__(503, "The server stops.", retry=True)


class Streams:
    """Streams scenes; whole streams are kept, and the longest unused go first."""

    def __init__(self, edition: str, kept: int = KEPT, at_once: int = AT_ONCE) -> None:
        self._edition = edition.encode()
        self._named = {VERSION: edition}
        self._capacity = kept
        self._at_once = at_once
        self._turns = CapacityLimiter(TURNS)
        # Drawings are short: side by side they would only wait for each other's threads.
        self._pens = CapacityLimiter(1)
        self._hands = Hands()
        # So do large scenes, and each holds much memory while it is made.
        self._large = CapacityLimiter(1)
        self._takes: dict[str, Take] = {}
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._stopped = False

    async def respond(
        self, request: Request, step: str, script: Script, values: Values, *, exact: bool
    ) -> Response:
        """The scene's stream. Raises ParameterError, and Refusal: 500 where it cannot be built, 503
        where a file that it needs cannot be used, or too many others are in the making."""
        tag = self._tag(step, script, values, exact=exact)
        zipped = accepts_gzip(request)
        headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-store"} | self._named
        keep = request.method == "GET" and not personal(script, values)
        if keep:
            headers |= {"ETag": tag, "Cache-Control": REVALIDATE}
            if known(request, tag):
                return Response(status_code=304, headers=headers)
        if zipped:
            headers["Content-Encoding"] = "gzip"
        whole = await self._ready(tag, step, script, values, request.client, exact=exact)
        if whole is None:
            take = self._take(tag, step, script, values, exact=exact)
            take.lasting |= keep
            try:
                await while_there(take.join(), left(request))
            except Gone:
                raise Refusal(400, "The connection was closed before the answer.") from None
            whole = take.whole
        if whole is None:
            pieces = _unbroken(take.read())
        elif zipped or (size := unpacked_size(whole)) <= PIECE:
            body = whole if zipped else b"".join(Unpacker().pieces(whole))
            return Response(body, headers=headers, media_type=MEDIA_TYPE)
        else:
            headers["Content-Length"] = str(size)
            pieces = _one(whole)
        body_pieces = pieces if zipped else _plain(pieces)
        return StreamingResponse(body_pieces, headers=headers, media_type=MEDIA_TYPE)

    async def whole(
        self,
        step: str,
        script: Script,
        values: Values,
        *,
        exact: bool,
        keep: bool = False,
        hand: Hashable = None,
    ) -> bytes:
        """The scene's whole stream, compressed, which is kept if so wished. Raises as `respond`.

        `hand` is who asks, as drawings are made for all in turn.
        """
        tag = self._tag(step, script, values, exact=exact)
        ready = await self._ready(tag, step, script, values, hand, exact=exact)
        if ready is not None:
            return ready
        take = self._take(tag, step, script, values, exact=exact)
        take.lasting |= keep
        await take.join()
        return b"".join([piece async for piece in take.read()])

    async def prepare(self, step: str, script: Script, values: Values) -> None:
        """Builds and keeps the scene's stream, as if it had been asked for."""
        await self.whole(step, script, values, exact=False, keep=True)

    async def _ready(
        self, tag: str, step: str, script: Script, values: Values, hand: Hashable, *, exact: bool
    ) -> bytes | None:
        """The whole stream, compressed, where it is there or made in no time."""
        whole = self._recall(tag)
        if whole is None and sketched(script, values):
            # A hand waits for it, and a thread would take as long to wake as it takes to make. But
            # all hands wait in a row: one drawing, then what else has come meanwhile.
            async with self._hands.turn(hand):
                whole = _at_once(f"{step}/{script.name}", script, values, exact=exact)
        return whole

    def _take(self, tag: str, step: str, script: Script, values: Values, *, exact: bool) -> Take:
        """The scene in the making, for all who ask while it is. Raises Refusal."""
        take = self._takes.get(tag)
        if self._stopped:
            raise Stopped
        if take is None:
            lane = self._lane(script, values)
            beside = sum(each.turns is lane for each in self._takes.values())
            most = LARGE_AT_ONCE if lane is self._large else self._at_once
            if beside >= most or len(self._takes) >= self._at_once:
                raise Refusal(503, _BUSY, retry=True)
            take = Take(
                lambda: Reel(script, values, exact=exact),
                lane,
                failed=lambda error: _told(f"{step}/{script.name}", error),
                ended=lambda take: self._ended(tag, take),
            )
            self._takes[tag] = take
        return take

    def _lane(self, script: Script, values: Values) -> CapacityLimiter:
        """Where the scene waits for its turn: what takes long is not before what takes a moment."""
        if drawn(script, values):
            return self._pens
        return self._large if large(script, values) else self._turns

    def stop(self) -> None:
        """Ends what is being made, as the server does."""
        self._stopped = True
        for take in list(self._takes.values()):
            take.stop(Stopped())

    def _ended(self, tag: str, take: Take) -> None:
        if self._takes.get(tag) is take:
            del self._takes[tag]
        if take.whole is not None and take.lasting:
            self._remember(tag, take.whole)

    def _tag(self, step: str, script: Script, values: Values, *, exact: bool) -> str:
        return etag_of(self._edition, *_key(step, script, values, exact))

    def _recall(self, tag: str) -> bytes | None:
        if tag in self._kept:
            self._kept.move_to_end(tag)
        return self._kept.get(tag)

    def _remember(self, tag: str, packed: bytes) -> None:
        self._size += len(packed) - len(self._kept.pop(tag, b""))
        self._kept[tag] = packed
        while self._size > self._capacity:
            self._size -= len(self._kept.popitem(last=False)[1])


async def _unbroken(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces of a stream that is being made. Raises BrokenOff where the rest cannot be."""
    try:
        async for piece in pieces:
            yield piece
    except Refusal:
        # The server cuts the connection, so that no cache takes the stream for whole.
        raise BrokenOff from None


async def _one(whole: bytes) -> AsyncIterator[bytes]:
    yield whole


async def _plain(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces unpacked, no faster than they are read, and one in a turn of the event loop."""
    unpacker = Unpacker()
    async for packed in pieces:
        for plain in unpacker.pieces(packed):
            yield plain
            await asyncio.sleep(0)


def _at_once(name: str, script: Script, values: Values, *, exact: bool) -> bytes:
    """The whole stream, compressed. Raises ParameterError and Refusal."""
    try:
        reel = Reel(script, values, exact=exact)
        return reel.first + reel.rest()
    except Exception as error:
        raise _told(name, error) from None


def _told(name: str, error: Exception) -> Exception:
    """What those are told who asked for the scene; the log says more."""
    if isinstance(error, ParameterError):
        return error
    if isinstance(error, Unusable):
        return Refusal(503, f"This scene cannot be played: {error}.")
    mark = secrets.token_hex(3)
    _log.error("scene %s could not be built [%s]", name, mark, exc_info=error)
    sentence = f"The scene {name} could not be built; the server's log says why, at [{mark}]."
    return Refusal(500, sentence)


def _key(step: str, script: Script, values: Values, exact: bool) -> Iterator[bytes]:
    yield f"{step}/{script.name}?{exact}".encode()
    for name, value in values.items():
        yield name.encode()
        if isinstance(value, np.ndarray):
            yield repr(value.shape).encode() + value.tobytes()
        else:
            yield repr(value).encode()
