"""The page, and the headers that keep it to its own address."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from cnnviz.content import seeds
from cnnviz.server import create_app
from cnnviz.server.headers import SECURITY
from cnnviz.server.http_cache import REVALIDATE
from test_article import Outline
from test_page_files import linked
from tiny import CHAPTER
from unread_connection import question


def test_the_page_is_well_formed_and_in_english(client: TestClient) -> None:
    response = client.get("/")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    outline = Outline(response.text.removeprefix("<!doctype html>"))
    assert ("html", {"lang": "en"}) in outline.tags
    names = {attributes.get("name") for tag, attributes in outline.tags if tag == "meta"}
    assert {"viewport", "description", "theme-color"} <= names


def test_ids_are_unique_and_labels_lead_to_them(client: TestClient) -> None:
    attributes = [each for _, each in Outline(client.get("/").text[15:]).tags]
    ids = [each["id"] for each in attributes if "id" in each]
    assert len(ids) == len(set(ids))
    for each in attributes:
        if "aria-labelledby" in each:
            assert each["aria-labelledby"] in ids
        href = each.get("href") or ""
        if href.startswith("#") and "=" not in href:
            assert href[1:] in ids


def test_the_page_holds_player_and_article_in_this_order(client: TestClient) -> None:
    html = client.get("/").text
    marks = [
        "<main>",
        '<section class="player" id="player"',
        "<cnn-strip ",
        "<cnn-stage>",
        '<section class="narration"',
        "<cnn-controls>",
        "<cnn-transport>",
        '<dialog class="help"',
        '<article class="article"',
        'id="step-1-text"',
        'id="step-2-text"',
    ]
    places = [html.index(mark) for mark in marks]
    assert places == sorted(places)


def test_the_page_keeps_to_its_policy_and_its_address(client: TestClient) -> None:
    html = client.get("/").text
    scenes = re.findall(r"<script([^>]*)>", html)
    assert all("src=" in each or 'type="application/json"' in each for each in scenes)
    assert "<style" not in html
    for tag, attributes in Outline(html[15:]).tags:
        assert "style" not in attributes, tag
        assert not any(name.startswith("on") for name in attributes), tag
        for name in ("src", "href"):
            assert not re.match("(?:https?:)?//", attributes.get(name) or ""), attributes


def test_the_chapter_is_inlined_as_the_api_gives_it(client: TestClient) -> None:
    html = client.get("/").text
    inlined = re.search(r'<script type="application/json" id="chapter">(.*?)</script>', html)
    assert inlined is not None
    assert json.loads(inlined[1]) == client.get("/api/chapter").json()
    assert json.loads(inlined[1])["steps"][0]["title"] == "Tiny </script><b>"


def test_the_page_is_asked_for_again_each_time_but_sent_once(client: TestClient) -> None:
    response = client.get("/")
    assert response.headers["cache-control"] == REVALIDATE
    again = client.get("/", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/docs", "/openapi.json", "/api/chapter", "/healthz", "/api/scenes/tiny/double"),
        *("/nope", "/api/scenes/tiny/broken", "/api/scenes/tiny/double?factor=0"),
    ],
)
def test_every_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    for name, value in SECURITY.items():
        assert headers[name] == value
    assert "unsafe" not in headers["content-security-policy"]


def test_no_address_of_a_page_begins_at_the_root_so_that_it_works_under_any_path(
    client: TestClient,
) -> None:
    for path in ("/", "/docs"):
        html = client.get(path).text
        assert linked(html)
        assert not re.findall(r'(?:href|src)="/', html)


@pytest.mark.parametrize("kept", ["/courses/cnn", ""], ids=["proxy keeps it", "proxy takes it"])
def test_the_page_works_under_a_path_that_a_proxy_keeps_or_takes_away(kept: str) -> None:
    with TestClient(create_app(CHAPTER, root_path="/courses/cnn")) as client:
        files = [kept + address for address in linked(client.get(f"{kept}/").text)]
        for path in (*files, f"{kept}/docs", f"{kept}/healthz", f"{kept}/api/scenes/tiny/double"):
            assert client.get(path).status_code == 200, path
        with client.websocket_connect(f"{kept}/api/line") as line:
            line.send_text(question("tiny/double"))
            assert line.receive_bytes()
        assert client.get(f"{kept}/openapi.json").json()["servers"] == [{"url": "/courses/cnn"}]
        assert client.get("/courses/cnnot").status_code == 404


def test_a_path_without_its_last_slash_leads_to_the_page() -> None:
    with TestClient(create_app(CHAPTER, root_path="/courses/cnn")) as client:
        response = client.get("/courses/cnn", follow_redirects=False)
        assert (response.status_code, response.headers["location"]) == (307, "cnn/")
        assert client.get("/courses/cnn").url.path == "/courses/cnn/"


def test_head_gives_the_headers_and_no_body(client: TestClient) -> None:
    for path in ("/", "/api/chapter", "/healthz", *linked(client.get("/").text)[:1]):
        head, get = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == get.headers["content-length"]
        assert head.headers["content-type"] == get.headers["content-type"]


def test_health_says_ok(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"


def test_the_icon_is_found_where_browsers_look(client: TestClient) -> None:
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"


def test_the_chapter_itself_has_a_section_for_each_step() -> None:
    with TestClient(create_app()) as client:
        html = client.get("/").text
        steps = client.get("/api/chapter").json()["steps"]
    Outline(html.removeprefix("<!doctype html>"))
    for step in steps:
        assert f'<section id="step-{step["number"]}-text"' in html
        assert f'href="#step={step["number"]}"' in html
        assert seeds.text(step["name"]).title == step["title"]
        assert all(scene["title"] != scene["name"] for scene in step["scenes"])
