"""The block for a course page, in a page that Sphinx and mystmd build."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from cnnviz.cli import main
from patience import PATIENCE

_SETTINGS = ("pooling/max", "--window", "3")
_TITLE = "The strongest answer"
_URL = "https://cnn.example.org/"


def block(capsys: pytest.CaptureFixture[str], form: str, *words: str) -> str:
    capsys.readouterr()
    assert main(["snippet", *_SETTINGS, "--for", form, *words]) == 0
    return capsys.readouterr().out


def run(folder: Path, *words: str | Path) -> None:
    done = subprocess.run(
        [*map(str, words)], cwd=folder, capture_output=True, text=True, timeout=10 * PATIENCE
    )
    assert done.returncode == 0, done.stdout + done.stderr


_PAGES = {
    "index.rst": ("sphinx", "Course\n======\n\n{}", []),
    "index.md": ("myst_parser", "# Course\n\n```{{eval-rst}}\n{}\n```\n", ["myst_parser"]),
}
"""By the page that Sphinx builds: what is needed, the page around the block, and extensions."""


@pytest.mark.parametrize("page", _PAGES)
def test_sphinx_shows_the_frame_on_the_screen_and_the_picture_on_paper(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    needed, around, extensions = _PAGES[page]
    if find_spec(needed) is None:
        pytest.skip(f"there is no {needed}: make test-notebooks installs it")
    monkeypatch.chdir(tmp_path)
    text = block(capsys, "sphinx")
    for command in re.findall(r"cnnviz ((?:export|render) .*?)(?: and | \(render)", text):
        assert main(command.split()) == 0
    (said,) = re.findall(r"name (\S+) in html_extra_path of conf.py", text)
    Path(page).write_text(around.format(text), encoding="utf-8")
    conf = f'project = "Course"\nhtml_extra_path = ["{said}"]\nextensions = {extensions}\n'
    Path("conf.py").write_text(conf, encoding="utf-8")
    sphinx = (sys.executable, "-m", "sphinx", "-W", "-q", "-b")
    run(tmp_path, *sphinx, "html", ".", "screen")
    html = Path("screen/index.html").read_text(encoding="utf-8")
    (source,) = re.findall(r'<iframe src="([^"]+)"', html)
    assert "<img" not in html
    file, _, place = unescape(source).partition("#")
    assert place == "step=4&scene=max&window=3"
    assert Path("screen", file).read_bytes() == Path(file).read_bytes()
    run(tmp_path, *sphinx, "latex", ".", "paper")
    latex = Path("paper/course.tex").read_text(encoding="utf-8")
    assert r"\sphinxincludegraphics{{pooling-max}.pdf}" in latex
    assert rf"\caption{{{_TITLE}}}" in latex
    assert Path("paper/pooling-max.pdf").is_file()


def test_mystmd_reads_the_frame_with_the_picture_in_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    myst = shutil.which("myst")
    if myst is None:
        pytest.skip("there is no mystmd (npm install -g mystmd)")
    monkeypatch.chdir(tmp_path)
    assert main(["render", "pooling", "max", "--window", "3", "-o", "pooling-max.png"]) == 0
    text = block(capsys, "myst", "--url", _URL)
    Path("index.md").write_text(f"# Course\n\n{text}", encoding="utf-8")
    Path("myst.yml").write_text("version: 1\nproject:\n  title: Course\nsite: {}\n", "utf-8")
    # What it reads is written before it looks for a theme, which it has to get from the network.
    subprocess.run([myst, "build", "--site"], capture_output=True, timeout=10 * PATIENCE)
    read = json.loads(Path("_build/site/content/index.json").read_text(encoding="utf-8"))
    (frame,) = _of_type(read["mdast"], "iframe")
    assert frame["src"] == f"{_URL}?embed#step=4&scene=max&window=3"
    (still,) = _of_type(frame, "image")
    assert still["placeholder"]
    assert [each["value"] for each in _of_type(read["mdast"], "text")][-1] == _TITLE


def _of_type(node: Any, kind: str) -> list[Any]:
    """All nodes of that type in a tree, in order."""
    if isinstance(node, list):
        return [found for each in node for found in _of_type(each, kind)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("type") == kind else []
    return own + _of_type(node.get("children", []), kind)
