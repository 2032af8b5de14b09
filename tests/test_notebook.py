"""Scenes in a notebook, without one: what an output carries, and what widget and kernel say."""

from __future__ import annotations

import base64
import inspect
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import numpy as np
import pytest

import cnnviz
from cnnviz import scenes, wire
from cnnviz.content.param import ParameterError
from cnnviz.misconceptions import TOPICS
from cnnviz.notebook import still
from cnnviz.notebook.notebook_scene import NotebookScene
from cnnviz.render.extras import MissingExtra
from cnnviz.steps import STEPS
from cnnviz.wire.questions import twin_record
from loosely import loosely
from patience import PATIENCE
from test_plain_import import without

if TYPE_CHECKING:
    from cnnviz.notebook.widget import SceneWidget

pytest.importorskip("anywidget", reason="the widget needs anywidget: make test installs it")

VIEW = "application/vnd.jupyter.widget-view+json"
EDGE = [[1.0, 1.0, 0.0, 0.0]] * 4
_SIDE = next(topic for topic in TOPICS if topic.name == "side")
KERNEL = [[1.0, -1.0], [1.0, -1.0]]


@pytest.fixture
def scene() -> NotebookScene:
    return scenes.convolution(EDGE, KERNEL, stride=2)


def hear(widget: SceneWidget, **message: object) -> list[tuple[Mapping[str, Any], list[bytes]]]:
    """What the widget sends where the browser sends this."""
    sent: list[tuple[Mapping[str, Any], list[bytes]]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            type(widget), "send", lambda _, told, buffers=(): sent.append((told, list(buffers)))
        )
        widget._handle_custom_msg(message, [])
    return sent


