"""What the chapter as one file holds: the usual settings, each as the engine streams it."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

import numpy as np
import pytest

from cnnviz import wire
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Stage
from cnnviz.content.spec import Parts, SceneSpec
from cnnviz.content.texts import SceneText
from cnnviz.export.figure import MOST_BYTES, export_figure
from cnnviz.export.precomputed import Precomputed, precompute, usual_settings
from cnnviz.steps import STEPS
from cnnviz.wire.requests import request_key


def unpacked(whole: Precomputed) -> dict[str, Any]:
    letters = whole.text().encode().translate(bytes.maketrans(b",.:'", b"&<>`"))
    text, tensors = zlib.decompress(base64.b85decode(letters)).split(b"\0", 1)
    record: dict[str, Any] = json.loads(text)
    for k, piece in enumerate(record["pieces"]):
        if isinstance(piece, list):
            count, after = piece
            data, tensors = tensors[:count], tensors[count:]
            record["pieces"][k] = f',"bytes":"{base64.b64encode(data).decode()}"{after}'
    assert not tensors
    return record


def spec(*params: Param, **more: Any) -> SceneSpec:
    def build(values: Values, text: SceneText) -> Parts:
        raise AssertionError("nobody asked for the scene")

    return SceneSpec("any", Stage.CONV, build, params, **more)


def number(name: str, least: int, most: int) -> Param:
    return Param(name, name, "integer", least, least, most)


def test_a_stream_put_together_from_its_pieces_is_the_one_of_the_server() -> None:
    step = next(step for step in STEPS if step.name == "stride-padding")
    record = unpacked(precompute(step))
    assert any(b',"bytes":' in piece for piece in precompute(step).pieces)
    for key in ("stride-padding/padding", "stride-padding/stride?stride=3"):
        path, _, query = key.partition("?")
        given = dict([query.split("=")]) if query else {}
        stream = b"".join(wire.lines(step.spec(path.split("/")[1]).scene(given), exact=False))
        pieces = (record["pieces"][piece] for piece in record["streams"][key])
        assert "".join(pieces).encode() == stream


@pytest.mark.thorough
def test_even_the_scenes_that_take_most_are_small_figures() -> None:
    sizes: dict[str, int] = {}
    for each in (each for step in STEPS for each in step.scenes):
        streams = Precomputed()
        streams.add(each, {})
        sizes[each.path] = len(streams.text())
    for path in sorted(sizes, key=sizes.__getitem__)[-3:]:
        assert len(export_figure(path)) < MOST_BYTES == 400_000, path


def test_few_settings_are_packed_in_every_combination() -> None:
    word = Param("word", "Word", "choice", "a", choices=(("a", "A"), ("b", "B")))
    found = list(usual_settings(spec(number("side", 1, 3), word)))
    for side in (1, 2, 3):
        for letter in "ab":
            assert {"side": side, "word": letter} in found


def test_of_many_settings_one_parameter_is_changed_at_a_time_and_a_long_slider_in_leaps() -> None:
    found = list(usual_settings(spec(number("few", 0, 9), number("many", 1, 1000))))
    assert [given["many"] for given in found if "many" in given] == [
        *(2**bit for bit in range(10)),
        1000,
    ]
    assert sum("few" in given for given in found) == 10
    assert all(len(given) < 2 for given in found)


def test_what_a_scene_offers_to_try_is_packed_and_arrays_of_ones_own_are_not() -> None:
    array = Param("kernel", "Filter", "array", np.ones((1, 1, 1)))
    found = list(usual_settings(spec(array, presets=(("Edge", {"kernel": "1, 0;0, 1"}),))))
    assert [given for given in found if given] == [{"kernel": "1, 0;0, 1"}]


def test_a_request_is_named_as_the_page_names_it_and_the_same_one_is_packed_once() -> None:
    step = next(step for step in STEPS if step.name == "stride-padding")
    whole = Precomputed()
    one = step.spec("stride")
    asked: list[dict[str, int | str]] = [
        {},
        {"stride": 2},
        {"kernel": "1, 0;0, -1", "stride": 3},
        {"stride": 9},
    ]
    for given in asked:
        whole.add(one, given)
    assert list(whole.streams) == [
        "stride-padding/stride",
        "stride-padding/stride?kernel=1%2C0%3B0%2C-1&stride=3",
    ]
    assert whole.refused["stride-padding/stride?stride=9"]["parameter"] == "stride"


def test_the_names_of_requests_hold_nothing_that_a_proxy_takes_for_a_mark() -> None:
    for step in STEPS:
        for spec in step.scenes:
            for given in usual_settings(spec):
                key = request_key(spec, given)
                assert re.fullmatch(r"[\w/?=&.~%-]+", key, re.ASCII), key
