"""Reloads open pages after a change; only with `--dev`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.responses import Response, StreamingResponse

from cnnviz.page.assets import DEV
from cnnviz.page.page import Page

CHANGES, SCRIPT = "/dev/changes", "/dev/reload.js"
LOOK_SECONDS = 0.3
"""How often the page's files are looked at."""
_AGAIN_MILLISECONDS = 300
"""When the page asks again after the server has ended: another takes its place."""


def add_reload(app: FastAPI, page: Page, static: Path) -> None:
    """Gives `app` what loads the page again: a script, and the address that it listens to."""
    headers = {"Cache-Control": "no-store"}

    async def changes(request: Request) -> Response:
        return StreamingResponse(
            _page_versions(page), headers=headers, media_type="text/event-stream"
        )

    async def script(request: Request) -> Response:
        body = (static / DEV).read_bytes()
        return Response(body, headers=headers, media_type="text/javascript")

    app.add_route(CHANGES, changes)
    app.add_route(SCRIPT, script)


async def _page_versions(page: Page) -> AsyncIterator[str]:
    yield f"retry: {_AGAIN_MILLISECONDS}\n\n"
    told = ""
    while True:
        page.refresh()
        # The page names the versions of its files, and of the scenes and their words.
        if told != (now := page.html().etag):
            told = now
            yield f"data: {now}\n\n"
        await asyncio.sleep(LOOK_SECONDS)