def test_an_output_carries_a_player_a_picture_and_a_sentence(scene: NotebookScene) -> None:
    bundle, _ = scene._repr_mimebundle_()
    assert bundle.keys() == {VIEW, "image/svg+xml", "text/html", "text/plain"}
    words = "Every answer is 0: the outer columns of each window are equal and cancel."
    assert bundle["text/plain"] == f"{scene!r}\nA filter on a checkerboard. {words}"
    letters = [text.strip() for text in ElementTree.fromstring(bundle["image/svg+xml"]).itertext()]
    assert {"Feature map", "−1"} <= set(letters)
    (data,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', bundle["text/html"])
    assert base64.b64decode(data).decode() == bundle["image/svg+xml"]
    assert f'alt="A filter on a checkerboard. {words}"' in bundle["text/html"]
    assert f'id="{scene.widget.still}"' in bundle["text/html"]


def test_what_is_shown_again_is_drawn_as_it_is_then(scene: NotebookScene) -> None:
    once, again = (scene._repr_mimebundle_()[0]["image/svg+xml"] for _ in range(2))
    assert once is again
    scene.change(stride=1)
    assert "1×3×3" in (bundle := scene._repr_mimebundle_()[0])["text/plain"]
    assert bundle["image/svg+xml"] != once
    assert f'id="{scene.widget.still}"' in bundle["text/html"]


def test_help_says_what_a_scene_takes_without_all_its_numbers() -> None:
    signature = str(inspect.signature(scenes.convolution.checkerboard))
    taken = "input=<1×5×5 numbers>, kernel=<1×3×3 numbers>, *, stride=1, padding=0"
    assert signature.startswith(f"({taken}) -> ")
    assert "drawing=<" in str(inspect.signature(scenes.lenet.live))


def test_the_picture_stands_in_an_output_of_its_own_which_the_player_hides(
    scene: NotebookScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[set[str]] = []
    display = pytest.importorskip("IPython.display", reason="outputs are IPython's")
    monkeypatch.setattr(display, "display", lambda data, **_: shown.append(set(data)))
    scene._ipython_display_()
    assert shown == [{"image/svg+xml", "text/html", "text/plain"}, {VIEW, "text/plain"}]


def test_the_widget_holds_the_scene_that_it_begins_with(scene: NotebookScene) -> None:
    widget = scene.widget
    assert widget is scene.widget
    assert zlib.decompress(widget.stream) == b"".join(wire.lines(scene))
    asked = hear(widget, type="ask", id="a.1", address=f"api/scenes/{widget.key}")
    ((told, (body,)),) = asked
    assert told == {"type": "answer", "id": "a.1", "status": 200}
    assert zlib.decompress(body) == zlib.decompress(widget.stream)
    state = widget.get_state()
    (step,) = state["chapter"]["steps"]
    assert (step["number"], [each["name"] for each in step["scenes"]]) == (2, ["checkerboard"])
    assert state["values"]["stride"] == "2"
    assert state["values"]["kernel"] == "1,-1;1,-1"


def test_what_is_set_in_the_browser_comes_back(scene: NotebookScene) -> None:
    changes: list[object] = []
    scene.observe(lambda change: changes.append(change["new"]["stride"]))
    widget = scene.widget
    widget.set_state({"values": {**widget.get_state("values")["values"], "stride": "1"}})
    assert changes == [1]
    assert scene.values["stride"] == 1
    assert scene.tensor("output").data.tolist() == [[[0, 2, 0]] * 3]
    assert zlib.decompress(widget.stream) == b"".join(wire.lines(scene))
    assert "stride" not in widget.key


def test_what_is_set_from_python_is_set_in_the_player(scene: NotebookScene) -> None:
    scene.change(padding=1)
    assert scene.tensor("output").data.shape == (1, 3, 3)
    scene.widget.values = {"stride": 1}
    assert scene.tensor("output").data.shape == (1, 5, 5)
    scene.change(padding=0)
    assert scene.widget.get_state("values")["values"]["padding"] == "0"
    assert scene == scenes.convolution(EDGE, KERNEL)
    assert scene.widget is not scenes.convolution(EDGE, KERNEL).widget


@pytest.mark.parametrize("played", [False, True])
def test_what_cannot_be_set_changes_nothing(scene: NotebookScene, played: bool) -> None:
    if played:
        assert scene.widget
    refusals: list[tuple[dict[str, object], str]] = [
        ({"stride": 9}, "stride must be a whole number from 1 to 4; got 9"),
        ({"kernel": np.zeros((65, 1))}, "kernel must be at most 64×64"),
        ({"kernel": [[0.0] * 9] * 9}, "kernel"),
        ({"strides": 1}, "strides is not a parameter of this scene"),
    ]
    for given, said in refusals:
        with pytest.raises(ParameterError, match=said):
            scene.change(**given)
        assert scene.values["stride"] == 2
        assert scene == scenes.convolution(EDGE, KERNEL, stride=2)


def test_requests_are_answered_as_the_server_answers_them(scene: NotebookScene) -> None:
    def answer(address: str, body: str | None = None) -> tuple[int, bytes]:
        ((told, (packed,)),) = hear(scene.widget, type="ask", id="", address=address, body=body)
        return told["status"], zlib.decompress(packed)

    path = f"api/scenes/{scene.spec.path}"
    other = scenes.convolution(kernel=KERNEL)
    assert answer(f"{path}?kernel=1%2C-1%3B1%2C-1") == (200, b"".join(wire.lines(other)))
    exact = b"".join(wire.lines(other, exact=True))
    assert answer(f"{path}?exact=1", '{"kernel": [[1, -1], [1, -1]]}') == (200, exact)
    status, body = answer(f"{path}?stride=9")
    assert (status, b'"parameter":"stride"' in body) == (422, True)
    assert answer("healthz")[0] == 200
    assert answer("api/scenes/convolution/edge")[0] == 404
    status, body = answer("api/questions/side/twin?seed=1")
    assert (status, json.loads(body)) == (200, twin_record(_SIDE, 1))
    assert answer("api/questions/side/twin?seed=x")[0] == 422
    assert answer("api/questions/none/twin?seed=1")[0] == 404
    assert hear(scene.widget, type="hello") == [({"type": "alive"}, [])]
    assert hear(scene.widget, type="unknown") == []


def test_a_scene_that_fails_is_told_and_the_kernel_goes_on(scene: NotebookScene) -> None:
    scene.widget._answers.spec = loosely(BrokenSpec(scene.spec))
    ((told, (body,)),) = hear(
        scene.widget, type="ask", id="", address=f"api/scenes/{scene.spec.path}?stride=3"
    )
    assert told["status"] == 500
    assert zlib.decompress(body) == b'{"detail":"This cannot be made: on its side."}'


class BrokenSpec:
    def __init__(self, spec: object) -> None:
        self.spec = spec

    def __getattr__(self, name: str) -> object:
        return getattr(self.spec, name)

    def play(self, _: object) -> object:
        raise RuntimeError("on its side")


def test_without_the_extra_the_picture_says_what_to_install() -> None:
    code = (
        "import cnnviz\nscene = cnnviz.scenes.convolution()\n"
        "bundle, _ = scene._repr_mimebundle_()\n"
        "print(sorted(bundle), bundle['text/plain'].splitlines()[-1])\n"
        "try:\n    scene.widget\nexcept ImportError as error:\n    print(error)\n"
        "print(scene._display_()._repr_html_() == bundle['text/html'])"
    )
    done = without(code, "anywidget")
    assert done.returncode == 0, done.stderr
    *_, first, second, third = done.stdout.splitlines()
    assert first.startswith("['image/svg+xml', 'text/html', 'text/plain'] ")
    assert second.startswith("the player in a notebook needs anywidget, which is not installed")
    assert second.endswith('pip install "cnnviz[notebook]"')
    assert first.endswith(f"{second}.")
    assert third == "True"


def test_without_v8_there_are_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise MissingExtra("as in a browser")

    monkeypatch.setattr(still, "Engine", missing)
    bundle, _ = scenes.pooling()._repr_mimebundle_()
    assert bundle.keys() == {VIEW, "text/html", "text/plain"}
    assert "<figcaption>" in bundle["text/html"]
    assert "<img" not in bundle["text/html"]


def test_importing_loads_no_library_of_notebooks() -> None:
    code = (
        "import sys, cnnviz; cnnviz.scenes.convolution(); cnnviz.load('lenet');"
        "print([x for x in ('anywidget', 'IPython', 'py_mini_racer') if x in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=10 * PATIENCE
    )
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_each_scene_has_a_function_that_says_what_it_takes(step: Any) -> None:
    function = getattr(cnnviz.scenes, step.name.replace("-", "_"))
    for spec in step.scenes:
        of_scene = getattr(function, spec.name)
        arrays_first = sorted(spec.params, key=lambda p: p.kind not in ("array", "picture"))
        assert list(of_scene.__signature__.parameters) == [p.name for p in arrays_first]
        for param in spec.params:
            assert f"\n{param.name}: {param.label}, " in of_scene.__doc__
        assert of_scene().name == spec.name
    with pytest.raises(ParameterError, match="x is not a parameter"):
        getattr(function, step.scenes[0].name)(x=1)
