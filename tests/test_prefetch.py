"""While nobody asks, every scene's default is made ready."""

from __future__ import annotations

import asyncio

import pytest
from starlette.testclient import TestClient

from cnnviz.server import create_app
from cnnviz.server.headers import LastRequest
from cnnviz.server.streaming import prefetch as module
from cnnviz.server.streaming.prefetch import prefetch
from cnnviz.server.streaming.scene_request import SceneRequest
from cnnviz.server.streaming.streams import Streams
from looping import looped, passed
from tiny import CHAPTER

LONG = 1000


class Noted(Streams):
    """Streams that note which scenes were prepared."""

    def __init__(self) -> None:
        super().__init__("edition")
        self.seen: list[str] = []

    async def prepare(self, wanted: SceneRequest) -> None:
        await super().prepare(wanted)
        self.seen.append(wanted.spec.step)


def test_scenes_that_can_be_built_are_prepared_and_the_others_passed_over() -> None:
    streams = Noted()
    looped(prefetch(CHAPTER, streams, LastRequest(latest=-LONG)))
    assert streams.seen == ["tiny"]


def test_preparing_waits_until_nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUIET_SECONDS", LONG)
    streams = Noted()

    async def ask() -> None:
        clock = asyncio.get_running_loop().time
        traffic = LastRequest(latest=clock())
        preparing = asyncio.create_task(prefetch(CHAPTER, streams, traffic, clock))
        for _ in range(5):
            await passed(LONG / 2)
            assert streams.seen == []
            traffic.latest = clock()
        await passed(LONG)
        await preparing

    looped(ask())
    assert streams.seen == ["tiny"]


def test_the_first_scene_is_sent_whole_from_the_start() -> None:
    with TestClient(create_app(CHAPTER)) as client:
        assert "content-length" in client.get("/api/scenes/tiny/double").headers
