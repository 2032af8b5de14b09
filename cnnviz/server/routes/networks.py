"""`/api/networks`: opens a network that a visitor sends; `/own/…`: its page, while it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cnnviz.page.cached_body import CachedBody
from cnnviz.server.errors import ApiError, error_responses
from cnnviz.server.headers import is_own_page
from cnnviz.server.http_cache import respond
from cnnviz.server.kept_networks import MOST_KEPT, KeptNetworks
from cnnviz.server.routes.chapter_schemas import OpenedRecord
from cnnviz.server.routes.uploads import (
    MAX_UPLOAD,
    MEDIA_TYPE,
    UPLOAD_SECONDS,
    Uploads,
    files_in,
    read_upload,
)

if TYPE_CHECKING:
    from cnnviz.own import OwnNetwork

Models: TypeAlias = Literal["", "local", "any"]
"""From whom networks are taken: nobody, browsers on the server's own machine, anyone."""
PATH = "/api/networks"
BASE = "../../"
"""What leads from the page of such a network to the first page."""
_LOCAL = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?", re.ASCII)
_GONE = (
    f"This network is not here any more: the server keeps the {MOST_KEPT} that were used last. "
    "Open its file again."
)
_REFUSALS = error_responses(
    {
        400: "The body broke off.",
        403: "A page of another site asks, or a browser that may not.",
        408: f"The files took over {UPLOAD_SECONDS} seconds.",
        413: f"The files are over {MAX_UPLOAD // 2**20} MB.",
        415: "The body has another type.",
        422: "It is no network, or one that cannot be read: which node, and why.",
        501: "The package onnx is not installed.",
        503: "Others are being read.",
    }
)
_BODY = {
    "required": True,
    "description": "A line of JSON that lists the files, then these, one after the other: "
    '`{"files": [{"name": "model.onnx", "size": 2181}]}`.',
    "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
}
_PICTURE = {
    "required": True,
    "description": "A line of JSON, then red, green and blue of each pixel, row by row, a byte "
    "each, of the size that the network reads; without these it keeps its picture: "
    '`{"range": "imagenet", "invert": false, "name": "cat.png"}`.',
    "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
}
_MARK = {
    "name": "mark",
    "in": "path",
    "required": True,
    "description": "What tells the network from others: the last part of its address.",
    "schema": {"type": "string"},
}


@dataclass(frozen=True)
class Played:
    """A network with the application that plays it."""

    network: OwnNetwork
    app: ASGIApp


class OwnNetworks:
    """Takes networks, keeps them for a while, and answers at their addresses.

    opened: one that the server was started with, and which stays.
    """

    def __init__(
        self,
        models: Models,
        play: Callable[[OwnNetwork], ASGIApp],
        gone: Callable[[], CachedBody],
        opened: OwnNetwork | None = None,
    ) -> None:
        self._models = models
        self._first = opened
        self._play = play
        self._gone = gone
        self._kept = KeptNetworks[Played]()
        self._uploads = Uploads()
        # Each may take all cores, and much memory, while it is read and run.
        self._turn = CapacityLimiter(1)

    async def open_files(self, request: Request) -> Response:
        """Opens the files of the body. Raises ApiError."""
        self._require_allowed(request)
        with self._uploads.room():
            files = files_in(*await read_upload(request))
            return await self._opened(lambda: _read(files))

    async def show_picture(self, request: Request) -> Response:
        """Gives a network another picture, or the same in other numbers. Raises ApiError."""
        self._require_allowed(request)
        network = self._find(request.path_params["mark"])
        with self._uploads.room():
            from cnnviz.own import picture_bytes

            said, data = await read_upload(request, picture_bytes(network))
            return await self._opened(lambda: _shown(network, said, data))

    def _find(self, mark: str) -> OwnNetwork:
        """The network of that mark. Raises ApiError where it is not here any more."""
        if self._first is not None and mark == self._first.mark:
            return self._first
        played = self._kept.find(mark)
        if played is None:
            raise ApiError(410, _GONE)
        return played.network

    async def _opened(self, make: Callable[[], OwnNetwork]) -> Response:
        """Keeps the network that is made, and says where it is. Raises ApiError."""
        network = await to_thread.run_sync(make, limiter=self._turn)
        # What is kept is looked at and changed by one thread.
        made = self._kept.find(network.mark)
        if made is None:
            app = await to_thread.run_sync(self._play, network, limiter=self._turn)
            made = Played(network, app)
        network = made.network
        self._kept.keep(network.mark, made, network.size)
        named = {"name": network.reading.network.name, "address": f"own/{network.mark}/"}
        return JSONResponse(named, 201, {"Cache-Control": "no-store"})

    def _require_allowed(self, request: Request) -> None:
        if not is_own_page(request.headers):
            raise ApiError(403, "Networks are opened from this server's own page only.")
        # A page of another site can call its server by another name; a proxy has one of its own.
        if self._models == "local" and not _LOCAL.fullmatch(request.headers.get("host", "")):
            raise ApiError(
                403,
                "This server opens networks for browsers on its own machine only; "
                "--allow-models lets it do so for others.",
            )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers below own/: as the network's own server would, where it is kept."""
        mark, rest = (scope["path_params"][name] for name in ("mark", "rest"))
        played = self._kept.find(mark)

        async def unkept(message: Message) -> None:
            if message["type"] == "http.response.start":
                # What is someone's own stays in no cache.
                MutableHeaders(scope=message)["Cache-Control"] = "no-store"
            await send(message)

        if played is not None:
            inner = {**scope, "path": f"/{rest}", "root_path": "", "path_params": {}}
            await played.app(inner, receive, unkept)
        elif scope["type"] == "websocket":
            denial = ApiError(410, _GONE).response()
            await denial(scope, receive, send)
        elif rest:
            await ApiError(410, _GONE).response()(scope, receive, send)
        else:
            answer = respond(Request(scope), self._gone())
            answer.status_code = 410
            await answer(scope, receive, unkept)


