"""`/api/chapter`, and a route for each scene with all its parameters declared."""

from __future__ import annotations

from typing import Any

import numpy as np
from fastapi import FastAPI, Request
from starlette.responses import Response

from cnnviz import wire
from cnnviz.chapter import Chapter, to_json
from cnnviz.content.arrays import MAX_MAGNITUDE, MAX_SIDE
from cnnviz.content.drawings import MAX_POINTS, MAX_STROKES
from cnnviz.content.param import Param, Values, value_as_text
from cnnviz.content.parameter_error import counted, range_of
from cnnviz.content.spec import SceneSpec
from cnnviz.page.cached_body import CachedBody
from cnnviz.server.errors import error_responses
from cnnviz.server.http_cache import respond
from cnnviz.server.routes.chapter_schemas import ChapterRecord
from cnnviz.server.routes.parameters import BODY_SECONDS, MAX_BODY, read_parameters
from cnnviz.server.streaming.scene_request import SceneRequest
from cnnviz.server.streaming.streams import MEDIA_TYPE, Streams

_ESCAPED = "In an address escape them (%2C, %3B, %7C): some proxies drop a bare semicolon."
_ARRAY_TEXT = f"Numbers separated by commas, rows by semicolons, channels by |. {_ESCAPED}"
_STROKES_TEXT = f"Numbers separated by commas, points by semicolons, strokes by |. {_ESCAPED}"
_REFUSALS = error_responses(
    {
        400: "The body broke off.",
        404: "There is no such step or scene.",
        408: f"The body took over {BODY_SECONDS} seconds.",
        413: f"The body is over {MAX_BODY // 1024} KB.",
        422: "A parameter cannot be: which, its value, its range.",
        500: "The scene could not be built.",
        503: "A network that the scene needs cannot be used, or too many ask at the moment.",
    }
)
_LINES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "JSON lines: a header, one line a frame, and a closing line.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Line"}}},
    }
}


class _Lines(Response):
    media_type = MEDIA_TYPE


def add_scenes(app: FastAPI, chapter: Chapter, version: str, streams: Streams) -> None:
    """Gives `app` the routes of `chapter`, whose contents `version` names."""
    chapter_body = CachedBody(to_json(chapter.record(version)), "application/json")

    @app.get("/api/chapter", response_model=ChapterRecord, summary="The chapter", tags=["chapter"])
    async def describe(request: Request) -> Response:
        """Its steps, their scenes, and each scene's parameters with their ranges."""
        return respond(request, chapter_body)

    for step in chapter.steps:
        for spec in step.scenes:
            _add_scene(app, streams, spec)

    @app.api_route("/api/scenes/{step}/{scene}", methods=["GET", "POST"], include_in_schema=False)
    async def missing(step: str, scene: str) -> Response:
        chapter.find(step, scene)
        raise AssertionError("a scene that exists has a route of its own")


def _add_scene(app: FastAPI, streams: Streams, spec: SceneSpec) -> None:
    async def play(request: Request) -> Response:
        parameters, exact = await read_parameters(request)
        values = Values.check(spec.params, parameters)
        return await streams.respond(request, SceneRequest(spec, values, exact))

    title = spec.title
    path = f"/api/scenes/{spec.path}"
    name = spec.path.replace("/", "-")
    asked = [_query(param) for param in spec.params] + [_EXACT]
    common: dict[str, Any] = {"tags": [spec.step], "summary": title, "response_class": _Lines}
    app.add_api_route(
        path,
        play,
        methods=["GET"],
        operation_id=f"get-{name}",
        description=f"Streams the scene “{title}” with the parameters of the address.",
        responses=_LINES | {code: _REFUSALS[code] for code in (404, 422, 500, 503)},
        openapi_extra={"parameters": asked},
        **common,
    )
    app.add_api_route(
        path,
        play,
        methods=["POST"],
        operation_id=f"post-{name}",
        description=f"Streams the scene “{title}” with parameters of your own.",
        responses=_LINES | _REFUSALS,
        openapi_extra={"parameters": [_EXACT], "requestBody": _body(spec)},
        **common,
    )


