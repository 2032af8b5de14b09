"""The API's description for people: `/docs`, a section for each address."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

from cnnviz.server.routes.openapi import REF

Operations = dict[str, dict[str, Any]]
"""What is described of an address, by the method in small letters."""
Answers = tuple[tuple[str, str], ...]
"""Status and description of each answer."""
_T = TypeVar("_T")
MANY = 10
"""A table that so many addresses have is on the page once."""


class _Row(NamedTuple):
    """One line of a table: a parameter, or a member of an object."""

    name: str
    type: str
    default: str
    description: str


class _Table(NamedTuple):
    """Parameters that are said in the same places."""

    caption: str
    rows: tuple[_Row, ...]


def page_context(document: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of the OpenAPI document; what several addresses share is there once."""
    paths: dict[str, Operations] = document["paths"]
    tables = {path: list(_tables(methods)) for path, methods in paths.items()}
    every = [table for each in tables.values() for table in each]
    shared_tables = _shared_rows(every, MANY)
    answers = [_answers(each) for methods in paths.values() for each in methods.values()]
    shared_answers = _shared_rows(answers, 2)

    def described(path: str, methods: Operations) -> dict[str, Any]:
        return {
            "path": path,
            "methods": [_method(name, each, shared_answers) for name, each in methods.items()],
            "tables": [table for table in tables[path] if table not in shared_tables],
            "shared": [
                (shared_tables.index(table) + 1, table)
                for table in tables[path]
                if table in shared_tables
            ],
        }

    tags = dict.fromkeys(_tag(methods) for methods in paths.values())
    return {
        "info": document["info"],
        "groups": [
            (tag, [described(*each) for each in paths.items() if _tag(each[1]) == tag])
            for tag in tags
        ],
        "parameters": shared_tables,
        "answers": [(each, answers.count(each)) for each in shared_answers],
        "schemas": [
            {
                "name": name,
                "description": schema.get("description", ""),
                "rows": _members(schema),
                "type": "" if "properties" in schema else describe_schema(schema),
            }
            for name, schema in sorted(document["components"]["schemas"].items())
        ],
    }


def _shared_rows(found: list[_T], least: int) -> list[_T]:
    """What is there so many times at least, in order."""
    return [each for each, many in Counter(found).items() if many >= least]


def _tag(methods: Operations) -> str:
    tag: str = next(iter(methods.values()))["tags"][0]
    return tag


def _method(name: str, operation: dict[str, Any], shared: list[Answers]) -> dict[str, Any]:
    answers = _answers(operation)
    return {
        "name": name.upper(),
        "description": operation.get("description") or operation["summary"],
        "answers": answers,
        "shared": shared.index(answers) + 1 if answers in shared else 0,
    }


def _answers(operation: dict[str, Any]) -> Answers:
    responses: dict[str, dict[str, str]] = operation["responses"]
    return tuple((status, answer["description"]) for status, answer in responses.items())


def _tables(methods: Operations) -> Iterator[_Table]:
    """The parameters of an address, those together that are said in the same places."""
    places: dict[str, list[tuple[str, str]]] = {}
    rows: dict[str, list[_Row]] = {}
    for place, row in _parameter_rows(methods):
        places.setdefault(row.name, []).append(place)
        rows.setdefault(row.name, []).append(row)
    for together in dict.fromkeys(map(tuple, places.values())):
        named = [name for name, where in places.items() if tuple(where) == together]
        yield _Table(_caption(together), tuple(_join_rows(rows[name]) for name in named))


def _caption(places: tuple[tuple[str, str], ...]) -> str:
    """Where parameters are said.

    >>> _caption((("the address", "GET"), ("the body", "POST")))
    'In the address of GET, or in the body of POST'
    >>> _caption((("the address", "GET"), ("the address", "POST")))
    'In the address of GET or POST'
    """
    methods: dict[str, list[str]] = {}
    for place, method in places:
        methods.setdefault(place, []).append(method)
    said = ", or in ".join(f"{place} of {' or '.join(of)}" for place, of in methods.items())
    return f"In {said}"


def _parameter_rows(methods: Operations) -> Iterator[tuple[tuple[str, str], _Row]]:
    """Each parameter of each method, with the place and the method where it is said."""
    for name, operation in methods.items():
        method = name.upper()
        for declared in operation.get("parameters", []):
            row = _row(declared["name"], declared["schema"])
            yield (
                ("the address", method),
                row._replace(description=declared.get("description", "")),
            )
        content = operation.get("requestBody", {}).get("content", {})
        for row in _members(content.get("application/json", {}).get("schema", {})):
            yield ("the JSON object in the body", method), row


def _join_rows(rows: list[_Row]) -> _Row:
    """One row of those of the same name: a type that differs is said of each place."""
    types = " or ".join(dict.fromkeys(row.type for row in rows))
    described = next((row.description for row in rows if row.description), "")
    return rows[0]._replace(type=types, description=described)


def _members(schema: dict[str, Any]) -> tuple[_Row, ...]:
    return tuple(_row(name, declared) for name, declared in schema.get("properties", {}).items())


def _row(name: str, schema: dict[str, Any]) -> _Row:
    default = schema.get("default")
    written = "" if default is None else json.dumps(default, ensure_ascii=False)
    return _Row(
        name,
        describe_schema(schema),
        written if len(written) <= 120 else written[:119] + "…",
        schema.get("description", ""),
    )


def describe_schema(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words.

    >>> describe_schema({"type": "integer", "minimum": 1, "maximum": 4})
    'integer, 1 to 4'
    >>> describe_schema({"type": "array", "items": {"type": "number"}})
    'list of number'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF)
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
