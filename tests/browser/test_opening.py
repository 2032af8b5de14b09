"""A cell of a network opens where it is tapped: its layer and place go into the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from chapter_page import STILL, ChapterPage


def lenet(chapter_page: ChapterPage) -> int:
    return next(k for k, step in enumerate(chapter_page.steps, 1) if step["name"] == "lenet")


def tap(chapter_page: ChapterPage, across: float, down: float) -> None:
    box = chapter_page.picture.bounding_box()
    assert box
    chapter_page.page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])


FASTER = "+" * 5
"""Keys: a flight to a cell, and what is said of it, take their time."""


@pytest.mark.sampled(layer=1)
@pytest.mark.parametrize(
    ("layer", "across", "down"),
    [("C1", 0.193, 0.52), ("C3", 0.453, 0.52), ("F5", 0.698, 0.5), ("output", 0.81, 0.69)],
)
def test_a_tap_on_a_layer_opens_the_cell_that_was_tapped(
    chapter_page: ChapterPage, layer: str, across: float, down: float
) -> None:
    step = lenet(chapter_page)
    last = chapter_page.count(step)
    chapter_page.page.set_viewport_size({"width": 1280, "height": 720})
    chapter_page.at(step, 0, last).press(*FASTER)
    tap(chapter_page, across, down)
    chapter_page.until(status="playing", step=step, scene="run", frame=last + 1)
    chapter_page.until(status="paused", step=step, scene="run", frame=last + 2)
    chapter_page.page.wait_for_function(
        "layer => location.hash.includes(`layer=${layer}`)",
        arg=layer,
    )
    channel = re.search(r"channel=(\d+)", chapter_page.page.url)
    assert channel, chapter_page.page.url
    assert not chapter_page.complaints


def test_a_reload_opens_the_same_cell_again(chapter_page: ChapterPage) -> None:
    step = lenet(chapter_page)
    last = chapter_page.count(step) + 2
    chapter_page.at(step, 0, last, layer="F5", channel=7)
    chapter_page.page.reload()
    chapter_page.until(status="paused", step=step, frame=last)
    sentence = chapter_page.page.locator(".sentence")
    sentence.filter(has_text="400 products").wait_for()


@pytest.mark.sampled(scene=1)
@pytest.mark.parametrize(
    ("scene", "frame", "across", "down", "layer"),
    [("networks", None, 0.31, 0.52, "pool1"), ("run", 3, 0.484, 0.28, "conv1")],
)
def test_a_tap_on_a_map_of_step_8_opens_that_cell(
    chapter_page: ChapterPage, scene: str, frame: int | None, across: float, down: float, layer: str
) -> None:
    names = [each["name"] for each in chapter_page.steps[7]["scenes"]]
    chapter_page.page.set_viewport_size({"width": 1280, "height": 720})
    index = names.index(scene)
    chapter_page.at(8, index, frame or chapter_page.count(8, index)).press(*FASTER)
    tap(chapter_page, across, down)
    chapter_page.page.wait_for_function(
        "layer => location.hash.includes(`scene=networks`) && location.hash.includes(layer)",
        arg=f"layer=simplecnn%20{layer}",
    )
    chapter_page.until(status=STILL, scene="networks")
    told = "The largest of 4 numbers" if layer == "pool1" else "27 products"
    chapter_page.page.locator(".sentence").filter(has_text=told).wait_for()


def pixels(chapter_page: ChapterPage) -> str:
    shown: str = chapter_page.picture.evaluate("canvas => canvas.toDataURL()")
    return shown


def test_one_looks_around_in_a_network_and_back(chapter_page: ChapterPage) -> None:
    step = lenet(chapter_page)
    chapter_page.page.set_viewport_size({"width": 1280, "height": 720})
    frame = chapter_page.count(step) - 1
    chapter_page.at(step, 0, frame)
    box = chapter_page.picture.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    chapter_page.page.mouse.move(x, y - box["height"] * 0.45)
    before = pixels(chapter_page)
    # A drag over a layer moves the picture, and opens no cell of it.
    chapter_page.page.mouse.move(x - 100, y)
    chapter_page.page.mouse.down()
    chapter_page.page.mouse.move(x + 60, y + 20, steps=4)
    chapter_page.page.mouse.up()
    expect(chapter_page.button("Back to the film’s view")).to_be_visible()
    chapter_page.until(status="paused", frame=frame)
    assert pixels(chapter_page) != before
    chapter_page.button("Back to the film’s view").click()
    expect(chapter_page.button("Back to the film’s view")).to_have_count(0)
    chapter_page.page.mouse.move(x, y - box["height"] * 0.45)
    chapter_page.page.wait_for_function(
        "before => document.querySelector('cnn-stage canvas').toDataURL() === before", arg=before
    )


def test_a_wheel_scrolls_the_page_and_zooms_with_ctrl_or_in_full_screen(
    chapter_page: ChapterPage,
) -> None:
    step = lenet(chapter_page)
    chapter_page.page.set_viewport_size({"width": 1280, "height": 720})
    chapter_page.at(step, 0, 3)
    box = chapter_page.picture.bounding_box()
    assert box
    chapter_page.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    chapter_page.page.mouse.wheel(0, 200)
    chapter_page.page.wait_for_function("() => scrollY > 0")
    expect(chapter_page.button("Back to the film’s view")).to_have_count(0)
    chapter_page.page.evaluate("scrollTo(0, 0)")
    chapter_page.full_screen()
    chapter_page.page.mouse.wheel(0, -200)
    expect(chapter_page.button("Back to the film’s view")).to_be_visible()
    chapter_page.press("c")
    expect(chapter_page.button("Back to the film’s view")).to_have_count(0)
    chapter_page.press("i")
    expect(chapter_page.button("Back to the film’s view")).to_be_visible()
    # The film goes on, and shows what it shows.
    chapter_page.press("k").until(status="playing")
    expect(chapter_page.button("Back to the film’s view")).to_have_count(0)
