"""The page, its static files, and the headers that keep it to its own address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cnnviz.content import seeds
from cnnviz.server import create_app
from cnnviz.server.headers import SECURITY
from cnnviz.server.http_cache import REVALIDATE
from test_article import Outline
from tiny import CHAPTER
from unread_connection import question


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    """A server over files of its own, which a test may change, as one does who works on them."""
    static = tmp_path / "static"
    for name, text in {
        "js/start.js": 'import("./main.js");\n',
        "js/main.js": "export const main = 1;\n",
        "js/views/grid.js": "export {};\n",
        "css/tokens.css": ":root {}\n",
        "css/article.css": "p {}\n",
        "css/docs.css": "p {}\n",
        "js/service-worker.js": "keep();\n",
        ".secret": "no",
    }.items():
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        (static / name).write_text(text)
    (tmp_path / "outside.txt").write_text("outside")
    app = create_app(CHAPTER, static=static, dev=True)
    with TestClient(app) as client:
        yield client, static


def linked(html: str) -> list[str]:
    return [f"/{path}" for path in re.findall(r'(?:href|src)="(static/[^"]+)"', html)]


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


def test_the_page_is_one_script_and_one_sheet(client: TestClient) -> None:
    files = [path.split("/", 3)[3] for path in linked(client.get("/").text)]
    pictures = ["favicon.svg", "icons/32.png", "icons/180.png", "site.webmanifest"]
    assert files == [*pictures, "css/chapter.css", "js/start.js"]


def test_what_runs_before_the_page_is_drawn_is_small(client: TestClient) -> None:
    (entry,) = (path for path in linked(client.get("/").text) if path.endswith(".js"))
    assert len(client.get(entry).content) < 8_000


def test_in_development_the_modules_come_one_by_one(copied: tuple[TestClient, Path]) -> None:
    client, static = copied
    html = client.get("/").text
    (entry,) = (path for path in linked(html) if path.endswith(".js"))
    assert entry.endswith("/js/start.js")
    for name in ("js/start.js", "js/main.js", "js/views/grid.js"):
        address = entry.replace("js/start.js", name)
        assert client.get(address).text == (static / name).read_text()


def test_the_styles_come_as_one_sheet_whose_names_come_first(
    copied: tuple[TestClient, Path],
) -> None:
    client, static = copied
    (sheet,) = (path for path in linked(client.get("/").text) if path.endswith(".css"))
    served = client.get(sheet).text
    names, article = (
        re.sub(r"([;{},])\n", r"\1", (static / "css" / file).read_text())
        for file in ("tokens.css", "article.css")
    )
    assert served.startswith(names)
    assert article in served


def test_a_server_that_is_not_for_development_keeps_to_the_files_it_began_with(
    copied: tuple[TestClient, Path],
) -> None:
    _, static = copied
    with TestClient(create_app(CHAPTER, static=static)) as client:
        html = client.get("/").text
        (static / "js" / "main.js").write_text("export const changed = true;\n")
        assert client.get("/").text == html
        assert all(client.get(path).status_code == 200 for path in linked(html))
    with TestClient(create_app(CHAPTER, static=static)) as client:
        assert set(linked(html)).isdisjoint(linked(client.get("/").text))


def test_every_file_that_the_page_names_is_served_for_ever(client: TestClient) -> None:
    addresses = linked(client.get("/").text) + linked(client.get("/docs").text)
    assert addresses
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_files_have_the_types_that_browsers_insist_on(copied: tuple[TestClient, Path]) -> None:
    client, _ = copied
    for address in linked(client.get("/").text):
        expected = "text/javascript" if address.endswith(".js") else "text/css"
        assert client.get(address).headers["content-type"] == f"{expected}; charset=utf-8"


def test_a_changed_file_has_a_new_address(copied: tuple[TestClient, Path]) -> None:
    client, static = copied
    before = linked(client.get("/").text)
    (static / "js/start.js").write_text("export const changed = true;\n")
    after = linked(client.get("/").text)
    assert set(before).isdisjoint(after)
    assert all(client.get(address).status_code == 404 for address in before)
    assert "changed" in client.get(next(a for a in after if a.endswith("start.js"))).text


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt",
        "..%2foutside.txt",
        "%2e%2e/outside.txt",
        "js/../../outside.txt",
        "js/%2e%2e/%2e%2e/outside.txt",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "..\\outside.txt",
        ".secret",
        "js",
        "js/",
        "",
        "js/main.js%00",
    ],
)
def test_nothing_but_the_files_of_static_is_served(
    copied: tuple[TestClient, Path], path: str
) -> None:
    client, _ = copied
    version = linked(client.get("/").text)[0].split("/")[2]
    assert client.get(f"/static/{version}/{path}").status_code == 404


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


def test_files_for_the_browser_cache_are_served_and_renamed_with_each_version(
    client: TestClient, copied: tuple[TestClient, Path]
) -> None:
    answer = client.get("/service-worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == REVALIDATE
    kept = json.loads(answer.text.removeprefix("globalThis.KEPT = ").partition(";\n")[0])
    assert set(linked(client.get("/").text)) <= {f"/{path}" for path in kept["addresses"]}
    for address in (each for each in kept["addresses"] if not each.startswith("api/scenes/")):
        assert client.get(f"/{address.removeprefix('./')}").status_code == 200, address
    other, static = copied
    before = other.get("/service-worker.js").text
    (static / "css/tokens.css").write_text(":root { --changed: 1 }\n")
    assert other.get("/service-worker.js").text != before
