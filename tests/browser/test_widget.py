"""The widget's module on a page that stands for a notebook: with a kernel, and without one."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from cnnviz import scenes
from cnnviz.notebook.answers import Answers
from cnnviz.notebook.module import widget_module
from course_site import Files, serving_files

if TYPE_CHECKING:
    from cnnviz.notebook.widget import SceneWidget

pytest.importorskip("anywidget", reason="the widget needs anywidget: make test installs it")

_PAGE = """<!doctype html>
<html lang="en"><head><title>A notebook</title><link rel="icon" href="data:,"></head>
<body style="background: #111">
<figure id="{still}">The picture</figure>
<div id="one"></div><div id="two"></div>
<script type="module">
import widget from "/widget.js";
const {{ stream, ...state }} = {state};
const bytes = Uint8Array.from(atob(stream), (letter) => letter.charCodeAt(0));
const heard = {{}};
const tell = (event, ...told) => (heard[event] ?? []).forEach((hear) => hear(...told));
const model = {{
  get: (name) => (name === "stream" ? new DataView(bytes.buffer) : state[name]),
  set: (name, value) => (state[name] = value),
  save_changes: () => {{}},
  on: (event, hear) => (heard[event] ??= []).push(hear),
  off: (event, hear) => (heard[event] = heard[event].filter((each) => each !== hear)),
  async send(message) {{
    if (message.type === "hello" && window.ask) tell("msg:custom", {{ type: "alive" }}, []);
    if (message.type !== "ask") return;
    const [status, text] = await window.ask(message.address, message.body);
    const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    tell("msg:custom", {{ type: "answer", id: message.id, status }}, [packed.buffer]);
  }},
}};
window.keys = [];
document.addEventListener("keydown", ({{ key }}) => window.keys.push(key));
window.notebook = {{
  state,
  heard,
  setFromPython: (values) => tell("change:values", (state.values = values)),
  end: widget.render({{ model, el: document.querySelector("#one") }}),
}};
</script></body></html>"""


@dataclass
class Notebook:
    """A page with a player in it, and all that went wrong or was asked for there."""

    page: Page
    frame: FrameLocator
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def widget() -> SceneWidget:
    return scenes.convolution([[1, 1, 0, 0]] * 4, [[1, -1], [1, -1]], stride=2).widget


@pytest.fixture(scope="module")
def site(widget: SceneWidget) -> Iterator[str]:
    state = widget.get_state(["chapter", "still", "key", "values"])
    state["stream"] = base64.b64encode(widget.stream).decode()
    page = _PAGE.format(state=json.dumps(state).replace("<", "\\u003c"), still=widget.still)
    files: Files = {
        "/page": ("text/html", page.encode()),
        "/widget.js": ("text/javascript", widget_module().encode()),
    }
    with serving_files(files) as origin:
        yield origin


@pytest.fixture
def notebook(context: BrowserContext, site: str) -> Iterator[Notebook]:
    page = context.new_page()
    notebook = Notebook(page, page.frame_locator("iframe"))
    page.on("console", lambda message: notebook.wrong.append(message.text))
    page.on("pageerror", lambda error: notebook.wrong.append(str(error)))
    page.on("request", lambda request: notebook.asked.append(request.url))
    yield notebook
    assert notebook.wrong == []
    own = (f"{site}/page", f"{site}/widget.js", "data:", "blob:", "about:")
    assert [url for url in notebook.asked if not url.startswith(own)] == []


def test_without_a_kernel_it_plays_what_it_has(notebook: Notebook, site: str) -> None:
    page, frame = notebook.page, notebook.frame
    page.goto(f"{site}/page")
    player = frame.locator("#player")
    expect(player).to_have_attribute("data-status", "paused")
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_text("The picture")).to_be_hidden()
    stride = frame.get_by_role("spinbutton", name="Stride")
    expect(stride).to_have_value("2")
    frame.get_by_role("button", name="Play", exact=True).click()
    expect(player).to_have_attribute("data-status", "playing")
    stride.fill("1")
    stride.press("Enter")
    expect(frame.get_by_text("That needs the notebook's kernel")).to_be_visible()
    expect(player).to_have_attribute("data-status", "paused")
    assert page.evaluate("window.notebook.state.values.stride") == "2"


def test_the_kernel_computes_what_is_set_and_hears_of_it(
    notebook: Notebook, site: str, widget: SceneWidget
) -> None:
    page, frame = notebook.page, notebook.frame
    answers = Answers(widget.spec)

    def ask(address: str, body: str | None) -> tuple[int, str]:
        answer = answers.to(address, body)
        return answer.status, base64.b64encode(zlib.compress(answer.body)).decode()

    page.expose_function("ask", ask)
    page.goto(f"{site}/page")
    player = frame.locator("#player")
    stride = frame.get_by_role("spinbutton", name="Stride")
    stride.fill("1")
    stride.press("Enter")
    page.wait_for_function("window.notebook.state.values.stride === '1'")
    values = page.evaluate("window.notebook.state.values")
    assert values == {"input": "1,1,0,0;" * 3 + "1,1,0,0", "kernel": "1,-1;1,-1"} | {
        "stride": "1",
        "padding": "0",
    }
    page.evaluate("window.notebook.setFromPython({...window.notebook.state.values, padding: '2'})")
    padding = frame.get_by_role("spinbutton", name="Padding")
    expect(padding).to_have_value("2")
    expect(player).to_have_attribute("data-stale", "false")
    # A filter that is larger than its picture is refused in the engine's words, and not told.
    padding.fill("9")
    padding.press("Enter")
    expect(frame.get_by_text("padding must be a whole number from 0 to 3")).to_be_visible()
    assert page.evaluate("window.notebook.state.values.padding") == "2"
    # The notebook hears no key that means the player, and may put it elsewhere.
    frame.get_by_role("button", name="One frame forward").press("b")
    assert page.evaluate("window.keys") == []
    page.evaluate("document.querySelector('#two').append(document.querySelector('iframe'))")
    expect(frame.locator("#player")).to_have_attribute("data-status", "paused")
    expect(frame.get_by_role("spinbutton", name="Padding")).to_have_value("2")
    page.evaluate("window.notebook.end()")
    expect(page.locator("iframe")).to_have_count(0)
    assert page.evaluate("Object.values(window.notebook.heard).flat().length") == 0
