"""Makes every scene's default stream while the server is idle, so that it is ready when needed."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from cnnviz.chapter import Chapter
from cnnviz.content.spec import SceneSpec
from cnnviz.server.headers import LastRequest
from cnnviz.server.streaming.scene_request import SceneRequest
from cnnviz.server.streaming.streams import Stopped, Streams

QUIET_SECONDS = 0.4
"""How long nobody must have asked before the next scene is prepared."""
_log = logging.getLogger("cnnviz")


async def prefetch(
    chapter: Chapter,
    streams: Streams,
    traffic: LastRequest,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Builds and keeps each quick scene's default in order, giving way to requests."""
    for step in chapter.steps:
        # What takes seconds would make others wait: it is made when it is asked for.
        for spec in (each for each in step.scenes if not each.is_slow):
            while (rest := traffic.latest + QUIET_SECONDS - clock()) > 0:  # noqa: ASYNC110
                await asyncio.sleep(rest)
            await prefetch_one(streams, spec)


async def prefetch_one(streams: Streams, spec: SceneSpec) -> None:
    """Builds and keeps the default of one scene, where that can be done."""
    try:
        await streams.prepare(SceneRequest.default(spec))
    except Stopped:
        pass
    except Exception as error:
        _log.warning("scene %s cannot be played: %s", spec.path, error)
