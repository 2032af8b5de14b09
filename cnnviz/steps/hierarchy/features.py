"""What excites the units of LeNet-5 on a digit: their maps, and the patch each answers to most."""

from __future__ import annotations

from typing import Literal

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.cell_detail import with_border
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about
from cnnviz.staging.inputs import DIGIT

FEATURES = (("C1 tanh", "C1", "small"), ("C3 tanh", "C3", "middle"), ("S4", "S4", "large"))


@scene(
    "features",
    stage=Stage.STACK,
    params=(
        DIGIT,
        Param(
            "unit",
            "Unit",
            "integer",
            0,
            0,
            16,
            help="Which map of each layer; 0 takes the one that is excited most.",
        ),
    ),
)
def features(values: Values, text: SceneText) -> Parts:
    """What excites LeNet-5's units: their maps, and the patch that one answers to most."""
    lenet = seeds.network("lenet")
    ink = with_border(lenet, seeds.digit(values.word("digit")))
    image = Tensor("image", ink.astype(np.float64), "Input", Stage.INPUT, "image")
    activations, fields = lenet.run(ink), lenet.receptive_fields()
    stacks, patches, frames = [], [], []
    names = [name for _, short, _ in FEATURES for name in (f"{short} maps", f"{short} patch")]
    for i, (layer, short, key) in enumerate(FEATURES):
        maps = activations[layer].astype(np.float64)
        # Tanh is 1 in many places; the sums before it say which of them is excited most.
        sums = activations[short]
        unit = values.integer("unit") - 1
        if not 0 <= unit < len(maps):
            unit = int(sums.max(axis=(1, 2)).argmax())
        y, x = np.unravel_index(int(sums[unit].argmax()), sums[unit].shape)
        rows, columns = fields[layer][0].seen_by(int(y)), fields[layer][1].seen_by(int(x))
        # The convolutions of LeNet-5 do not pad, so a receptive field never leaves the picture.
        cut = image.data[:, rows[0] : rows[1], columns[0] : columns[1]]
        stack = Tensor(f"{short} maps", maps, f"Output of {short}", Stage.STACK)
        patch = Tensor(f"{short} patch", cut, f"{short} sees", Stage.INPUT, "image")
        stacks.append(stack)
        patches.append(patch)
        box = region(image, "window", rows, columns, group=0)
        excited = cell(stack, int(y), int(x), channel=unit)
        target = region(patch, "highlight", (0, cut.shape[1]), (0, cut.shape[2]), group=0)
        lit = {stack.name: panels.StackChanges(lit=unit).record()}
        later = tuple(names[2 * i + 1 :])
        size, value = fields[layer][0].size, about(float(sums[unit, y, x]))
        frames += [
            Frame(
                3.2,
                text("maps", layer=short, count=len(maps), unit=unit + 1),
                hidden=later,
                focus=("image", stack.name),
                panels=lit,
            ),
            Frame(
                3.2,
                text("patch", {"bent by tanh": layer != short}, size=size, value=value),
                boxes=(box, excited, target),
                hidden=later[1:],
                focus=("image", stack.name, patch.name),
                panels=lit,
            ),
            Frame(
                3.6,
                text(key, size=f"{size}×{size}"),
                boxes=(box, target),
                hidden=later[1:],
                focus=("image", patch.name),
                panels=lit,
            ),
        ]
    patch_zoom = (2.4, 1.0, 0.9)
    pairs = [
        panel
        for stack, patch, zoom in zip(stacks, patches, patch_zoom, strict=True)
        for panel in (
            _planes(stack, new_row=stack is stacks[1]),
            panels.grid(patch, zoom=zoom),
        )
    ]
    return Parts(
        (image, *stacks, *patches),
        (panels.grid(image, zoom=0.7), *pairs),
        (
            Frame(OPENING, text("open"), hidden=tuple(names)),
            *frames,
            Frame(CLOSING, text("close")),
        ),
    )


def _planes(stack: Tensor, *, new_row: bool) -> Panel:
    channels, side = stack.data.shape[:2]
    row: Literal["new"] | None = "new" if new_row else None
    return panels.stack(stack, most=channels, gap=2.0 / channels, zoom=14 / side, row=row)
