"""Small windows, zoom and fingers: all is in the window, whole, and large enough to hit."""

from __future__ import annotations

from math import cos, radians, sin

import pytest
from playwright.sync_api import expect

from chapter_page import ChapterPage, asking_frames
from cnnviz.steps import STEPS
from finger import drag
from page_controls import cell, where

PHONES = [(390, 844), (844, 390), (360, 640), (320, 568), (568, 320)]
WIDTHS = [(320, 568), (360, 640), (375, 667), (390, 844), (412, 915), (430, 932)]
"""Of telephones held upright."""
ZOOMED = [(640, 512), (320, 256)]
"""A window of 1280×1024 at 200 % and at 400 %."""

_CHECK = """async () => {
  const wrong = [];
  const picture = () => new Promise((done) => requestAnimationFrame(done));
  const settings = document.querySelector(".settings");
  const drawer = settings.checkVisibility();
  const told = (element) => {
    const words = element.ariaLabel || element.textContent || element.id;
    return `${element.localName} “${words.trim().slice(0, 30)}”`;
  };
  const seen = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.clientWidth > 0 && !element.closest(".visually-hidden, .skip");
  const all = (selectors, ...places) => places.flatMap((place) =>
    [...document.querySelectorAll(`${place} :is(${selectors})`)].filter(seen));
  const look = (share) => {
    const { scrollWidth } = document.scrollingElement;
    if (scrollWidth > innerWidth) wrong.push(`the page is ${scrollWidth} wide`);
    // Links within running text are as high as it is; all else is for fingers, too.
    const targets = all("button, a, input, select, summary, textarea", "#player", ".article nav");
    for (const element of targets) {
      const target = (element.matches("input") && element.closest("label")) || element;
      const { left, right, width, height } = target.getBoundingClientRect();
      if (left < -0.5 || right > innerWidth + 0.5) wrong.push(`${told(element)} is cut off`);
      const size = `${width.toFixed(1)}×${height.toFixed(1)}`;
      if (width < 44 || height < 44) wrong.push(`${told(element)} is ${size}`);
    }
    for (const element of all("p, li, button, label, legend, summary", "#player", ".article")) {
      const { scrollWidth, clientWidth } = element;
      const hides = getComputedStyle(element).overflowX !== "visible";
      if (hides && scrollWidth > clientWidth + 1) wrong.push(`${told(element)} is cut short`);
    }
    const names = all(".name", ".station").map((name) => name.getBoundingClientRect());
    if (names.some(({ left }, i) => i && left < names[i - 1].right)) wrong.push("stages overlap");
    const where = document.querySelector(".where");
    if (where.scrollHeight > where.clientHeight + 2) wrong.push("the place is cut short");
    const { height } = document.querySelector("cnn-stage").getBoundingClientRect();
    if (height < Math.min(200, share * innerHeight)) wrong.push(`the stage is ${height} high`);
  };
  look(0.78);
  if (!drawer) return [...new Set(wrong)];
  settings.click();
  await picture();
  await picture();
  look(0.55);
  // Every control can be reached without leaving the picture.
  for (const element of all("button, input, select, summary", "cnn-controls", "cnn-transport")) {
    element.scrollIntoView({ block: "nearest", behavior: "instant" });
    const { top, bottom } = element.getBoundingClientRect();
    if (top < -0.5 || bottom > innerHeight + 0.5) wrong.push(`${told(element)} is out of reach`);
  }
  const { bottom } = document.querySelector("cnn-stage").getBoundingClientRect();
  if (bottom < 120) wrong.push("the picture is gone");
  settings.click();
  return [...new Set(wrong)];
}"""


_WHOLE = """element => {
  const {left, top, right, bottom} = element.getBoundingClientRect();
  const inside = left >= -0.5 && top >= -0.5 && right <= innerWidth + 0.5;
  // Nothing lies over its corners, and what is in it is not cut.
  const corners = [[left + 6, top + 6], [right - 6, bottom - 6]];
  const free = corners.every(([x, y]) => element.contains(document.elementFromPoint(x, y)));
  return inside && free && element.scrollWidth <= element.clientWidth + 1;
}"""


def wrong(phone: ChapterPage, width: int, height: int, letters: str = "100%") -> list[str]:
    """What does not fit, in any scene; the text below, which stays the same, is looked at once."""
    phone.less_motion().page.set_viewport_size({"width": width, "height": height})
    phone.open("#step=1").until(step=1, stale="false")
    phone.page.evaluate("size => { document.documentElement.style.fontSize = size; }", letters)
    found = [f"the page: {each}" for each in phone.page.evaluate(_CHECK)]
    phone.without_text()
    for number, step in enumerate(STEPS, 1):
        for spec in step.scenes:
            phone.move(number, spec.name)
            found += [f"{spec.name}: {each}" for each in phone.page.evaluate(_CHECK)]
    return found