def _read(files: Mapping[str, bytes]) -> OwnNetwork:
    """The network in those files. Raises ApiError, in a sentence for people."""
    try:
        from cnnviz.own import LacksData, Unreadable, opened_files
    except ModuleNotFoundError as error:
        raise ApiError(501, f"{error}.") from None
    try:
        return opened_files(files)
    except Unreadable as error:
        lacking = "data" if isinstance(error, LacksData) else "files"
        raise ApiError(422, f"{error}.", lacking) from None
    except MemoryError:
        raise ApiError(422, "The network needs more memory than there is.", "files") from None


def _shown(network: OwnNetwork, said: dict[str, Any], data: bytes) -> OwnNetwork:
    """The network with that picture, run. Raises ApiError."""
    from cnnviz.own import Unreadable, shown

    try:
        made = shown(network, said, data)
        _ = made.subject.kept
    except Unreadable as error:
        raise ApiError(422, f"{error}.", "picture") from None
    return made


def add_networks(app: FastAPI, networks: OwnNetworks) -> None:
    """Gives `app` the routes by which networks are opened, and those of each that is kept."""

    @app.post(
        PATH,
        status_code=201,
        response_model=OpenedRecord,
        responses=_REFUSALS,
        summary="Opens a network",
        tags=["networks"],
        openapi_extra={"requestBody": _BODY},
    )
    async def open_files(request: Request) -> Response:
        """A model in ONNX, with its data file, and a text file of names of its answers, one a line.

        It stays in the server's memory until newer ones need the room.
        """
        return await networks.open_files(request)

    @app.post(
        f"{PATH}/{{mark}}/picture",
        status_code=201,
        response_model=OpenedRecord,
        responses=_REFUSALS | error_responses({410: "The network is not here any more."}),
        summary="Gives a network another picture",
        tags=["networks"],
        openapi_extra={"parameters": [_MARK], "requestBody": _PICTURE},
    )
    async def show_picture(request: Request) -> Response:
        """A picture as the network is to see it, or the same in other numbers.

        The network as it was stays where it is; with the picture it has another address.
        """
        return await networks.show_picture(request)

    below = "/own/{mark}/{rest:path}"
    app.router.routes.append(Route(below, endpoint=networks, include_in_schema=False))
    app.router.routes.append(WebSocketRoute(below, endpoint=networks))


def page_record(network: OwnNetwork | None, base: str = "") -> dict[str, Any]:
    """What a page needs to open another network, and to give its own, if it has one, a picture."""
    opens = f"{base}{PATH.removeprefix('/')}"
    record: dict[str, Any] = {"open": opens, "base": base, "most": MAX_UPLOAD}
    if network is not None:
        from cnnviz.own import picture_record

        record |= {"picture": f"{opens}/{network.mark}/picture", **picture_record(network)}
    return record
