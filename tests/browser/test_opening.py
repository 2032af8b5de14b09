"""A cell of a network opens where it is tapped: its layer and place go into the address."""

from __future__ import annotations

import re

import pytest

from filming import Film


def lenet(film: Film) -> int:
    return next(k for k, step in enumerate(film.steps, 1) if step["name"] == "lenet")


def tap(film: Film, across: float, down: float) -> None:
    box = film.picture.bounding_box()
    assert box
    film.page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])


@pytest.mark.parametrize(
    ("layer", "across", "down"),
    [("C1", 0.205, 0.55), ("C3", 0.49, 0.55), ("F5", 0.705, 0.5), ("output", 0.85, 0.5)],
)
def test_a_tap_on_a_layer_opens_the_cell_that_was_tapped(
    film: Film, layer: str, across: float, down: float
) -> None:
    step = lenet(film)
    last = film.count(step)
    film.page.set_viewport_size({"width": 1280, "height": 720})
    film.at(step, 0, last - 2)
    tap(film, across, down)
    film.until(status="paused", step=step, scene="run", frame=last)
    film.page.wait_for_function(
        "layer => layer === 'C3' ? location.hash.includes('channel=') "
        ": location.hash.includes(`layer=${layer}`)",
        arg=layer,
    )
    channel = re.search(r"channel=(\d+)", film.page.url)
    assert channel, film.page.url
    assert not film.complaints


def test_a_reload_opens_the_same_cell_again(film: Film) -> None:
    step = lenet(film)
    last = film.count(step)
    film.at(step, 0, last, layer="F5", channel=7)
    film.page.reload()
    film.until(status="paused", step=step, frame=last)
    sentence = film.page.locator(".sentence")
    sentence.filter(has_text="400 products").wait_for()


@pytest.mark.parametrize(
    ("scene", "across", "down", "layer"),
    [("networks", 0.34, 0.5, "pool1"), ("run", 0.3, 0.3, "conv1")],
)
def test_a_tap_on_a_map_of_step_8_opens_that_cell(
    film: Film, scene: str, across: float, down: float, layer: str
) -> None:
    names = [each["name"] for each in film.steps[7]["scenes"]]
    film.page.set_viewport_size({"width": 1280, "height": 720})
    film.at_end(8, names.index(scene))
    tap(film, across, down)
    film.page.wait_for_function(
        "layer => location.hash.includes(`scene=networks`) && location.hash.includes(layer)",
        arg=f"layer=simplecnn%20{layer}",
    )
    film.until(status="paused", scene="networks")
    told = "The largest of 4 numbers" if layer == "pool1" else "27 products"
    film.page.locator(".sentence").filter(has_text=told).wait_for()
