"""The command `cnnviz render`: its options, and what it says to what cannot be."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from math import floor
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import av
import numpy as np
import pytest

from cnnviz import cli
from cnnviz.cli.render import _parser
from cnnviz.render.engine import Engine, Film
from cnnviz.render.look import Look, tokens
from cnnviz.steps import STEPS, step
from drawn_texts import texts
from patience import PATIENCE, eventually


def run(*words: str) -> int:
    return cli.main(["render", *words])


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("-o x.doc", 1, "the file's ending must be one of .svg, .png, .pdf, "),
        ("-o x", 1, "the file's ending must be one of"),
        ("-o x.svg --size 10x10", 2, "size must be WIDTHxHEIGHT in pixels, each from 120 to 4096"),
        ("-o x.svg --size big", 2, "size must be WIDTHxHEIGHT"),
        ("-o x.mp4 --size 321x180", 2, "size must be of even numbers"),
        ("-o x.svg --theme blue", 2, "theme must be one of light, dark, contrast; got blue"),
        ("-o x.svg --frame 0", 2, "frame must be a whole number from 1 to 10; got 0"),
        ("-o x.svg --frame 11", 2, "frame must be a whole number from 1 to 10; got 11"),
        ("-o x.svg --frame -1", 2, "frame must be a whole number from 1 to 10; got -1"),
        ("-o x.svg --frame 1000000000", 2, "frame must be a whole number from 1 to 10; got 1000"),
        ("-o x.svg --frame 1.5", 2, "frame must be a whole number from 1 to 10; got 1.5"),
        ("-o x.svg --frame inf", 2, "frame must be a whole number from 1 to 10; got inf"),
        ("-o x.svg --at 1e9", 2, "at must be a second from 0 to {seconds}; got 1e9"),
        ("-o x.svg --at 1000000000", 2, "at must be a second from 0 to {seconds}; got 10000"),
        ("-o x.svg --at soon", 2, "at must be a second from 0 to {seconds}; got soon"),
        ("-o x.svg --at nan", 2, "at must be a second from 0 to {seconds}; got nan"),
        ("-o x.svg --at -1", 2, "at must be a second from 0 to {seconds}; got -1"),
        ("-o x.svg --at 500", 2, "at must be a second from 0 to {seconds}; got 500"),
        ("-o x.svg --frame 1 --all", 1, "only one of --frame, --at and --all"),
        ("-o x.mp4 --frame 1", 1, "--frame is for pictures: an mp4 shows the whole scene"),
        ("-o x.gif --transparent", 1, "--transparent is for svg, png and pdf: a gif has its paper"),
        ("-o x.mp4 --transparent", 1, "--transparent is for svg, png and pdf: an mp4 has its "),
        ("-o .svg", 1, "the file needs a name before its ending; got .svg"),
        ("-o=", 1, "file must be a path; got nothing"),
        ("-o x.mp4 --film", 1, "--film is for pptx, and plays the whole scene"),
        ("-o x.pptx --film --frame 2", 1, "--film is for pptx, and plays the whole scene"),
        ("-o x.mp4 --rate 25", 2, "rate must be 30 or 60; got 25"),
        ("-o x.gif --rate 60", 1, "--rate is for mp4, webm and the film of a pptx; got gif"),
        ("-o x.pptx --transparent", 1, "--transparent is for svg, png and pdf"),
        ("-o nowhere/x.svg", 1, "cannot write nowhere/x.svg: No such file or directory"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_writes_nothing(
    words: str,
    code: int,
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    seconds = sum(frame.seconds for frame in step("lenet").spec("history").scene().frames)
    sentence = sentence.format(seconds=f"{floor(100 * seconds) / 100:.2f}")
    assert run("lenet", "history", *words.split()) == code
    said = capsys.readouterr().err
    assert said.startswith(f"cnnviz: {sentence}")
    assert said.count("\n") == 1
    assert [*tmp_path.iterdir()] == []


def test_a_wrong_parameter_is_told_as_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("stride-padding", "formula", "--S", "99", "-o", "x.svg") == 2
    assert capsys.readouterr().err.startswith("cnnviz: S ")


def test_a_missing_extra_is_told_with_the_command_that_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for library, ending in (("py_mini_racer", "svg"), ("resvg_py", "png"), ("typst", "pdf")):
        with monkeypatch.context() as without:
            without.setitem(sys.modules, library, None)
            assert run("lenet", "history", "-o", str(tmp_path / f"x.{ending}")) == 1
        said = capsys.readouterr().err
        assert f"a file of the form {ending} needs {library}, which is not installed" in said
        assert said.endswith('pip install "cnnviz[render]"\n')
    assert [*tmp_path.iterdir()] == []


def test_a_file_stays_as_it_was_when_rendering_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.mp4"
    file.write_bytes(b"before")

    def interrupted(self: Film, seconds: float) -> str:
        if seconds > 1:
            raise KeyboardInterrupt
        return first(self, seconds)

    first = Film.moving
    monkeypatch.setattr(Film, "moving", interrupted)
    assert run("lenet", "history", "--size", "160x120", "-o", str(file)) == 130
    assert file.read_bytes() == b"before"
    assert [*tmp_path.iterdir()] == [file]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for the children")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_that_is_ended_leaves_no_file_and_says_nothing(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    file = tmp_path / "x.mp4"
    words = [sys.executable, "-m", "cnnviz", "render", "convolution", "edge", "-o", str(file)]
    command = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, process_group=0)
    assert eventually(lambda: command.poll() is not None or _hears_of(command.pid))
    assert int(signal.SIGINT) not in _hears_of(command.pid)
    os.killpg(command.pid, number)
    said = command.communicate(timeout=PATIENCE)[1]
    assert (command.returncode, said) == (code, "")
    assert [*tmp_path.iterdir()] == []


def _hears_of(command: int) -> set[int]:
    """Which signals reach the first process that draws for the command; none before it is."""
    for child in Path(f"/proc/{command}/task/{command}/children").read_text().split():
        about = Path("/proc", child)
        with suppress(OSError):  # it may be gone
            if b"spawn_main" in (about / "cmdline").read_bytes():
                status = (about / "status").read_text()
                (blocked,) = re.findall(r"^SigBlk:\t(\w+)$", status, re.MULTILINE)
                return {each for each in range(1, 32) if not int(blocked, 16) >> each - 1 & 1}
    return set()


def test_a_slide_plays_the_scene_on_its_own_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shortened(self: Film, engine: Engine, record: Any, title: str, look: Look) -> None:
        first(self, engine, {**record, "seconds": 0.2}, title, look)

    first = Film.__init__
    monkeypatch.setattr(Film, "__init__", shortened)
    monkeypatch.setattr("cnnviz.render.slides.PICTURE", (480, 270))
    file = tmp_path / "x.pptx"
    assert run("lenet", "history", "--film", "--theme", "light", "-o", str(file)) == 0
    with ZipFile(file) as opened:
        (name,) = (each for each in opened.namelist() if each.endswith(".mp4"))
        movie = BytesIO(opened.read(name))
    with av.open(movie, "r") as container:
        pictures = [each.to_ndarray(format="rgb24") for each in container.decode(video=0)]
    assert len(pictures) == 6
    paper = [int(tokens("light")["paper"][k : k + 2], 16) for k in (1, 3, 5)]
    assert np.abs(pictures[-1][4, 4].astype(int) - paper).max() < 8


def test_all_frames_are_files_of_their_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "history.svg"
    assert run("lenet", "history", "--all", "--size", "320x180", "-o", str(file)) == 0
    written = [tmp_path / f"history-{k}.svg" for k in range(1, 11)]
    assert {*tmp_path.iterdir()} == {*written}
    assert capsys.readouterr().out.count(" kB") == len(written)
    assert run("lenet", "history", "--frame", "3", "--size", "320x180", "-o", str(file)) == 0
    assert file.read_bytes() == written[2].read_bytes()


def test_parameters_change_the_picture(tmp_path: Path) -> None:
    for stride, sides in (("2", "16×16"), ("3", "11×11")):
        file = tmp_path / f"{stride}.svg"
        assert run("stride-padding", "formula", "--S", stride, "-o", str(file)) == 0
        assert sides in texts(file.read_text())


def test_no_parameter_of_a_scene_has_the_name_of_an_option() -> None:
    for each in STEPS:
        for spec in each.scenes:
            assert _parser(each, spec).prog == f"cnnviz render {each.name} {spec.name}"
