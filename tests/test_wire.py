"""A scene's lines hold what the scene holds, rounded or exact, and nothing that is not finite."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cnnviz import wire
from cnnviz.content.computation import Computation
from cnnviz.content.param import Values
from cnnviz.content.question import Option, Question
from cnnviz.content.scene import Frame, Scene, Stage, Tensor
from loosely import loosely
from tiny import DOUBLE


def records(scene: Scene, *, exact: bool = False) -> list[dict[str, Any]]:
    return [json.loads(line) for line in wire.lines(scene, exact=exact)]


def one_tensor(data: Any, *frames: Frame) -> Scene:
    tensor = Tensor("t", data, "T", Stage.INPUT)
    return Scene("step", "scene", "Title", Stage.INPUT, Values(), (tensor,), (), frames)


def test_a_header_comes_first_then_each_frame_then_the_end() -> None:
    lines = records(DOUBLE.scene())
    assert [line["type"] for line in lines] == ["scene", *["frame"] * 4, "end"]
    assert [line["k"] for line in lines[1:-1]] == [0, 1, 2, 3]
    assert lines[0]["frames"] == lines[-1]["frames"] == 4


def test_every_line_is_one_line_of_utf_8() -> None:
    for line in wire.lines(one_tensor(np.zeros((1, 1, 1)), Frame(1, "a\nb × c"))):
        assert line.count(b"\n") == 1
        assert line.endswith(b"\n")
        line.decode("utf-8")


def test_what_is_empty_is_left_out_of_a_frame() -> None:
    (_, frame, _) = records(one_tensor(np.zeros((1, 1, 1)), Frame(1.0, "Look.")))
    assert frame == {"type": "frame", "k": 0, "seconds": 1.0, "narration": "Look."}


def test_numbers_are_as_short_as_prints_the_same_and_sent_in_full_on_request() -> None:
    data = np.array([[[1 / 3, 2.0, -1e-8]]])
    assert records(one_tensor(data))[0]["tensors"][0]["values"] == [0.3333, 2, 0]
    assert records(one_tensor(data), exact=True)[0]["tensors"][0]["values"] == [
        1 / 3,
        2,
        -1e-8,
    ]


@given(arrays(np.float64, (2, 30, 30), elements=st.floats(-1000, 1000, allow_subnormal=False)))
def test_large_tensors_travel_as_bytes_within_half_a_step_of_the_truth(data: Any) -> None:
    sent = records(one_tensor(data))[0]["tensors"][0]
    cells = np.frombuffer(base64.b64decode(sent["bytes"]), dtype=np.uint8).reshape(sent["shape"])
    assert "values" not in sent
    # Offset and step have twelve digits themselves.
    most = sent["step"] * 0.5001 + np.abs(data).max() * 1e-11
    assert np.abs(sent["offset"] + cells * sent["step"] - data).max() <= most


def test_large_tensors_are_exact_on_request() -> None:
    data = np.random.default_rng(0).normal(size=(1, 40, 40)).astype(np.float32)
    sent = records(one_tensor(data), exact=True)[0]["tensors"][0]
    assert np.array_equal(np.array(sent["values"], dtype=np.float32).reshape(1, 40, 40), data)


def test_a_number_that_is_not_finite_is_never_sent() -> None:
    work = Computation("max", ((float("nan"),),), 0.0, "t", (0, 0, 0), 1)
    with pytest.raises(ValueError, match="nan is not a finite number"):
        records(one_tensor(np.zeros((1, 1, 1)), Frame(1, "x", computations=(work,))))
    with pytest.raises(ValueError, match="not finite"):
        one_tensor(np.array([[[np.inf]]]))


def test_formulas_travel_as_mathml() -> None:
    line = records(one_tensor(np.zeros((1, 1, 1)), Frame(1, "x", formula="x^2")))[1]
    assert line["formula"].startswith("<math")


def test_a_question_travels_with_its_answers_and_with_nothing_that_it_lacks() -> None:
    work = Computation("relu", ((-1.0,),), 0.0, "t", (0, 0, 0), 1)
    right = Option("0", values=(0.0,), computations=(work,))
    wrong = Option("1", "a rule", "A belief.", "Its mend.", values=(1 / 3,))
    asked = Question("draw", "ask", "topic", (right, wrong), "t", least=-1, most=1, step=0.5)
    frames = Frame(1, "x", question=asked), Frame(1, "y", question=Question("open", "aloud"))
    _, first, second, _ = records(one_tensor(np.zeros((1, 1, 1)), *frames))
    options = first["question"].pop("options")
    given = {"topic": "topic", "tensor": "t", "least": -1, "most": 1, "step": 0.5}
    assert first["question"] == {"kind": "draw", "name": "ask"} | given
    assert {key: options[0][key] for key in ("text", "values")} == {"text": "0", "values": [0]}
    assert [each["result"] for each in options[0]["computations"]] == [0]
    told = {"rule": "a rule", "belief": "A belief.", "mend": "Its mend."}
    assert options[1] == {"text": "1", "values": [0.3333]} | told
    assert second["question"] == {"kind": "open", "name": "aloud"}


def test_an_answer_of_0_is_sent_as_a_number() -> None:
    asked = Question("number", "ask", "topic", (Option("0", value=0.0),))
    line = records(one_tensor(np.zeros((1, 1, 1)), Frame(1, "x", question=asked)))[1]
    assert line["question"]["options"] == [{"text": "0", "value": 0}]


def test_a_declaration_tells_a_control_all_it_needs() -> None:
    sent = loosely(wire.scene_spec(DOUBLE))
    assert [param["kind"] for param in sent["params"]] == ["array", "integer", "choice"]
    assert sent["presets"] == [{"label": "triple", "values": {"factor": 3}}]
    json.dumps(sent, allow_nan=False)
