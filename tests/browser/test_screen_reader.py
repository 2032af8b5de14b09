"""What a reader of the screen hears, and the values on the screen as tables."""

from __future__ import annotations

import json
from urllib.request import urlopen

from playwright.sync_api import expect

from chapter_page import ChapterPage

_LISTEN = """() => {
  window.heard = [];
  const voice = document.querySelector(".narration > [role=status]:not(.note)");
  const hear = () => voice.textContent && window.heard.push(voice.textContent);
  new MutationObserver(hear).observe(voice, { childList: true });
}"""


def test_only_the_sentence_where_playback_stops_is_read_aloud(chapter_page: ChapterPage) -> None:
    chapter_page.open().page.evaluate(_LISTEN)
    chapter_page.press("+", "+", "+", "+", "2").until(status="asking", step=2)
    sentence = chapter_page.page.locator(".sentence")
    waits = "Press A to type the answer. The film is waiting. Press Space or Play to go on."
    chapter_page.page.wait_for_function(
        "said => window.heard.at(-1)?.endsWith(said)", arg=f"{sentence.inner_text()} {waits}"
    )
    asked = chapter_page.page.evaluate("window.heard")
    assert len(asked) <= 3, asked
    assert " ".join(asked).count(waits) == 1
    chapter_page.press("Space")
    chapter_page.page.wait_for_function("() => window.heard.at(-1)?.startsWith('It is ')")
    chapter_page.press("Space").until(status="playing", step=2)
    chapter_page.page.wait_for_function("() => Number(player.dataset.frame) >= 4")
    chapter_page.press("k").until(status="paused")
    chapter_page.page.wait_for_function(
        "said => window.heard.at(-1)?.endsWith(said)", arg=sentence.inner_text()
    )
    heard = chapter_page.page.evaluate("window.heard")
    assert len(heard) == len(asked) + 2, "the answer, and the sentence where it stopped"
    assert " ".join(heard).count("Step 2, The Convolution Operation: ") == 1, heard
    there = int(chapter_page.data("frame"))
    chapter_page.press("l", "l", "l").until(frame=there + 3)
    chapter_page.page.wait_for_function(
        "said => window.heard.at(-1) === said", arg=sentence.inner_text()
    )
    assert len(chapter_page.page.evaluate("window.heard")) == len(heard) + 1


def test_the_values_are_tables_with_heads_and_the_keys_stay_in_their_dialog(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.open("#step=2&scene=checkerboard").until(status="playing", scene="checkerboard")
    chapter_page.button("Values as tables").focus()
    chapter_page.press("Space").until(status="paused")
    frame = chapter_page.data("frame")
    dialog = chapter_page.page.get_by_role("dialog", name="Values")
    table = dialog.get_by_role("table", name="Input, 5×5")
    counted = ["1", "2", "3", "4", "5"]
    expect(table.get_by_role("columnheader")).to_have_text(["row", *counted])
    expect(table.get_by_role("rowheader")).to_have_text(counted)
    expect(table.get_by_role("cell")).to_have_text([*["1", "0"] * 12, "1"])
    chapter_page.press("PageDown", "Home", "l")
    assert (chapter_page.data("frame"), chapter_page.data("step")) == (frame, "2")
    chapter_page.press("Escape")
    expect(dialog).to_have_count(0)
    expect(chapter_page.button("Values as tables")).to_be_focused()


def test_what_the_picture_needs_only_as_colours_comes_exact(chapter_page: ChapterPage) -> None:
    chapter_page.at(7, 0, chapter_page.count(7)).press("v")
    dialog = chapter_page.page.get_by_role("dialog", name="Values")
    name = "Output of C1 tanh, 6×28×28"
    dialog.get_by_text(name, exact=True).click()
    block = dialog.locator("details").filter(has=chapter_page.page.get_by_text(name, exact=True))
    block.get_by_role("combobox").select_option("6")
    with urlopen(f"{chapter_page.url}api/scenes/lenet/run?exact=1") as answer:
        tensors = json.loads(answer.readline())["tensors"]
    values = next(each for each in tensors if each["name"] == "C1 tanh")["values"][5 * 28 * 28 :]
    shown = [text.replace("−", "-") for text in block.get_by_role("cell").all_inner_texts()]
    assert [float(text) for text in shown] == [round(value, 4) for value in values]
