"""One scene as a file: by double click, and in a sandboxed frame, without a request."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from cnnviz.chapter import Chapter
from cnnviz.cli import main
from cnnviz.export.figure import MOST_BYTES
from course_site import serving_files

CHAPTER_URL = "https://cnn.example.org/chapter/"
Export = Callable[[str], Path]


@pytest.fixture(scope="module")
def figure(tmp_path_factory: pytest.TempPathFactory) -> Export:
    folder = tmp_path_factory.mktemp("figures")

    def export(path: str) -> Path:
        file = folder / f"{path.replace('/', '-')}.html"
        words = ["export", "--scene", path, str(file), "--public-url", CHAPTER_URL]
        assert file.exists() or main(words) == 0
        return file

    return export


def watched(page: Page) -> list[str]:
    """Whatever goes wrong on a page, and what it asks for but itself."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url))
    return wrong


def ended(shown: Page | FrameLocator) -> None:
    """The scene that is at rest at its first frame can be brought to its last."""
    player = shown.locator("#player")
    expect(player).to_have_attribute("data-status", "paused")
    expect(player).to_have_attribute("data-frame", "1")
    shown.get_by_role("button", name="Play", exact=True).press("PageDown")
    expect(player).not_to_have_attribute("data-frame", "1")
    expect(player).to_have_attribute("data-status", "paused")
    expect(shown.locator("cnn-stage > canvas")).to_have_attribute(
        "aria-label", picture_of(player.get_attribute("data-frame"))
    )


def picture_of(frame: str | None) -> str:
    spec = Chapter.default().find("convolution", "edge")
    return f"Picture: {spec.title}, frame {frame} of {len(spec.scene().frames)}"


def test_a_double_click_plays_it_without_a_request(context: BrowserContext, figure: Export) -> None:
    file = figure("convolution/edge")
    context.set_offline(True)
    page = context.new_page()
    wrong = watched(page)
    page.goto(file.as_uri())
    ended(page)
    link = page.get_by_role("link", name="Open in the chapter")
    expect(link).to_have_attribute("href", f"{CHAPTER_URL}#step=2&scene=edge&frame=13")
    assert wrong == [file.as_uri()]


def test_it_plays_in_a_sandboxed_frame(context: BrowserContext, figure: Export) -> None:
    body = figure("convolution/edge").read_bytes()
    html = b'<!doctype html><title>x</title><iframe sandbox="allow-scripts" src="figure.html"'
    files = {
        "/page": ("text/html", html + b' width="800" height="500"></iframe>'),
        "/figure.html": ("text/html", body),
        "/favicon.ico": ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    }
    with serving_files(files) as origin:
        page = context.new_page()
        wrong = watched(page)
        page.goto(f"{origin}/page")
        ended(page.frame_locator("iframe"))
        asked = [f"{origin}/page", f"{origin}/figure.html"]
        assert [each for each in wrong if not each.endswith("favicon.ico")] == asked
        page.close()


def test_a_setting_it_does_not_hold_says_so(context: BrowserContext, figure: Export) -> None:
    page = context.new_page()
    page.goto(figure("pooling/max").as_uri() + "#step=4&scene=max&frame=2&window=3")
    window = page.get_by_role("spinbutton", name="Window")
    expect(window).to_have_value("3")
    page.get_by_text("Edit as text").first.click()
    page.get_by_role("textbox").first.fill("9,9;9,9")
    expect(page.get_by_text("needs the server")).to_be_visible()


@pytest.mark.parametrize("path", ["convolution/edge", "lenet/run", "hierarchy/learned"])
def test_a_figure_is_smaller_than_400_kb_and_has_the_defaults(figure: Export, path: str) -> None:
    file = figure(path)
    assert file.stat().st_size < MOST_BYTES == 400_000
    html = file.read_text(encoding="utf-8")
    chapter = json.loads(html.split('id="chapter">')[1].split("</script>")[0])
    (step,) = chapter["steps"]
    (scene,) = step["scenes"]
    assert path == f"{step['name']}/{scene['name']}"
    names = [each.name for each in Chapter.default().steps]
    assert step["number"] == names.index(step["name"]) + 1


def test_on_paper_the_still_picture_stands_for_the_frame(
    context: BrowserContext, figure: Export, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    file, page = figure("convolution/edge"), context.new_page()
    assert main(["snippet", "convolution/edge", "--for", "html"]) == 0
    block = capsys.readouterr().out
    picture = root / "tests" / "pictures" / "convolution-edge.svg"
    (file.parent / picture.name).write_bytes(picture.read_bytes())
    course = file.parent / "course.html"
    course.write_text(f"<!doctype html><title>x</title>{block}", encoding="utf-8")
    page.goto(course.as_uri())
    expect(page.frame_locator("iframe").locator("#player")).to_have_attribute(
        "data-status", "paused"
    )
    expect(page.locator("figure img")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("figure iframe")).to_be_hidden()
    expect(page.get_by_role("img", name="The filter knows its pattern")).to_be_visible()
    assert page.locator("figure img").evaluate("image => image.naturalWidth") > 0
