"""Builds a scene, writes it as lines, and compresses them piece by piece."""

from __future__ import annotations

import json
from itertools import islice

from cnnviz import wire
from cnnviz.server.streaming.compression import Packer
from cnnviz.server.streaming.scene_request import SceneRequest

FAST = 1
"""How hard an answer to a hand that draws is compressed: it is wanted before it is small."""
LINES_A_PIECE = 128
FEW = 8
"""A scene of so few frames is built at once and sent whole: a drawing is to be answered now."""
LONG = 128 * 1024
"""Bytes of lines after which a piece ends, however few they are."""


class StreamEncoder:
    """One scene's lines, compressed, some at a time."""

    def __init__(self, request: SceneRequest) -> None:
        scene = request.scene()
        self._lines = wire.lines(scene, exact=request.is_exact)
        few = len(scene.frames) <= FEW
        self._packer = Packer(FAST if few and request.is_drawing else 6)
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
