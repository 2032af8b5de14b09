"""A scene is computed once for all who ask; nobody waits for who reads slowly or goes away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import count, pairwise

import pytest
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from cnnviz.content.param import ParameterError, Values
from cnnviz.content.spec import Parts, SceneSpec
from cnnviz.content.texts import SceneText
from cnnviz.server.errors import ApiError
from cnnviz.server.streaming.encoder import StreamEncoder
from cnnviz.server.streaming.job import StreamJob
from cnnviz.server.streaming.prefetch import prefetch_one
from cnnviz.server.streaming.scene_request import SKETCH, SceneRequest
from cnnviz.server.streaming.streams import LARGE_AT_ONCE, TURNS, Stopped, Streams
from cnnviz.server.streaming.turns import TURNS_BETWEEN, FairQueue
from cnnviz.steps.lenet import STEP
from looping import looped, settled
from loosely import loosely
from patience import PATIENCE
from tiny import DOUBLE
from wired import until

LIVE = STEP.spec("live")


class Counted:
    """A script that counts how often it is built, and lets nobody go on before it is told to."""

    def __init__(self) -> None:
        self.built: list[int] = []
        self.go = threading.Event()
        self.spec = replace(DOUBLE, build=self._build)

    def _build(self, values: Values, text: SceneText) -> Parts:
        self.built.append(values.integer("factor"))
        assert self.go.wait(PATIENCE)
        return DOUBLE.build(values, text)


async def ask(streams: Streams, spec: SceneSpec, method: str = "GET", **given: object) -> Response:
    request = Request({"type": "http", "method": method, "headers": []})
    values = Values.check(spec.params, given)
    return await streams.respond(request, SceneRequest(spec, values))


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


def test_what_was_computed_is_kept_until_others_take_its_room() -> None:
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


def test_too_many_scenes_in_the_making_are_503_that_says_when_to_ask_again() -> None:
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


def test_no_more_scenes_are_made_at_the_same_time_than_there_are_turns() -> None:
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


def test_large_scenes_wait_for_each_other_and_nobody_waits_for_them() -> None:
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


def test_more_large_scenes_than_few_are_503_and_small_ones_are_not() -> None:
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


def test_a_scene_that_nobody_waits_for_any_more_is_not_made() -> None:
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


def test_a_server_that_stops_ends_what_is_made_and_what_waits(
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


def line(points: int, *thickness: float) -> list[list[list[float]]]:
    return [[[0.5, 0.1 + 0.001 * k, *thickness] for k in range(points)]]


def zigzag(points: int) -> list[list[list[float]]]:
    return [[[0.05 + 0.9 * (k % 2), 0.1 + 0.001 * k] for k in range(points)]]


def test_a_drawing_is_made_on_the_spot_unless_it_is_long_or_thick_or_its_scene_is() -> None:
    made_in: list[threading.Thread] = []

    def build(values: Values, text: SceneText) -> Parts:
        made_in.append(threading.current_thread())
        return LIVE.build(values, text)

    async def draw() -> None:
        spec, streams = replace(LIVE, build=build), Streams("edition")
        asked = [
            (spec, line(SKETCH), True),
            (spec, line(SKETCH + 1), False),
            (spec, [*line(1, 1.0), *line(SKETCH - 1, 0.02)], False),
            (spec, zigzag(SKETCH), False),
            (replace(spec, is_brief=False), line(3), False),
        ]
        for each, drawing, _ in asked:
            assert (await ask(streams, each, "POST", drawing=drawing)).status_code == 200
        here = threading.current_thread()
        assert [thread is here for thread in made_in] == [on_the_spot for *_, on_the_spot in asked]

    looped(draw())


def test_the_loop_turns_between_two_drawings_however_many_hands_draw() -> None:
    turn, made_at = 0, []

    def build(values: Values, text: SceneText) -> Parts:
        made_at.append(turn)
        return LIVE.build(values, text)

    async def turning() -> None:
        nonlocal turn
        while len(made_at) < 60:
            turn += 1
            await asyncio.sleep(0)

    async def draw() -> None:
        spec, streams = replace(LIVE, build=build), Streams("edition")
        await asyncio.gather(
            turning(), *(ask(streams, spec, drawing=line(k)) for k in range(1, 61))
        )

    looped(draw())
    assert min(after - before for before, after in pairwise(made_at)) >= TURNS_BETWEEN


def test_who_draws_now_and_then_does_not_wait_for_all_who_draw_without_a_pause() -> None:
    drawn: list[str] = []

    async def draw() -> None:
        queue = FairQueue()

        async def one(name: str) -> None:
            async with queue.turn(name):
                drawn.append(name)
                await asyncio.sleep(0)

        async def on_and_on(name: str) -> None:
            for _ in range(20):
                await one(name)

        async def now_and_then() -> None:
            for most in (10, 2, 2, 2):
                before = len(drawn)
                while len(drawn) < before + 30:  # noqa: ASYNC110 (counted in turns)
                    await asyncio.sleep(0)
                before = len(drawn)
                await one("seldom")
                assert len(drawn) - before - 1 <= most, "a new hand waits for each once"

        await asyncio.gather(now_and_then(), *(on_and_on(f"hand {k}") for k in range(10)))

    looped(draw())
    often = [name for name in drawn if name != "seldom"]
    rounds = [set(often[k : k + 10]) for k in range(0, 200, 10)]
    assert all(len(names) == 10 for names in rounds), "each as often as the others"


def test_a_hand_that_gives_up_lets_the_next_draw() -> None:
    async def draw() -> list[str]:
        queue, drawn, go = FairQueue(), [], asyncio.Event()

        async def one(name: str) -> None:
            async with queue.turn(name):
                await go.wait()
                drawn.append(name)

        tasks = {name: asyncio.create_task(one(name)) for name in "abcd"}
        await settled(5)
        tasks["b"].cancel()
        await settled(5)
        tasks["a"].cancel()  # in its turn
        await asyncio.sleep(0)
        tasks["c"].cancel()  # as its turn comes
        go.set()
        await asyncio.wait(tasks.values())
        await one("e")
        return drawn

    assert looped(draw())[-2:] == ["d", "e"]


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (ParameterError("drawing", "must not be"), ParameterError),
        (ZeroDivisionError(), ApiError),
    ],
)
def test_a_drawing_that_cannot_be_made_is_refused_as_other_scenes_are(
    error: Exception, raised: type[Exception]
) -> None:
    def build(values: Values, text: SceneText) -> Parts:
        raise error

    drawn = replace(LIVE, build=build)
    for spec in (drawn, replace(drawn, is_brief=False)):
        with pytest.raises(raised):
            looped(ask(Streams("edition"), spec, drawing=[[[0.5, 0.5]]]))


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


def test_who_reads_slowly_holds_up_nobody_and_gets_all() -> None:
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


def test_a_scene_that_nobody_reads_any_more_is_given_up() -> None:
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
