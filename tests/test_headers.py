"""The headers of every answer, by the rules of Mozilla's HTTP Observatory for an A+.

https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring. Two of its rules are the
proxy's, as they are about https: SECURITY.md says what it has to send.
"""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from test_article import Outline

ANSWERS = [
    *(
        "/",
        "/docs",
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
