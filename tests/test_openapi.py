"""The description of the API is whole, true to what is sent, and readable offline."""

from __future__ import annotations

import json
import re
from html import escape, unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from cnnviz import wire
from cnnviz.content.spec import SceneSpec
from cnnviz.server import create_app
from cnnviz.server.routes.chapter_schemas import ChapterRecord
from cnnviz.server.routes.schemas import EndLine, FrameLine, HeaderLine
from cnnviz.steps import STEPS
from test_article import Outline

SCRIPTS = [
    pytest.param(spec, id=f"{step.name}-{spec.name}") for step in STEPS for spec in step.scenes
]


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/openapi.json").json()
    return described


def references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*map(references, part.values()))
    return set().union(*map(references, part)) if isinstance(part, list) else set()


def test_every_scene_has_a_path_with_its_parameters(described: dict[str, Any]) -> None:
    get = described["paths"]["/api/scenes/tiny/double"]["get"]
    by_name = {each["name"]: each["schema"] for each in get["parameters"]}
    assert by_name["factor"] == {
        "title": "Factor",
        "type": "integer",
        "minimum": 1,
        "maximum": 20,
        "default": 2,
    }
    assert by_name["method"]["enum"] == ["a", "b"]
    assert by_name["input"] == {"type": "string", "default": "1,2;3,4"}
    assert set(by_name) == {"input", "factor", "method", "exact"}


def test_the_body_is_described_with_its_arrays(described: dict[str, Any]) -> None:
    post = described["paths"]["/api/scenes/tiny/double"]["post"]
    schema = post["requestBody"]["content"]["application/json"]["schema"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["input"]["anyOf"][0]["maxItems"] == 64
    assert schema["properties"]["input"]["default"] == [[[1, 2], [3, 4]]]


def test_every_answer_is_described(described: dict[str, Any]) -> None:
    methods = described["paths"]["/api/scenes/tiny/double"]
    anywhere = {"400", "408", "431", "503"}
    assert set(methods["get"]["responses"]) == anywhere | {"200", "404", "422", "500"}
    assert set(methods["post"]["responses"]) == anywhere | {"200", "404", "413", "422", "500"}
    for path in described["paths"].values():
        assert all(set(each["responses"]) >= anywhere for each in path.values())
    assert list(methods["get"]["responses"]["200"]["content"]) == ["application/jsonl"]


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    names = {each.removeprefix("#/components/schemas/") for each in references(described)}
    assert names <= set(schemas)
    assert {"HeaderLine", "FrameLine", "EndLine", "ErrorLine", "Problem"} <= names
    assert "HTTPValidationError" not in schemas, "that is not what is sent"


def test_operations_have_names_of_their_own(described: dict[str, Any]) -> None:
    names = [
        operation["operationId"]
        for methods in described["paths"].values()
        for operation in methods.values()
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("spec", SCRIPTS)
def test_every_line_of_a_scene_is_as_described(spec: SceneSpec) -> None:
    header, *frames, end = wire.lines(spec.scene())
    HeaderLine.model_validate_json(header)
    for frame in frames:
        FrameLine.model_validate_json(frame)
    EndLine.model_validate_json(end)


def test_the_chapter_is_as_described() -> None:
    with TestClient(create_app()) as client:
        sent = client.get("/api/chapter").text
        described = client.get("/openapi.json").json()
    ChapterRecord.model_validate_json(sent)
    for step in json.loads(sent)["steps"]:
        for scene in step["scenes"]:
            assert f"/api/scenes/{step['name']}/{scene['name']}" in described["paths"]


def test_the_documentation_reads_without_scripts_and_from_this_address_only(
    client: TestClient,
) -> None:
    response = client.get("/docs")
    html = response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    outline = Outline(html.strip().removeprefix("<!doctype html>"))
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
    ids = {attributes.get("id") for _, attributes in outline.tags}
    for tag, attributes in outline.tags:
        if tag == "a" and str(attributes.get("href")).startswith("#"):
            assert str(attributes["href"])[1:] in ids
    for word in ("/api/scenes/tiny/double", "integer, 1 to 20", "FrameLine", "413"):
        assert word in html


def test_each_operation_of_the_documentation_leads_to_its_own_answers(client: TestClient) -> None:
    html = client.get("/docs").text
    _, *written = html.split('<section class="operation"')
    lists = {
        found[1]: re.findall(r"<dt>(.*)</dt>\n<dd>(.*)</dd>", part)
        for part in written
        if (found := re.search(r'^ id="([^"]+)"', part))
    }
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            head = f"<h3><code>{escape(path)}</code></h3>"
            [place] = [part for part in written if head in part]
            _, *methods = place.split('<span class="method">')
            [part] = [part for part in methods if part.startswith(f"{method.upper()}<")]
            told = [
                (each, answer["description"]) for each, answer in operation["responses"].items()
            ]
            link = re.search(r'Answers: <a href="#([^"]+)">(.*)</a></p>', part)
            if link:
                assert link[2].split(", ") == [status for status, _ in told]
            found_here = re.findall(r"<dt>(.*)</dt>\n<dd>(.*)</dd>", part)
            assert [
                (status, unescape(description))
                for status, description in (lists[link[1]] if link else found_here)
            ] == told, path
