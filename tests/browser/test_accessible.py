"""Nothing that axe-core calls a violation: in every scene, theme, dialog and error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

import axe_rules
from chapter_page import SPARING, asking_frames, empty_article
from cnnviz.steps import STEPS
from patience import eventually

_SHOWN = """name => {
  const { scene, stale } = document.getElementById("player").dataset;
  return scene === name && stale === "false";
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that lets the tool's own script in, which the policy of the server forbids."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720},
        bypass_csp=True,
        reduced_motion="reduce",
        service_workers="block",
    )
    context.add_init_script(SPARING)
    yield context.new_page()
    context.close()


def violations(page: Page, part: str = "#player") -> list[str]:
    """What is wrong with the player; the chapter's text stays the same, and is asked about once.

    The tool reads all there is on the page, however small the part that it is asked about.
    """
    if part != "html":
        empty_article(page)
        return axe_rules.violations(page, part)
    found: list[str] = []

    def none() -> bool:
        found[:] = axe_rules.violations(page, part)
        return not found

    # What is too wide in the article can be scrolled by keys once that is laid out; the tool, too,
    # has parts of it laid out, so that what it found is not asked for again.
    eventually(none)
    return found


@pytest.mark.sampled(theme=1)
@pytest.mark.long
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_every_scene_passes_the_accessibility_rules(page: Page, server: str, theme: str) -> None:
    page.goto(server)
    page.evaluate("theme => localStorage.setItem('cnnviz-theme', theme)", theme)
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert violations(page, "html") == [], f"the page in {theme}"
    for number, step in enumerate(STEPS, 1):
        # One theme sees every scene; what the others change is the same in all of a step.
        for spec in step.scenes if theme == "light" else step.scenes[:1]:
            page.goto(f"{server}#step={number}&scene={spec.name}&frame=2")
            page.wait_for_function(_SHOWN, arg=spec.name)
            assert violations(page) == [], f"{spec.path} in {theme}"


@pytest.mark.thorough
@pytest.mark.long
@pytest.mark.parametrize(("width", "height"), [(390, 844), (844, 390)])
def test_every_phone_layout_passes_the_accessibility_rules(
    page: Page, server: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(server)
    assert violations(page, "html") == [], "the page"
    for number, step in enumerate(STEPS, 1):
        for spec in step.scenes[:2]:
            page.goto(f"{server}#step={number}&scene={spec.name}&frame=2")
            page.wait_for_function(_SHOWN, arg=spec.name)
            assert violations(page) == [], spec.path
        page.get_by_role("button", name="Settings").click()
        assert violations(page) == [], f"{step.name} with its settings"
        page.get_by_role("button", name="Settings").click()


@pytest.mark.sampled(theme=1)
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_every_dialog_passes_the_accessibility_rules(page: Page, server: str, theme: str) -> None:
    page.goto(server)
    page.evaluate("theme => localStorage.setItem('cnnviz-theme', theme)", theme)
    page.goto(f"{server}#step=7&scene=run&frame=20")
    page.reload()
    page.wait_for_function(_SHOWN, arg="run")
    for key in "?v":
        page.keyboard.press(key)
        page.get_by_role("dialog").wait_for()
        assert violations(page, "dialog") == [], f"the dialog of {key} in {theme}"
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="detached" if key == "v" else "hidden")


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_cards_pass_the_accessibility_rules(page: Page, server: str, theme: str) -> None:
    page.goto(server)
    page.evaluate("theme => localStorage.setItem('cnnviz-theme', theme)", theme)
    page.goto("about:blank")
    page.goto(f"{server}#cards")
    page.get_by_role("heading", name="Four cards").wait_for()
    assert violations(page, "html") == []


@pytest.mark.thorough
def test_every_error_passes_the_accessibility_rules(page: Page, server: str) -> None:
    page.goto(f"{server}#step=2&scene=sixth")
    page.locator(".note:visible").wait_for()
    assert violations(page) == [], "an address that names no scene"
    page.goto(f"{server}#step=2&scene=checkerboard&frame=2&stride=99")
    page.get_by_role("alert").filter(has_text="Stride").wait_for()
    assert violations(page) == [], "a refused parameter"
    for name, answer in {
        "a server that is away": lambda route: route.abort(),
        "a stream that breaks off": lambda route: route.fulfill(body="{}"),
        "a network whose weights are missing": lambda route: route.fulfill(
            status=500, json={"detail": "The weights of lenet are missing."}
        ),
    }.items():
        page.route("**/api/scenes/**", answer)
        page.goto("about:blank")
        page.goto(f"{server}#step=7")
        page.get_by_role("button", name="Try again").wait_for()
        assert violations(page) == [], name
        page.unroute("**/api/scenes/**")


QUESTIONS = {
    "choice": (3, "stride-padding/formula"),
    "number": (8, "pytorch/transposed"),
    "cell": (2, "convolution/checkerboard"),
    "draw": (4, "pooling/average"),
}


@pytest.mark.sampled(kind=2)
@pytest.mark.parametrize("kind", QUESTIONS)
def test_every_kind_of_question_passes_the_accessibility_rules(
    page: Page, server: str, kind: str
) -> None:
    step, path = QUESTIONS[kind]
    frame, *_ = asking_frames(server, path, kind)
    page.goto(f"{server}#step={step}&scene={path.split('/')[1]}&frame={frame}")
    page.locator("#player[data-status=asking][data-stale=false]").wait_for()
    assert violations(page) == [], "as it is asked"
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    assert violations(page) == [], "as it is asked in full screen"
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement === null")
    page.keyboard.press("a")
    page.keyboard.press("ArrowUp" if kind == "draw" else "Enter")
    assert violations(page) == [], "as it is answered"
    page.keyboard.press("Space")
    page.get_by_role("group", name="Question").wait_for(state="hidden")
    assert violations(page) == [], "once it is told"
