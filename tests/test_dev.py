"""What --dev adds: changes are read, faults are told, what played goes on; without it nothing."""

from __future__ import annotations

import logging
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from checkout_copy import copy_checkout, failed_start
from cnnviz.cli import main
from cnnviz.content import files, seeds
from cnnviz.page.page import Page
from cnnviz.server import create_app
from cnnviz.server.routes import reload
from looping import looped
from patience import PATIENCE
from test_run import get
from tiny import CHAPTER


def test_without_it_there_is_neither_address_nor_script(client: TestClient) -> None:
    for address in (reload.CHANGES, reload.SCRIPT):
        assert client.get(address).status_code == 404
    page = client.get("/").text
    assert "reload.js" not in page
    shelf = create_app(CHAPTER).state.page.shelf
    assert not [path for path in shelf.files if path == "js/dev-reload.js"]


def test_with_it_the_page_has_the_script_and_hears_its_version() -> None:
    app = create_app(CHAPTER, dev=True)
    with TestClient(app) as client:
        assert client.get("/").text.count('src="dev/reload.js"') == 1
        assert "dev/changes" in client.get(reload.SCRIPT).text


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """A page whose files may be changed."""
    for name in ("static", "templates"):
        shutil.copytree(seeds.folder(name), tmp_path / name)
    return Page(CHAPTER, "1", tmp_path / "static", tmp_path / "templates", dev=True)


def test_changed_files_are_announced_and_broken_ones_are_not(
    page: Page, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reload, "LOOK_SECONDS", 0)
    template = tmp_path / "templates" / "section.html"
    whole = template.read_text(encoding="utf-8")

    def harm(text: str) -> str:
        template.write_text(text, encoding="utf-8")
        page.refresh()
        return page.html().etag

    async def told() -> None:
        heard = reload._page_versions(page)
        assert await anext(heard) == "retry: 300\n\n"
        first = await anext(heard)
        (tmp_path / "static" / "css" / "tokens.css").write_text("a {}")
        assert (second := await anext(heard)) != first
        template.write_text(f"<p>{whole}", encoding="utf-8")
        assert await anext(heard) not in (first, second)

    looped(told())
    before = page.html().etag
    with caplog.at_level(logging.ERROR, "cnnviz"):
        for text, said in (
            ("a\n{% if %}\n", "templates/section.html:2: Expected an expression"),
            ("a\n\n{{ nothing.at.all }}\n", "templates/section.html:3: UndefinedError: 'nothing'"),
            ('{% include "nowhere.html" %}', "templates/nowhere.html: is missing"),
        ):
            assert harm(text) == before, "the page stays as it was"
            assert said in caplog.messages[-1]
    assert harm(whole) != before


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("templates/section.html", b"{% if %}", "templates/section.html:1: Expected an expression"),
        ("templates/section.html", b"\n\n{{ x.y }}", "templates/section.html:3: UndefinedError"),
        ("templates/section.html", b"\xff", "templates/section.html: is not text in UTF-8"),
        ("templates/page.html", None, "templates/page.html: is missing"),
        ("static/js/inputs/keys.js", b"\xff", "static/js/inputs/keys.js: is not text in UTF-8"),
        ("static/js/main.js", b"import x from './nowhere.js';", "static: "),
    ],
)
def test_a_broken_page_neither_starts_nor_exports(
    tmp_path: Path,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    body: bytes | None,
    said: str,
) -> None:
    for folder in ("static", "templates"):
        shutil.copytree(root / folder, tmp_path / folder)
    if body is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(body)
    folders = {each: tmp_path / each for each in ("static", "templates")}
    monkeypatch.setattr(seeds, "folder", lambda each: folders.get(each) or files.folder(each))
    monkeypatch.setattr("cnnviz.server.run._Server.run", lambda *_, **__: pytest.fail("it started"))
    assert main(["--no-open", "--port", "0"]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(f"cnnviz: {said}")
    assert printed.err.count("\n") == 1
    if "templates" in name:
        assert main(["export", str(tmp_path / "chapter.html")]) == 1
        assert capsys.readouterr().err.startswith(f"cnnviz: the page cannot be made: {said}")
        assert not (tmp_path / "chapter.html").exists()


@pytest.mark.sampled(count=1)
@pytest.mark.parametrize("count", ["1", "2"])
def test_workers_report_a_broken_page_without_a_traceback(
    tmp_path: Path, root: Path, count: str
) -> None:
    copy_checkout(root, tmp_path)
    (tmp_path / "templates" / "section.html").write_text("{% if %}")
    done = failed_start(tmp_path, count)
    assert done.returncode == 1
    assert "templates/section.html:1: Expected an expression" in done.stderr
    assert "Traceback" not in done.stderr


def test_development_mode_refuses_several_workers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--dev", "--workers", "2"]) == 1
    assert capsys.readouterr().err == "cnnviz: workers must be 1 with --dev; got 2\n"


class Developing:
    """A server of its own process with --dev over a copy of everything, and what it says."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self.process, self.folder = process, folder
        self.lines: queue.Queue[str] = queue.Queue()
        self.listening = threading.Thread(target=self._listen)
        self.listening.start()
        self.url = self.until("cnnviz plays at ").split()[3]

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                self.lines.put(line)

    def until(self, said: str) -> str:
        """The first line that holds this; what came before is dropped."""
        before = []
        while said not in (line := self.lines.get(timeout=PATIENCE)):
            before.append(line)
            assert "Traceback" not in line, before
        return line

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@contextmanager
def developing(folder: Path, root: Path) -> Iterator[Developing]:
    copy_checkout(root, folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "cnnviz", "--no-open", "--port", "0", "--dev"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        dev = Developing(process, folder)
        yield dev
    finally:
        process.terminate()
        process.wait(PATIENCE)
        dev.listening.join()


@pytest.mark.thorough
@pytest.mark.long
def test_seeds_and_code_are_reloaded_and_broken_files_are_named(tmp_path: Path, root: Path) -> None:
    with developing(tmp_path, root) as dev:
        dev.edit("seeds/text/pooling.md", "# Pooling", "# Pooling anew")
        dev.until("what was changed plays now")
        assert b"Pooling anew" in get(dev.url, "/")[1]

        dev.edit("seeds/digits.json", "[", "[[")
        dev.until("seeds/digits.json:")
        dev.until("what played before goes on")
        assert b"Pooling anew" in get(dev.url, "/")[1]
        dev.edit("seeds/digits.json", "[[", "[")
        dev.until("what was changed plays now")

        code = "cnnviz/steps/pooling/measured.py"
        dev.edit(code, "def measured(", "def measured((")
        dev.until(f"{code}:")
        dev.until("what played before goes on")
        dev.edit(code, "def measured((", "def measured(")
        dev.until("what was changed plays now")

        dev.edit("cnnviz/steps/pooling/__init__.py", "Step(\n", "NOWHERE(\n")
        assert "NOWHERE" in dev.until("cnnviz/steps/pooling/__init__.py:")
        dev.until("what played before goes on")
        assert get(dev.url, "/")[0] == 200
    assert dev.process.returncode == 0
