"""Blocks to scale, each out of the last: sides shrink, channels grow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.dense import FIXED, Dense
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import number

PYRAMID = ((3, 224), (64, 112), (128, 56), (256, 28), (512, 14))
"""Channels and sides: VGG's, after each of its first pools."""

APART = 195.0
"""Units from the middle of a block to the next one's: room for what is written below them."""
DEPTH = 0.4
"""How deep a channel is drawn, in units; as it is the same for all, volumes compare truly."""
FRONT = 168.0
"""Units: how large each block's picture is seen from the front, as large as the gaps allow."""
NEARER, LARGER = 0.85, 1.3
"""How many times as far apart blocks stand without the pictures above them, and, seen from afar,
when the larger picture has come."""
WIDE = 2.35
"""As wide for its height as the stage, so that it has all of it."""
WALL = (24, 150)
"""Channels and side of the block that stands for the dense layer: a wall, which is no volume."""
NEAR, FINE = 2.5, 56
"""How many times as much the lenses enlarge until places are coarser than on so many across."""
SAID = (("open",), ("first", "scale"), ("next",), ("again",), ("last",))
"""What is said as each block comes."""
_INPUTS = PYRAMID[-1][0] * PYRAMID[-1][1] ** 2
"""How many values the dense layer reads."""
CLASSES = 1000
"""What the dense layer after the last block tells apart."""
PICTURE, FINEST = "ship", 112
"""What is on the blocks' faces, and how many pixels across are enough to draw it."""


def _faces() -> tuple[Tensor, ...]:
    """The picture as fine as the places of each block."""
    sides = [min(side, FINEST) for _, side in PYRAMID]
    return tuple(
        Tensor(
            f"face {k}",
            seeds.picture(PICTURE, side),
            "Picture",
            Stage.STACK if k else Stage.INPUT,
            "rgb",
            1.0,
            quantized=True,
        )
        for k, side in enumerate(sides)
    )


def _panel(faces: tuple[Tensor, ...]) -> Panel:
    blocks: list[panels.Block] = []
    wide = [channels * DEPTH + side * panels.ACROSS[0] for channels, side in PYRAMID]
    for i, (channels, side) in enumerate(PYRAMID):
        block = panels.Block(
            x=(wide[0] - wide[i]) / 2 + i * APART,
            channels=channels,
            side=side,
            text=f"{channels} {'maps' if i else 'colours'}\n{side}×{side}",
            stage=Stage.STACK if i else Stage.INPUT,
            tensor=faces[i].name,
        )
        blocks.append(block)
    last = blocks[-1]
    channels, side = WALL
    dense = panels.Block(
        x=last.x + wide[-1] + (APART - wide[-1]) / 2 + 0.6 * APART,
        channels=channels,
        side=side,
        text="fully\nconnected",
        stage=Stage.CLASSIFY,
        operator="→",
        # Of what it gets, and of what it has weights for.
        many=f"{number(4 * _INPUTS)}\n≠\u00a0{number(_INPUTS)}",
    )
    drawn = panels.Blocks(
        blocks=(*blocks, dense),
        across=panels.ACROSS,
        along=panels.ALONG,
        depth=DEPTH,
        fronts=FRONT,
    )
    width = blocks[-1].x + wide[-1]
    size = (width / WIDE, width)
    return drawn.panel(
        "blocks", tensors=tuple(each.name for each in faces), stage=Stage.STACK, size=size
    )


def _frames(text: SceneText) -> Iterator[Frame]:
    for i, (channels, side) in enumerate(PYRAMID):
        covers = PYRAMID[0][1] // side
        values = number(channels * side * side)
        said = {"channels": channels, "side": side, "values": values, "covers": covers}
        # All by as much, so that places compare truly.
        near = NEAR if i and side >= FINE else None
        state = panels.BlocksChanges(shown=i + 1, lit=i, lens=near)
        for key in SAID[i]:
            closer = replace(state, face=key == "scale")
            yield Frame(OPENING, text(key, **said), panels={"blocks": closer}, tween=1.8)
    whole = panels.BlocksChanges(shown=len(PYRAMID), lit=-1)
    channels, side = PYRAMID[-1]
    asked = choice(FIXED, Dense(1, channels, side, side, CLASSES))
    asked = asked.found_in("blocks", "height", "width", text=f"{side}×{side}")
    # The dense layer comes, then the larger picture, and only with the answer goes through all.
    sides = tuple(side for _, side in PYRAMID)
    doubled = tuple(2 * side for side in sides)
    last = len(PYRAMID)
    # Where is spoken of no more: the pictures are back on their blocks, and there is more room.
    walled = replace(whole, shown=last + 1, lit=last, closed=True, apart=NEARER)
    yield Frame(OPENING, text("dense"), panels={"blocks": walled}, tween=1.2)
    walled = replace(walled, apart=LARGER)
    came = replace(walled, sides=(doubled[0], *sides[1:], WALL[1]), lit=0)
    yield Frame(OPENING, text("larger"), panels={"blocks": came}, tween=1.8, question=asked)
    through = replace(walled, sides=(*doubled, WALL[1]), lit=-1)
    yield Frame(OPENING, text("through"), panels={"blocks": through}, tween=1.8)
    told = text("larger-told", inputs=number(_INPUTS), more=number(4 * _INPUTS))
    crossed = replace(through, lit=last, crossed=last, copied=1)
    yield Frame(CLOSING, told, panels={"blocks": crossed}, tween=1.2)
    yield Frame(CLOSING, text("close"), panels={"blocks": whole}, tween=1.2)


@scene("pyramid", stage=Stage.STACK)
def pyramid(values: Values, text: SceneText) -> Parts:
    """Blocks to scale, each out of the last: sides shrink, channels grow."""
    faces = _faces()
    return Parts(faces, (_panel(faces),), tuple(_frames(text)))
