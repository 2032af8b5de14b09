"""A cell of a network opens where it is tapped: its layer and place go into the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from filming import Film


def lenet(film: Film) -> int:
    return next(k for k, step in enumerate(film.steps, 1) if step["name"] == "lenet")


def tap(film: Film, across: float, down: float) -> None:
    box = film.picture.bounding_box()
    assert box
    film.page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])


FASTER = "+" * 5
"""Keys: a flight to a cell, and what is said of it, take their time."""


@pytest.mark.parametrize(
    ("layer", "across", "down"),
    [("C1", 0.193, 0.52), ("C3", 0.453, 0.52), ("F5", 0.638, 0.5), ("output", 0.81, 0.69)],
)
def test_a_tap_on_a_layer_opens_the_cell_that_was_tapped(
    film: Film, layer: str, across: float, down: float
) -> None:
    step = lenet(film)
    last = film.count(step)
    film.page.set_viewport_size({"width": 1280, "height": 720})
    film.at(step, 0, last).press(*FASTER)
    tap(film, across, down)
    film.until(status="playing", step=step, scene="run", frame=last + 1)
    film.until(status="paused", step=step, scene="run", frame=last + 2)
    film.page.wait_for_function(
        "layer => location.hash.includes(`layer=${layer}`)",
        arg=layer,
    )
    channel = re.search(r"channel=(\d+)", film.page.url)
    assert channel, film.page.url
    assert not film.complaints


def test_a_reload_opens_the_same_cell_again(film: Film) -> None:
    step = lenet(film)
    last = film.count(step) + 2
    film.at(step, 0, last, layer="F5", channel=7)
    film.page.reload()
    film.until(status="paused", step=step, frame=last)
    sentence = film.page.locator(".sentence")
    sentence.filter(has_text="400 products").wait_for()


@pytest.mark.parametrize(
    ("scene", "frame", "across", "down", "layer"),
    [("networks", None, 0.394, 0.33, "pool1"), ("run", 3, 0.484, 0.28, "conv1")],
)
def test_a_tap_on_a_map_of_step_8_opens_that_cell(
    film: Film, scene: str, frame: int | None, across: float, down: float, layer: str
) -> None:
    names = [each["name"] for each in film.steps[7]["scenes"]]
    film.page.set_viewport_size({"width": 1280, "height": 720})
    index = names.index(scene)
    film.at(8, index, frame or film.count(8, index)).press(*FASTER)
    tap(film, across, down)
    film.page.wait_for_function(
        "layer => location.hash.includes(`scene=networks`) && location.hash.includes(layer)",
        arg=f"layer=simplecnn%20{layer}",
    )
    film.until(status="paused", scene="networks")
    told = "The largest of 4 numbers" if layer == "pool1" else "27 products"
    film.page.locator(".sentence").filter(has_text=told).wait_for()


def pixels(film: Film) -> str:
    shown: str = film.picture.evaluate("canvas => canvas.toDataURL()")
    return shown


def test_one_looks_around_in_a_network_and_back(film: Film) -> None:
    step = lenet(film)
    film.page.set_viewport_size({"width": 1280, "height": 720})
    frame = film.count(step) - 2
    film.at(step, 0, frame)
    box = film.picture.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    film.page.mouse.move(x, y - box["height"] * 0.45)
    before = pixels(film)
    # A drag over a layer moves the picture, and opens no cell of it.
    film.page.mouse.move(x - 100, y)
    film.page.mouse.down()
    film.page.mouse.move(x + 60, y + 20, steps=4)
    film.page.mouse.up()
    expect(film.button("Back to the film’s view")).to_be_visible()
    film.until(status="paused", frame=frame)
    assert pixels(film) != before
    film.button("Back to the film’s view").click()
    expect(film.button("Back to the film’s view")).to_have_count(0)
    film.page.mouse.move(x, y - box["height"] * 0.45)
    film.page.wait_for_function(
        "before => document.querySelector('cnn-stage canvas').toDataURL() === before", arg=before
    )


def test_a_wheel_scrolls_the_page_and_zooms_with_ctrl_or_in_full_screen(film: Film) -> None:
    step = lenet(film)
    film.page.set_viewport_size({"width": 1280, "height": 720})
    film.at(step, 0, 1)
    box = film.picture.bounding_box()
    assert box
    film.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    film.page.mouse.wheel(0, 200)
    film.page.wait_for_function("() => scrollY > 0")
    expect(film.button("Back to the film’s view")).to_have_count(0)
    film.page.evaluate("scrollTo(0, 0)")
    film.press("f")
    film.page.wait_for_function("() => document.fullscreenElement !== null")
    film.page.mouse.wheel(0, -200)
    expect(film.button("Back to the film’s view")).to_be_visible()
    film.press("c")
    expect(film.button("Back to the film’s view")).to_have_count(0)
    film.press("i")
    expect(film.button("Back to the film’s view")).to_be_visible()
    # The film goes on, and shows what it shows.
    film.press("k").until(status="playing")
    expect(film.button("Back to the film’s view")).to_have_count(0)
