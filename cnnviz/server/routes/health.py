"""`/healthz`: whether a load balancer may send requests."""

from __future__ import annotations

import asyncio
from typing import Literal

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

from cnnviz.server.routes.chapter_schemas import HealthRecord
from cnnviz.server.streaming.streams import VERSION

AGAIN_SECONDS = 1
"""When to ask again a server that does not take requests."""


class Health:
    """`starting` until the first scene is ready, then `ok`, and `stopping` once it is to end."""

    def __init__(self) -> None:
        self.status: Literal["starting", "ok", "stopping"] = "starting"
        self._started = asyncio.Event()

    def ready(self) -> None:
        """It takes requests from now on, unless it is to end already."""
        if self.status == "starting":
            self.status = "ok"
        self._started.set()

    async def started(self) -> None:
        """Waits until it takes requests."""
        await self._started.wait()

    def stop(self) -> None:
        """It still answers, but others are asked to go elsewhere."""
        self.status = "stopping"


def add_health(app: FastAPI, version: str) -> Health:
    """Gives `app`, whose contents `version` names, the route that tells its health."""
    health = Health()

    @app.get(
        "/healthz",
        response_model=HealthRecord,
        summary="Whether the server takes requests",
        tags=["health"],
        responses={503: {"description": "It starts, or is about to stop.", "model": HealthRecord}},
    )
    async def tell(request: Request) -> Response:
        """200 once scenes can be played; 503 while it starts, and before it stops."""
        headers = {"Cache-Control": "no-store", VERSION: version}
        if health.status != "ok":
            headers["Retry-After"] = str(AGAIN_SECONDS)
        record = {"status": health.status, "version": version}
        return JSONResponse(record, 200 if health.status == "ok" else 503, headers)

    return health
