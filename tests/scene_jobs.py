"""Starts the making of scenes as the server does; and a scene that waits for the test."""

from __future__ import annotations

import threading
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from cnnviz.content.param import Values
from cnnviz.content.spec import Parts, SceneSpec
from cnnviz.content.texts import SceneText
from cnnviz.server.streaming.scene_request import SceneRequest
from cnnviz.server.streaming.streams import Streams
from patience import PATIENCE
from tiny import DOUBLE


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
