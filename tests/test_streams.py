"""A scene is computed once for all who ask; nobody waits for who reads slowly or goes away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from cnnviz.content.param import Values
from cnnviz.content.spec import Parts, SceneSpec
from cnnviz.content.texts import SceneText
from cnnviz.server.errors import ApiError
from cnnviz.server.streaming.encoder import StreamEncoder
from cnnviz.server.streaming.job import StreamJob
from cnnviz.server.streaming.prefetch import prefetch_one
from cnnviz.server.streaming.scene_request import SceneRequest
from cnnviz.server.streaming.streams import LARGE_AT_ONCE, TURNS, Stopped, Streams
from looping import looped, settled
from loosely import loosely
from patience import PATIENCE
from scene_jobs import Counted, ask
from tiny import DOUBLE
from unread_connection import until


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_scene_is_computed_once_however_many_ask_at_the_same_time(method: str) -> None:
    counted, streams = Counted(), Streams("edition")

    async def release() -> None:
        counted.go.set()

    async def crowd() -> list[Response]:
        asked = [ask(streams, counted.spec, method) for _ in range(100)]
        # What is gathered begins in order: it is released when all have asked.
        crowd = asyncio.gather(*asked)
        await release()
        return await crowd

    answers = looped(crowd())
    assert counted.built == [2]
    assert len({bytes(answer.body) for answer in answers}) == 1


def test_finished_streams_are_kept_until_newer_ones_need_the_room() -> None:
    counted = Counted()
    counted.go.set()
    size = len(looped(sizes(Streams("edition"), counted.spec)))
    streams = Streams("edition", kept=3 * size + 50)
    counted.built.clear()

    async def some() -> None:
        for factor in (1, 2, 3, 1, 4, 1, 2):
            await ask(streams, counted.spec, factor=factor)

    looped(some())
    assert counted.built == [1, 2, 3, 4, 2], "the longest unused went first"


async def sizes(streams: Streams, spec: SceneSpec) -> bytes:
    await ask(streams, spec)
    (kept,) = streams._kept.values()
    return kept


def test_too_many_unfinished_scenes_are_503_with_retry_after() -> None:
    counted, streams = Counted(), Streams("edition", at_once=2)

    async def crowd() -> None:
        one = asyncio.create_task(ask(streams, counted.spec, factor=1))
        two = asyncio.create_task(ask(streams, counted.spec, factor=2))
        await asyncio.sleep(0)
        with pytest.raises(ApiError) as refused:
            await ask(streams, counted.spec, factor=3)
        same = asyncio.create_task(ask(streams, counted.spec, factor=2))
        counted.go.set()
        assert (await one).status_code == (await two).status_code == (await same).status_code == 200
        answer = refused.value.response()
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "2"
        assert b"ask again in a few seconds" in bytes(answer.body)
        assert (await ask(streams, counted.spec, factor=3)).status_code == 200

    looped(crowd())


def test_at_most_as_many_scenes_are_computed_at_once_as_there_are_turns() -> None:
    all_turns = threading.Barrier(TURNS)
    active, most = 0, 0

    def build(values: Values, text: SceneText) -> Parts:
        nonlocal active, most
        active += 1
        all_turns.wait(PATIENCE)
        most = max(most, active)
        active -= 1
        return DOUBLE.build(values, text)

    async def crowd() -> list[Response]:
        spec, streams = replace(DOUBLE, build=build), Streams("edition")
        return await asyncio.gather(
            *(ask(streams, spec, factor=factor) for factor in range(1, 2 * TURNS + 1))
        )

    assert [answer.status_code for answer in looped(crowd())] == [200] * 2 * TURNS
    assert most == TURNS


def test_large_scenes_are_computed_one_at_a_time_and_small_ones_do_not_wait() -> None:
    go, making, most, order = threading.Event(), 0, 0, []

    def build(values: Values, text: SceneText) -> Parts:
        nonlocal making, most
        rows = values.array("input").shape[1]
        if rows > 2:
            making += 1
            most = max(most, making)
            assert go.wait(PATIENCE)
            making -= 1
        order.append(rows)
        return DOUBLE.build(values, text)

    async def crowd() -> None:
        spec, streams = replace(DOUBLE, build=build), Streams("edition")
        long = [
            asyncio.create_task(ask(streams, spec, input=[[k] * 64] * 64)) for k in range(TURNS + 2)
        ]
        await asyncio.gather(*(ask(streams, spec, factor=factor) for factor in range(1, 9)))
        go.set()
        await asyncio.gather(*long)

    looped(crowd())
    assert most == 1
    assert order == [2] * 8 + [64] * (TURNS + 2)


@pytest.mark.thorough
def test_too_many_large_scenes_are_503_while_small_ones_are_served() -> None:
    counted, streams = Counted(), Streams("edition")

    async def crowd() -> None:
        inputs = [[[k] * 64] * 64 for k in range(LARGE_AT_ONCE + 1)]
        *asked, last = [
            asyncio.create_task(ask(streams, counted.spec, input=each)) for each in inputs
        ]
        with pytest.raises(ApiError, match="ask again in a few seconds"):
            await last
        small = asyncio.create_task(ask(streams, counted.spec, factor=3))
        counted.go.set()
        answers = await asyncio.gather(small, *asked)
        assert {answer.status_code for answer in answers} == {200}

    looped(crowd())


def test_a_scene_is_not_computed_once_all_its_clients_have_left() -> None:
    counted, streams = Counted(), Streams("edition")

    async def come_and_go() -> None:
        gone = asyncio.Event()

        async def receive() -> Message:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def leaving(factor: int) -> Response:
            values = Values.check(counted.spec.params, {"factor": factor, "input": [[1] * 64] * 64})
            request = Request({"type": "http", "method": "GET", "headers": []}, receive)
            return await streams.respond(request, SceneRequest(counted.spec, values))

        first = asyncio.create_task(ask(streams, counted.spec, factor=1, input=[[1] * 64] * 64))
        others = [asyncio.create_task(leaving(factor)) for factor in range(2, 9)]
        await settled()
        assert len(streams._jobs) == 8
        gone.set()
        await asyncio.wait(others)
        assert all(isinstance(other.exception(), ApiError) for other in others)
        assert len(streams._jobs) == 1
        again = asyncio.create_task(ask(streams, counted.spec, factor=5, input=[[1] * 64] * 64))
        counted.go.set()
        assert (await first).status_code == (await again).status_code == 200

    looped(come_and_go())
    assert counted.built == [1, 5]


@pytest.mark.parametrize("turns", range(8))
def test_a_client_that_arrives_as_the_last_one_leaves_gets_the_scene(turns: int) -> None:
    counted, streams = Counted(), Streams("edition")
    large = [[1] * 64] * 64

    async def come_as_another_goes() -> None:
        gone = asyncio.Event()

        async def receive() -> Message:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def leave() -> Response:
            values = Values.check(counted.spec.params, {"factor": 2, "input": large})
            request = Request({"type": "http", "method": "GET", "headers": []}, receive)
            return await streams.respond(request, SceneRequest(counted.spec, values))

        first = asyncio.create_task(ask(streams, counted.spec, factor=1, input=large))
        leaving = asyncio.create_task(leave())
        await settled()
        gone.set()
        await settled(turns)
        coming = asyncio.create_task(ask(streams, counted.spec, factor=2, input=large))
        await settled()
        counted.go.set()
        assert (await first).status_code == (await coming).status_code == 200
        assert isinstance(leaving.exception(), ApiError)

    looped(come_as_another_goes())


def test_stopping_the_server_cancels_running_and_waiting_computations(
    caplog: pytest.LogCaptureFixture,
) -> None:
    counted, streams = Counted(), Streams("edition")

    async def stop() -> None:
        asked = [
            asyncio.create_task(ask(streams, counted.spec, factor=factor))
            for factor in range(1, 2 * TURNS + 1)
        ]
        await settled()
        streams.stop()
        await asyncio.wait(asked)
        assert all(isinstance(each.exception(), ApiError) for each in asked)
        with pytest.raises(Stopped):
            await ask(streams, counted.spec, factor=20)
        await prefetch_one(streams, counted.spec)
        counted.go.set()
        await until(lambda: not streams._jobs)

    looped(stop())
    assert len(counted.built) <= TURNS
    assert not caplog.records


class Endless(StreamEncoder):
    """Pieces without an end, unless one is given."""

    def __init__(self, end: float = float("inf")) -> None:
        self._end = end
        self._count = count(1)
        self.ended = False
        self.first = self.next()

    def next(self, _: int = 0) -> bytes:
        number = next(self._count)
        self.ended = number >= self._end
        return b"%d," % number


def job(build: Callable[[], StreamEncoder], ended: Callable[[StreamJob], None]) -> StreamJob:
    return StreamJob(build, CapacityLimiter(1), failed=lambda error: error, ended=ended)


def test_a_slow_reader_delays_nobody_and_gets_everything() -> None:
    async def read() -> None:
        shared = job(lambda: Endless(100), lambda _: None)
        await shared.join()
        await shared.join()
        slow, quick = shared.read(), shared.read()
        first = await anext(slow)
        whole = b"".join([piece async for piece in quick])
        assert whole == b"".join(b"%d," % number for number in range(1, 101))
        assert first + b"".join([piece async for piece in slow]) == whole

    looped(read())


def test_a_stream_without_readers_is_abandoned() -> None:
    async def read() -> None:
        over = asyncio.Event()
        shared = job(Endless, lambda _: over.set())
        await shared.join()
        pieces = shared.read()
        await anext(pieces)
        await loosely(pieces).aclose()
        await over.wait()
        assert shared.whole is None

    looped(read())
