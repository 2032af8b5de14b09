"""A scene spec with checked values: what is made, kept and sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cnnviz.content.param import Values
from cnnviz.content.scene import Scene
from cnnviz.content.spec import SceneSpec
from cnnviz.engine.strokes import effort

SKETCH = 400
"""Points of a drawing that is made on the spot, as hands draw a digit."""
EFFORT = 500_000
"""Pixels of ink that such a drawing may take: a few milliseconds. Thick lines take more."""
LARGE = 2000
"""Cells, times weights, of a scene that is made one after another."""


@dataclass(frozen=True, slots=True)
class SceneRequest:
    """A scene, its checked values, and whether its numbers are sent in full."""

    spec: SceneSpec
    values: Values
    is_exact: bool = False

    @classmethod
    def default(cls, spec: SceneSpec) -> SceneRequest:
        """The scene as it is before anyone has changed anything."""
        return cls(spec, Values.check(spec.params, {}))

    @property
    def key(self) -> Iterator[bytes]:
        """What tells this request from all others, in pieces."""
        yield f"{self.spec.path}?{self.is_exact}".encode()
        for name, value in self.values.items():
            yield name.encode()
            if isinstance(value, np.ndarray):
                yield repr(value.shape).encode() + value.tobytes()
            else:
                yield repr(value).encode()

    @property
    def is_drawing(self) -> bool:
        """Whether a hand has drawn in it: nobody will ask for the same again."""
        return any(
            param.kind == "strokes" and self.values[param.name] != param.default
            for param in self.spec.params
        )

    @property
    def is_personal(self) -> bool:
        """Whether it holds the user's own drawing or picture, which no cache may keep."""
        pictures = (param.name for param in self.spec.params if param.kind == "picture")
        return self.is_drawing or any(not isinstance(self.values[name], str) for name in pictures)

    @property
    def is_large(self) -> bool:
        """Whether it takes a second, as where its arrays are far larger than the chapter's own."""
        if self.spec.is_slow:
            return True
        own = given = 1
        for param in self.spec.params:
            if param.kind == "array":
                own *= np.size(param.default)
                given *= self.values.array(param.name).size
        return given > max(LARGE, 4 * own)

    @property
    def is_small_drawing(self) -> bool:
        """Whether it is a drawing that is made in less time than it takes to wake a thread."""
        if not (self.spec.is_brief and self.is_drawing):
            return False
        drawings = [
            self.values.strokes(param.name) for param in self.spec.params if param.kind == "strokes"
        ]
        points = sum(len(stroke) for drawing in drawings for stroke in drawing)
        return points <= SKETCH and sum(map(effort, drawings)) <= EFFORT

    def scene(self) -> Scene:
        """The scene itself. Raises ParameterError, and what building it raises."""
        return self.spec.play(self.values)
