"""What the scene of transposed convolution shows: its tensors, made once, and its panels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Array, Box, Panel, Stage, Tensor
from cnnviz.engine import exact
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.stamps import Stamps
from cnnviz.steps.pytorch.enlarged import Enlarged, Evenness, kernel_weights, transpose_layer

TILE = 1.2
"""How large a product is drawn at least, beside a cell."""
WIDE = 3.6
"""How wide products are together at least: beside their sum stands a word."""


class Shown(NamedTuple):
    """All that the scene shows, made once."""

    grown: Enlarged
    even: Evenness
    value: Tensor
    """The first cell alone."""
    first: Tensor
    """Its stamp."""
    stamps: Tensor
    """Those of the first two of a row, a channel each, where they lie."""
    pair: Tensor
    """Both together."""
    again: Tensor
    """What a convolution with the same kernel makes of the result."""
    masked: tuple[Tensor, Tensor, Tensor]
    """A picture, a coarse mask of it, and this grown: `masks`."""

    @classmethod
    def of(cls, grown: Enlarged, even: Evenness) -> Shown:
        """What follows from these two."""
        cells, kernel, output, stride = grown.cells, grown.kernel, grown.output, grown.stride
        two = Stamps(replace(cells, data=cells.data[:, :1, :2]), kernel, stride, "two", "")
        both = two.made[-1].data[0]
        laid = np.zeros((2, *both.shape))
        for k in range(cells.data[0, :1, :2].size):
            (top, bottom), (left, right) = two.place(k)
            laid[k, top:bottom, left:right] = exact.products(two.value(k), kernel.data[0])
        back = exact.conv2d(output.data, kernel.data, stride=stride, padding=grown.padding)

        def made(name: str, label: str, data: Array) -> Tensor:
            return Tensor(name, data, label, Stage.CONV, "signed", output.max_abs)

        return cls(
            grown,
            even,
            replace(cells, name="value", label="One cell", data=cells.data[:, :1, :1], editable=""),
            made("first", "Its stamp", laid[:1, :, : kernel.data.shape[2]]),
            made("stamps", "Two stamps", laid),
            made("pair", "Both", both[None]),
            replace(
                made("again", "Convolved", back[None]),
                stage=Stage.STACK,
                max_abs=panels.max_abs(back),
            ),
            masks(),
        )

    @property
    def shared(self) -> tuple[int, int]:
        """Row and column of the first cell that both stamps cover, in their middle row."""
        return self.grown.side // 2, self.grown.stride

    def laid(self, k: int, onto: Tensor | None = None) -> tuple[Box, Box]:
        """One of the first two cells, and where it lays its stamp: on a sheet of its own, or of
        both."""
        side, left = self.grown.side, k * self.grown.stride
        written = cell(self.grown.cells, 0, k, group=k, stage=Stage.CONV)
        span, over = (left, left + side), (k, k + 1) if onto is None else (0, 1)
        sheet = onto or self.stamps
        return written, region(
            sheet, "window", (0, side), span, channels=over, group=k, stage=Stage.CONV
        )

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        grown, even = self.grown, self.even
        return (
            *(grown.cells, grown.kernel, self.value, self.first, self.stamps, self.pair),
            *(*grown.sheets.made, grown.output, self.again),
            *(even.flat, even.ones, even.counts, even.even),
            *self.masked,
        )


PICTURE, APART, BLOCK = "cat", 0.04, 4
"""The picture that is masked; by how much its colours differ from the ground's, which is seen at
its left edge; and how many pixels wide a cell of the coarse mask is."""
BROAD = 6.0
"""How wide the picture is, in cells of the small map."""


def masks() -> tuple[Tensor, Tensor, Tensor]:
    """The picture, how many of each block's pixels are not its ground, and that grown again."""
    data = seeds.picture(PICTURE)
    fine = (np.abs(data - data[:, :, :1]).max(axis=0) > APART).astype(np.float64)
    rows, columns = (side // BLOCK for side in fine.shape)
    coarse = fine.reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3))[None]
    # In steps of a block, stamps that fall off evenly, of two blocks, add up to a smooth map.
    stamp = kernel_weights(2 * BLOCK) / BLOCK**2
    grown = transpose_layer(stamp, BLOCK, BLOCK // 2).apply(coarse)
    return (
        Tensor(PICTURE, data, "Picture", Stage.INPUT, "rgb", 1.0),
        Tensor("coarse", coarse, "Coarse mask", Stage.STACK, "signed", 1.0),
        Tensor("mask", grown, "Grown mask", Stage.STACK, "signed", 1.0),
    )


def _masked(picture: Tensor, coarse: Tensor, mask: Tensor) -> Iterator[Panel]:
    """A picture, a coarse mask of it, and this as large as the picture."""
    plain = panels.Grid(numbers=False)
    zoom = BROAD / picture.data.shape[2]
    yield panels.grid(picture, panels.Grid(channel=-1), zoom=zoom)
    yield panels.grid(coarse, plain, zoom=2 * zoom, operator="→")
    yield panels.grid(mask, plain, zoom=zoom, operator="→")


NAMES = (
    *(PICTURE, "coarse", "mask"),
    *("input", "kernel", "below", "value", "weights", "first", "pair", "next", "sheet"),
    *("products", "output", "again", "flat", "ones", "counts", "even"),
)
"""Of all panels."""


def panels_of(shown: Shown) -> Iterator[Panel]:
    """All panels of the scene, in the order of NAMES."""
    grown, even = shown.grown, shown.even
    sheets = grown.sheets.made
    yield from _masked(*shown.masked)
    # No sign stands between them, as every cell of the map takes the whole kernel.
    yield panels.grid(grown.cells)
    yield panels.grid(grown.kernel)
    # Below the map it crosses no other cells on its way to the sheet.
    yield panels.grid(grown.kernel, panels.Grid(row="under"), name="below")
    # One cell takes the kernel times, not the whole map.
    yield replace(panels.grid(shown.value, operator="→"), note="")
    yield panels.grid(grown.kernel, name="weights", operator="×")
    yield panels.grid(shown.first, operator="=")
    for c, (name, label) in enumerate((("pair", "Sheet"), ("next", "Next stamp"))):
        _, onto = shown.laid(c)
        options = panels.Grid(channel=c, part=onto.columns, row="under" if c else None)
        drawn = replace(panels.grid(shown.stamps, options, name=name), label=label, note="")
        yield drawn if c else replace(drawn, tensors=(shown.stamps.name, shown.pair.name))
    sheet = panels.grid(sheets[0], name="sheet", operator="→")
    yield replace(sheet, tensors=tuple(tensor.name for tensor in sheets))
    yield _products(shown)
    yield panels.grid(grown.output, operator="→")
    yield panels.grid(shown.again, operator="→")
    yield panels.grid(even.flat)
    yield panels.grid(even.ones)
    yield panels.grid(even.counts, operator="→")
    yield panels.grid(even.even)


def _products(shown: Shown) -> Panel:
    index = shown.grown.busiest()
    read = shown.grown.reads(index) if index else None
    _, rows, columns = read.shape if read else (1, 1, 1)
    tile = max(TILE, WIDE / max(columns, 2))
    size = ((rows + 1) * tile, max(columns, 2) * tile)
    drawn = panels.products(shown.grown.kernel, size, note="value · weight")
    return replace(drawn, operator="→")
