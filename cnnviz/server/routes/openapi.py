"""The API's description: `/openapi.json` for programs, `/docs` for people."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from cnnviz.server.errors import error_responses as refusals
from cnnviz.server.process.connections import HEAD_SECONDS, MAX_HEAD
from cnnviz.server.routes.schemas import LINES, Problem

_REF = "#/components/schemas/"
_ANYWHERE = refusals(
    {
        400: "The request is not HTTP/1.1.",
        408: f"The address and headers took over {HEAD_SECONDS} seconds.",
        431: f"The address and headers are over {MAX_HEAD // 1024} KB.",
        503: "All connections are in use.",
    }
)
"""What any request may be told before it is looked at."""

Answers = tuple[tuple[str, str], ...]
"""Those that several operations have are on the page once."""


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
        [(record, "serialization") for record in (*LINES, Problem)], ref_template=_REF + "{model}"
    )
    schemas = error_responses.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(lines["$defs"])
    schemas["Line"] = {
        "title": "Line",
        "description": "One line of a stream; `type` says which.",
        "oneOf": [{"$ref": _REF + line.__name__} for line in LINES],
        "discriminator": {"propertyName": "type"},
    }
    return error_responses


def page_context(error_responses: dict[str, Any]) -> dict[str, Any]:
    """What the page of the documentation shows."""
    operations = [
        {
            **operation,
            "method": method.upper(),
            "path": path,
            "parameters": [_parameter(each) for each in operation.get("parameters", [])],
            "body": _properties(_body_schema(operation)),
            "answers": _answers(operation),
        }
        for path, methods in error_responses["paths"].items()
        for method, operation in methods.items()
    ]
    times = Counter(operation["answers"] for operation in operations)
    shared = [answers for answers, many in times.items() if many > 1]
    for each in operations:
        each["shared"] = shared.index(each["answers"]) + 1 if each["answers"] in shared else 0
    schemas = [
        {
            "name": name,
            "description": schema.get("description", ""),
            "rows": _properties(schema),
            "type": "" if "properties" in schema else describe_schema(schema),
        }
        for name, schema in sorted(error_responses["components"]["schemas"].items())
    ]
    tags = list(dict.fromkeys(operation["tags"][0] for operation in operations))
    groups = [(tag, [each for each in operations if each["tags"][0] == tag]) for tag in tags]
    return {
        "info": error_responses["info"],
        "groups": groups,
        "shared": [(answers, times[answers]) for answers in shared],
        "schemas": schemas,
    }


def _answers(operation: dict[str, Any]) -> Answers:
    """Status and description of each answer."""
    responses: dict[str, dict[str, str]] = operation["responses"]
    return tuple((status, answer["description"]) for status, answer in responses.items())


def _body_schema(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    schema: dict[str, Any] = content.get("application/json", {}).get("schema", {})
    return schema


def _parameter(declared: dict[str, Any]) -> dict[str, str]:
    return {**_row(declared["name"], declared["schema"]), **_words(declared)}


def _properties(schema: dict[str, Any]) -> list[dict[str, str]]:
    required = schema.get("required", [])
    return [
        _row(name, declared) | {"required": "yes" if name in required else ""}
        for name, declared in schema.get("properties", {}).items()
    ]


def _row(name: str, schema: dict[str, Any]) -> dict[str, str]:
    default = schema.get("default")
    written = "" if default is None else json.dumps(default, ensure_ascii=False)
    return {
        "name": name,
        "type": describe_schema(schema),
        "default": written if len(written) <= 120 else written[:119] + "…",
        **_words(schema),
    }


def _words(declared: dict[str, Any]) -> dict[str, str]:
    return {"description": declared.get("description", "")}


def describe_schema(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words.

    >>> describe_schema({"type": "integer", "minimum": 1, "maximum": 4})
    'integer, 1 to 4'
    >>> describe_schema({"type": "array", "items": {"type": "number"}})
    'list of number'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REF)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(describe_schema(each) for each in schema[key])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        if "prefixItems" in schema:
            return "[" + ", ".join(map(describe_schema, schema["prefixItems"])) + "]"
        return f"list of {describe_schema(schema.get('items', {}))}"
    if "minimum" in schema:
        return f"{kind}, {schema['minimum']:g} to {schema['maximum']:g}"
    return kind
