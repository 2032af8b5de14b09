"""Prepares every scene's default while nobody asks for anything, so that a jump finds it ready."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from cnnviz.param import Values
from cnnviz.scene import Script, Step
from cnnviz.server.chapter import Chapter
from cnnviz.server.headers import Traffic
from cnnviz.server.streams import Stopped, Streams

QUIET_SECONDS = 0.4
"""How long nobody must have asked before the next scene is prepared."""
_log = logging.getLogger("cnnviz")


async def warm(
    chapter: Chapter,
    streams: Streams,
    traffic: Traffic,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Builds and keeps the default of each scene in order, giving way to requests."""
    for step in chapter.steps:
        for script in step.scripts:
            while (rest := traffic.latest + QUIET_SECONDS - clock()) > 0:  # noqa: ASYNC110
                await asyncio.sleep(rest)
            await prepared(streams, step, script)


async def prepared(streams: Streams, step: Step, script: Script) -> None:
    """Builds and keeps the default of one scene, where that can be done."""
    try:
        await streams.prepare(step.name, script, Values.check(script.params, {}))
    except Stopped:
        pass
    except Exception as error:
        _log.warning("scene %s/%s cannot be played: %s", step.name, script.name, error)
