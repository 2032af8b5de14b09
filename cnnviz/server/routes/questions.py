"""`/api/questions`: a topic asked again, with other numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import Response

from cnnviz.chapter import to_json
from cnnviz.content.files import Unusable
from cnnviz.content.param import Values
from cnnviz.misconceptions import TOPICS
from cnnviz.page.cached_body import CachedBody
from cnnviz.server.errors import ApiError, error_responses
from cnnviz.server.http_cache import respond
from cnnviz.server.routes.parameters import once
from cnnviz.server.routes.schemas import TwinRecord
from cnnviz.wire.questions import SEED, twin_record

KEPT = 1000
"""How many of them are kept, a few KB each."""
_BY_NAME = {topic.name: topic for topic in TOPICS}
_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "topic",
        "in": "path",
        "required": True,
        "description": "What is asked about.",
        "schema": {"type": "string", "enum": list(_BY_NAME)},
    },
    {
        "name": SEED.name,
        "in": "query",
        "description": SEED.help,
        "schema": {
            "type": "integer",
            "minimum": SEED.minimum,
            "maximum": SEED.maximum,
            "default": SEED.default,
        },
    },
]


def add_questions(app: FastAPI) -> None:
    """Gives `app` the route of questions with other numbers."""

    @lru_cache(KEPT)
    def made(name: str, seed: int) -> CachedBody:
        try:
            record = twin_record(_BY_NAME[name], seed)
        except (Unusable, KeyError) as error:
            raise ApiError(503, f"This question cannot be asked: {error}.") from None
        return CachedBody(to_json(record), "application/json")

    @app.get(
        "/api/questions/{topic}/twin",
        response_model=TwinRecord,
        summary="A question with other numbers",
        tags=["questions"],
        responses=error_responses(
            {
                404: "There is no such topic.",
                422: "The seed cannot be: its value, its range.",
                503: "The text that has its sentence cannot be used.",
            }
        ),
        openapi_extra={"parameters": _PARAMETERS},
    )
    async def ask(request: Request) -> Response:
        """A choice, a number, or a map to mark or draw; its right answer, those of wrong rules."""
        name = request.path_params["topic"]
        if name not in _BY_NAME:
            short = name if len(name) <= 40 else name[:39] + "…"
            known = ", ".join(_BY_NAME)
            raise ApiError(404, f"There is no topic {short}; the topics are {known}.", "topic")
        values = Values.check((SEED,), once(request.query_params.multi_items()))
        return respond(request, made(name, values.integer(SEED.name)))
