"""The page keeps room for the captions that need the most: they are those that the header has."""

from __future__ import annotations

import json

import pytest

from cnnviz import wire
from cnnviz.content.computation import Computation
from cnnviz.content.scene import Frame, LazyFrames, Spoken
from cnnviz.content.spec import SceneSpec
from cnnviz.staging.captions import Room, asking_frames, roomiest
from cnnviz.staging.captions import room as room_of
from cnnviz.steps import STEPS

SPECS = [spec for step in STEPS for spec in step.scenes]
SLACK = 12
"""Characters by which a formula may be wider that was not looked at, as it was not made yet."""


def product(*terms: float) -> Computation:
    work = [(a, 1.0, a) for a in terms]
    return Computation("dot", tuple(work), sum(terms), "t", (0, 0, 0), len(terms), shape=(1, 3, 3))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.path)
def test_no_caption_needs_more_room_than_those_of_the_header(spec: SceneSpec) -> None:
    frames = spec.scene().frames
    kept = [room_of(frame) for frame in roomiest(frames)]
    # Those on a page are measured one after another.
    assert len(kept) <= 8
    for k, frame in enumerate(frames):
        sentence, lines, width = room_of(frame)
        own = Room(sentence, lines, width - SLACK)
        assert any(each.holds(own) for each in kept), f"frame {k} needs {own}"


def test_a_frame_that_needs_less_of_everything_is_left_out() -> None:
    short, long = Frame(1, "Short."), Frame(1, "Somewhat longer.")
    high = Frame(1, "Short.", computations=(product(*[1.0] * 9),))
    wide = Frame(1, "Sh.", computations=(product(*[-1234.5] * 9),))
    line = Frame(1, "Short.", r"a + b")
    assert roomiest((short, line, long, high, wide)) == (long, high, wide)


def test_terms_stand_in_the_rows_of_their_window() -> None:
    assert room_of(Frame(1, "", computations=(product(*[1.0] * 9),))).lines == 3
    assert room_of(Frame(1, "", r"\frac{1}{2}")).lines == 2
    assert room_of(Frame(1, "")) == Room(0, 0, 0)


def test_of_frames_that_are_not_made_yet_the_longest_sentence_is_looked_at() -> None:
    spoken = [Spoken(1.0, "Quick.")] * 500
    spoken[333] = Spoken(1.0, "The one that takes its time.")
    made: list[int] = []

    def make(k: int, said: Spoken) -> Frame:
        made.append(k)
        return Frame(*said)

    frames = LazyFrames((Frame(1, "Look."),), tuple(spoken), make)
    assert [frame.narration for frame in roomiest(frames)] == ["The one that takes its time."]
    assert len(made) < 20


def test_what_is_said_when_an_answer_is_told_has_its_room() -> None:
    spec = next(each for step in STEPS for each in step.scenes if each.path.endswith("/formula"))
    header = json.loads(next(iter(wire.lines(spec.scene()))))
    told = [each for each in header["captions"] if "It is *B, 16*." in each.get("narration", "")]
    assert [each["formula"].count("<math") for each in told] == [2, 2]


def test_a_question_with_what_it_is_answered_with_has_its_room() -> None:
    seen = []
    for spec in (each for step in STEPS for each in step.scenes):
        scene = spec.scene()
        asked = [
            (frame.narration, frame.question)
            for frame in asking_frames(scene.frames)
            if frame.question and frame.question.options
        ]
        header = json.loads(next(iter(wire.lines(scene))))
        kept = [each for each in header["captions"] if "means" in each]
        assert [each["narration"] for each in kept] == [sentence for sentence, _ in asked]
        for (_, question), each in zip(asked, kept, strict=True):
            texts = [option.text for option in question.options]
            assert each["means"]["kind"] == question.kind
            assert each["means"].get("unit", "") == question.unit
            assert each["means"].get("texts", []) == texts * (question.kind == "choice")
            seen.append(question.kind)
    assert set(seen) == {"choice", "number", "cell", "draw"}
