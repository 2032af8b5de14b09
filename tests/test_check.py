"""Harm to any file of seeds/: each fault is named, its file and its line, and nothing starts."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnviz import check
from cnnviz.check import words
from cnnviz.check.needs import Filled
from cnnviz.cli import main
from cnnviz.content import seeds
from cnnviz.content.files import SEEDS
from cnnviz.steps import STEPS
from patience import PATIENCE

Harm = Callable[[Path], None]


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


def instead(old: str, new: str) -> Harm:
    """Puts `new` where `old` first stands."""

    def harm(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{path.name} has no {old!r} any more"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return harm


def without(start: str) -> Harm:
    """Takes away the lines that begin so."""

    def harm(path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) < len(lines), f"{path.name} has no line {start!r} any more"
        path.write_text("".join(kept), encoding="utf-8")

    return harm


def as_json(change: Callable[[Any], None]) -> Harm:
    """Changes what a JSON file holds; each of its parts is then on a line of its own."""

    def harm(path: Path) -> None:
        held = json.loads(path.read_text(encoding="utf-8"))
        change(held)
        path.write_text(json.dumps(held, indent=1), encoding="utf-8")

    return harm


def set_to(value: object, *place: str | int) -> Harm:
    """Puts a value at that place of a JSON file."""

    def change(held: Any) -> None:
        for key in place[:-1]:
            held = held[key]
        held[place[-1]] = value

    return as_json(change)


def left_out(*place: str | int) -> Harm:
    """Takes away what stands at that place of a JSON file."""

    def change(held: Any) -> None:
        for key in place[:-1]:
            held = held[key]
        del held[place[-1]]

    return as_json(change)


def array(name: str, value: np.ndarray[Any, Any] | None) -> Harm:
    """Puts an array into an .npz file, or takes it away."""

    def harm(path: Path) -> None:
        with np.load(path) as file:
            arrays = dict(file)
        arrays.pop(name)
        np.savez(path, **(arrays if value is None else {**arrays, name: value}))

    return harm


def gone(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def bad_bytes(path: Path) -> None:
    lines = path.read_bytes().split(b"\n")
    lines[2] += b"\xff\xfe"
    path.write_bytes(b"\n".join(lines))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def null(path: Path) -> None:
    path.write_text("null", encoding="utf-8")


def other_bytes(path: Path) -> None:
    path.write_bytes(b"\x00\x01 not what it should be")


POOLING = "text/pooling.md"
HARMS: list[tuple[str, Harm, str]] = [
    # The words.
    (
        POOLING,
        instead("{height}", "{hight}"),
        r":\d+: sentence open has \{hight\}, which the scene ",
    ),
    (POOLING, instead("{height}", "{height"), r":\d+: sentence open has a brace without another"),
    (POOLING, instead("{height}", "{}"), r":\d+: sentence open has \{\}, which must be one name"),
    (
        POOLING,
        instead("{height}", "{height:.2f}"),
        r":\d+: sentence open has \{height\}, which must",
    ),
    (POOLING, instead("{height}", "{height.real}"), r":\d+: sentence open has \{height.real\}"),
    (POOLING, instead("- open: ", "- opening: "), r":\d+: the scene asks for no sentence opening"),
    (POOLING, without("- pool: "), r":\d+: sentence pool is missing"),
    (POOLING, instead("- open: ", "open: "), r":\d+: this line is no sentence"),
    (POOLING, instead("- open: ", "-open: "), r":\d+: a sentence is written so"),
    (POOLING, instead("> Ask: ", ">Ask: "), r":\d+: a note is written so"),
    (POOLING, instead("### max: ", "### max "), r":\d+: a scene begins so"),
    (POOLING, instead("### max: ", "### maxi: "), r":\d+: there is no scene maxi in this step"),
    (POOLING, instead("### max: ", "### maxi: "), r": the words of scene max are missing"),
    (POOLING, instead("### average: ", "### max: "), r":\d+: there is a scene max already"),
    (POOLING, instead("## Scenes", "## Szenen"), r":\d+: the page has no place for “Szenen”"),
    (POOLING, instead("## Try it", "## Code"), r":\d+: there is a part “Code” already"),
    (POOLING, instead("*largest*", "*largest"), r""),
    (POOLING, instead("# Pooling", "Pooling"), r":1: the first line must be a title"),
    (
        POOLING,
        instead("```\n\n## Key", "\n\n## Key"),
        r":\d+: the program that begins here has no ",
    ),
    (POOLING, instead("[takes the maximum]", "[takes it]"), r":\d+: sentence \w+ has \[takes it\]"),
    (POOLING, without("- within: "), r":\d+: sentence within has no wording for: not takes the "),
    ("text/pytorch.md", instead("simple_cnn.py}", "simple.py}"), r":\d+: .*simple.py is missing"),
    ("text/pytorch.md", instead("{file: code", "{file code"), r":\d+: a program is named so"),
    ("text/pytorch.md", instead("$896", "$\\frac{896"), r":\d+: the formula \$.* cannot be read"),
    # The data.
    ("examples.json", instead("[1, 0, 1, 0, 1]", "[1, 0, 1, 0 1]"), r":3: is not JSON"),
    ("examples.json", left_out("spot"), r":1: “spot” is missing, which the scenes need"),
    (
        "examples.json",
        set_to([[1, 2], [3]], "spot"),
        r":\d+: “spot” has rows of 2 and of 1 numbers",
    ),
    (
        "examples.json",
        set_to([[1, "2"]], "spot"),
        r":\d+: “spot” holds 2, which is no finite number",
    ),
    ("examples.json", set_to([[1, float("nan")]], "spot"), r":\d+: “spot” holds nan"),
    ("examples.json", set_to([[1] * 65], "spot"), r":\d+: “spot” must be at most 64 on a side"),
    ("examples.json", set_to([], "spot"), r":\d+: “spot” must be rows of numbers"),
    ("examples.json", set_to(7, "spot"), r":\d+: “spot” must be rows of numbers"),
    ("examples.json", set_to([[1]], "colours"), r":\d+: “colours” must have 3 channel"),
    ("examples.json", instead('"spot"', '"ring"'), r":\d+: “ring” stands here and on line \d+"),
    ("examples.json", null, r":1: must hold one object"),
    ("digits.json", null, r":1: must list at least one digit"),
    ("digits.json", set_to("7", 1, "label"), r":\d+: label must be a digit from 0 to 9; got 7"),
    ("digits.json", set_to(10, 1, "label"), r":\d+: label must be a digit from 0 to 9; got 10"),
    ("digits.json", set_to("five", 1, "name"), r":\d+: name must be its own"),
    ("digits.json", left_out(1, "strokes"), r":\d+: a digit has name, label and strokes"),
    ("digits.json", set_to([], 1, "strokes"), r":\d+: strokes must be 1 to 60"),
    ("digits.json", set_to([2, 0], 1, "strokes", 0, 0), r":\d+: a point must be \[x, y\]"),
    ("digits.json", set_to(5, 1), r":\d+: a digit has name"),
    ("pictures.json", left_out("ship", "class"), r":\d+: “ship” must have class and shapes"),
    ("pictures.json", set_to("kite", "ship", "class"), r":\d+: class of “ship” must be empty or"),
    ("pictures.json", set_to([], "ship", "shapes"), r":\d+: shapes of “ship” must list"),
    (
        "pictures.json",
        set_to([1, 2], "ship", "shapes", 0, "fill"),
        r":\d+: shape 1 of “ship” must ha",
    ),
    ("pictures.json", set_to("red", "ship", "shapes", 1, "disc"), r":\d+: shape 2 of “ship” must"),
    (
        "pictures.json",
        set_to([0, 0, 0], "ship", "shapes", 1, "disc"),
        r":\d+: shape 2 .* radii abov",
    ),
    (
        "pictures.json",
        set_to(3, "ship", "shapes", 1, "star"),
        r":\d+: shape 2 of “ship” must have on",
    ),
    ("pictures.json", null, r":1: must hold one object"),
    ("measured/shift.json", left_out("mlp"), r":1: “mlp” is missing"),
    (
        "measured/shift.json",
        set_to([1], "mlp"),
        r":\d+: “mlp” must be a list of 8 numbers; got",
    ),
    (
        "measured/unusual-lenet.json",
        set_to(1e6, "values", 0),
        r":\d+: “values” must rise from one to the next",
    ),
    ("measured/shift.json", set_to("many", "n"), r":\d+: “n” must be a number; got many"),
    # The networks.
    ("weights/lenet.json", left_out("classes", 3), r":\d+: classes must name the 10 outputs; it n"),
    ("weights/lenet.json", set_to("lenet5", "name"), r":\d+: name must be lenet, as the file's"),
    ("weights/mlp.json", left_out("layers", -1), r":\d+: the last layer must be a softmax of two"),
    ("weights/lenet.json", set_to("4", "classes", 3), r":\d+: classes must differ"),
    ("weights/lenet.json", left_out("classes"), r":1: classes must name the outputs"),
    ("weights/lenet.json", left_out("layers"), r":1: cannot be used: .*no 'layers'"),
    (
        "weights/lenet.json",
        set_to("conv", "layers", 2, "type"),
        r":\d+: cannot be used: lenet, S2: type",
    ),
    ("weights/lenet.json", set_to("Z9", "layers", 0, "name"), r":\d+: layer C1 is missing"),
    ("weights/lenet.json", set_to([1, 28, 28], "input"), r":\d+: .*"),
    ("weights/lenet.json", left_out("card"), r":1: card must say its accuracy"),
    ("weights/lenet.json", null, r":1: cannot be used"),
    ("weights/lenet.npz", array("C1.weight", None), r": cannot be used: .*C1.weight"),
    (
        "weights/lenet.npz",
        array("C1.weight", np.zeros((3, 1, 5, 5))),
        r": cannot be used: .*C1.weig",
    ),
    ("weights/lenet.npz", array("C1.bias", np.full(6, np.nan)), r": cannot be used: .*finite"),
    ("features/simplecnn.npz", array("conv1", None), r": pictures of layer conv1 are missing"),
    ("features/simplecnn.npz", array("conv1", np.zeros((2, 3))), r": conv1 must be 32×3×3×3 bytes"),
    ("code/simple_cnn.py", instead("class SimpleCNN", "class Simple CNN"), r":\d+: is not Python"),
    ("code/simple_cnn.py", other_bytes, r": is not Python"),
]
"""A file, what is done to it, and what is then said of it behind its name."""

TEXTS = ("text/chapter.md", POOLING, "code/simple_cnn.py")
RECORDS = ("examples.json", "digits.json", "pictures.json", "measured/shift.json")
FILES = (*TEXTS, *RECORDS, "weights/mlp.json", "weights/mlp.npz", "features/simplecnn.npz")
for file in FILES:
    HARMS += [
        (file, gone, r": is missing"),
        (file, a_folder, r": is a folder"),
    ]
    if file.endswith(".npz"):
        HARMS += [(file, cut, r": cannot be used"), (file, other_bytes, r": cannot be used")]
        HARMS += [(file, empty, r": is empty")]
    else:
        HARMS += [(file, empty, r": is empty"), (file, bad_bytes, r":3: is not text in UTF-8")]
HARMS = [each for each in HARMS if each[2]]


@pytest.mark.parametrize(
    ("name", "harm", "said"), HARMS, ids=[f"{file}-{said[:30]}" for file, _, said in HARMS]
)
def test_a_harmed_file_is_named_and_its_line(
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
        ("text/chapter.md", "Convolutional neural", "$\\fraq{1}{2}$ neural"),
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


def test_the_seeds_that_come_with_it_are_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    said = r"\d+ texts, \d+ examples, \d+ digits, \d+ networks, (\d+) scenes: all well\n"
    found = re.fullmatch(said, capsys.readouterr().out)
    assert found
    assert int(found[1]) == sum(len(step.scenes) for step in STEPS)


def test_a_scene_that_cannot_be_built_is_named_with_its_preset(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_to([[1, 2, 3]], "lenet paper: C1 S2 C3 S4 C5 F6")(copy / "examples.json")
    set_to([[[1]]] * 3 + [[[1]]], "filter: blur")(copy / "examples.json")
    assert main(["check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any("filter: blur" in line for line in lines)
    set_to([[1]], "filter: blur")(copy / "examples.json")
    assert main(["check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    found = [line for line in lines if "scene lenet/parameters cannot be built: " in line]
    assert len(found) == 1
    assert re.match(r"cnnviz/steps/lenet/parameters\.py:\d+: ", found[0])


def test_what_some_editors_write_is_no_fault(copy: Path) -> None:
    for name in (POOLING, "examples.json"):
        text = (copy / name).read_text(encoding="utf-8")
        (copy / name).write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert check.files() == []
    assert seeds.text("pooling").title == "Pooling"


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
    found = words.text(path, needs)
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
    needed |= {f"text/{step.name}.md" for step in STEPS} | {"text/chapter.md"}
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
    said = f"cnnviz: seeds must be a folder; there is none at {folder or 'nothing'}\n"
    assert capsys.readouterr().err == said


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
    """In a process of its own: the folder is read when the steps are."""
    layers = [
        {"type": "flatten", "name": "flat"},
        {"type": "dense", "name": "out", "units": 2},
        {"type": "softmax", "name": "chances"},
    ]
    described = {"name": "two", "input": [2, 5, 5], "seed": 1, "layers": layers}
    (copy / "weights" / "two.json").write_text(json.dumps(described), encoding="utf-8")
    command = [sys.executable, "-m", "cnnviz", "check", "--seeds", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1, done
    assert "network two of scene pytorch/networks cannot be built: " in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["frames", "pooling"], ["export", "chapter.html"], ["check"]])
def test_every_command_names_what_is_harmed_and_leaves_nothing_behind(
    copy: Path, tmp_path: Path, words: list[str]
) -> None:
    """In a process of its own: the folder is read when the steps are."""
    instead("{height}", "{hight}")(copy / POOLING)
    done = subprocess.run(
        [sys.executable, "-m", "cnnviz", *words, "--seeds", str(copy)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 1
    assert "sentence open has {hight}" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "chapter.html").exists()
