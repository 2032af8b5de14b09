"""Drawings are made on the spot where they are small, and in turn where many draw."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from itertools import pairwise

import pytest

from cnnviz.content.param import ParameterError, Values
from cnnviz.content.spec import Parts
from cnnviz.content.texts import SceneText
from cnnviz.server.errors import ApiError
from cnnviz.server.streaming.scene_request import SKETCH
from cnnviz.server.streaming.streams import Streams
from cnnviz.server.streaming.turns import TURNS_BETWEEN, FairQueue
from cnnviz.steps.lenet import STEP
from looping import looped, settled
from scene_jobs import ask

LIVE = STEP.spec("live")


def line(points: int, *thickness: float) -> list[list[list[float]]]:
    return [[[0.5, 0.1 + 0.001 * k, *thickness] for k in range(points)]]


def zigzag(points: int) -> list[list[list[float]]]:
    return [[[0.05 + 0.9 * (k % 2), 0.1 + 0.001 * k] for k in range(points)]]


def test_only_small_drawings_are_computed_on_the_event_loop() -> None:
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


def test_the_event_loop_runs_between_any_two_drawings() -> None:
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


def test_an_occasional_drawing_does_not_wait_for_all_constant_ones() -> None:
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


def test_a_cancelled_drawing_lets_the_next_one_run() -> None:
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
