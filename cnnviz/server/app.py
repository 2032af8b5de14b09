"""Puts the server together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cnnviz import __version__, seeds
from cnnviz.param import ParameterError
from cnnviz.server import api, docs
from cnnviz.server.blob import IMMUTABLE, Blob
from cnnviz.server.changes import add_changes
from cnnviz.server.chapter import Chapter, dumped, edition
from cnnviz.server.headers import SECURITY, Guard, Traffic
from cnnviz.server.health import add_health
from cnnviz.server.line import add_line
from cnnviz.server.notes import add_notes
from cnnviz.server.page import Page
from cnnviz.server.problems import Refusal
from cnnviz.server.streams import Streams
from cnnviz.server.warm import prepared, warm


def create_app(
    chapter: Chapter | None = None,
    *,
    static: Path | None = None,
    templates: Path | None = None,
    root_path: str = "",
    dev: bool = False,
) -> FastAPI:
    """The application that serves `chapter`, by default the one of seeds/ and steps/.

    `root_path`, such as /cnn, is where a proxy shows it; the proxy may pass it on or take it away.
    With `dev` the page's modules are served one by one, and changed files of the page at once.
    """
    chapter = chapter or Chapter.whole()
    version = edition()
    page = Page(
        chapter,
        version,
        static or seeds.folder("static"),
        templates or seeds.folder("templates"),
        dev=dev,
    )
    streams = Streams(version)
    traffic = Traffic()

    @asynccontextmanager
    async def preparing(_: FastAPI) -> AsyncIterator[None]:
        page.prepare()
        task = asyncio.create_task(begin())
        yield
        task.cancel()

    async def begin() -> None:
        first = chapter.steps[0]
        await prepared(streams, first, first.scripts[0])
        health.ready()
        await warm(chapter, streams, traffic)

    app = FastAPI(
        title="cnnviz",
        summary=chapter.description,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=preparing,
    )
    app.add_middleware(Guard, traffic=traffic, root_path=root_path)
    _add_pages(app, page, root_path)
    api.add_routes(app, chapter, version, streams)
    add_line(app, chapter, version, streams)
    add_notes(app, chapter)
    app.state.streams = streams
    health = app.state.health = add_health(app, version)
    if dev:
        add_changes(app, page, seeds.folder("static"))
    app.state.page = page
    _add_handlers(app)
    return app


def _add_pages(app: FastAPI, page: Page, root_path: str) -> None:
    """Adds what is not the API, by the shortest way: most requests are for a file of static/."""

    async def static(request: Request) -> Response:
        version, path = request.path_params["version"], request.path_params["path"]
        if version != page.shelf.version:
            page.refresh()
        file = page.shelf.files.get(path)
        if version != page.shelf.version or file is None:
            raise Refusal(404, "There is no such file in this version of the page.")
        return file.response(request, IMMUTABLE)

    async def chapter(request: Request) -> Response:
        page.refresh()
        return page.html().response(request)

    async def worker(request: Request) -> Response:
        page.refresh()
        return page.worker().response(request)

    async def favicon(request: Request) -> Response:
        icon = page.shelf.files.get("favicon.svg")
        if icon is None:
            raise Refusal(404, "There is no icon.")
        return icon.response(request)

    described: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not described:
            described.update(docs.description(app, root_path))
        return described

    app.openapi = openapi  # type: ignore[method-assign]

    specified = cache(lambda: Blob(dumped(openapi()), "application/json"))

    async def specification(request: Request) -> Response:
        return specified().response(request)

    async def documentation(request: Request) -> Response:
        page.refresh()
        return page.docs(lambda: docs.context(openapi())).response(request)

    app.add_route("/static/{version}/{path:path}", static)
    app.add_route("/", chapter)
    app.add_route("/favicon.ico", favicon)
    app.add_route("/service-worker.js", worker)
    app.add_route("/openapi.json", specification)
    app.add_route("/docs", documentation)


def _add_handlers(app: FastAPI) -> None:
    @app.exception_handler(Refusal)
    async def refused(request: Request, refusal: Refusal) -> Response:
        return refusal.response()

    @app.exception_handler(ParameterError)
    async def impossible(request: Request, error: ParameterError) -> Response:
        return Refusal.of(error).response()

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return Refusal(404, "There is nothing at this address.").response()
        response = Refusal(error.status_code, f"{error.detail}.").response()
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        # The framework logs the error itself; this answer passes by the Guard.
        response = Refusal(500, "Something went wrong; the server's log says what.").response()
        response.headers.update(SECURITY)
        return response
