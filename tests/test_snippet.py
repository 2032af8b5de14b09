"""The block for a course page names a frame and files that can be had."""

from __future__ import annotations

import re
import shlex
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from cnnviz.cli import main
from cnnviz.export.snippet import FORMS
from cnnviz.steps import STEPS

each_form = pytest.mark.parametrize("form", FORMS)


def block(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["snippet", *words]) == 0
    return capsys.readouterr().out


def source(text: str) -> str:
    found = re.search(r'src="([^"]+)"|\{iframe\} (\S+)', text)
    assert found
    return unescape(found[1] or found[2])


@each_form
def test_the_frame_shows_that_scene_at_that_frame_with_those_settings(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    words = ("stride-padding/stride", "--stride", "3", "--frame", "4", "--for", form)
    address = urlsplit(source(block(capsys, *words, "--url", "https://cnn.example.org/x")))
    assert address.geturl().startswith("https://cnn.example.org/x/?embed#")
    number = [step.name for step in STEPS].index("stride-padding") + 1
    place = {"step": [f"{number}"], "scene": ["stride"], "frame": ["4"], "stride": ["3"]}
    assert parse_qs(address.fragment) == place


@each_form
def test_the_files_it_names_are_those_that_its_commands_write(
    capsys: pytest.CaptureFixture[str],
    form: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    text = block(capsys, "pooling/max", "--window", "3", "--for", form)
    said = re.search(r"Written by (cnnviz export .*) and (cnnviz render .*?) \(render needs", text)
    assert said
    export, render = (shlex.split(command)[1:] for command in said.groups())
    assert main(export) == 0
    assert (tmp_path / source(text).partition("#")[0]).is_file()
    assert render[:5] == ["render", "pooling", "max", "--window", "3"]
    assert text.count(render[-1]) >= 2
    assert render[-2] == "-o"


@each_form
def test_the_picture_says_in_words_what_it_shows(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    text = unescape(block(capsys, "convolution/edge", "--for", form))
    (spec,) = (each for each in STEPS[1].scenes if each.name == "edge")
    assert spec.title in text
    last = spec.scene().frames[-1].narration.replace("*", "")
    assert (last in text) == (form != "myst")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["convolution/edge", "--for", "word"], 1, "cnnviz: for must be one of html, quarto, "),
        (["convolution/edge", "--frame", "0"], 1, "cnnviz: frame must be a whole number from 1 to"),
        (["convolution/edge", "--url", "x.org"], 1, "cnnviz: url must be like https://cnn."),
        (["convolution/nope"], 1, "cnnviz: there is no scene nope in convolution"),
        (["stride-padding/stride", "--stride", "0"], 2, "cnnviz: stride must be a whole number"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    assert main(["snippet", *words]) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(said)
    assert printed.err.count("\n") == 1