@pytest.mark.sampled(width=1)
@pytest.mark.parametrize(("width", "height"), [*PHONES, *ZOOMED, (1280, 720)])
def test_all_is_in_the_window_whole_and_large_enough_to_hit(
    phone: ChapterPage, width: int, height: int
) -> None:
    found = wrong(phone, width, height)
    assert not found, "\n".join(found)


@pytest.mark.sampled(width=1)
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720)])
def test_letters_twice_as_large_cut_nothing_off(
    phone: ChapterPage, width: int, height: int
) -> None:
    found = wrong(phone, width, height, letters="200%")
    assert not found, "\n".join(found)


@pytest.mark.sampled(width=2)
@pytest.mark.parametrize(("width", "height"), [*WIDTHS, *[(h, w) for w, h in WIDTHS]])
def test_the_start_page_is_whole(phone: ChapterPage, width: int, height: int) -> None:
    phone.page.set_viewport_size({"width": width, "height": height})
    phone.open()
    title = phone.page.locator(".start-screen .title")
    for part in [title, *phone.page.locator(".start-screen a").all()]:
        part.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
        assert part.evaluate(_WHOLE), f"{part.text_content()} is cut off"
    assert phone.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    phone.page.locator(".start-screen a").last.tap()
    phone.until(step=8)


@pytest.mark.sampled(scene=1)
@pytest.mark.parametrize("scene", ["checkerboard", "digit", "drag", "shift"])
def test_a_finger_that_scrolls_over_the_picture_changes_nothing(
    phone: ChapterPage, scene: str
) -> None:
    phone.at(*where(phone, scene), 9)
    before = phone.page.evaluate("location.hash")
    box = phone.picture.bounding_box()
    assert box
    for across in (0.1, 0.3, 0.5, 0.7, 0.9):
        for turn in (0, 20, 45, 70, 110, 160, 200, 250, 290, 340):
            x, y = box["x"] + across * box["width"], box["y"] + 0.35 * box["height"]
            far = [(30 * k * cos(radians(turn)), 30 * k * sin(radians(turn))) for k in range(4)]
            # As slow as a scroll that looks for its place, which no swipe is.
            drag(phone.page, *[(x + dx, y + dy) for dx, dy in far], seconds=2)
            phone.page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    phone.stays()
    assert phone.page.evaluate("location.hash") == before


@pytest.mark.parametrize("device", ["mouse", "finger"])
def test_a_cell_is_dragged_as_far_by_a_finger_as_by_a_mouse(
    phone: ChapterPage, device: str
) -> None:
    phone.at(2, 0, 2)
    x, y = cell(phone)
    if device == "mouse":
        phone.page.mouse.move(x, y)
        phone.page.mouse.down()
        phone.page.mouse.move(x, y - 60, steps=5)
        phone.page.mouse.move(x, y - 120, steps=5)
        phone.page.mouse.up()
    else:
        phone.page.touchscreen.tap(x, y)
        expect(phone.page.locator(".cell-field")).to_be_visible()
        drag(phone.page, *[(x, y - 20 * k) for k in range(7)])
    phone.page.wait_for_function("() => location.hash.includes('input=11%2C')")
    assert phone.page.evaluate("scrollY") == 0


def test_a_tap_offers_less_more_and_the_other_sign(phone: ChapterPage) -> None:
    phone.at(2, 0, 2)
    x, y = cell(phone)
    phone.page.touchscreen.tap(x, y)
    field = phone.page.locator(".cell-field")
    expect(field).to_have_value("1")
    for button, value in [("More", "2"), ("The other sign", "−2"), ("Less", "−3"), ("More", "−2")]:
        phone.button(button).tap()
        expect(field).to_have_value(value)
    phone.page.wait_for_function("() => location.hash.includes('input=-2%2C')")
    assert phone.page.evaluate("document.activeElement.localName") != "input", "no keyboard yet"
    phone.page.touchscreen.tap(x, y)
    expect(field).to_be_focused()
    phone.press("5")
    phone.page.wait_for_function("() => location.hash.includes('input=5%2C')")
    phone.page.touchscreen.tap(200, 440)
    expect(field).to_have_count(0)


