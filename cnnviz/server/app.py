"""Puts the server together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cnnviz import __version__
from cnnviz.chapter import Chapter, NotFound, content_hash, to_json
from cnnviz.content import seeds
from cnnviz.content.param import ParameterError
from cnnviz.page.cached_body import CachedBody
from cnnviz.page.page import QUESTIONS, Page
from cnnviz.server.errors import ApiError
from cnnviz.server.headers import LastRequest, SecurityHeaders, security_headers
from cnnviz.server.http_cache import IMMUTABLE, respond
from cnnviz.server.kept_networks import MOST_KEPT
from cnnviz.server.routes import api_page, openapi, scenes
from cnnviz.server.routes.health import add_health
from cnnviz.server.routes.networks import BASE, Models, OwnNetworks, add_networks, page_record
from cnnviz.server.routes.notes import add_notes
from cnnviz.server.routes.questions import add_questions
from cnnviz.server.routes.reload import add_reload
from cnnviz.server.routes.socket import add_line
from cnnviz.server.streaming.prefetch import prefetch, prefetch_one
from cnnviz.server.streaming.streams import Streams

if TYPE_CHECKING:
    from cnnviz.own import OwnNetwork

OWN_STREAMS = 4 * 1024 * 1024
"""Bytes of whole streams, compressed, that are kept of each network of a visitor."""


def create_app(
    chapter: Chapter | None = None,
    *,
    static: Path | None = None,
    templates: Path | None = None,
    root_path: str = "",
    public_url: str = "",
    embedding: Sequence[str] = (),
    dev: bool = False,
    models: Models = "",
    opened: OwnNetwork | None = None,
) -> FastAPI:
    """The application that serves `chapter`, by default the one of seeds/ and steps/.

    `root_path`, such as /cnn, is where a proxy shows it, which may pass it on or take it away;
    `public_url`, such as https://example.org/cnn/, where people find it, as link previews say.
    Pages of the origins of `embedding` may show it in a frame; `models` may open networks on it.
    With `dev` the page's modules are served one by one, and changed files of the page at once.
    """
    chapter = chapter or Chapter.default()
    version = content_hash() + chapter.mark
    folders = static or seeds.folder("static"), templates or seeds.folder("templates")
    own = page_record(opened) if models else None
    page = Page(chapter, version, *folders, public_url=public_url, dev=dev, own=own)
    streams = Streams(version)
    traffic = LastRequest()

    @asynccontextmanager
    async def preparing(_: FastAPI) -> AsyncIterator[None]:
        page.prepare()
        task = asyncio.create_task(begin())
        yield
        task.cancel()

    async def begin() -> None:
        await prefetch_one(streams, chapter.steps[0].scenes[0])
        health.ready()
        await prefetch(chapter, streams, traffic)

    app = FastAPI(
        title="cnnviz",
        summary=chapter.description,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=preparing,
    )
    app.add_middleware(SecurityHeaders, traffic=traffic, root_path=root_path, embedding=embedding)
    _add_pages(app, page, root_path)
    _add_own(app, page, models, opened, security_headers(embedding))
    _add_chapter(app, chapter, version, streams)
    add_questions(app)
    app.state.streams = streams
    health = app.state.health = add_health(app, version)
    if dev:
        add_reload(app, page, seeds.folder("static"))
    app.state.page = page
    _add_handlers(app, security_headers(embedding))
    return app


def _add_chapter(app: FastAPI, chapter: Chapter, version: str, streams: Streams) -> None:
    scenes.add_scenes(app, chapter, version, streams)
    add_line(app, chapter, version, streams)
    add_notes(app, chapter)


def _add_own(
    app: FastAPI, page: Page, models: Models, opened: OwnNetwork | None, headers: dict[str, str]
) -> None:
    """Adds the routes for networks of visitors, each of which is played by an application.

    opened: the network that the first page plays, if it plays one, which may get other pictures.
    """
    if not models:
        return

    def play(network: OwnNetwork) -> FastAPI:
        from cnnviz.opened import chapter_of

        chapter = chapter_of(network.subject)
        version = content_hash() + chapter.mark
        own_page = page.below(BASE, chapter, version, page_record(network, BASE))
        inner = FastAPI(title="cnnviz", docs_url=None, redoc_url=None, openapi_url=None)

        async def html(request: Request) -> Response:
            own_page.refresh()
            return respond(request, own_page.html())

        async def questions(request: Request) -> Response:
            return respond(request, await run_in_threadpool(own_page.questions))

        inner.add_route("/", html)
        inner.add_route(f"/{QUESTIONS}", questions)
        _add_chapter(inner, chapter, version, Streams(version, kept=OWN_STREAMS))
        add_health(inner, version).ready()
        _add_handlers(inner, headers)
        return inner

    add_networks(app, OwnNetworks(models, play, lambda: page.gone(BASE, MOST_KEPT), opened))


def _add_pages(app: FastAPI, page: Page, root_path: str) -> None:
    """Adds what is not the API, by the shortest way: most requests are for a file of static/."""

    async def static(request: Request) -> Response:
        version, path = request.path_params["version"], request.path_params["path"]
        if version != page.shelf.version:
            page.refresh()
        file = page.shelf.files.get(path)
        if version != page.shelf.version or file is None:
            raise ApiError(404, "There is no such file in this version of the page.")
        return respond(request, file, IMMUTABLE)

    async def chapter(request: Request) -> Response:
        page.refresh()
        embedded = "embed" in request.query_params
        return respond(request, page.embedded() if embedded else page.html())

    async def worker(request: Request) -> Response:
        page.refresh()
        return respond(request, page.worker())

    async def questions(request: Request) -> Response:
        page.refresh()
        return respond(request, await run_in_threadpool(page.questions))

    def picture(path: str) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            found = page.shelf.files.get(path)
            if found is None:
                raise ApiError(404, "There is no such picture.")
            return respond(request, found)

        return answer

    described: dict[str, Any] = {}

    def specification() -> dict[str, Any]:
        if not described:
            described.update(openapi.openapi_document(app, root_path))
        return described

    app.openapi = specification  # type: ignore[method-assign]

    specified = cache(lambda: CachedBody(to_json(specification()), "application/json"))

    async def openapi_json(request: Request) -> Response:
        return respond(request, specified())

    async def documentation(request: Request) -> Response:
        page.refresh()
        return respond(request, page.docs(lambda: api_page.page_context(specification())))

    app.add_route("/static/{version}/{path:path}", static)
    app.add_route("/", chapter)
    app.add_route("/favicon.ico", picture("favicon.svg"))
    app.add_route("/preview.png", picture("pictures/preview.png"))
    app.add_route("/service-worker.js", worker)
    app.add_route("/openapi.json", openapi_json)
    app.add_route("/docs", documentation)
    app.add_route(f"/{QUESTIONS}", questions)


def _add_handlers(app: FastAPI, headers: dict[str, str]) -> None:
    @app.exception_handler(ApiError)
    async def refused(request: Request, refusal: ApiError) -> Response:
        return refusal.response()

    @app.exception_handler(ParameterError)
    async def impossible(request: Request, error: ParameterError) -> Response:
        return ApiError.of(error).response()

    @app.exception_handler(NotFound)
    async def not_found(request: Request, error: NotFound) -> Response:
        return ApiError.of(error).response()

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return ApiError(404, "There is nothing at this address.").response()
        response = ApiError(error.status_code, f"{error.detail}.").response()
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        # The framework logs the error itself; this answer passes by the SecurityHeaders.
        response = ApiError(500, "Something went wrong; the server's log says what.").response()
        response.headers.update(headers)
        return response
