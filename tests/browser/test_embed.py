"""One scene or step in another page's frame: sandboxed, without storage, in any room it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FrameLocator,
    Page,
    Request,
    ViewportSize,
    expect,
)

from chapter_page import asking_frames, is_fault
from course_site import Files, serving_files

Serving = Callable[..., AbstractContextManager[str]]
_HEARD = "window.heard = [];addEventListener('message', ({data}) => heard.push(data));"
_FITS = """() => {
  const {scrollHeight, scrollWidth} = document.documentElement;
  return scrollHeight <= innerHeight && scrollWidth <= innerWidth;
}"""


@dataclass
class Course:
    """A page of a course with a frame in it, and all that went wrong in them."""

    page: Page
    pages: Files
    origin: str
    url: str
    """Of the chapter's server."""
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(_HEARD)
        self.page.on("console", lambda message: self._hear(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("requestfailed", self._failed)

    def _hear(self, said: str) -> None:
        if is_fault(said):
            self.wrong.append(said)

    def _failed(self, request: Request) -> None:
        # What a newer drawing makes useless is cancelled.
        if request.failure != "net::ERR_ABORTED":
            self._hear(f"{request.failure} {request.url}")

    def show(
        self,
        address: str,
        *,
        width: int = 800,
        height: int = 520,
        sandbox: str = 'sandbox="allow-scripts"',
    ) -> FrameLocator:
        html = (
            '<!doctype html><html lang="en"><title>A course</title><body>'
            f'<iframe {sandbox} width="{width}" height="{height}" src="{self.url}{address}">'
        )
        self.pages["/page"] = ("text/html", html.encode())
        self.page.goto(f"{self.origin}/page")
        return self.page.frame_locator("iframe")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Files, str]]:
    files: Files = {"/favicon.ico": ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")}
    with serving_files(files) as origin:
        yield files, origin


@pytest.fixture(scope="module")
def embeddable(
    site: tuple[Files, str], tmp_path_factory: pytest.TempPathFactory, start: Serving
) -> Iterator[str]:
    """The address of a server whose scenes pages of the course may show in a frame."""
    said = tmp_path_factory.mktemp("embeddable") / "said"
    with start(said, 0, "--allow-embedding", site[1]) as url:
        yield url


@pytest.fixture
def course(context: BrowserContext, site: tuple[Files, str], embeddable: str) -> Course:
    return Course(context.new_page(), *site, embeddable)


def test_a_sandboxed_frame_shows_the_scene_alone_at_rest_and_plays_it(course: Course) -> None:
    frame = course.show("?embed#step=2&scene=edge")
    player = frame.locator("#player")
    expect(player).to_have_attribute("data-status", "paused")
    expect(player).to_have_attribute("data-scene", "edge")
    expect(player).to_have_attribute("data-frame", "1")
    expect(frame.locator("cnn-strip")).to_be_hidden()
    expect(frame.locator("article")).to_have_count(0)
    frame.get_by_role("button", name="Play", exact=True).click()
    expect(player).to_have_attribute("data-status", "playing")
    pause = frame.get_by_role("button", name="Pause", exact=True)
    for key in ("PageDown", "n"):
        pause.or_(frame.get_by_role("button", name="Play", exact=True)).press(key)
        expect(player).to_have_attribute("data-status", "paused")
        expect(player).to_have_attribute("data-scene", "edge")
    assert course.wrong == []


def test_settings_and_frame_of_the_address_hold_and_a_new_setting_is_computed(
    course: Course,
) -> None:
    frame = course.show("?embed#step=pooling&scene=max&frame=3&stride=1")
    player = frame.locator("#player")
    expect(player).to_have_attribute("data-frame", "3")
    stride = frame.get_by_role("spinbutton", name="Stride")
    expect(stride).to_have_value("1")
    stride.fill("2")
    stride.press("Enter")
    expect(player).to_have_attribute("data-stale", "false")
    expect(stride).to_have_value("2")
    assert course.wrong == []


def test_a_whole_step_plays_scene_after_scene_and_asks(course: Course, embeddable: str) -> None:
    frame = course.show("?embed#step=2")
    player = frame.locator("#player")
    expect(player).to_have_attribute("data-scene", "checkerboard")
    frame.get_by_role("button", name="Play", exact=True).press("PageDown")
    expect(player).to_have_attribute("data-scene", "edge")
    assert course.wrong == []
    asked, *_ = asking_frames(embeddable, "convolution/checkerboard", "number")
    frame = course.show(f"?embed#step=2&scene=checkerboard&frame={asked}")
    expect(frame.get_by_role("group", name="Question")).to_be_visible()


@pytest.mark.parametrize("size", [(320, 420), (560, 320), (640, 400), (1000, 260), (900, 1400)])
def test_it_fits_into_any_frame(course: Course, size: tuple[int, int]) -> None:
    course.page.set_viewport_size({"width": size[0] + 40, "height": size[1] + 40})
    frame = course.show("?embed#step=2&scene=edge&frame=6", width=size[0], height=size[1])
    expect(frame.locator("#player")).to_have_attribute("data-stale", "false")
    expect(frame.locator("#player")).to_have_attribute("data-status", "paused")
    inner = course.page.frames[1]
    inner.wait_for_function(_FITS)
    for name in ("Play", "One frame forward"):
        expect(frame.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    canvas = frame.locator("cnn-stage > canvas").bounding_box()
    assert canvas is not None
    assert canvas["height"] >= size[1] * 0.25


def test_it_says_how_high_it_would_be_to_a_page_that_may_listen(course: Course) -> None:
    frame = course.show("?embed#step=2&scene=edge", width=800, height=200)
    expect(frame.locator("#player")).to_have_attribute("data-stale", "false")
    course.page.wait_for_function("heard.some(({height}) => height > 450)")
    said = course.page.evaluate("heard.at(-1)")
    assert (said["type"], said["subject"]) == ("cnnviz", "lti.frameResize")
    # Given what it asks for it asks for no more in the end.
    course.page.evaluate(
        """() => {
          const frame = document.querySelector("iframe");
          addEventListener("message", ({data}) => { frame.height = data.height; });
        }"""
    )
    course.page.evaluate("document.querySelector('iframe').width = 640")
    course.page.wait_for_function(
        "() => heard.at(-1).height === document.querySelector('iframe').clientHeight"
    )


def refuses(course: Course) -> None:
    """The browser says why the frame stays empty."""
    with course.page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        frame = course.show("?embed#step=2")
    expect(frame.locator("#player")).to_have_count(0)


def test_a_page_of_another_origin_gets_no_player(course: Course) -> None:
    refuses(
        Course(
            course.page, course.pages, course.origin.replace("127.0.0.1", "localhost"), course.url
        )
    )


def test_an_address_without_a_place_says_so(course: Course) -> None:
    frame = course.show("?embed#step=77")
    expect(frame.get_by_text("The address asks for step “77”")).to_be_visible()
    expect(frame.locator("#player")).to_have_attribute("data-step", "1")


def test_outside_a_sandbox_a_link_leads_back_to_the_frame_in_the_chapter(course: Course) -> None:
    frame = course.show("?embed#step=3&scene=stride&frame=2&stride=3", sandbox="")
    link = frame.get_by_role("link", name="Open in the chapter")
    place = "#step=3&scene=stride&frame=2&stride=3"
    expect(link).to_have_attribute("href", f"{course.url}{place}")
    expect(frame.locator("#player")).to_have_attribute("data-frame", "2")
    frame.get_by_role("button", name="One frame forward", exact=True).click()
    expect(link).to_have_attribute("href", f"{course.url}{place.replace('frame=2', 'frame=3')}")


def test_a_reload_shows_again_what_the_course_asks_for(course: Course) -> None:
    frame = course.show("?embed#step=2&scene=edge&frame=4")
    inner = course.page.frames[1]
    player = frame.locator("#player")
    expect(player).to_have_attribute("data-frame", "4")
    frame.get_by_role("button", name="One frame forward", exact=True).click()
    expect(player).to_have_attribute("data-frame", "5")
    inner.evaluate("location.reload()")
    expect(player).to_have_attribute("data-frame", "4")


def test_drawing_is_answered_in_a_sandbox(course: Course) -> None:
    frame = course.show("?embed#step=7&scene=live")
    player = frame.locator("#player")
    expect(player).to_have_attribute("data-status", "paused")
    frame.get_by_role("button", name="Clear", exact=True).click()
    expect(frame.get_by_text("Draw a digit", exact=True)).to_be_visible()
    frame.get_by_text("Edit as text").click()
    # As many points as make a request with a body, which a browser asks about beforehand.
    points = ";".join(f"0.5,{0.15 + k * 0.001:.3f}" for k in range(700))
    asked = course.page.expect_request(lambda request: request.method == "POST")
    with asked:
        frame.get_by_role("textbox").fill(points)
    said = frame.locator(".narration .sentence")
    expect(said).to_have_text(re.compile("^The network says 1"))
    assert course.wrong == []


def test_the_picture_can_be_taken_along_from_a_sandbox_that_allows_it(course: Course) -> None:
    sandbox = 'sandbox="allow-scripts allow-downloads"'
    frame = course.show("?embed#step=2&scene=edge&frame=6", sandbox=sandbox)
    expect(frame.locator("#player")).to_have_attribute("data-frame", "6")
    frame.get_by_role("button", name="Take this picture").click()
    dialog = frame.get_by_role("dialog", name="Take this picture")
    expect(dialog).to_have_css("padding-bottom", "20px")
    place = "#step=2&scene=edge&frame=6"
    link = dialog.get_by_role("region", name="Link to this frame")
    expect(link).to_have_text(f"{course.url}{place}")
    with course.page.expect_download() as download:
        dialog.get_by_role("button", name="SVG", exact=True).click()
    assert download.value.suggested_filename == "edge-6.svg"
    assert course.wrong == []


@pytest.mark.parametrize("size", [(800, 500), (360, 480)])
def test_it_passes_the_accessibility_rules_with_its_buttons_in_one_row(
    browser: Browser, embeddable: str, size: tuple[int, int]
) -> None:
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{embeddable}?embed#step=2&scene=edge&frame=6")
    expect(page.locator("#player")).to_have_attribute("data-stale", "false")
    page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run().then(({violations}) => violations.map(({id}) => id))")
    assert found == []
    bar = page.locator(".bar :is(button, a)").filter(visible=True)
    expect(page.get_by_role("link", name="Open in the chapter")).to_be_visible()
    middles = bar.evaluate_all(
        """all => all.map((each) => {
          const {top, bottom} = each.getBoundingClientRect();
          return Math.round((top + bottom) / 2);
        })"""
    )
    assert max(middles) - min(middles) <= 2
    context.close()


def test_nobody_may_put_the_chapter_into_a_frame_unless_named(
    context: BrowserContext, site: tuple[Files, str], server: str
) -> None:
    refuses(Course(context.new_page(), *site, server))
