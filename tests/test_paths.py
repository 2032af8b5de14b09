"""No path leads out of static/ and seeds/."""

from __future__ import annotations

import http.client
import re
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cnnviz.content import seeds
from cnnviz.page.assets import LATE_SHEET, SHEET, read_assets
from cnnviz.server import create_app
from patience import PATIENCE
from tiny import CHAPTER

UP = [
    "..",
    "%2e%2e",
    ".%2e",
    "%252e%252e",
    "..%2f..",
    "..%5c..",
    "..\\..",
    "%c0%ae%c0%ae",
    "....//",
]


def status(port: int, path: str) -> int:
    """Asked as it is written: no client makes the path shorter on its way."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


@pytest.mark.parametrize("up", UP)
def test_no_way_of_writing_two_dots_leads_out_of_static(port: int, up: str) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/")
        page = connection.getresponse().read().decode()
    (version, *_) = re.findall(r"static/(\w+)/", page)
    assert status(port, f"/static/{version}/js/chapter.js") == 200
    for path in (
        f"/static/{version}/{up}/pyproject.toml",
        f"/static/{version}/js/{up}/{up}/pyproject.toml",
        f"/static/{version}/js/{up}/js/chapter.js",
        f"/static/{up}/{version}/js/chapter.js",
        f"/{up}/{up}/etc/passwd",
        f"/api/scenes/{up}/{up}",
        f"/api/scenes/tiny/{up}/double",
    ):
        assert status(port, path) == 404


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    static = tmp_path / "static"
    (static / "css").mkdir(parents=True)
    (static / "css" / "page.css").write_text("p {}")
    (static / "css" / "same.css").symlink_to(static / "css" / "page.css")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "secret.js").write_text("secret")
    (static / "out.txt").symlink_to(tmp_path / "secret.txt")
    (static / "folder").symlink_to(tmp_path / "folder")
    (static / "round").symlink_to(static)
    return static


def test_a_link_that_leads_out_of_static_is_not_followed(linked: Path) -> None:
    files = read_assets(linked).files
    assert set(files) == {SHEET, LATE_SHEET}
    assert files["css/chapter.css"].body == b"p {}p {}"
    with TestClient(create_app(CHAPTER, static=linked)) as client:
        assert client.get("/").status_code == 200


def test_hidden_files_and_types_of_static_are_not_served(tmp_path: Path) -> None:
    for name in (".secret", ".git/deep/config", "js/.env", "js/wire.d.ts", "js/main.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("secret")
    assert set(read_assets(tmp_path).files) == {"js/main.txt", SHEET, LATE_SHEET}


@pytest.mark.parametrize(
    "name", ["../weights/lenet", "/etc/passwd", "lenet/../lenet", "lenet\0", ""]
)
def test_no_name_leads_out_of_seeds(name: str) -> None:
    with pytest.raises(ValueError, match="there is no network"):
        seeds.network(name)
    with TestClient(create_app()) as client:
        response = client.get("/api/scenes/pytorch/networks", params={"network": name})
        assert response.status_code == 422
        assert response.json()["detail"].startswith("network must be one of lenet, ")
