"""One server and one Chromium for all browser tests; a fresh page for each of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from chapter_page import SELDOM, SPARING, ChapterPage
from chromium import ARGUMENTS, executable
from cnnviz.cli import main
from patience import PATIENCE, eventually

expect.set_options(timeout=1000 * PATIENCE)


@contextmanager
def serving(said: Path, port: int = 0, *words: str) -> Iterator[str]:
    """The address of a server of its own process, which ends with the block; `said` hears it."""
    with said.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "cnnviz", "--no-open", "--port", str(port), *words],
            stdout=out,
            stderr=out,
        )
    try:
        yield _ready(process, said)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server of all tests."""
    with serving(tmp_path_factory.mktemp("server") / "said") as url:
        yield url


def _ready(process: subprocess.Popen[bytes], said: Path) -> str:
    """The address, once the server answers there."""

    def named() -> str:
        return next((word for word in said.read_text().split() if word.startswith("http://")), "")

    def answers() -> bool:
        try:
            return named() != "" and urlopen(f"{named()}healthz").status == 200
        except URLError:
            return False

    eventually(lambda: answers() or process.poll() is not None)
    assert process.poll() is None, f"the server did not start: {said.read_text()}"
    return named()


@pytest.fixture(scope="session")
def start() -> Callable[..., AbstractContextManager[str]]:
    """Starts a server: a file that hears its words, a port, and options."""
    return serving


@pytest.fixture
def another(tmp_path: Path) -> Callable[..., AbstractContextManager[str]]:
    """Starts a server of the test's own at a port; 0 takes a free one. Its words are in `said`."""
    return lambda port, *words: serving(tmp_path / "said", port, *words)


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chapter as one file, which one of the processes that test side by side writes for all."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    path = folder / "chapter.html"
    try:
        (folder / "exporting").mkdir()
    except FileExistsError:
        assert eventually(path.exists)
    else:
        assert main(["export", str(path)]) == 0
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = executable()  # it asks Playwright too, which can be there only once
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=ARGUMENTS, timeout=1000 * PATIENCE
        )
        made = browser.new_context

        def patient(**options: Any) -> BrowserContext:
            context = made(**options)
            context.set_default_timeout(1000 * PATIENCE)
            context.add_init_script(SELDOM)
            return context

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(browser, "new_context", patient)
            yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, service_workers="block")
    yield context
    for page in context.pages:
        # What answers for the server may be cut off, or never answer; neither is the next test's.
        page.unroute_all(behavior="ignoreErrors")
    context.close()


@pytest.fixture
def chapter_page(context: BrowserContext, server: str) -> Iterator[ChapterPage]:
    """The page; nothing may go wrong on it that the test has not cleared from `complaints`."""
    page = context.new_page()
    page.add_init_script(SPARING)
    chapter_page = ChapterPage.watched(page, server)
    yield chapter_page
    assert chapter_page.complaints == []


# What stands beside the film: its tests are left to those who run all of them.
_BESIDE = {
    *("answer_inputs", "answers", "asked_again", "cards", "copy", "dev", "dragging", "embed"),
    *("export", "figure", "network_pictures", "offline", "opened", "own_network", "paste"),
    *("picture", "pixels", "printing", "questions_page", "render", "scorm", "senses", "speaker"),
    *("strip", "svg", "taking", "two_players", "undo", "version", "widget"),
}


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.browser)
    if item.path.stem.removeprefix("test_") in _BESIDE:
        item.add_marker(pytest.mark.thorough)


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[ChapterPage]:
    """A page on a telephone of today."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        service_workers="block",
    )
    context.add_init_script(SPARING)
    yield ChapterPage(context.new_page(), server)
    context.close()
