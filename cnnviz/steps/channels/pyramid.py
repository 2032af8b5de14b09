"""Blocks true to scale: sides shrink, channels grow."""

from __future__ import annotations

from collections.abc import Iterator

from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING
from cnnviz.staging.formatting import number

PYRAMID = ((3, 224), (64, 112), (128, 56), (256, 28), (512, 14))
"""Channels and sides: VGG's, after each of its first pools."""

BETWEEN = 45.0
"""Units between two blocks: room for what is written below them."""


@scene("pyramid", stage=Stage.STACK)
def pyramid(values: Values, text: SceneText) -> Parts:
    """Blocks true to scale: sides shrink, channels grow."""
    # A channel is drawn as thick as a pixel is wide, so that volumes compare truly.
    blocks: list[panels.Block] = []
    x = 0.0
    for i, (channels, side) in enumerate(PYRAMID):
        stage = Stage.INPUT if i == 0 else Stage.STACK
        size = f"{channels}×{side}×{side}"
        block = panels.Block(x=x, channels=channels, side=side, text=size, stage=stage)
        blocks.append(block)
        x += channels + side * panels.ACROSS[0] + BETWEEN
    height = 224 * (1 + panels.ACROSS[1]) + 40
    drawn = panels.Blocks(blocks=tuple(blocks), across=panels.ACROSS, along=panels.ALONG)
    panel = drawn.panel("blocks", stage=Stage.STACK, size=(height, x - BETWEEN))

    def frames() -> Iterator[Frame]:
        for i, (channels, side) in enumerate(PYRAMID):
            sentence = text(
                "open" if i == 0 else "next",
                channels=channels,
                side=side,
                values=number(channels * side * side),
            )
            state = panels.BlocksChanges(shown=i + 1, lit=i)
            yield Frame(3.0, sentence, panels={"blocks": state})
        whole = panels.BlocksChanges(shown=len(PYRAMID), lit=-1)
        yield Frame(CLOSING, text("close"), panels={"blocks": whole})

    return Parts((), (panel,), tuple(frames()))
