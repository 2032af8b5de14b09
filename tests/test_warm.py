"""While nobody asks, every scene's default is made ready."""

from __future__ import annotations

import time

from starlette.testclient import TestClient

from cnnviz.server import create_app
from cnnviz.server.headers import Traffic
from cnnviz.server.streams import Streams
from cnnviz.server.warm import QUIET_SECONDS, warm
from looping import looped
from tiny import CHAPTER


class Noted(Streams):
    """Streams that note which scenes were prepared, and when."""

    def __init__(self) -> None:
        super().__init__("edition")
        self.seen: list[tuple[str, float]] = []

    async def prepare(self, *asked: object) -> None:
        await super().prepare(*asked)  # type: ignore[arg-type]
        self.seen.append((str(asked[0]), time.monotonic()))


def test_scenes_that_can_be_built_are_prepared_and_the_others_passed_over() -> None:
    streams = Noted()
    looped(warm(CHAPTER, streams, Traffic(latest=0)))
    assert [step for step, _ in streams.seen] == ["tiny"]


def test_preparing_waits_until_nobody_asks() -> None:
    streams = Noted()
    asked = time.monotonic()
    looped(warm(CHAPTER, streams, Traffic(latest=asked)))
    assert all(at >= asked + QUIET_SECONDS for _, at in streams.seen)


def test_a_prepared_scene_is_sent_whole_at_once() -> None:
    with TestClient(create_app(CHAPTER)) as client:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            time.sleep(2 * QUIET_SECONDS)
            response = client.get("/api/scenes/tiny/double")
            if "content-length" in response.headers:
                break
        assert "content-length" in response.headers
