"""The receptive fields of a whole network, layer by layer."""

from __future__ import annotations

import numpy as np

from cnnviz import film, seeds
from cnnviz.opened import prepared
from cnnviz.param import Values
from cnnviz.scene import Box, Frame, Scene, Script, Stage, Tensor
from cnnviz.steps.hierarchy.shared import DIGIT, NAME, words_of

SEEN = ("C1", "S2", "C3", "S4", "F5")


def network(values: Values) -> Scene:
    """LeNet-5's receptive fields, layer by layer, on the running example."""
    words = words_of("network")
    lenet = seeds.network("lenet")
    ink = prepared(lenet, seeds.digit(values.word("digit")))
    image = Tensor("image", ink.astype(np.float64), "Input", Stage.INPUT, "image")
    fields = lenet.receptive_fields()
    shapes = lenet.shapes()
    stages = tuple(str(lenet[name].stage) for name in SEEN)
    table = film.table(
        "layers",
        ("layer", "output", "sees"),
        tuple(
            (
                name,
                "×".join(map(str, shapes[name])),
                f"{fields[name][0].size}×{fields[name][1].size}",
            )
            for name in SEEN
        ),
        stages=stages,
        row=4.2,
    )

    sizes = [f"{fields[name][0].size}×{fields[name][1].size}" for name in SEEN]

    def field_box(name: str) -> Box:
        vertical, horizontal = fields[name]
        shape = shapes[name]
        y, x = (shape[1] // 2, shape[2] // 2) if len(shape) == 3 else (0, 0)
        return film.region(image, "window", vertical.seen_by(y), horizontal.seen_by(x), tie=0)

    def at(i: int) -> Frame:
        name = SEEN[i]
        size = fields[name][0].size
        return Frame(
            3.6,
            words("layer", {"whole picture": size == image.data.shape[1]}, name=name, size=size),
            boxes=(field_box(name),),
            panels={"layers": {"shown": i + 1, "lit": i}},
        )

    frames = (
        Frame(film.OPENING, words("open"), hidden=("layers",)),
        *(at(i) for i in range(len(SEEN))),
        Frame(
            film.CLOSING,
            words("close", first=sizes[0], last=sizes[-1], layers=len(SEEN)),
            boxes=tuple(
                Box("image", "note", b.channels, b.rows, b.columns) for b in map(field_box, SEEN)
            ),
            panels={"layers": {"shown": len(SEEN), "lit": -1}},
        ),
    )
    return Scene(
        NAME,
        "network",
        words.title,
        Stage.STACK,
        values,
        (image,),
        (film.grid(image), table),
        frames,
    )


SCRIPT = Script("network", Stage.STACK, network, (DIGIT,))