def test_small_pixels_are_painted_from_the_one_that_was_tapped(phone: ChapterPage) -> None:
    phone.at(*where(phone, "digit"), 2)
    x, y = cell(phone)
    phone.page.touchscreen.tap(x, y)
    phone.page.wait_for_function("() => location.hash.includes('input=')")
    one = phone.page.evaluate("location.hash")
    drag(phone.page, (x, y), (x, y + 20), (x, y + 40))
    phone.page.wait_for_function("one => location.hash !== one", arg=one)
    assert phone.page.evaluate("scrollY") == 0


def test_a_picture_is_dragged_once_a_tap_has_chosen_it(phone: ChapterPage) -> None:
    phone.at(*where(phone, "drag"), 9)
    box = phone.picture.bounding_box()
    assert box
    # The digit stands below the first network's bars, beside the other's.
    places = [(box["x"] + 75 + 15 * k, box["y"] + 0.74 * box["height"]) for k in range(4)]
    before = phone.page.evaluate("location.hash")
    drag(phone.page, *places)
    phone.stays()
    assert phone.page.evaluate("location.hash") == before
    phone.page.touchscreen.tap(*places[0])
    drag(phone.page, *places)
    phone.page.wait_for_function("before => location.hash !== before", arg=before)
    assert "right=" in phone.page.evaluate("location.hash")


@pytest.mark.thorough
def test_a_number_below_zero_can_be_typed_on_every_telephone(phone: ChapterPage) -> None:
    """The pad of digits that inputmode asks for has no minus on an iPhone."""
    for number, step in enumerate(phone.steps, 1):
        for index, scene in enumerate(step["scenes"]):
            signed = [each for each in scene["params"] if each["kind"] == "integer"]
            signed = [each for each in signed if each["minimum"] < 0]
            if not signed:
                continue
            phone.at(number, index, 1)
            for param in signed:
                field = phone.page.locator(f"[data-parameter={param['name']}] input[type=number]")
                assert field.get_attribute("inputmode") is None
    for path, mode in (("convolution/edge", None), ("channels/depthwise", "decimal")):
        frame, *_ = asking_frames(phone.url, path, "number")
        name, asks = path.split("/")
        phone.open(f"#step={name}&scene={asks}&frame={frame}").until(status="asking")
        assert phone.page.locator("[data-answer]").get_attribute("inputmode") == mode


def test_where_there_is_no_full_screen_it_is_not_offered(phone: ChapterPage) -> None:
    phone.page.add_init_script(
        "Object.defineProperty(Document.prototype, 'fullscreenEnabled', {get: () => false})"
    )
    phone.open("#step=2&scene=checkerboard&frame=2")
    phone.button("Settings").tap()
    expect(phone.button("Theme")).to_be_visible()
    expect(phone.button("Full screen")).to_be_hidden()
    phone.press("f")
    expect(phone.page.get_by_text("This browser has no full screen.")).to_be_visible()
    phone.press("?")
    expect(phone.page.get_by_text("Full screen; Esc leaves it")).to_have_count(0)


def test_a_swipe_goes_on_from_a_question(phone: ChapterPage) -> None:
    phone.open("#step=1").press("+", "+", "+", "+").until(status="asking", step=1)
    drag(phone.page, (330, 310), (200, 305), (60, 300))
    phone.until(status="playing", step=1)


def test_a_swipe_goes_from_step_to_step_and_leaves_scrolls_and_drawings_alone(
    phone: ChapterPage,
) -> None:
    # Where it plays, a question may come first, which a swipe would answer.
    phone.open().at(3, 1, 1)
    left, right = (60, 300), (330, 310)
    drag(phone.page, right, (200, 305), left)
    phone.until(step=4)
    drag(phone.page, left, (200, 305), right)
    phone.until(step=3, status="paused")
    drag(phone.page, (200, 350), (205, 250), (210, 120), (215, 60))
    phone.page.wait_for_function("() => scrollY > 0")
    phone.stays()
    assert phone.data("step") == "3"
    phone.at(7, 1, 1)
    phone.page.wait_for_selector("[data-parameter=drawing]")
    before = phone.page.evaluate("location.hash")
    assert phone.data("scene") == "live"
    box = phone.page.locator("cnn-stage").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 3
    drag(phone.page, (190, middle), (150, middle), (110, middle), (60, middle))
    phone.page.wait_for_function("before => location.hash !== before", arg=before)
    assert "drawing=" in phone.page.evaluate("location.hash")
    assert phone.data("step") == "7"
