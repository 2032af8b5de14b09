"""Pictures for a network of one's own in the page: by file, drop, paste, camera; in numbers."""

from __future__ import annotations

import json
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from PIL import Image
from playwright.sync_api import expect

from bad_networks import MEDIA, body
from chapter_page import ChapterPage
from own_network_page import SMALL, dialog, is_ready, refused

WATCH = """() => {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => (window.given = await ask(wanted));
}"""
REFUSED = """() => {
  const no = new DOMException("", "NotAllowedError");
  navigator.mediaDevices.getUserMedia = async () => { throw no; };
}"""
ENDED = "() => given.getTracks().every(({ readyState }) => readyState === 'ended')"
PICTURE = """([how, name, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type: "image/png" }));
  const init = { bubbles: true, cancelable: true };
  document.querySelector("cnn-stage").dispatchEvent(
    how === "paste"
      ? new ClipboardEvent("paste", { ...init, clipboardData: data })
      : new DragEvent("drop", { ...init, dataTransfer: data }),
  );
}"""


def red() -> bytes:
    """Red with a black border to its left and right that is cut away."""
    file = BytesIO()
    picture = Image.new("RGB", (64, 32))
    picture.paste((255, 0, 0), (16, 0, 48, 32))
    picture.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def opened(chapter_page: ChapterPage) -> ChapterPage:
    """The page of a network."""
    sent = Request(f"{chapter_page.url}api/networks", body({"net.onnx": SMALL}), MEDIA)
    with urlopen(sent) as answer:
        address = json.load(answer)["address"]
    chapter_page.page.goto(f"{chapter_page.url}{address}#step=1&scene=input&frame=2")
    is_ready(chapter_page).until(step=1, scene="input", frame=2)
    return chapter_page


def shows(page: ChapterPage, before: str, sentence: str) -> str:
    """Waits until another network than that of `before` is here and says so; gives its address."""
    page.page.wait_for_url(lambda url: url.partition("#")[0] != before.partition("#")[0])
    is_ready(page).until(step=1, scene="input")
    expect(page.page.locator(".narration .sentence")).to_contain_text(sentence)
    return page.page.url


def read_by(page: ChapterPage) -> list[float]:
    """What the network reads, in full."""
    url = f"{page.page.url.partition('#')[0]}api/scenes/opened/input?exact=1"
    with urlopen(url) as answer:
        tensors = json.loads(answer.readline())["tensors"]
    return next(each["values"] for each in tensors if each["name"] == "input")


@pytest.mark.parametrize("how", ["choose", "drop", "paste"])
def test_a_picture_is_shown_to_the_network_as_it_sees_it(
    opened: ChapterPage, how: str, tmp_path: Path
) -> None:
    before = opened.page.url
    if how == "choose":
        (tmp_path / "red.png").write_bytes(red())
        opened.button("Your own network").click()
        with opened.page.expect_file_chooser() as asked:
            dialog(opened.page).get_by_role("button", name="Choose a picture").press("Enter")
        asked.value.set_files(tmp_path / "red.png")
    else:
        opened.page.evaluate(PICTURE, [how, "red.png", b64encode(red()).decode()])
    address = shows(opened, before, "from 0 to 1")
    assert read_by(opened) == [1.0] * 64 + [0.0] * 128
    opened.button("Your own network").click()
    dialog(opened.page).get_by_label("Numbers that it was trained on").select_option("signed")
    address = shows(opened, address, "from −1 to 1")
    opened.button("Your own network").click()
    dialog(opened.page).get_by_label("Light for dark").press("Space")
    shows(opened, address, "from −1 to 1")
    assert read_by(opened) == [-1.0] * 64 + [1.0] * 128
    opened.press("j")
    called = {"choose": "red.png", "drop": "red.png", "paste": "the pasted picture"}[how]
    expect(opened.page.locator(".narration .sentence")).to_contain_text(f"This is {called}")


def test_what_is_no_picture_is_refused_and_the_network_stays(opened: ChapterPage) -> None:
    address = opened.page.url
    opened.page.evaluate(PICTURE, ["drop", "torn.png", b64encode(b"torn").decode()])
    refused(opened, "“torn.png” is not a picture that this browser can read. The picture stays")
    assert opened.page.url == address


def test_a_camera_is_asked_on_a_press_gives_one_moment_and_is_let_go(opened: ChapterPage) -> None:
    before = opened.page.url
    opened.page.evaluate(WATCH)
    opened.button("Your own network").click()
    own = dialog(opened.page)
    assert opened.page.evaluate("window.given === undefined")
    take = own.get_by_role("button", name="Take the picture")
    own.get_by_role("button", name="Camera", exact=True).click()
    expect(take).to_be_enabled()
    own.get_by_role("button", name="Stop the camera").click()
    opened.page.wait_for_function(ENDED)
    own.get_by_role("button", name="Camera", exact=True).click()
    expect(take).to_be_enabled()
    opened.press("Escape")
    expect(own).to_have_count(0)
    opened.page.wait_for_function(ENDED)
    opened.button("Your own network").click()
    own.get_by_role("button", name="Camera", exact=True).click()
    expect(take).to_be_enabled()
    take.click()
    shows(opened, before, "red, green and blue")
    seen = read_by(opened)
    assert sum(seen[64:128]) > 2 * max(sum(seen[:64]), sum(seen[128:]))


def test_a_camera_that_is_refused_is_a_sentence(opened: ChapterPage) -> None:
    opened.page.evaluate(REFUSED)
    opened.button("Your own network").click()
    dialog(opened.page).get_by_role("button", name="Camera", exact=True).click()
    refused(opened, "The camera was not allowed. A file works as well: choose, paste or drop one.")