_EXACT = {
    "name": "exact",
    "in": "query",
    "description": "1 sends every number in full instead of rounded for the screen.",
    "schema": {"type": "integer", "enum": [0, 1], "default": 0},
}


def _query(param: Param) -> dict[str, Any]:
    sentence = param.help or param.label
    schema = _schema(param)
    text = {"array": _ARRAY_TEXT, "strokes": _STROKES_TEXT, "picture": _ARRAY_TEXT}.get(param.kind)
    if text:
        said = schema["description"]
        parts = (said, text) if param.kind == "picture" else (text, said)
        sentence = f"{sentence.rstrip('.')}. {' '.join(parts)}"
        schema = {"type": "string", "default": value_as_text(param.default)}
    return {"name": param.name, "in": "query", "description": sentence, "schema": schema}


def _body(spec: SceneSpec) -> dict[str, Any]:
    properties = {param.name: _schema(param) for param in spec.params}
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _schema(param: Param) -> dict[str, Any]:
    """The parameter as JSON schema."""
    schema: dict[str, Any] = {"title": param.label}
    match param.kind:
        case "integer":
            schema |= {"type": "integer", "minimum": param.minimum, "maximum": param.maximum}
            return schema | {"default": param.default}
        case "choice":
            words = [word for word, _ in param.choices]
            return schema | {"type": "string", "enum": words, "default": param.default}
        case "array":
            return schema | _array_schema(param)
        case "strokes":
            return schema | _strokes_schema(param)
        case "picture":
            return schema | _picture_schema(param)


def _strokes_schema(param: Param) -> dict[str, Any]:
    number = {"type": "number", "minimum": 0, "maximum": 1}
    point = {"type": "array", "items": number, "minItems": 2, "maxItems": 3}
    stroke = {"type": "array", "items": point, "minItems": 1, "maxItems": MAX_POINTS}
    return {
        "description": (
            f"At most {MAX_STROKES} strokes of points [x, y] or [x, y, thickness] in shares of the "
            f"paper's side from 0 to 1, at most {MAX_POINTS} points together."
        ),
        "type": "array",
        "items": stroke,
        "maxItems": MAX_STROKES,
        "default": wire.value(param.default),
    }


def _picture_schema(param: Param) -> dict[str, Any]:
    number = {"type": "number", "minimum": 0, "maximum": 1}
    own: dict[str, Any] = number
    for many in (param.maximum, param.maximum, param.channels):
        own = {"type": "array", "items": own, "minItems": many, "maxItems": many}
    words = {"type": "string", "enum": [word for word, _ in param.choices]}
    return {
        "description": (
            f"One of the words, or {param.channels}×{param.maximum}×{param.maximum} numbers "
            "from 0 to 1: red, green, blue."
        ),
        "anyOf": [words, own],
        "default": param.default,
    }


def _array_schema(param: Param) -> dict[str, Any]:
    number = {"type": "number", "minimum": -MAX_MAGNITUDE, "maximum": MAX_MAGNITUDE}
    row = {"type": "array", "items": number, "minItems": 1, "maxItems": MAX_SIDE}
    plane = {"type": "array", "items": row, "minItems": 1, "maxItems": MAX_SIDE}
    planes = {
        "type": "array",
        "items": plane,
        "minItems": param.channels,
        "maxItems": param.channels,
    }
    assert isinstance(param.default, np.ndarray)
    return {
        "description": (
            f"{counted(param.channels, 'channel')} of at most {MAX_SIDE}×{MAX_SIDE} numbers "
            f"{range_of(-MAX_MAGNITUDE, MAX_MAGNITUDE)}."
        ),
        "anyOf": [plane, planes] if param.channels == 1 else [planes],
        "default": param.default.tolist(),
    }
