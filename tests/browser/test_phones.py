"""Small windows, zoom and fingers: all is in the window, whole, and large enough to hit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from cnnviz.steps import STEPS
from filming import SPARING, Film

PHONES = [(390, 844), (844, 390), (360, 640)]
ZOOMED = [(640, 512), (320, 256)]
"""A window of 1280×1024 at 200 % and at 400 %."""

_CHECK = """async ([hash, scene]) => {
  const { dataset } = document.querySelector("#player");
  location.hash = hash;
  while (dataset.scene !== scene || dataset.stale !== "false" || dataset.frame === "") {
    await new Promise((done) => requestAnimationFrame(done));
  }
  const wrong = [];
  const told = (element) => {
    const words = element.ariaLabel || element.textContent || element.id;
    return `${element.localName} “${words.trim().slice(0, 30)}”`;
  };
  const seen = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.clientWidth > 0 && !element.closest(".visually-hidden, .skip");
  const all = (selectors, ...places) => places.flatMap((place) =>
    [...document.querySelectorAll(`${place} :is(${selectors})`)].filter(seen));
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
  const { height } = document.querySelector("cnn-stage").getBoundingClientRect();
  if (height < Math.min(200, 0.78 * innerHeight)) wrong.push(`the stage is ${height} high`);
  return [...new Set(wrong)];
}"""


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Film]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        service_workers="block",
    )
    context.add_init_script(SPARING)
    yield Film(context.new_page(), server)
    context.close()


def wrong(page: Page) -> list[str]:
    """What does not fit, in any scene."""
    return [
        f"{script.name}: {each}"
        for number, step in enumerate(STEPS, 1)
        for script in step.scripts
        for each in page.evaluate(
            _CHECK, [f"#step={number}&scene={script.name}&frame=2", script.name]
        )
    ]


@pytest.mark.parametrize(("width", "height"), [*PHONES, *ZOOMED, (1280, 720)])
def test_all_is_in_the_window_whole_and_large_enough_to_hit(
    phone: Film, width: int, height: int
) -> None:
    phone.page.set_viewport_size({"width": width, "height": height})
    phone.open("#step=1")
    found = wrong(phone.page)
    assert not found, "\n".join(found)


def finger(phone: Film, *places: tuple[float, float]) -> None:
    """A finger comes down, moves from place to place, and goes."""
    screen = phone.page.context.new_cdp_session(phone.page)

    def touch(kind: str, *at: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in at]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", places[0])
    for place in places[1:]:
        touch("touchMove", place)
    touch("touchEnd")


def test_a_swipe_goes_from_step_to_step_and_leaves_scrolls_and_drawings_alone(phone: Film) -> None:
    phone.open("#step=3").until(step=3, status="playing")
    left, right = (60, 300), (330, 310)
    finger(phone, right, (200, 305), left)
    phone.until(step=4, status="playing")
    finger(phone, left, (200, 305), right)
    phone.until(step=3, status="paused")
    finger(phone, (200, 350), (205, 250), (210, 120), (215, 60))
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
    finger(phone, (190, middle), (150, middle), (110, middle), (60, middle))
    phone.page.wait_for_function("before => location.hash !== before", arg=before)
    assert "drawing=" in phone.page.evaluate("location.hash")
    assert phone.data("step") == "7"
