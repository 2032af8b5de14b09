"""A picture of one's own in step 8: by file, drop, paste or camera; what is none is refused."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, expect

from cnnviz import load
from cnnviz.content import seeds
from cnnviz.staging.answers import answer_of
from filming import Film

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


def answer_frame(film: Film) -> int:
    """The frame that says the answer, counted from 1."""
    return film.count(STEP, SCENE) - 3


def said(film: Film) -> Locator:
    return film.page.locator(".narration .sentence")


def control(film: Film) -> Locator:
    return film.page.locator('[data-parameter="picture"]')


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
def test_a_picture_of_ones_own_is_answered_and_kept_by_its_tab_alone(film: Film, how: str) -> None:
    name = other_answer()
    film.at(STEP, SCENE, answer_frame(film))
    before = film.page.evaluate("location.hash")
    expect(said(film)).to_contain_text(f"It says {answer_to(seeds.pictures()[0])}")
    file = png(wide(name))
    if how == "choose":
        with film.page.expect_file_chooser() as chooser:
            film.button("Choose a picture").click()
        chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": file})
    else:
        film.page.evaluate(GIVE, [how, "a.png", "image/png", base64.b64encode(file).decode()])
    expect(said(film)).to_contain_text(f"It says {answer_to(name)}")
    film.until(status="paused", step=STEP)
    expect(control(film).get_by_role("combobox")).to_have_value("")
    film.address(f"{before}&picture=kept")
    assert film.page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    film.page.reload()
    expect(said(film)).to_contain_text(f"It says {answer_to(name)}")
    film.until(status="paused", step=STEP)
    expect(control(film).get_by_role("combobox")).to_have_value("")
    control(film).get_by_role("combobox").select_option(name)
    film.address(f"{before}&picture={name}")


@pytest.mark.parametrize(
    ("name", "file", "sentence"),
    [
        ("words.txt", b"no picture", "“words.txt” is not a picture that this browser can read."),
        ("none.png", b"", "“none.png” is empty: it has 0 bytes."),
        ("vast.png", vast(), "“vast.png” has more than 30 million pixels."),
    ],
)
def test_a_file_that_is_no_picture_is_refused_and_the_last_one_stays(
    film: Film, name: str, file: bytes, sentence: str
) -> None:
    film.at(STEP, SCENE, answer_frame(film))
    before = said(film).text_content() or ""
    given: FilePayload = {"name": name, "mimeType": "image/png", "buffer": file}
    film.page.get_by_label("Picture file").set_input_files([given])
    expect(control(film).locator(".refusal")).to_contain_text(sentence)
    expect(said(film)).to_have_text(before)
    film.page.get_by_label("Picture", exact=True).select_option(seeds.pictures()[1])
    expect(control(film).locator(".refusal")).to_have_text("")


def test_the_camera_is_asked_for_when_it_is_wanted_and_stopped_when_it_has_seen(
    film: Film,
) -> None:
    film.at(STEP, SCENE, 1)
    film.page.evaluate(FAKE)
    assert film.page.evaluate("window.given") is None
    film.button("Camera").click()
    film.button("Take the picture").click()
    expect(said(film)).to_contain_text("Your picture")
    expect(film.page.locator(".camera")).to_be_hidden()
    states = film.page.evaluate("window.given.getTracks().map(track => track.readyState)")
    assert states == ["ended"]


def test_the_camera_stops_when_the_scene_is_left(film: Film) -> None:
    film.at(STEP, SCENE, 1)
    film.page.evaluate(FAKE)
    film.button("Camera").click()
    expect(film.button("Take the picture")).to_be_enabled()
    film.press("1")
    film.until(step=1)
    assert film.page.evaluate("window.given.getTracks()[0].readyState") == "ended"


def test_a_camera_that_is_refused_is_said_and_the_rest_works(film: Film) -> None:
    film.at(STEP, SCENE, 1)
    film.page.evaluate(REFUSED)
    film.button("Camera").click()
    refusal = control(film).locator(".refusal")
    expect(refusal).to_contain_text(re.compile("The camera was not allowed.*A file works as well"))
    film.page.get_by_label("Picture", exact=True).select_option(seeds.pictures()[1])
    expect(refusal).to_have_text("")
    film.until(status="paused", step=STEP)


def test_an_address_with_a_picture_of_anothers_own_says_that_it_does_not_hold_it(
    film: Film,
) -> None:
    film.at(STEP, SCENE, 1, picture="kept")
    expect(film.page.get_by_text("The address does not hold its picture")).to_be_visible()
    expect(said(film)).to_be_visible()
