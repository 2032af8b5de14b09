"""A network of one's own in the page: walked through by Space, a block opened, a cell opened."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from chapter_page import ChapterPage
from cnnviz.cli.opening import subject_of
from cnnviz.onnx_reader import read
from cnnviz.opened import chapter_of
from cnnviz.opened.example import example
from cnnviz.server.app import create_app
from live_server import answering
from onnx_models import small, written


def test_a_network_is_walked_by_space_and_a_cell_of_it_opened(
    context: BrowserContext, tmp_path: Path
) -> None:
    chapter = chapter_of(subject_of(read(written(tmp_path, small())), None, "0-1", []))
    with answering(create_app(chapter)) as (port, _):
        page = ChapterPage(context.new_page(), f"http://127.0.0.1:{port}/")
        page.page.on("pageerror", lambda error: page.complaints.append(str(error)))
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
        expect(page.page.get_by_text("It reads 27 numbers of input").first).to_be_visible()
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
