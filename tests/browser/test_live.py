"""The live scene under real pointers: draw a digit and the right bar wins; undo, erase, replay."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import WebSocket, expect

from chapter_page import ChapterPage
from finger import drag
from pad_strokes import (
    ANOTHER,
    HEAR,
    ONE,
    SEVEN,
    TWO,
    draw,
    last_point,
    live,
    paper,
    sentence,
    strokes,
)
from patience import eventually


@pytest.fixture
def pad(chapter_page: ChapterPage) -> ChapterPage:
    """The page at the live scene, its film at the first frame."""
    return live(chapter_page)


def settled(pad: ChapterPage) -> dict[str, float]:
    """Where the sheet lies once a drawing is answered: it has made room for the layers by then."""
    pad.until(status="paused", scene="live", frame=4, stale="false")
    return paper(pad)


@pytest.mark.parametrize(("drawn", "digit"), [(ONE, "1"), (SEVEN, "7")])
def test_a_digit_drawn_with_the_mouse_is_named(
    pad: ChapterPage, drawn: list[list[tuple[float, float]]], digit: str
) -> None:
    draw(pad, drawn, paper(pad))
    expect(sentence(pad)).to_have_text(re.compile(f"^The network says {digit}"))
    pad.until(status="paused", scene="live", frame=4)


def test_the_layers_follow_while_the_hand_is_still_down(pad: ChapterPage) -> None:
    sheet = paper(pad)
    x, y = sheet["x"] + sheet["width"] / 2, sheet["y"] + 0.12 * sheet["height"]
    pad.page.mouse.move(x, y)
    pad.page.mouse.down()
    for k in range(20):
        pad.page.mouse.move(x, y + k * 0.038 * sheet["height"])
    expect(sentence(pad)).to_have_text(re.compile("^The network says 1"))
    pad.page.mouse.up()


def test_drawing_is_answered_over_a_websocket(pad: ChapterPage) -> None:
    asked: list[str] = []
    answered: list[str | bytes] = []

    def hear(line: WebSocket) -> None:
        line.on("framesent", lambda text: asked.append(str(text)))
        line.on("framereceived", lambda answer: answered.append(answer))

    pad.page.on("websocket", hear)
    sheet = paper(pad)
    # It is opened by the first strokes, which requests may answer.
    for k in range(20):
        draw(pad, [[(x, y + 0.002 * k) for x, y in ONE[0]]], sheet)
        expect(sentence(pad)).to_have_text(re.compile("^The network says 1"))
        sheet = settled(pad)
        if answered:
            break
    assert answered
    assert all(json.loads(each)["path"].startswith("lenet/live?drawing=") for each in asked)
    assert all(isinstance(answer, bytes) for answer in answered)


def test_a_stroke_is_visible_before_the_server_answers(chapter_page: ChapterPage) -> None:
    # Neither on the line nor to requests; a line that was open before could not be held up.
    chapter_page.page.route_web_socket("**/api/line?*", lambda line: None)
    # In the last frame the paper stands to the left of all layers.
    pad = live(chapter_page, 4)
    sheet = paper(pad)
    pad.page.route("**/api/scenes/**", lambda route: None)
    x, y = sheet["x"] + sheet["width"] * 0.08, sheet["y"] + 0.85 * sheet["height"]
    before, beside = colour(pad, x, y), half(pad)
    draw(pad, [[(0.08, 0.8), (0.08, 0.9)]], sheet)
    pad.page.wait_for_function("() => new Promise(done => requestAnimationFrame(() => done(true)))")
    assert colour(pad, x, y) != before
    assert half(pad) == beside, "all else waits for the answer"


def half(chapter_page: ChapterPage) -> str:
    """The right half of the picture, where no paper is."""
    found: str = chapter_page.picture.evaluate(
        """canvas => {
          const copy = document.createElement("canvas");
          [copy.width, copy.height] = [canvas.width / 2, canvas.height];
          copy.getContext("2d").drawImage(canvas, -canvas.width / 2, 0);
          return copy.toDataURL();
        }"""
    )
    return found


def colour(chapter_page: ChapterPage, x: float, y: float) -> list[int]:
    found: list[int] = chapter_page.page.evaluate(
        """([x, y]) => {
          const canvas = document.querySelector("cnn-stage canvas");
          const {left, top, width} = canvas.getBoundingClientRect();
          const ratio = canvas.width / width;
          const copy = new OffscreenCanvas(1, 1).getContext("2d");
          copy.drawImage(canvas, -Math.round((x - left) * ratio), -Math.round((y - top) * ratio));
          return [...copy.getImageData(0, 0, 1, 1).data];
        }""",
        [x, y],
    )
    return found


def test_the_first_stroke_takes_the_examples_place_and_the_next_is_added(pad: ChapterPage) -> None:
    draw(pad, ONE, paper(pad))
    pad.page.wait_for_function("() => location.hash.includes('drawing=')")
    assert strokes(pad) == 1
    draw(pad, [[(0.3, 0.3), (0.4, 0.2)]], settled(pad))
    pad.page.wait_for_function(TWO)
    assert strokes(pad) == 2


def test_undo_takes_the_last_stroke_and_clear_all(pad: ChapterPage) -> None:
    draw(pad, ONE, paper(pad))
    draw(pad, [[(0.3, 0.3), (0.4, 0.2)]], settled(pad))
    pad.page.wait_for_function(TWO)
    pad.button("Undo").click()
    pad.page.wait_for_function(f"() => !({TWO})()")
    assert strokes(pad) == 1
    pad.button("Clear").click()
    expect(sentence(pad)).to_contain_text("The paper is empty")
    pad.until(status="paused", frame=1)
    pad.button("Undo").click()
    expect(sentence(pad)).to_have_text(re.compile("^The network says 1"))
    pad.button("Reset").click()
    expect(sentence(pad)).to_contain_text("Now it says 0")


def test_the_eraser_takes_the_stroke_that_it_touches(pad: ChapterPage) -> None:
    draw(pad, ONE, paper(pad))
    sheet = settled(pad)
    draw(pad, [[(0.2, 0.3), (0.3, 0.3)]], sheet)
    pad.page.wait_for_function(TWO)
    pad.button("Eraser").click()
    expect(pad.button("Eraser")).to_have_attribute("aria-pressed", "true")
    draw(pad, [[(0.25, 0.2), (0.25, 0.31), (0.25, 0.4)]], sheet)
    pad.page.wait_for_function(f"() => !({TWO})()")
    pad.button("Eraser").click()
    expect(sentence(pad)).to_have_text(re.compile("^The network says 1"))


def test_a_replay_draws_the_strokes_again_and_ends_with_the_same_drawing(pad: ChapterPage) -> None:
    draw(pad, SEVEN, paper(pad))
    expect(sentence(pad)).to_have_text(re.compile("^The network says 7"))
    area = pad.page.locator("#player-knob-drawing")
    whole, place = area.input_value(), last_point(pad)
    end = colour(pad, *place)
    pad.page.evaluate(HEAR)
    pad.button("Replay").click()
    pad.page.wait_for_function(ANOTHER)
    assert area.input_value() == whole
    assert eventually(lambda: colour(pad, *place) == end)
    expect(sentence(pad)).to_have_text(re.compile("^The network says 7"))


def test_a_reload_in_the_middle_of_a_replay_loses_nothing(pad: ChapterPage) -> None:
    draw(pad, SEVEN, paper(pad))
    expect(sentence(pad)).to_have_text(re.compile("^The network says 7"))
    # A seven is named before its last point has come.
    knob, points = pad.page.locator("#player-knob-drawing"), len(SEVEN[0])
    expect(knob).to_have_value(re.compile(f"^[^;]+(;[^;]+){{{points - 1}}}$"))
    whole = knob.input_value()
    pad.page.evaluate(HEAR)
    pad.button("Replay").click()
    pad.page.wait_for_function(ANOTHER)
    pad.page.reload()
    expect(sentence(pad)).to_have_text(re.compile("^The network says 7"))
    assert pad.page.locator("#player-knob-drawing").input_value() == whole


def test_what_a_drawing_cannot_hold_is_said_beside_it(pad: ChapterPage) -> None:
    told = pad.page.get_by_role("alert").filter(has_text="can hold no more")
    sixty = "|".join(f"0.{k},0.2" for k in range(20, 80))
    pad.page.get_by_text("Edit as text").click()
    pad.page.locator("#player-knob-drawing").fill(sixty)
    assert eventually(lambda: strokes(pad) == 60)
    pad.until(status="paused", scene="live", stale="false")
    draw(pad, [[(0.5, 0.5), (0.5, 0.6)]], paper(pad))
    expect(told).to_have_text(re.compile("^Drawing can hold no more: 60 strokes are the most"))
    assert pad.page.locator("#player-knob-drawing").input_value().count("|") == 59
    pad.button("Undo").click()
    expect(told).to_have_count(0)

    points = ";".join(f"0.2,{0.2 + k / 4000:.4f}" for k in range(1995))
    pad.page.locator("#player-knob-drawing").fill(points)
    assert eventually(lambda: strokes(pad) == 1)
    pad.until(status="paused", scene="live", stale="false")
    draw(pad, [[(0.5, 0.1 + 0.05 * k) for k in range(12)]], paper(pad))
    expect(told).to_have_text(re.compile("^Drawing can hold no more: 2,000 points are the most"))
    text = pad.page.locator("#player-knob-drawing").input_value()
    assert text.count(";") + text.count("|") + 1 == 2000


def test_a_reload_keeps_the_drawing(pad: ChapterPage) -> None:
    draw(pad, ONE, paper(pad))
    expect(sentence(pad)).to_have_text(re.compile("^The network says 1"))
    pad.page.wait_for_function("() => location.hash.includes('frame=4')")
    pad.page.reload()
    pad.until(status="paused", scene="live", frame=4)
    expect(sentence(pad)).to_have_text(re.compile("^The network says 1"))


def test_a_cell_of_a_layer_opens_with_what_was_drawn(pad: ChapterPage) -> None:
    draw(pad, ONE, paper(pad))
    expect(sentence(pad)).to_have_text(re.compile("^The network says 1"))
    sheet = paper(pad)
    width = pad.page.evaluate("document.querySelector('cnn-stage').clientWidth")
    pad.press(*"+++++")
    # The bars stand to the right; a tap on one opens the neuron behind it.
    pad.page.mouse.click(0.8 * width, sheet["y"] + sheet["height"] * 0.8)
    pad.until(status="paused", scene="run")
    expect(sentence(pad)).to_contain_text("84 products")
    expect(pad.page.get_by_role("combobox", name="Digit")).to_have_value("own")


def test_a_finger_draws_and_the_page_stays_where_it_is(pad: ChapterPage) -> None:
    pad.page.set_viewport_size({"width": 390, "height": 844})
    pad.until(status="paused", scene="live")
    sheet = paper(pad)
    client = pad.page.context.new_cdp_session(pad.page)
    client.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for stroke in ONE:
        points = [
            (sheet["x"] + x * sheet["width"], sheet["y"] + y * sheet["height"]) for x, y in stroke
        ]
        drag(pad.page, *points)
    expect(sentence(pad)).to_have_text(re.compile("^The network says 1"))
    assert pad.page.evaluate("scrollY") == 0
