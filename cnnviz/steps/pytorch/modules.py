"""Networks beside the errors: the row of layers, and some of it enlarged below."""

from __future__ import annotations

from collections.abc import Sequence

from cnnviz.staging.diagrams import box, disc, line, word
from cnnviz.staging.panels import Part
from cnnviz.steps.pytorch.block_rows import Piece, googlenet, hop, pieces_row, resnet50
from cnnviz.steps.pytorch.plans import Plan, outlines

WIDE = 10.4
"""How wide a row is with a block enlarged below it."""
Band = tuple[float, float, float, float]
"""Of a row above what is enlarged: left, right, middle, and how high its layers are."""
Lens = tuple[list[Part], int]
"""What is drawn, and the beat from which on there is something to enlarge."""
BAND: Band = (0.3, 10.1, 1.9, 0.8)
"""The row of GoogLeNet and of ResNet-50 above what is enlarged."""
LENS, FOOT = 4.3, 10.3
"""Where the enlarged block begins and ends: in one place, one block turns into the other."""
BOX = 1.12
"""How high its boxes are."""
WAYS = (("", "1×1"), ("1×1", "3×3"), ("1×1", "5×5"), ("pool", "1×1"))
"""The ways through a block of GoogLeNet, side by side; each is read from left to right."""
BOTTLENECK = ("1×1", "3×3", "1×1")
"""The convolutions of a block of ResNet-50."""


def enlarged(pieces: Sequence[Piece], chosen: Sequence[Piece] = (), band: Band = BAND) -> Lens:
    """The row, some pieces of it marked, by default its first block, and the lens below; the beat
    from which on that is open."""
    rows = list(pieces_row(pieces, band))
    drawn = [part for _, part in rows]
    beat = max(part.at for part in drawn) + 1
    chosen = chosen or [next(piece for piece in pieces if piece.ways > 1 or piece.past)]
    marked = [
        part for piece, part in rows if part.shape == "box" and any(piece is e for e in chosen)
    ]
    first, last = marked[0], marked[-1]
    left, right = first.x - 0.1, last.x + (last.width or 0.0) + 0.1
    top, bottom = first.y - 0.12, last.y + (last.height or 0.0) + 0.12
    far = WIDE - 0.1
    lens = [
        line(beat, (left, top), (right, top), (right, bottom), (left, bottom), (left, top)),
        line(beat, (left, bottom), (0.1, LENS)),
        line(beat, (right, bottom), (far, LENS)),
        line(beat, (0.1, LENS), (far, LENS), (far, FOOT), (0.1, FOOT), (0.1, LENS)),
    ]
    return [*outlines(drawn), *drawn, *lens], beat


def inception(label: str) -> Plan:
    """GoogLeNet, and one of its blocks: four ways through, side by side, joined at the end."""
    parts, beat = enlarged(googlenet())
    top, pitch = LENS + 0.35, 1.395
    high = 3 * pitch + BOX
    parts.append(box(beat, 0.4, top, 1.6, high, "input", "input", filled=True))
    for k, (before, after) in enumerate(WAYS):
        y, at = top + k * pitch, beat + 1
        middle = y + BOX / 2
        if before:
            hue = "pool" if before == "pool" else "conv"
            parts.append(line(at, (2.0, middle), (2.7, middle), arrow=True))
            parts.append(box(at, 2.75, y, 2.2, BOX, before, hue, filled=True))
        parts.append(line(at, (4.95 if before else 2.0, middle), (5.55, middle), arrow=True))
        parts.append(box(at, 5.6, y, 2.2, BOX, after, "conv", filled=True))
        parts.append(line(at + 1, (7.8, middle), (8.45, middle), arrow=True))
    parts.append(box(beat + 2, 8.5, top, 1.5, high, "join", "stack", filled=True))
    return Plan(label, parts, beat + 3, WIDE, FOOT + 0.1)


def residual(label: str) -> Plan:
    """ResNet-50, and one of its blocks: three convolutions, and the way past them."""
    parts, beat = enlarged(resnet50())
    middle = LENS + 4.2
    parts.append(box(beat, 0.4, middle - BOX / 2, 1.2, BOX, "x", "input", filled=True))
    x = 1.6
    for text in BOTTLENECK:
        parts.append(line(beat + 1, (x, middle), (x + 0.55, middle), arrow=True))
        parts.append(box(beat + 1, x + 0.6, middle - BOX / 2, 1.75, BOX, text, "conv", filled=True))
        x += 2.35
    end = 9.55
    parts.append(line(beat + 1, (x, middle), (end - 0.6, middle), arrow=True))
    start, goal = (1.0, middle - BOX / 2), (end, middle - 0.6)
    past = hop(start, goal, 2.5)
    parts.append(line(beat + 2, start, *past, hue="stack", arrow=True, wide=7))
    parts.append(disc(beat + 1, end, middle, 0.55, "+", "stack"))
    parts.append(word(beat + 2, (start[0] + end) / 2, LENS + 2.0, "shortcut", "stack"))
    return Plan(label, parts, beat + 3, WIDE, FOOT + 0.1)
