"""The widget that plays a scene in JupyterLab, VS Code, Colab and marimo, by anywidget."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import anywidget
import traitlets

from cnnviz.chapter import Chapter, content_hash
from cnnviz.content.param import Values, value_as_text
from cnnviz.content.scene import Scene
from cnnviz.content.spec import SceneSpec, Step
from cnnviz.notebook.answers import Answers
from cnnviz.notebook.module import widget_module
from cnnviz.notebook.still import bundle_of, still_of
from cnnviz.wire.requests import request_key


class SceneWidget(anywidget.AnyWidget):
    """Plays a scene, and hears what is changed in it.

    `values` is a traitlet, both ways: the scene's parameters by name. The other traits are what
    the player needs of the scene, and what it plays where no kernel is left to ask.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    chapter = traitlets.Dict().tag(sync=True)
    still = traitlets.Unicode().tag(sync=True)
    key = traitlets.Unicode().tag(sync=True)
    stream = traitlets.Bytes().tag(sync=True)
    values = traitlets.Dict().tag(
        sync=True,
        to_json=lambda values, _: _texts(values),
        from_json=lambda texts, widget: Values.check(widget.spec.params, texts),
    )

    def __init__(self, spec: SceneSpec, scene: Scene, step: Step, number: int) -> None:
        self.spec = spec
        self._answers = Answers(spec)
        self._scene = scene
        self._drawn: tuple[str, dict[str, str]] = ("", {})
        alone = Chapter(step.text.title, "", (replace(step, scenes=(spec,)),), first=number or 1)
        super().__init__(
            _esm=widget_module(),
            # Without a version it is none that the command knows.
            chapter=alone.record(content_hash() if number else ""),
            still=f"cnnviz-{uuid.uuid4().hex[:12]}",
            values=scene.values,
        )
        self._hold()
        self.observe(lambda _: self._hold(), "values")
        self.on_msg(self._hear)

    @traitlets.validate("values")
    def _checked(self, proposal: Mapping[str, Any]) -> Values:
        """What is set from Python may be a part of them. Raises ParameterError."""
        values = Values.check(self.spec.params, {**self.values, **proposal["value"]})
        # Together they may still make no scene.
        self._answers.lines(values)
        return values

    def _hold(self) -> None:
        """Holds the scene as it is set: what plays without a kernel."""
        values = Values(self.values)
        self.key = request_key(self.spec, _texts(values))
        self.stream = zlib.compress(self._answers.lines(values), 6)

    def _hear(self, _: object, message: Mapping[str, Any], __: object) -> None:
        if message.get("type") == "hello":
            self.send({"type": "alive"})
        elif message.get("type") == "ask":
            answer = self._answers.to(message["address"], message.get("body"))
            told = {"type": "answer", "id": message["id"], "status": answer.status}
            self.send(told, [zlib.compress(answer.body, 6)])

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, and what shows in its place where it cannot: a picture and a sentence."""
        view = super()._repr_mimebundle_()
        assert view is not None
        return {**view[0], **self._drawn_bundle()}, view[1]

    def _drawn_bundle(self) -> dict[str, str]:
        """The picture and the sentence by type, drawn once as long as nothing is set."""
        if self._drawn[0] != self.key:
            self._drawn = self.key, bundle_of(self._scene, still_of(self._scene), self.still)
        return self._drawn[1]

    def __repr__(self) -> str:
        return f"<SceneWidget {self.spec.path}: {self.values}>"


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: value_as_text(value) for name, value in values.items()}
