"""The table of `cnnviz network` as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnnviz.engine.receptive import ReceptiveField
    from cnnviz.onnx_reader import Reading, Row

ANSWERS_SHOWN = 5


def format_table(reading: Reading, found: Sequence[Row], apart: Mapping[str, float] | None) -> str:
    """The layers as a table, its totals, and what is to be said about the file."""
    network = reading.network
    head = ["layer", "operator", "shape", "parameters", "multiply-adds", "receptive field"]
    table = [head + ["difference"] * (apart is not None)]
    for row in found:
        cells = [
            row.name,
            row.operator,
            "?" if row.shape is None else times(row.shape),
            _count(row.parameters),
            _count(row.multiply_adds),
            field_text(row.receptive_field),
        ]
        if apart is not None:
            cells.append(f"{apart[row.name]:.1e}" if row.name in apart else "")
        table.append(cells)
    known = [row for row in found if row.shape is not None]
    parameters = sum(row.parameters or 0 for row in known)
    costs = sum(row.multiply_adds or 0 for row in known)
    empty = [""] * (apart is not None)
    table.append(["total", "", "", f"{parameters:,}", f"{costs:,}", "", *empty])
    starts = [times(network.input_shape), *map(times, network.more_inputs.values())]
    ends = [times(network.shapes()[name]) for name in network.answers]
    lines = [
        f"{network.name}: {', '.join(starts)} → {', '.join(ends)}",
        "Shapes are channels × height × width, of one picture: N×C×H×W with N = 1.",
        "",
        *_align(table),
        *([""] if reading.notes else []),
        *reading.notes,
    ]
    if apart:
        name, most = max(apart.items(), key=lambda each: each[1])
        lines += ["", f"Agrees with ONNX Runtime to {most:.1e} (most apart: {name})."]
    return "\n".join(lines)


def answers(reading: Reading, kept: Mapping[str, Any], labels: Sequence[str], given: str) -> str:
    """What the network answers: of a vector the largest values, of maps their range."""
    lines = []
    for name in reading.network.answers:
        values = kept[name].reshape(-1)
        if kept[name].ndim != 1 and kept[name].size != len(kept[name]):
            ends = f"from {values.min():.4g} to {values.max():.4g}"
            lines.append(f"{name}: {times(kept[name].shape)}, {ends}")
            continue
        best = sorted(range(len(values)), key=lambda k: -values[k])[:ANSWERS_SHOWN]
        lines += [f"{name}: the largest of {len(values)}"] * (len(values) > ANSWERS_SHOWN)
        lines += [
            f"  {labels[k] if len(labels) == len(values) else k}: {values[k]:.4g}" for k in best
        ]
    return "\n".join(["", f"Answers to {given}:", *lines])


def times(shape: Sequence[int]) -> str:
    """A shape as it is written.

    >>> times((3, 32, 32))
    '3×32×32'
    """
    return "×".join(map(str, shape)) or "1"


def field_text(fields: tuple[ReceptiveField, ReceptiveField] | None) -> str:
    """A receptive field as the table has it: size, jump, start, of both axes where they differ."""
    if fields is None:
        return "none"
    y, x = fields
    size = f"{y.size}×{x.size}"
    jump = f"{y.jump}" if y.jump == x.jump else f"{y.jump}×{x.jump}"
    start = f"{y.start}" if y.start == x.start else f"{y.start}, {x.start}"
    return f"{size}, jump {jump}, start {start}".replace("-", "−")


def _count(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _align(table: Sequence[Sequence[str]]) -> list[str]:
    """Rows whose columns stand below each other; counts stand at the right of theirs."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if place in (3, 4, 6) else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]
