"""A scene in a real JupyterLab: it plays, values come back, what was saved has a picture."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from notebook_servers import CELL, WORDS, needed, serving, written
from patience import PATIENCE, eventually

needed("jupyterlab")

_LAB = (
    *("jupyterlab", "--no-browser", "--allow-root", "--ServerApp.port=0"),
    *("--IdentityProvider.token=", "--ServerApp.password=", "--LabApp.news_url=None"),
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
_PLAYER = ".jp-OutputArea iframe"
_SAYS = "print('stride', scene.values['stride'], scene.tensor('output').data.shape)"


def test_a_scene_plays_in_jupyterlab_and_its_values_come_back(
    tmp_path: Path, visit: Callable[[str], Page]
) -> None:
    file = written(tmp_path, CELL, _SAYS, "scene.change(padding=1)")
    with serving(tmp_path, _LAB, "/api/status") as url:
        page = visit(f"{url}/lab/tree/{file.name}")
        _plays(page)
        page.keyboard.press("Control+s")
        eventually(lambda: WORDS in file.read_text(encoding="utf-8"))
        page.close()
        _shows_the_picture_without_its_kernel(visit, url, file)
    _is_a_picture_in_html(file)


def _plays(page: Page) -> None:
    frame = page.frame_locator(_PLAYER)

    def run(cell: int) -> None:
        page.locator(".jp-CodeCell .jp-InputArea-editor").nth(cell).click()
        page.keyboard.press("Shift+Enter")

    # What is run before the kernel is there may be lost.
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
    run(0)
    expect(frame.locator("#player")).to_have_attribute("data-status", "paused")
    expect(page.get_by_text(WORDS)).to_be_hidden()
    stride = frame.get_by_role("spinbutton", name="Stride")
    expect(stride).to_have_value("2")
    # The notebook, where these keys would delete the cell, does not hear them.
    for _ in range(2):
        frame.get_by_role("button", name="One frame forward").press("d")
    stride.fill("1")
    stride.press("Enter")

    def says() -> bool:
        run(1)
        return page.get_by_text("stride 1 (1, 3, 3)", exact=True).is_visible()

    eventually(says)
    run(2)
    expect(frame.get_by_role("spinbutton", name="Padding")).to_have_value("1")


def _shows_the_picture_without_its_kernel(
    visit: Callable[[str], Page], url: str, file: Path
) -> None:
    copy = file.with_name("copy.ipynb")
    copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    page = visit(f"{url}/lab/tree/{copy.name}")
    expect(page.locator(".jp-OutputArea img").first).to_have_attribute("alt", re.compile(WORDS))
    expect(page.locator(_PLAYER)).to_have_count(0)


def _is_a_picture_in_html(file: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "html", "--log-level=ERROR", str(file)],
        check=True,
        timeout=10 * PATIENCE,
    )
    html = file.with_suffix(".html").read_text(encoding="utf-8")
    (image,) = re.findall(rf'<img [^>]*alt="[^"]*{WORDS}"[^>]*>', html)
    assert 'src="data:image/svg+xml;base64,' in image
