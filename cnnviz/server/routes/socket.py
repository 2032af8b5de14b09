"""`/api/line`: a WebSocket on which scenes are asked for while someone draws.

A question is a message of text, a JSON object with a type, so far "scene", and a number:
{"type": "scene", "id": 7, "path": "lenet/live?drawing=0.2,0.3;0.5,0.7"}. The path is what follows
api/scenes/ in the address of a request. The answer is a message of bytes: {"type": "scene",
"id": 7} as a line of JSON, then the scene's whole stream, compressed. A message of text says why
there is none, as a request would be told: {"type": "error", "id": 7, "status", "detail",
"parameter"}; its id is null where the question has none. Answers come in the order of questions.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Hashable, Mapping
from contextlib import suppress
from urllib.parse import parse_qsl

from fastapi import FastAPI
from starlette.responses import Response
from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect

from cnnviz.chapter import Chapter, NotFound
from cnnviz.content.param import ParameterError, Values
from cnnviz.server.errors import ApiError, error_responses
from cnnviz.server.headers import is_own_page
from cnnviz.server.routes.parameters import parameters_of
from cnnviz.server.streaming.presence import ClientGone, while_there
from cnnviz.server.streaming.scene_request import SceneRequest
from cnnviz.server.streaming.streams import Streams

PATH = "/api/line"
TYPES = ("scene",)
"""What can be asked for."""
EXAMPLE = '{"type": "scene", "id": 1, "path": "convolution/edge"}'
MAX_ID = 2**53 - 1
"""The largest whole number that JavaScript tells from its neighbours."""
MOST_NAMES = 64
"""Parameters of a question; no scene has a tenth of them."""
NO_TEXT = 1003
"""Why a line is closed on which something else than text comes, as RFC 6455 numbers it."""


_REFUSALS = error_responses(
    {
        400: "The request lacks what opens a WebSocket: a key, version 13, no body.",
        403: "A page of another site asks.",
        409: "The page is of another version than the server.",
        405: "Another method than GET asks.",
        426: "A plain request asks.",
    }
)


def add_line(app: FastAPI, chapter: Chapter, version: str, streams: Streams) -> None:
    """Gives `app` the line, on which any scene of `chapter` can be asked for. `version` names what
    the scenes are made from: a page that names another one gets no line."""

    @app.get(
        PATH,
        summary="A line for drawings",
        tags=["chapter"],
        status_code=101,
        responses=_REFUSALS,
        response_class=Response,
    )
    async def plain() -> Response:
        """Opens a WebSocket. A message of text asks: `{"type": "scene", "id": 7, "path": …}`, whose
        path is what follows `/api/scenes/` in an address. A message of bytes answers: `{"type":
        "scene", "id": 7}` as a line of JSON, then that scene's stream in gzip; or one of text says
        why not: `{"type": "error", "id": 7, "status", "detail", "parameter"}`."""
        sentence = "Open this address as a WebSocket."
        raise ApiError(426, sentence, headers={"Upgrade": "websocket", "Connection": "Upgrade"})

    @app.websocket(PATH)
    async def line(socket: WebSocket) -> None:
        if not is_own_page(socket.headers):
            refusal = ApiError(403, "This WebSocket is for this server's own page only.")
            await socket.send_denial_response(refusal.response())
            return
        if socket.query_params.get("version", version) != version:
            refusal = ApiError(409, "This page is of another version than the server: reload it.")
            await socket.send_denial_response(refusal.response())
            return
        await socket.accept()
        upcoming = asyncio.ensure_future(socket.receive())
        with suppress(WebSocketDisconnect, ClientGone):
            while (message := await upcoming)["type"] == "websocket.receive":
                question = message.get("text")
                if question is None:
                    await socket.close(NO_TEXT)
                    return
                # The next is awaited meanwhile, as instead of it the end may come.
                upcoming = asyncio.ensure_future(socket.receive())
                answer = _answer(chapter, streams, question, socket.client)
                await socket.send(await while_there(answer, _wait_for_close(upcoming)))
                # Who has sent a hundred questions at once does not come before all others.
                await asyncio.sleep(0)
        upcoming.cancel()

    @app.websocket("/{path:path}")
    async def elsewhere(socket: WebSocket) -> None:
        await socket.send_denial_response(
            ApiError(403, f"There is no WebSocket at this address; it is at {PATH}.").response()
        )


async def _wait_for_close(upcoming: asyncio.Future[Message]) -> None:
    """Waits until the line is closed; another question is no end."""
    if (await asyncio.shield(upcoming))["type"] == "websocket.receive":
        await asyncio.Event().wait()


def _pairs(query: str) -> list[tuple[str, str]]:
    """The names and values of a question. Raises ApiError."""
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_NAMES)
    except ValueError:
        raise ApiError(422, f"A question may name at most {MOST_NAMES} parameters.") from None


def _object(message: str) -> dict[str, object]:
    """A question as it was sent. Raises ApiError."""
    try:
        asked = json.loads(message)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise ApiError(400, f"A message is a JSON object, such as {EXAMPLE}.")
    return asked


def _id(asked: Mapping[str, object]) -> int | None:
    """The number of a question; None where it has none."""
    number = asked.get("id")
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return number if 0 <= number <= MAX_ID else None


def _path(asked: Mapping[str, object]) -> str:
    """The scene that a question asks for. Raises ApiError."""
    known = ", ".join(TYPES)
    if asked.get("type") not in TYPES:
        raise ApiError(422, f"There is no such type of message; the types are: {known}.")
    path = asked.get("path")
    if _id(asked) is None or not isinstance(path, str):
        raise ApiError(422, f"A question needs an id and a path, such as {EXAMPLE}.")
    return path


async def _answer(chapter: Chapter, streams: Streams, message: str, hand: Hashable) -> Message:
    """The message that answers a question of `hand`."""
    asked: dict[str, object] = {}
    try:
        asked = _object(message)
        path, _, query = _path(asked).partition("?")
        step, _, scene = path.partition("/")
        spec = chapter.find(step, scene)
        parameters, exact = parameters_of(_pairs(query))
        values = Values.check(spec.params, parameters)
        whole = await streams.whole(SceneRequest(spec, values, exact), hand=hand)
    except (ParameterError, NotFound, ApiError) as error:
        refusal = error if isinstance(error, ApiError) else ApiError.of(error)
        refused = {"type": "error", "id": _id(asked), "status": refusal.status, **refusal.record()}
        return {"type": "websocket.send", "text": json.dumps(refused)}
    head = json.dumps({"type": "scene", "id": _id(asked)}).encode()
    return {"type": "websocket.send", "bytes": head + b"\n" + whole}
