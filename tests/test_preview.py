"""What other programs show of the page: link previews, bookmarks, a telephone's home screen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from cnnviz.chapter import Chapter
from cnnviz.export.single_file import export_chapter
from cnnviz.server import create_app

PUBLIC = "https://example.org/courses/cnn/"
_META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">')
_LINK = re.compile(r'<link rel="([\w-]+)"[^>]* href="([^"]+)">')


@pytest.fixture(scope="module")
def told() -> Iterator[TestClient]:
    """A server that knows where people find it, behind a proxy that takes the prefix away."""
    with TestClient(create_app(root_path="/courses/cnn", public_url=PUBLIC)) as client:
        yield client


def described(html: str) -> dict[str, str]:
    return {name: unescape(content) for name, content in _META.findall(html)}


def test_a_preview_has_title_description_and_a_picture_at_a_whole_address(
    told: TestClient,
) -> None:
    html = told.get("/").text
    found = described(html)
    chapter = Chapter.default()
    assert found["og:title"] == found["twitter:title"] == chapter.title
    assert found["og:description"] == found["twitter:description"] == chapter.description
    assert found["og:url"] == dict(_LINK.findall(html))["canonical"] == PUBLIC
    assert found["og:image"] == found["twitter:image"] == f"{PUBLIC}preview.png"
    assert found["twitter:card"] == "summary_large_image"


@pytest.mark.parametrize("prefix", ["", "/courses/cnn"])
def test_the_picture_is_there_with_and_without_the_prefix(told: TestClient, prefix: str) -> None:
    answer = told.get(f"{prefix}/preview.png")
    assert answer.headers["content-type"] == "image/png"
    picture = Image.open(BytesIO(answer.content))
    found = described(told.get("/").text)
    assert picture.size == (int(found["og:image:width"]), int(found["og:image:height"]))


def test_whoever_asks_by_another_name_changes_no_address(told: TestClient) -> None:
    answer = told.get(
        "/", headers={"Host": "elsewhere.example", "X-Forwarded-Host": "evil.example"}
    )
    assert answer.content == told.get("/").content


def test_without_a_public_address_none_is_made_up() -> None:
    with TestClient(create_app()) as client:
        html = client.get("/").text
    assert "og:title" in described(html)
    assert not {"og:url", "og:image", "twitter:image"} & described(html).keys()
    assert "canonical" not in dict(_LINK.findall(html))


def test_icons_are_as_large_as_they_say(told: TestClient) -> None:
    html = told.get("/").text
    links = _LINK.findall(html)
    by_kind = {rel: href for rel, href in links if rel in ("apple-touch-icon", "manifest")}
    small = next(href for rel, href in links if rel == "icon" and href.endswith(".png"))
    assert Image.open(BytesIO(told.get(small).content)).size == (32, 32)
    assert Image.open(BytesIO(told.get(by_kind["apple-touch-icon"]).content)).size == (180, 180)
    manifest = told.get(by_kind["manifest"])
    assert manifest.headers["content-type"] == "application/manifest+json"
    for icon in json.loads(manifest.content)["icons"]:
        picture = told.get(f"{by_kind['manifest'].rpartition('/')[0]}/{icon['src']}")
        assert "x".join(map(str, Image.open(BytesIO(picture.content)).size)) == icon["sizes"]


def test_the_exported_file_names_no_picture_beside_it() -> None:
    chapter = Chapter.default()
    html = export_chapter(replace(chapter, steps=chapter.steps[:1])).decode()
    assert not described(html)
    assert 'url("..' not in html
    assert "apple-touch-icon" not in html
