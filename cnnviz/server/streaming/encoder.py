"""A scene on its way out: built, written as lines, compressed piece by piece."""

from __future__ import annotations

import json
from itertools import islice

import numpy as np

from cnnviz import wire
from cnnviz.content.param import Values
from cnnviz.content.scene import SceneSpec
from cnnviz.engine.strokes import effort
from cnnviz.server.streaming.compression import Packer

FAST = 1
"""How hard an answer to a hand that draws is compressed: it is wanted before it is small."""
LINES_A_PIECE = 128
FEW = 8
"""A scene of so few frames is built at once and sent whole: a drawing is to be answered now."""
SKETCH = 400
"""Points of a drawing that is made on the spot, as hands draw a digit."""
EFFORT = 500_000
"""Pixels of ink that such a drawing may take: a few milliseconds. Thick lines take more."""
LARGE = 2000
"""Cells, times weights, of a scene that is made one after another."""
LONG = 128 * 1024
"""Bytes of lines after which a piece ends, however few they are."""


def is_drawing(spec: SceneSpec, values: Values) -> bool:
    """Whether a hand has drawn in it: nobody will ask for the same again."""
    return any(
        param.kind == "strokes" and values[param.name] != param.default for param in spec.params
    )


def is_personal(spec: SceneSpec, values: Values) -> bool:
    """Whether it holds what is nobody else's, a drawing or a picture: no cache is to keep it."""
    pictures = (param.name for param in spec.params if param.kind == "picture")
    return is_drawing(spec, values) or any(not isinstance(values[name], str) for name in pictures)


def is_large(spec: SceneSpec, values: Values) -> bool:
    """Whether its arrays are far larger than the chapter's own: it takes a second, not a moment."""
    own = given = 1
    for param in spec.params:
        if param.kind == "array":
            own *= np.size(param.default)
            given *= values.array(param.name).size
    return given > max(LARGE, 4 * own)


def is_small_drawing(spec: SceneSpec, values: Values) -> bool:
    """Whether it is a drawing that is made in less time than it takes to wake a thread for it."""
    if not (spec.brief and is_drawing(spec, values)):
        return False
    drawings = [values.strokes(param.name) for param in spec.params if param.kind == "strokes"]
    points = sum(len(stroke) for drawing in drawings for stroke in drawing)
    return points <= SKETCH and sum(map(effort, drawings)) <= EFFORT


class StreamEncoder:
    """One scene's lines, compressed, some at a time."""

    def __init__(self, spec: SceneSpec, values: Values, *, exact: bool) -> None:
        scene = spec.build(values)
        self._lines = wire.lines(scene, exact=exact)
        few = len(scene.frames) <= FEW
        self._packer = Packer(FAST if few and is_drawing(spec, values) else 6)
        self._error: Exception | None = None
        self.ended = False
        # The first frame follows its header at once, so that the picture is there.
        self.first = self.next() if few else self.next(2)

    def next(self, count: int = LINES_A_PIECE) -> bytes:
        """Up to `count` lines, fewer where they are long. Raises what building a line raises."""
        if self._error:
            raise self._error
        lines: list[bytes] = []
        size = 0
        try:
            for line in islice(self._lines, count):
                lines.append(line)
                size += len(line)
                if size > LONG:
                    break
            else:
                self.ended = len(lines) < count
        except Exception as error:
            # Lines that were built go out first.
            if not lines:
                raise
            self._error = error
        return self._packer.piece(b"".join(lines), last=self.ended)

    def rest(self) -> bytes:
        """All lines that are left, compressed. Raises what building a line raises."""
        pieces = []
        while not self.ended:
            pieces.append(self.next())
        return b"".join(pieces)

    def broken(self) -> bytes:
        """The line that says that no more will come, compressed."""
        sentence = "The scene broke off; the server's log says why."
        line = json.dumps({"type": "error", "detail": sentence}).encode() + b"\n"
        return self._packer.piece(line, last=True)
