"""A network of one's own in the page: walked through by Space, a block opened, a cell opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, expect

from chapter_page import STILL, ChapterPage
from cnnviz.cli.opening import subject_of
from cnnviz.content.scene import Scene
from cnnviz.onnx_reader import read
from cnnviz.opened import chapter_of
from cnnviz.opened.example import example
from cnnviz.server.app import create_app
from live_server import answering
from onnx_models import small, written
from published_networks import NEEDED, PUBLISHED, with_weights


def test_a_network_is_walked_by_space_and_a_cell_of_it_opened(
    context: BrowserContext, tmp_path: Path
) -> None:
    chapter = chapter_of(subject_of(read(written(tmp_path, small())), None, "0-1", []))
    with answering(create_app(chapter)) as (port, _):
        page = ChapterPage.watched(context.new_page(), f"http://127.0.0.1:{port}/")
        page.at(1, 2)
        for k, name in enumerate(("conv", "relu", "pool", "flat", "fc", "softmax"), 2):
            # Once to go there, once more to be there at once.
            page.press("Space").until(scene="layers", frame=k)
            page.press("Space").until(status="asking", scene="layers", frame=k)
            expect(page.page.locator(".narration .sentence").first).to_contain_text(name)
        page.move(1, "layers", 2)
        x, y = page.middle("maps")
        # The middle lies between four maps; a little to the left and above is one of them.
        page.page.mouse.click(x - 40, y - 80)
        page.until(scene="cell")
        page.page.wait_for_function("() => /row=3/.test(location.hash)")
        expect(page.page.get_by_text("It reads 27 numbers of the picture").first).to_be_visible()
        assert page.complaints == []


def test_a_block_opens_on_a_click(context: BrowserContext) -> None:
    with answering(create_app(chapter_of(example()))) as (port, _):
        page = ChapterPage(context.new_page(), f"http://127.0.0.1:{port}/")
        page.at(1, 1)
        # The middle of three times three boxes: the third block.
        x, y = page.middle("graph")
        page.page.mouse.click(x, y)
        page.page.wait_for_function("() => /block=block3/.test(location.hash)")
        expect(page.page.get_by_text("block3 has 5 layers").first).to_be_visible()


OPENED = {
    "conv1": "147 numbers",
    "maxpool": "9 numbers",
    "layer2.0.add_2": "2 numbers",
    "avgpool": "49 numbers",
    "fc": "512 numbers",
}
"""Layers of ResNet-18, a convolution, a pooling, a sum, a mean and a dense layer, and what one of
their cells reads."""


@NEEDED
def test_resnet_18_is_walked_to_its_end_by_space_alone(context: BrowserContext) -> None:
    subject = with_weights(
        subject_of(read(PUBLISHED / "resnet18.default.onnx"), None, "imagenet", [])
    )
    chapter = chapter_of(subject)
    scenes = {spec.name: spec.scene() for spec in chapter.steps[0].scenes}
    with answering(create_app(chapter)) as (port, _):
        page = ChapterPage.watched(context.new_page(), f"http://127.0.0.1:{port}/")
        page.at(1)
        stops = [(name, k) for name, scene in scenes.items() for k in range(len(scene.frames))]
        for name, k in stops[1:]:
            # Once to go there, once more to be there at once.
            page.press("Space").until(scene=name, frame=k + 1)
            page.press("Space").until(status=STILL, scene=name, frame=k + 1)
            said = scenes[name].frames[k].narration.replace("*", "")
            expect(page.page.locator(".narration .sentence").first).to_have_text(said)
        assert len(stops) > len(subject.layers)
        for layer, reads in OPENED.items():
            page.move(1, "layers", subject.stops.index(layer) + 1)
            cells = page.page.get_by_role("application")
            cells.blur()
            cells.focus()
            expect(cells).to_contain_text(f"{layer}, row")
            page.press("Enter").until(scene="cell")
            expect(page.page.get_by_text(f"It reads {reads} of").first).to_be_visible()
        _opens_a_block(page, scenes["graph"], "layer2.0")
        assert page.complaints == []


def _opens_a_block(page: ChapterPage, scene: Scene, name: str) -> None:
    """A click on its box in the graph leads into it."""
    page.move(1, "graph", 1)
    graph: Any = scene.panel("graph").options.record()
    box = next(each for each in graph["nodes"] if each["name"] == name)
    left, top, width, height = page.rect("graph")
    high, wide = scene.panel("graph").size
    unit = min(width / wide, height / high)
    x, y = (box[key] + side / 2 for key, side in zip("xy", graph["box"][::-1], strict=True))
    page.page.mouse.click(
        left + (width - wide * unit) / 2 + x * unit, top + (height - high * unit) / 2 + y * unit
    )
    page.page.wait_for_function(f"() => location.hash.includes('block={name}')")
    expect(page.page.get_by_text(f"{name} has 6 layers").first).to_be_visible()
