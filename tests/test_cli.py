"""The command's words: what they print, and what they say where they are not understood."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from cnnviz import __version__, wire
from cnnviz.cli import main
from cnnviz.render.forms import FORMS
from cnnviz.steps import STEPS, step


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"cnnviz {__version__}\n"


def test_a_file_that_cannot_be_written_is_refused_before_the_work(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["export", str(tmp_path / "none" / "chapter.html")]) == 1
    assert capsys.readouterr().err.startswith(f"cnnviz: cannot write {tmp_path}")


def test_frames_prints_the_lines_that_the_server_sends(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["frames", "convolution", "edge"]) == 0
    expected = b"".join(wire.lines(step("convolution").spec("edge").scene()))
    assert capsysbinary.readouterr().out == expected


def test_a_step_without_a_scene_plays_its_first(capsys: pytest.CaptureFixture[str]) -> None:
    for each in STEPS:
        assert main(["frames", each.name]) == 0
        header = json.loads(capsys.readouterr().out.splitlines()[0])
        assert (header["step"], header["name"]) == (each.name, each.scenes[0].name)


def test_parameters_may_open_with_a_minus(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["frames", "convolution", "--kernel", "-1,0,1", "--stride", "2", "--exact"]
    assert main(words) == 0
    values = json.loads(capsys.readouterr().out.splitlines()[0])["values"]
    assert values["kernel"] == [[[-1, 0, 1]]]
    assert values["stride"] == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["frames", "convolution", "--stride", "0"], 2, "cnnviz: stride must be a whole number"),
        (["frames", "convolution", "--kernel", "1,2;3"], 2, "cnnviz: kernel must have rows of"),
        (["frames", "nope"], 1, "cnnviz: there is no step nope; the steps are "),
        (["frames", "convolution", "nope"], 1, "cnnviz: there is no scene nope in convolution"),
        (["export", "--scene", "pooling", "x.html"], 1, "cnnviz: scene must be like convolution/"),
        (["evaluate", "lenet", "/nope.npz"], 1, "cnnviz: cannot evaluate lenet on /nope.npz"),
        (["evaluate", "nope", "/nope.npz"], 1, "cnnviz: there is no network nope; the networks "),
        (["--port", "abc"], 1, "cnnviz: port must be a whole number from 0 to 65535; got abc"),
        (["--port", "65536"], 1, "cnnviz: port must be a whole number from 0 to 65535"),
        (["--port", "-1"], 1, "cnnviz: port must be a whole number from 0 to 65535"),
        (["--workers", "0"], 1, "cnnviz: workers must be a whole number from 1 to 64; got 0"),
        (["--workers", "65"], 1, "cnnviz: workers must be a whole number from 1 to 64; got 65"),
        (["--workers", "two"], 1, "cnnviz: workers must be a whole number from 1 to 64"),
        (["--root-path", "cnn"], 1, "cnnviz: root-path must be a path such as /cnn; got cnn"),
        (["--public-url", "example.org"], 1, "cnnviz: public-url must be like https://example.org"),
        (["--public-url", 'https://a.b/"><x'], 1, "cnnviz: public-url must be like https://"),
        (["--root-path", "/a/../b"], 1, "cnnviz: root-path must be a path such as /cnn"),
        (["--root-path", "//b"], 1, "cnnviz: root-path must be a path such as /cnn"),
        (["--root-path", "/a?b=<c>"], 1, "cnnviz: root-path must be a path such as /cnn"),
        (["--allow-embedding", "a.org"], 1, "cnnviz: allow-embedding must be an origin such as "),
        (["--allow-embedding", "*"], 1, "cnnviz: allow-embedding must be an origin such as "),
        (["--allow-embedding", "https://a.org/x"], 1, "cnnviz: allow-embedding must be an origin"),
        (["--allow-embedding", "https://a.org; x"], 1, "cnnviz: allow-embedding must be an origin"),
        (["--allow-embedding", "https://*.org"], 1, "cnnviz: allow-embedding must be an origin"),
        (["--allow-embedding", ""], 1, "cnnviz: allow-embedding must be an origin such as https"),
        (["--host", "no such host", "--no-open"], 1, "cnnviz: no such host is not an address"),
    ],
)
def test_an_impossible_command_prints_one_line_of_error(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    assert main(words) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(said)
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "endings"),
    [
        (["export"], (".html",)),
        (["export", "--scene", "convolution/edge"], (".html",)),
        (["export", "--scorm", "--step", "2"], (".zip",)),
        (["render", "lenet", "history", "-o"], tuple(f".{form}" for form in FORMS)),
        (["render", "--chapter", "-o"], (".pdf", ".pptx")),
        (["network", "no.onnx", "--save"], (".npz",)),
    ],
)
@pytest.mark.parametrize("name", ["chapter", "chapter.txt", "chapter.htm", "zip", "html.", "."])
def test_a_file_of_another_ending_is_refused_and_left_alone(
    words: list[str],
    endings: tuple[str, ...],
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    known = f"one of {', '.join(endings)}" if endings[1:] else endings[0]
    others = {".html", ".zip", ".svg", ".npz"} - set(endings)
    for other in (name, *(f"chapter{ending}" for ending in others)):
        if other != ".":
            Path(other).write_text("mine")
        assert main([*words, other]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        wrong = "nothing" if other == "." else other
        assert said.err == f"cnnviz: the file's ending must be {known}; got {wrong}\n"
    for ending in endings:
        assert main([*words, ending]) == 1
        said = capsys.readouterr()
        assert said.err == f"cnnviz: the file needs a name before its ending; got {ending}\n"
    assert {path.read_text() for path in tmp_path.iterdir() if path.is_file()} <= {"mine"}
    assert not [path for path in tmp_path.iterdir() if path.name in endings]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["export", ""], "file"),
        (["network", ""], "file"),
        (["network", "no.onnx", "--save", ""], "file"),
        (["open", "", "--no-open"], "file"),
        (["evaluate", "lenet", ""], "file"),
        (["seeds", ""], "folder"),
        (["check", "--seeds", ""], "seeds"),
        (["render", "lenet", "history", "-o", ""], "file"),
        (["render", "--chapter", "-o", ""], "file"),
    ],
)
def test_a_path_of_no_letters_is_told_as_that(
    words: list[str], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 1
    assert capsys.readouterr().err == f"cnnviz: {what} must be a path; got nothing\n"


@pytest.mark.parametrize("name", ["mine", "ä b", "it's", "$HOME"])
def test_the_command_that_plays_copied_seeds_can_be_pasted(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / name
    assert main(["seeds", str(folder)]) == 0
    said = re.search(r"now\. (cnnviz .*) plays them", capsys.readouterr().out)
    assert said
    assert shlex.split(said[1]) == ["cnnviz", "--dev", "--seeds", str(folder)]


@pytest.mark.parametrize(
    "words",
    [
        ["frames"],
        ["frames", "a", "b", "c"],
        ["frames", "convolution", "--pace", "1"],
        ["frames", "convolution", "--strid", "2"],
        ["evaluate"],
        ["nope"],
        ["--nope"],
    ],
)
def test_an_unknown_command_prints_the_usage(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "usage: cnnviz" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--help"], ["frames", "--help"], ["evaluate", "--help"]])
def test_each_command_helps(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 0
    assert "cnnviz" in capsys.readouterr().out


def test_the_help_of_a_scene_names_its_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    for each in STEPS:
        for spec in each.scenes:
            with pytest.raises(SystemExit):
                main(["frames", each.name, spec.name, "--help"])
            printed = capsys.readouterr().out
            assert all(f"--{param.name}" in printed for param in spec.params)


def test_evaluate_prints_network_accuracy_and_count(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "blank.npz"
    np.savez(
        path,
        test_images=np.zeros((4, 28, 28), dtype=np.uint8),
        test_labels=np.zeros(4, dtype=np.uint8),
    )
    assert main(["evaluate", "lenet", str(path)]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["network"] == "lenet"
    assert record["n"] == 4
    assert 0 <= record["accuracy"] <= 1
