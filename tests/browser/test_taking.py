"""The picture to take along, as files, link, command, program and numbers, made in the browser."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from chapter_page import SPARING, ChapterPage
from cnnviz.chapter import Chapter
from cnnviz.cli import main

SVG = "{http://www.w3.org/2000/svg}"


def taking(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Take this picture")


def saved(page: Page, button: str) -> tuple[str, bytes]:
    """The file that a button of the dialog gives: its name and its bytes."""
    with page.expect_download() as download:
        taking(page).get_by_role("button", name=button, exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def text(page: Page, part: str) -> str:
    return taking(page).get_by_role("region", name=part).inner_text()


def test_files_link_and_command_are_of_the_frame_with_what_is_set(
    chapter_page: ChapterPage,
) -> None:
    page = chapter_page.page
    chapter_page.at(4, 0, 3, stride=1).press("g")
    expect(taking(page)).to_be_visible()
    name, svg = saved(page, "SVG")
    assert name == "max-3.svg"
    drawn = ET.fromstring(svg)
    spec = Chapter.default().find("pooling", "max")
    frame = spec.scene({"stride": 1}).frames[2]
    assert drawn.findtext(f"{SVG}title") == spec.title
    assert drawn.findtext(f"{SVG}desc") == frame.narration.replace("*", "")
    with_sentence = float(drawn.attrib["height"])
    name, png = saved(page, "PNG")
    assert name == "max-3.png"
    with Image.open(io.BytesIO(png)) as image:
        assert image.size == (2560, round(2 * with_sentence))
        assert len(image.convert("RGB").getcolors(1 << 24) or []) > 10
    taking(page).get_by_label("with its sentence").uncheck()
    _, bare = saved(page, "SVG")
    assert float(ET.fromstring(bare).attrib["height"]) == 720 < with_sentence
    assert text(page, "Link to this frame") == page.url
    words = shlex.split(text(page, "The command that renders it"))
    expected = "cnnviz render pooling max --frame 3 --stride=1 -o max-3.svg"
    assert words == expected.split()
    chapter_page.press("g")
    expect(taking(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("step", "scene", "values", "result"),
    [
        (2, "edge", {}, "map"),
        (2, "checkerboard", {"stride": 2, "padding": 1}, "map"),
        (4, "max", {"stride": 1}, "pooled"),
        (4, "average", {}, "pooled"),
    ],
)
def test_the_lines_of_pytorch_compute_what_the_scene_shows(
    chapter_page: ChapterPage, step: int, scene: str, values: dict[str, int], result: str
) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, which runs the lines, is not installed")
    names = [each["name"] for each in chapter_page.steps[step - 1]["scenes"]]
    chapter_page.at(step, names.index(scene), **values).press("g")
    lines = text(chapter_page.page, "PyTorch")
    made = Chapter.default().find(chapter_page.steps[step - 1]["name"], scene).scene(values)
    printed = io.StringIO()
    torch.set_printoptions(precision=6, threshold=10_000)
    with contextlib.redirect_stdout(printed):
        exec(lines, {})
    found = [float(each) for each in re.findall(r"-?\d+\.\d*(?:e[+-]\d+)?", printed.getvalue())]
    candidates = [tensor.data for tensor in made.tensors if tensor.data.size == len(found)]
    assert any(np.allclose(each.ravel(), found, atol=1e-4) for each in candidates), (result, lines)


def test_the_numbers_on_the_stage_are_those_of_the_scene(chapter_page: ChapterPage) -> None:
    page = chapter_page.page
    scene = Chapter.default().find("convolution", "digit").scene()
    chapter_page.at(2, 2, len(scene.frames)).press("g")
    choose = taking(page).get_by_label("Tensor")
    expect(choose.locator("option").first).to_be_attached()
    names = choose.locator("option").evaluate_all("all => all.map(({value}) => value)")
    for name in names:
        choose.select_option(name)
        data = scene.tensor(name).data
        file, body = saved(page, ".npy")
        assert file == f"digit-{len(scene.frames)}-{name}.npy"
        loaded = np.load(io.BytesIO(body))
        assert loaded.shape == data.shape
        assert np.allclose(loaded, data)
        _, sheet = saved(page, ".csv")
        rows = [row for row in sheet.decode().splitlines() if row]
        assert np.allclose([[float(each) for each in row.split(",")] for row in rows], data[0])


def test_what_is_not_computed_yet_is_in_no_file(chapter_page: ChapterPage) -> None:
    page = chapter_page.page
    chapter_page.at(2, 1, 6).press("g")
    frame = Chapter.default().find("convolution", "edge").scene().frames[5]
    name, seen = next((name, seen) for name, seen in frame.revealed.items() if seen > 0)
    taking(page).get_by_label("Tensor").select_option(name)
    loaded = np.load(io.BytesIO(saved(page, ".npy")[1])).ravel()
    assert list(np.isnan(loaded)) == [k >= seen for k in range(loaded.size)]


def test_it_is_copied_where_the_browser_lets_it_and_said_where_not(
    chapter_page: ChapterPage, context: BrowserContext, server: str
) -> None:
    page = chapter_page.page
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    chapter_page.at(2, 1, 3).press("g")
    copy = taking(page).get_by_role("button", name="Copy picture")
    copy.click()
    expect(taking(page).get_by_role("status")).to_have_text("The picture is in the clipboard.")
    types = "navigator.clipboard.read().then(([item]) => item.types)"
    assert page.evaluate(types) == ["image/png"]
    page.evaluate("delete window.ClipboardItem")
    copy.click()
    expect(taking(page).get_by_role("status")).to_contain_text("save it instead")


def test_keys_alone_reach_everything_and_escape_closes_it(chapter_page: ChapterPage) -> None:
    page = chapter_page.page
    chapter_page.at(2, 1, 3)
    button = chapter_page.button("Take this picture")
    button.focus()
    chapter_page.press("Enter")
    expect(taking(page).get_by_role("button", name="Close")).to_be_focused()
    chapter_page.press("Tab")
    expect(taking(page).get_by_role("button", name="SVG")).to_be_focused()
    with page.expect_download() as download:
        chapter_page.press("Enter")
    assert download.value.suggested_filename == "edge-3.svg"
    chapter_page.press("Escape")
    expect(taking(page)).to_have_count(0)
    chapter_page.until(frame=3, status="paused")


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_the_dialog_passes_the_accessibility_rules_and_fits(
    browser: Browser, server: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        bypass_csp=True,
        reduced_motion="reduce",
        service_workers="block",
    )
    context.add_init_script(SPARING)
    page = context.new_page()
    ChapterPage(page, server).at(2, 1, 3).press("g")
    dialog = taking(page)
    expect(dialog).to_be_visible()
    page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run('dialog').then(({violations}) => violations.map(({id}) => id))")
    assert found == []
    assert dialog.evaluate("({scrollWidth, clientWidth}) => scrollWidth <= clientWidth")
    box = dialog.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0]
    context.close()


def test_it_works_in_an_exported_figure_without_a_network(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "edge.html"
    assert main(["export", "--scene", "convolution/edge", str(file)]) == 0
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(f"{file.as_uri()}#step=2&scene=edge&frame=6")
    expect(page.locator("#player")).to_have_attribute("data-stale", "false")
    page.get_by_role("button", name="Take this picture").click()
    assert saved(page, "SVG")[0] == "edge-6.svg"
    assert saved(page, "PNG")[1].startswith(b"\x89PNG")
    link = text(page, "Link to this frame")
    assert link == f"{file.as_uri()}#step=2&scene=edge&frame=6"
    assert "conv2d" in text(page, "PyTorch")
    context.close()
