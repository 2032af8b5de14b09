"""The usual settings of every scene, computed and compressed into the exported page."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from math import prod

from cnnviz import wire
from cnnviz.chapter import to_json
from cnnviz.content.param import Param, ParameterError
from cnnviz.content.spec import SceneSpec, Step
from cnnviz.wire.requests import request_key

TOGETHER = 64
"""Up to so many settings of a scene are all packed; of more, one parameter is changed at a time."""
ALL = 64
"""A slider with more values is packed at powers of two and at its ends."""
_CUTS = (b'{"name":', b',"values":', b',"bytes":')
"""Before these, and after each line, a stream is cut: settings have many pieces in common."""
_BYTES = re.compile(rb',"bytes":"([^"]*)"(.*)', re.DOTALL)
_KIND = re.compile(rb'"kind":"(\w+)"')
_BLOCKS = 5
"""zlib's memLevel, 1 to 9: in small blocks the codes suit each tensor's bytes, and all is 2 % less
than with the usual 8."""


@dataclass
class Precomputed:
    """The streams of one step by request, as numbers of pieces; a piece is kept once."""

    pieces: dict[bytes, int] = field(default_factory=dict)
    streams: dict[str, list[int]] = field(default_factory=dict)
    refused: dict[str, dict[str, str]] = field(default_factory=dict)
    """Settings that cannot be, with the engine's own sentence."""

    def add(self, spec: SceneSpec, given: dict[str, int | str]) -> None:
        """Computes one setting of a scene, and keeps it."""
        key = request_key(spec, given)
        if key in self.streams or key in self.refused:
            return
        try:
            stream = b"".join(wire.lines(spec.scene(given), exact=False))
        except ParameterError as error:
            self.refused[key] = {"detail": f"{error}.", "parameter": error.parameter}
            return
        stream = stream.replace(b"\n", b"\n\0")
        for start in _CUTS:
            stream = stream.replace(start, b"\0" + start)
        cut = (piece for piece in stream.split(b"\0") if piece)
        self.streams[key] = [self.pieces.setdefault(piece, len(self.pieces)) for piece in cut]

    def kinds(self) -> set[str]:
        """Those of the panels in all of the streams."""
        return {found[1].decode() for piece in self.pieces for found in _KIND.finditer(piece)}

    def first(self, count: int) -> Precomputed:
        """So many of the streams, from the first on, with what they are made of."""
        pieces = [*self.pieces]
        kept = Precomputed(refused=self.refused)
        for key, numbers in islice(self.streams.items(), count):
            own = (pieces[number] for number in numbers)
            kept.streams[key] = [kept.pieces.setdefault(each, len(kept.pieces)) for each in own]
        return kept

    def text(self) -> str:
        """All of it as JSON, a zero, and the tensors' bytes: compressed (zlib), in base85.

        A piece with a tensor's bytes is [how many they are, what follows]: as letters they would
        hardly get smaller.
        """
        pieces: list[str | list[int | str]] = []
        tensors: list[bytes] = []
        for piece in self.pieces:
            found = _BYTES.fullmatch(piece)
            if found:
                tensors.append(base64.b64decode(found[1]))
                pieces.append([len(tensors[-1]), found[2].decode()])
            else:
                pieces.append(piece.decode())
        record = {"pieces": pieces, "streams": self.streams, "refused": self.refused}
        whole = b"\0".join((to_json(record), b"".join(tensors)))
        squeeze = zlib.compressobj(9, memLevel=_BLOCKS)
        return base85(squeeze.compress(whole) + squeeze.flush())


def base85(data: bytes) -> str:
    """Bytes as letters, five for every four, that stand for themselves in JSON and in HTML."""
    return base64.b85encode(data).translate(bytes.maketrans(b"&<>`", b",.:'")).decode()


def precompute(step: Step) -> Precomputed:
    """The usual settings of all scenes of a step."""
    whole = Precomputed()
    for spec in step.scenes:
        for given in usual_settings(spec):
            whole.add(spec, given)
    return whole


def usual_settings(spec: SceneSpec) -> Iterator[dict[str, int | str]]:
    """The defaults, every usual value of each parameter, and what the scene offers to try.

    All combinations where they are few, else one parameter at a time.
    """
    usual = {param.name: values for param in spec.params if (values := _values(param))}
    yield {}
    if prod(map(len, usual.values())) <= TOGETHER:
        for together in product(*usual.values()):
            yield dict(zip(usual, together, strict=True))
    for name, values in usual.items():
        yield from ({name: value} for value in values)
    for _, given in spec.presets:
        yield dict(given)


def _values(param: Param) -> list[int | str]:
    if not param.knob:
        return []
    if param.kind == "integer":
        every = range(param.minimum, param.maximum + 1)
        if len(every) <= ALL:
            return list(every)
        ends = (param.minimum, param.maximum)
        powers = (1 << bit for bit in range(param.maximum.bit_length()))
        return sorted({*ends, *(power for power in powers if power in every)})
    return [word for word, _ in param.choices]


def precomputed_json(steps: tuple[Step, ...]) -> str:
    """The packed steps by name, as JSON."""
    return json.dumps({step.name: precompute(step).text() for step in steps})
