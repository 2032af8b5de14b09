"""The API's description for programs: `/openapi.json`."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from cnnviz.server.errors import error_responses as refusals
from cnnviz.server.process.connections import HEAD_SECONDS, MAX_HEAD
from cnnviz.server.routes.schemas import LINES, Problem

REF = "#/components/schemas/"
"""Where a schema refers to another one."""
_ANYWHERE = refusals(
    {
        400: "The request is not HTTP/1.1.",
        408: f"The address and headers took over {HEAD_SECONDS} seconds.",
        431: f"The address and headers are over {MAX_HEAD // 1024} KB.",
        503: "All connections are in use.",
    }
)
"""What any request may be told before it is looked at."""


def openapi_document(app: FastAPI, root_path: str) -> dict[str, Any]:
    """The OpenAPI description of `app`, with the records of a stream among its schemas."""
    error_responses = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        routes=app.routes,
        servers=[{"url": root_path}] if root_path else None,
    )
    for methods in error_responses["paths"].values():
        for operation in methods.values():
            told = {str(status): answer for status, answer in _ANYWHERE.items()}
            operation["responses"] = dict(sorted((told | operation["responses"]).items()))
    _, lines = models_json_schema(
        [(record, "serialization") for record in (*LINES, Problem)], ref_template=REF + "{model}"
    )
    schemas = error_responses.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(lines["$defs"])
    schemas["Line"] = {
        "title": "Line",
        "description": "One line of a stream; `type` says which.",
        "oneOf": [{"$ref": REF + line.__name__} for line in LINES],
        "discriminator": {"propertyName": "type"},
    }
    return error_responses
