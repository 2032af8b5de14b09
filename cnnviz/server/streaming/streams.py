"""Makes each stream once for all who ask, and keeps it for the next."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Hashable

from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from cnnviz.content.param import ParameterError
from cnnviz.content.seeds import Unusable
from cnnviz.page.cached_body import etag_of
from cnnviz.server.errors import ApiError
from cnnviz.server.http_cache import REVALIDATE, accepts_gzip, is_current
from cnnviz.server.read_budget import PIECE
from cnnviz.server.streaming.compression import Unpacker, unpacked_size
from cnnviz.server.streaming.encoder import StreamEncoder
from cnnviz.server.streaming.job import StreamJob
from cnnviz.server.streaming.presence import ClientGone, client_left, while_there
from cnnviz.server.streaming.scene_request import SceneRequest
from cnnviz.server.streaming.turns import FairQueue

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
    """A stream that ended without its last line; the log says why."""


class Stopped(ApiError):
    """The server stops: no more scenes are made."""

    def __init__(self) -> None:
        super().__init__(503, "The server stops.", retry=True)


class Streams:
    """Streams scenes; whole streams are kept, and the longest unused go first."""

    def __init__(self, content_hash: str, kept: int = KEPT, at_once: int = AT_ONCE) -> None:
        self._edition = content_hash.encode()
        self._named = {VERSION: content_hash}
        self._capacity = kept
        self._at_once = at_once
        self._turns = CapacityLimiter(TURNS)
        # Drawings are short: side by side they would only wait for each other's threads.
        self._pens = CapacityLimiter(1)
        self._queue = FairQueue()
        # So do large scenes, and each holds much memory while it is made.
        self._large = CapacityLimiter(1)
        self._jobs: dict[str, StreamJob] = {}
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._stopped = False

    async def respond(self, request: Request, wanted: SceneRequest) -> Response:
        """The scene's stream.

        Raises ParameterError, and ApiError: 500 where the scene cannot be built, 503 where a file
        that it needs cannot be used or too many others are being built.
        """
        tag = self._tag(wanted)
        zipped = accepts_gzip(request)
        headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-store"} | self._named
        keep = request.method == "GET" and not wanted.is_personal
        if keep:
            headers |= {"ETag": tag, "Cache-Control": REVALIDATE}
            if is_current(request, tag):
                return Response(status_code=304, headers=headers)
        if zipped:
            headers["Content-Encoding"] = "gzip"
        whole = await self._ready(tag, wanted, request.client)
        if whole is None:
            try:
                job = await while_there(self._join(tag, wanted, keep), client_left(request))
            except ClientGone:
                raise ApiError(400, "The connection was closed before the answer.") from None
            whole = job.whole
        if whole is None:
            pieces = _unbroken(job.read())
        elif zipped or (size := unpacked_size(whole)) <= PIECE:
            body = whole if zipped else b"".join(Unpacker().pieces(whole))
            return Response(body, headers=headers, media_type=MEDIA_TYPE)
        else:
            headers["Content-Length"] = str(size)
            pieces = _one(whole)
        body_pieces = pieces if zipped else _plain(pieces)
        return StreamingResponse(body_pieces, headers=headers, media_type=MEDIA_TYPE)

    async def whole(
        self, wanted: SceneRequest, *, keep: bool = False, hand: Hashable = None
    ) -> bytes:
        """The scene's whole stream, compressed, which is kept if so wished. Raises as `respond`.

        `hand` is who asks, as drawings are made for all in turn.
        """
        tag = self._tag(wanted)
        ready = await self._ready(tag, wanted, hand)
        if ready is not None:
            return ready
        job = await self._join(tag, wanted, keep)
        return b"".join([piece async for piece in job.read()])

    async def prepare(self, wanted: SceneRequest) -> None:
        """Builds and keeps the scene's stream, as if it had been asked for."""
        await self.whole(wanted, keep=True)

    async def _ready(self, tag: str, wanted: SceneRequest, hand: Hashable) -> bytes | None:
        """The whole stream, compressed, where it is there or made in no time."""
        whole = self._recall(tag)
        if whole is None and wanted.is_small_drawing:
            # A hand waits for it, and a thread would take as long to wake as it takes to make. But
            # all hands wait in a row: one drawing, then what else has come meanwhile.
            async with self._queue.turn(hand):
                whole = _at_once(wanted)
        return whole

    async def _join(self, tag: str, wanted: SceneRequest, keep: bool) -> StreamJob:
        """The scene in the making, once its first piece is there. Raises as `respond`."""
        # In one step, so that the job is not given up between being found and being waited for.
        job = self._job(tag, wanted)
        job.lasting |= keep
        await job.join()
        return job

    def _job(self, tag: str, wanted: SceneRequest) -> StreamJob:
        """The scene in the making, for all who ask while it is. Raises ApiError."""
        job = self._jobs.get(tag)
        if self._stopped:
            raise Stopped
        if job is None:
            lane = self._lane(wanted)
            beside = sum(each.turns is lane for each in self._jobs.values())
            most = LARGE_AT_ONCE if lane is self._large else self._at_once
            if beside >= most or len(self._jobs) >= self._at_once:
                raise ApiError(503, _BUSY, retry=True)
            job = StreamJob(
                lambda: StreamEncoder(wanted),
                lane,
                failed=lambda error: _public_error(wanted.spec.path, error),
                ended=lambda job: self._ended(tag, job),
            )
            self._jobs[tag] = job
        return job

    def _lane(self, wanted: SceneRequest) -> CapacityLimiter:
        """Where the scene waits for its turn: what takes long is not before what takes a moment."""
        if wanted.is_drawing:
            return self._pens
        return self._large if wanted.is_large else self._turns

    def stop(self) -> None:
        """Ends what is being made, as the server does."""
        self._stopped = True
        for job in list(self._jobs.values()):
            job.stop(Stopped())

    def _ended(self, tag: str, job: StreamJob) -> None:
        if self._jobs.get(tag) is job:
            del self._jobs[tag]
        if job.whole is not None and job.lasting:
            self._remember(tag, job.whole)

    def _tag(self, wanted: SceneRequest) -> str:
        return etag_of(self._edition, *wanted.key)

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
    except ApiError:
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


def _at_once(wanted: SceneRequest) -> bytes:
    """The whole stream, compressed. Raises ParameterError and ApiError."""
    try:
        encoder = StreamEncoder(wanted)
        return encoder.first + encoder.rest()
    except Exception as error:
        raise _public_error(wanted.spec.path, error) from None


def _public_error(name: str, error: Exception) -> Exception:
    """What those are told who asked for the scene; the log says more."""
    if isinstance(error, ParameterError):
        return error
    if isinstance(error, Unusable):
        return ApiError(503, f"This scene cannot be played: {error}.")
    mark = secrets.token_hex(3)
    _log.error("scene %s could not be built [%s]", name, mark, exc_info=error)
    sentence = f"The scene {name} could not be built; the server's log says why, at [{mark}]."
    return ApiError(500, sentence)
