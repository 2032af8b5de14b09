"""The files that the page names: scripts, sheets, pictures, and those for the browser to keep."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cnnviz.server import create_app
from cnnviz.server.http_cache import REVALIDATE
from cnnviz.steps import STEPS
from tiny import CHAPTER


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


def test_the_page_is_one_script_and_one_sheet(client: TestClient) -> None:
    files = [path.split("/", 3)[3] for path in linked(client.get("/").text)]
    pictures = ["favicon.svg", "icons/32.png", "icons/180.png", "site.webmanifest"]
    assert files == [*pictures, "css/chapter.css", "js/start.js"]


def test_what_runs_before_the_page_is_drawn_is_small(client: TestClient) -> None:
    (entry,) = (path for path in linked(client.get("/").text) if path.endswith(".js"))
    assert len(client.get(entry).content) < 8_000


def test_the_page_until_its_first_scene_can_play_weighs_130_kb() -> None:
    with TestClient(create_app()) as client:
        files = [path for path in linked(client.get("/").text) if path.endswith((".css", ".js"))]
        program = files[-1].replace("start.js", "chapter.js")
        first = f"/api/scenes/{STEPS[0].scenes[0].path}"
        sizes = [
            client.get(path, headers={"Accept-Encoding": "gzip"}).num_bytes_downloaded
            for path in ("/", *files, program, first)
        ]
    # A browser counts 300 bytes for the head of an answer.
    assert sum(size + 300 for size in sizes) < 130 * 1024, sizes


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
