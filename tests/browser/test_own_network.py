"""A network of one's own: dropped on the page or chosen, opened, reloaded, refused, gone."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from bad_networks import MEDIA, body
from chapter_page import ChapterPage
from cnnviz.server.kept_networks import MOST_KEPT
from onnx_models import small, with_data_file, written
from own_network_page import SMALL, dialog, is_ready, refused

_DROP = """([target, files]) => {
  const data = new DataTransfer();
  for (const [name, text] of files)
    data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
  const event = { dataTransfer: data, bubbles: true, cancelable: true };
  for (const type of ["dragover", "drop"])
    document.querySelector(target).dispatchEvent(new DragEvent(type, event));
}"""


def drop(page: Page, files: dict[str, bytes], target: str = "cnn-stage") -> None:
    listed = [[name, b64encode(data).decode()] for name, data in files.items()]
    page.evaluate(_DROP, [target, listed])


def test_a_network_that_is_dropped_is_opened_and_a_reload_keeps_it(
    chapter_page: ChapterPage,
) -> None:
    page = is_ready(chapter_page.open())
    drop(page.page, {"net.onnx": SMALL})
    page.page.wait_for_url("**/own/*/**")
    page.until(step=1, scene="input")
    expect(page.page).to_have_title(re.compile("net"))
    address = page.page.url.partition("#")[0]
    page.page.reload()
    page.until(step=1, scene="input")
    assert page.page.url.partition("#")[0] == address
    is_ready(page)
    page.button("Your own network").click()
    dialog(page.page).get_by_role("link", name="Back to the first page").click()
    page.page.wait_for_url(page.url)


def test_files_are_chosen_by_keys_alone_and_weights_may_come_later(
    chapter_page: ChapterPage, tmp_path: Path
) -> None:
    made = small()
    data = with_data_file(made, "net.onnx.data", 64)
    page = is_ready(chapter_page.open("#step=2&scene=edge&frame=2"))
    page.button("Your own network").press("Enter")
    choose = dialog(page.page).get_by_role("button", name="Choose files")
    with page.page.expect_file_chooser() as asked:
        choose.press("Enter")
    asked.value.set_files(written(tmp_path, made))
    refused(page, "net.onnx: the weights are in net.onnx.data, which was not given")
    drop(page.page, {"net.onnx.data": data}, "dialog")
    page.page.wait_for_url("**/own/*/**")
    page.until(step=1, scene="input")


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"net.onnx": SMALL[:200]}, "net.onnx: is no ONNX file, or is cut off."),
        ({"cat.png": b"1"}, "cat.png is no network: the name of one ends in .onnx."),
        ({"w.onnx.data": b"1"}, "w.onnx.data holds weights: the network itself, a .onnx file"),
        ({"a.onnx": SMALL, "b.onnx": SMALL}, "One network at a time: got a.onnx and b.onnx."),
    ],
)
def test_a_bad_file_is_refused_where_it_was_dropped_and_what_was_there_stays(
    chapter_page: ChapterPage, files: dict[str, bytes], sentence: str
) -> None:
    page = is_ready(chapter_page.at(2, 0, 3))
    address = page.page.url
    drop(page.page, files)
    refused(page, sentence)
    page.press("Escape")
    expect(dialog(page.page)).to_have_count(0)
    assert page.page.url == address
    page.press("l").until(frame=4)


def test_a_network_that_is_gone_says_so_and_what_to_do(
    chapter_page: ChapterPage, another: Callable[..., AbstractContextManager[str]]
) -> None:
    with another(0) as url:

        def send(name: str) -> str:
            sent = Request(f"{url}api/networks", body({name: SMALL}), MEDIA)
            with urlopen(sent) as answer:
                address: str = url + json.load(answer)["address"]
            return address

        page = ChapterPage(chapter_page.page, send("first.onnx"))
        page.open("#step=1&scene=input&frame=1").until(status="asking")
        for k in range(MOST_KEPT):
            send(f"net{k}.onnx")
        page.move(1, "input", 1)
        page.page.reload()
        expect(page.page.get_by_role("heading")).to_have_text("This network is not here any more")
        page.page.get_by_role("link", name="the first page of this server").click()
        page.page.wait_for_selector("cnn-stage")
        chapter_page.complaints.clear()


def test_a_page_without_such_a_server_says_what_to_type(browser: Browser, exported: Path) -> None:
    page = browser.new_page()
    page.goto(exported.as_uri())
    page.wait_for_selector("#player[data-drops]")
    page.get_by_role("button", name="Your own network", exact=True).click()
    expect(dialog(page)).to_contain_text("that needs a server on your own machine")
    expect(dialog(page)).to_contain_text("cnnviz open model.onnx")
    drop(page, {"net.onnx": SMALL}, "dialog")
    expect(dialog(page)).to_be_visible()
    page.close()
