"""Harm to any file of seeds/: each fault is named, its file and its line, and nothing starts."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from cnnviz import check
from cnnviz.check import texts
from cnnviz.check.needs import Filled
from cnnviz.cli import main
from cnnviz.content import seeds
from cnnviz.content.files import SEEDS
from cnnviz.content.param import Values
from cnnviz.steps import STEPS
from cnnviz.steps.hierarchy.looks import BEST, chosen_look
from damage import (
    Harm,
    cut,
    gone,
    instead,
    set_to,
)
from damage_cases import HARMS, POOLING
from loosely import loosely
from own_seeds import told_of


@pytest.fixture
def copy(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the seeds, which is the one that is read."""
    folder = tmp_path / "own"
    shutil.copytree(root / "seeds", folder)
    monkeypatch.setenv(SEEDS, str(folder))
    monkeypatch.setattr("cnnviz.server.run.serve", _started)
    # Else scenes whose code is newer are played where a sentence does not fit, which takes long.
    monkeypatch.setattr(check, "is_behind", lambda: False)
    return folder


def _started(*_: object, **__: object) -> None:
    raise AssertionError("the server started with harmed seeds")


@pytest.mark.sampled(name=40)
@pytest.mark.parametrize(
    ("name", "harm", "said"), HARMS, ids=[f"{file}-{said[:30]}" for file, _, said in HARMS]
)
def test_a_broken_file_is_named_with_its_line(
    copy: Path, capsys: pytest.CaptureFixture[str], name: str, harm: Harm, said: str
) -> None:
    harm(copy / name)
    assert main(["--no-open", "--port", "0"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    *lines, last = printed.err.splitlines()
    place = re.escape(str(copy / name))
    assert any(re.match(f"{place}({said})", line) for line in lines), printed.err
    assert re.fullmatch(r"cnnviz: the seeds cannot be used: \d+ faults?", last)
    assert "Traceback" not in printed.err


def test_all_faults_are_told_at_once_sorted_and_a_line_each(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instead("{height}", "{hight}")(copy / POOLING)
    instead("{fewer}", "{few}")(copy / POOLING)
    instead("# Pooling", "Pooling")(copy / POOLING)
    gone(copy / "digits.json")
    set_to(10, "spot")(copy / "examples.json")
    set_to([], "ring")(copy / "examples.json")
    cut(copy / "weights" / "mlp.npz")
    assert main(["check"]) == 1
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert printed.err == f"cnnviz: {len(lines)} faults\n"
    assert [line.removeprefix(f"{copy}/").partition(":")[0] for line in lines] == [
        "digits.json",
        "examples.json",
        "examples.json",
        *["text/pooling.md"] * 3,
        "weights/mlp.npz",
    ]
    numbers = [int(line.split(":")[1]) for line in lines if "pooling.md" in line]
    assert numbers == sorted(numbers)
    assert main(["--no-open"]) == 1
    assert capsys.readouterr().err.splitlines()[:-1] == lines


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (POOLING, "{after}", "{befor}"),
        ("text/chapter.md", "Convolutional Neural", "$\\fraq{1}{2}$ Neural"),
        ("examples.json", '"spot": [[9,', '"spot": [["9",'),
        ("digits.json", '"label": 4', '"label": 44'),
        ("pictures.json", '"disc"', '"disk"'),
        ("weights/lenet.json", '"name": "C3"', '"name": "D3"'),
        ("weights/mlp.json", '"range": [0, 1]', '"range": [1, 0]'),
    ],
)
def test_the_line_is_the_one_where_the_fault_stands(
    copy: Path, name: str, old: str, new: str
) -> None:
    instead(old, new)(copy / name)
    (fault,) = check.files()
    lines = (copy / name).read_text(encoding="utf-8").splitlines()
    assert fault.file == str(copy / name)
    assert new in lines[fault.line - 1] or '"layers"' in lines[fault.line - 1]


def test_the_seeds_of_the_package_are_valid(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    said = r"\d+ texts, \d+ examples, \d+ digits, \d+ networks, (\d+) scenes: all well\n"
    found = re.fullmatch(said, capsys.readouterr().out)
    assert found
    assert int(found[1]) == sum(len(step.scenes) for step in STEPS)


def test_a_scene_that_cannot_be_built_is_named_with_its_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lost(*_: object) -> dict[str, int]:
        raise LookupError("lost")

    def picky(every: object, values: Values) -> object:
        return chosen_look(loosely(every), values) if values["picture"] == BEST else lost()

    monkeypatch.setattr("cnnviz.steps.lenet.parameters._paper", lost)
    monkeypatch.setattr("cnnviz.steps.hierarchy.learned.chosen_look", picky)
    assert main(["check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    found = [line for line in lines if "scene lenet/parameters cannot be built: " in line]
    assert len(found) == 1
    # A choice among others that are no names of the seeds is tried, too.
    assert any("picture ship of scene hierarchy/learned cannot be built" in line for line in lines)


def test_a_byte_order_mark_and_crlf_are_accepted(copy: Path) -> None:
    for name in (POOLING, "examples.json"):
        text = (copy / name).read_text(encoding="utf-8")
        (copy / name).write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert check.files() == []
    assert seeds.text("pooling").title == "Pooling Layers"


def test_a_text_that_no_step_reads_is_a_fault(copy: Path) -> None:
    (copy / "text" / "nine.md").write_text("# Nine\n\nA lead.\n", encoding="utf-8")
    (fault,) = check.files()
    assert (fault.file, fault.line) == (str(copy / "text" / "nine.md"), 0)
    assert fault.sentence.startswith("no step has this text; the steps are mlp, convolution, ")


@pytest.mark.parametrize(
    ("wordings", "said"),
    [
        ("- close [a]: A.\n- close: B.", []),
        ("- close [a]: A.\n- close [not a]: B.", []),
        (
            "- close [a]: A.\n- close [b]: B.",
            ["9: sentence close has no wording for: not a and not b"],
        ),
        ("- close: A.\n- close [a]: B.", ["9: sentence close is never spoken so"]),
        (
            "- close [a]: A.\n- close [a, b]: B.\n- close: C.",
            ["9: sentence close is never spoken so"],
        ),
        ("- close [a]: A.\n- close [c]: B.\n- close: C.", ["9: sentence close has [c], which"]),
    ],
)
def test_something_can_be_said_whatever_holds(
    tmp_path: Path, wordings: str, said: list[str]
) -> None:
    path = tmp_path / "sum.md"
    path.write_text(f"# Sum\n\nA lead.\n\n## Scenes\n\n### add: Add\n{wordings}\n")
    needs = {"add": {"close": Filled((), ("a", "b"))}}
    found = texts.text(path, needs)
    assert len(found) == len(said)
    for fault, start in zip(found, said, strict=True):
        assert f"{fault.line}: {fault.sentence}".startswith(start)


def test_a_folder_that_lacks_everything_says_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own").mkdir()
    assert main(["check", "--seeds", str(tmp_path / "own")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert all(line.endswith(": is missing") for line in lines)
    missing = {line.removeprefix(f"{tmp_path}/own/").partition(":")[0] for line in lines}
    needed = {"examples.json", "digits.json", "pictures.json", "code/simple_cnn.py"}
    needed |= {f"text/{step.name}.md" for step in STEPS} | {
        "text/chapter.md",
        "text/opened.md",
        "text/questions.md",
    }
    assert needed <= missing
    assert {name.partition("/")[0] for name in missing - needed} == {
        "weights",
        "features",
        "measured",
    }


@pytest.mark.parametrize("words", [["check"], ["frames", "mlp"], ["evaluate", "x", "y"], []])
@pytest.mark.parametrize("given", ["nowhere", "file", ""])
def test_seeds_that_are_no_folder_are_refused_by_every_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], given: str
) -> None:
    (tmp_path / "file").write_text("x")
    folder = str(tmp_path / given) if given else ""
    assert main([*words, "--seeds", folder]) == 1
    said = f"a folder; there is none at {folder}" if folder else "a path; got nothing"
    assert capsys.readouterr().err == f"cnnviz: seeds must be {said}\n"


def test_a_file_that_may_not_be_read_is_named(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "digits.json":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    (fault,) = check.files()
    assert str(fault) == f"{copy}/digits.json: cannot be read: permission denied"


def test_a_network_of_ones_own_is_played_as_one_would_choose_it(copy: Path) -> None:
    layers = [
        {"type": "flatten", "name": "flat"},
        {"type": "dense", "name": "out", "units": 2},
        {"type": "softmax", "name": "chances"},
    ]
    described = {"name": "two", "input": [2, 5, 5], "seed": 1, "layers": layers}
    (copy / "weights" / "two.json").write_text(json.dumps(described), encoding="utf-8")
    done = told_of(copy, "check")
    assert done.returncode == 1, done
    assert "network two of scene pytorch/networks cannot be built: " in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.sampled(words=1)
@pytest.mark.parametrize("words", [["frames", "pooling"], ["export", "chapter.html"], ["check"]])
def test_every_command_names_a_broken_file_and_leaves_nothing_behind(
    copy: Path, tmp_path: Path, words: list[str]
) -> None:
    instead("{height}", "{hight}")(copy / POOLING)
    done = told_of(copy, *words, cwd=tmp_path)
    assert done.returncode == 1
    assert "sentence open has {hight}" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "chapter.html").exists()
