"""A picture of one's own in step 8: by file, drop, paste or camera; what is none is refused."""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib
from io import BytesIO
from urllib.request import urlopen

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, expect

from chapter_page import ChapterPage
from cnnviz import load
from cnnviz.content import seeds
from cnnviz.staging.answers import answer_of

STEP, SCENE = 8, 1
GIVE = """([how, name, type, base64]) => {
  const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, {type}));
  const init = {bubbles: true, cancelable: true};
  const event = how === "paste"
    ? new ClipboardEvent("paste", {...init, clipboardData: data})
    : new DragEvent("drop", {...init, dataTransfer: data});
  document.querySelector("cnn-stage canvas").dispatchEvent(event);
}"""
FAKE = """() => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 320, height: 240});
  const pen = canvas.getContext("2d");
  setInterval(() => { pen.fillStyle = "#246"; pen.fillRect(0, 0, 320, 240); }, 30);
  navigator.mediaDevices.getUserMedia = async () => (window.given = canvas.captureStream(30));
}"""
REFUSED = """() => {
  const no = new DOMException("", "NotAllowedError");
  navigator.mediaDevices.getUserMedia = async () => { throw no; };
}"""


def png(picture: np.ndarray) -> bytes:
    """3×H×W from 0 to 1 as a PNG file."""
    file = BytesIO()
    Image.fromarray((picture.transpose(1, 2, 0) * 255).round().astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def vast() -> bytes:
    """The head of a PNG of a hundred megapixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk + bytes(64)


def wide(name: str) -> np.ndarray:
    """A painted picture four times as large, with grey to its left and right that is cut away."""
    large = seeds.picture(name).repeat(4, axis=1).repeat(4, axis=2)
    return np.pad(large, ((0, 0), (0, 0), (40, 40)), constant_values=0.5)


def answer_frame(chapter_page: ChapterPage) -> int:
    """The frame that says the answer, counted from 1."""
    path = f"{chapter_page.steps[STEP - 1]['name']}/{chapter_page.scene(STEP, SCENE)}"
    with urlopen(f"{chapter_page.url}api/scenes/{path}") as answer:
        frames = [json.loads(line) for line in answer][1:-1]
    return next(k for k, each in enumerate(frames, 1) if each["narration"].startswith("It says"))


def said(chapter_page: ChapterPage) -> Locator:
    return chapter_page.page.locator(".narration .sentence")


def control(chapter_page: ChapterPage) -> Locator:
    return chapter_page.page.locator('[data-parameter="picture"]')


def answer_to(name: str) -> str:
    network = load("simplecnn")
    kept = network.run(seeds.picture(name).astype(np.float32))
    return network.classes[int(kept["probabilities"].argmax())]


def other_answer() -> str:
    """A painted picture that is not answered as the first one is, and not doubted."""
    first, *others = seeds.pictures()
    network = load("simplecnn")
    for name in others:
        answer = answer_of(network, network.run(seeds.picture(name).astype(np.float32)))
        if network.classes[answer.best] != answer_to(first) and not answer.unlike:
            return name
    raise AssertionError("every other picture is answered alike, or doubted")


@pytest.mark.parametrize("how", ["choose", "drop", "paste"])
def test_a_picture_of_ones_own_is_answered_and_kept_by_its_tab_alone(
    chapter_page: ChapterPage, how: str
) -> None:
    name = other_answer()
    chapter_page.at(STEP, SCENE, answer_frame(chapter_page))
    before = chapter_page.page.evaluate("location.hash")
    expect(said(chapter_page)).to_contain_text(f"It says {answer_to(seeds.pictures()[0])}")
    file = png(wide(name))
    if how == "choose":
        with chapter_page.page.expect_file_chooser() as chooser:
            chapter_page.button("Choose a picture").click()
        chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": file})
    else:
        chapter_page.page.evaluate(
            GIVE, [how, "a.png", "image/png", base64.b64encode(file).decode()]
        )
    expect(said(chapter_page)).to_contain_text(f"It says {answer_to(name)}")
    chapter_page.until(status="paused", step=STEP)
    expect(control(chapter_page).get_by_role("combobox")).to_have_value("")
    chapter_page.address(f"{before}&picture=kept")
    assert chapter_page.page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    chapter_page.page.reload()
    expect(said(chapter_page)).to_contain_text(f"It says {answer_to(name)}")
    chapter_page.until(status="paused", step=STEP)
    expect(control(chapter_page).get_by_role("combobox")).to_have_value("")
    control(chapter_page).get_by_role("combobox").select_option(name)
    chapter_page.address(f"{before}&picture={name}")


@pytest.mark.parametrize(
    ("name", "file", "sentence"),
    [
        ("words.txt", b"no picture", "“words.txt” is not a picture that this browser can read."),
        ("none.png", b"", "“none.png” is empty: it has 0 bytes."),
        ("vast.png", vast(), "“vast.png” has more than 30 million pixels."),
    ],
)
def test_a_file_that_is_no_picture_is_refused_and_the_last_one_stays(
    chapter_page: ChapterPage, name: str, file: bytes, sentence: str
) -> None:
    chapter_page.at(STEP, SCENE, answer_frame(chapter_page))
    before = said(chapter_page).text_content() or ""
    given: FilePayload = {"name": name, "mimeType": "image/png", "buffer": file}
    chapter_page.page.get_by_label("Picture file").set_input_files([given])
    expect(control(chapter_page).locator(".refusal")).to_contain_text(sentence)
    expect(said(chapter_page)).to_have_text(before)
    chapter_page.page.get_by_label("Picture", exact=True).select_option(seeds.pictures()[1])
    expect(control(chapter_page).locator(".refusal")).to_have_text("")


def test_the_camera_is_asked_for_when_it_is_wanted_and_stopped_when_it_has_seen(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(STEP, SCENE, 1)
    chapter_page.page.evaluate(FAKE)
    assert chapter_page.page.evaluate("window.given") is None
    chapter_page.button("Camera").click()
    chapter_page.button("Take the picture").click()
    expect(said(chapter_page)).to_contain_text("Your picture")
    expect(chapter_page.page.locator(".camera")).to_be_hidden()
    states = chapter_page.page.evaluate("window.given.getTracks().map(track => track.readyState)")
    assert states == ["ended"]


def test_the_camera_stops_when_the_scene_is_left(chapter_page: ChapterPage) -> None:
    chapter_page.at(STEP, SCENE, 1)
    chapter_page.page.evaluate(FAKE)
    chapter_page.button("Camera").click()
    expect(chapter_page.button("Take the picture")).to_be_enabled()
    chapter_page.press("1")
    chapter_page.until(step=1)
    assert chapter_page.page.evaluate("window.given.getTracks()[0].readyState") == "ended"


def test_a_camera_that_is_refused_is_said_and_the_rest_works(chapter_page: ChapterPage) -> None:
    chapter_page.at(STEP, SCENE, 1)
    chapter_page.page.evaluate(REFUSED)
    chapter_page.button("Camera").click()
    refusal = control(chapter_page).locator(".refusal")
    expect(refusal).to_contain_text(re.compile("The camera was not allowed.*A file works as well"))
    chapter_page.page.get_by_label("Picture", exact=True).select_option(seeds.pictures()[1])
    expect(refusal).to_have_text("")
    chapter_page.until(status="paused", step=STEP)


def test_an_address_with_a_picture_of_anothers_own_says_that_it_does_not_hold_it(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(STEP, SCENE, 1, picture="kept")
    expect(chapter_page.page.get_by_text("The address does not hold its picture")).to_be_visible()
    expect(said(chapter_page)).to_be_visible()
