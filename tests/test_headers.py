"""The headers of every answer, by the rules of Mozilla's HTTP Observatory for an A+.

https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring. Two of its rules are the
proxy's, as they are about https: SECURITY.md says what it has to send.
"""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from cnnviz.server import create_app
from test_article import Outline
from tiny import CHAPTER

ANSWERS = [
    *(
        "/",
        "/docs",
        "/questions",
        "/openapi.json",
        "/api/chapter",
        "/api/notes",
        "/api/questions/side/twin",
        "/healthz",
        "/favicon.ico",
    ),
    *("/api/scenes/tiny/double", "/nope", "/api/scenes/tiny/broken"),
    "/api/scenes/tiny/double?factor=0",
]


def policy(client: TestClient, path: str) -> dict[str, list[str]]:
    parts = client.get(path).headers["content-security-policy"].split(";")
    return {name: sources for name, *sources in map(str.split, parts)}


@pytest.mark.parametrize("path", ANSWERS)
def test_the_policy_allows_neither_foreign_nor_inline_sources(
    client: TestClient, path: str
) -> None:
    own = policy(client, path)
    assert own["default-src"] == ["'none'"]
    # These do not fall back on default-src.
    for name in ("base-uri", "form-action", "frame-ancestors"):
        assert own.pop(name) == ["'none'"]
    assert {"script-src", "style-src", "worker-src", "manifest-src"} <= set(own)
    assert {source for sources in own.values() for source in sources} == {"'self'", "'none'"}


@pytest.mark.parametrize("path", ANSWERS)
def test_there_is_no_cross_origin_access_and_no_cookie(client: TestClient, path: str) -> None:
    headers = client.get(path, headers={"Origin": "https://elsewhere.example"}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers
    assert "set-cookie" not in headers
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_no_script_or_style_stands_in_the_page_itself(client: TestClient, path: str) -> None:
    tags = Outline(client.get(path).text.strip().removeprefix("<!doctype html>")).tags
    for tag, attributes in tags:
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        if tag == "script" and attributes["type"] != "application/json":
            assert str(attributes["src"]).startswith("static/")


SITES = ("https://moodle.example.org", "http://localhost:8080")


def test_only_named_origins_may_put_it_in_a_frame() -> None:
    with TestClient(create_app(CHAPTER, embedding=SITES)) as client:
        for path in ANSWERS:
            headers = client.get(path, headers={"Origin": "https://moodle.example.org"}).headers
            assert policy(client, path)["frame-ancestors"] == [*SITES]
            assert policy(client, path)["default-src"] == ["'none'"]
            # It knows no list of names.
            assert "x-frame-options" not in headers
            # What a sandboxed frame loads comes from "null"; the sites themselves read nothing.
            assert headers["access-control-allow-origin"] == "null"
            assert headers["cross-origin-resource-policy"] == "same-origin"


def test_a_sandboxed_frame_may_send_json_where_embedding_is_allowed_and_nobody_else() -> None:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    with TestClient(create_app(CHAPTER, embedding=SITES)) as client:
        answer = client.options("/api/scenes/tiny/double", headers={"Origin": "null", **asked})
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == "null"
        assert answer.headers["access-control-allow-headers"] == "Content-Type"
        other = {"Origin": "https://elsewhere.example", **asked}
        assert client.options("/api/scenes/tiny/double", headers=other).status_code == 405
    with TestClient(create_app(CHAPTER)) as client:
        answer = client.options("/api/scenes/tiny/double", headers={"Origin": "null", **asked})
        assert answer.status_code == 405
        assert "access-control-allow-origin" not in answer.headers


def test_the_page_for_a_frame_is_the_player_alone(client: TestClient) -> None:
    whole, alone = client.get("/"), client.get("/?embed")
    assert "<article" in whole.text
    assert "data-embed" not in whole.text
    assert "<article" not in alone.text
    assert "data-embed" in alone.text
    assert whole.headers["etag"] != alone.headers["etag"]
