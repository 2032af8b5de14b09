"""Two networks of one size: what they say of a moved digit, and how that is drawn."""

from __future__ import annotations

from functools import cache

from cnnviz.content import seeds
from cnnviz.content.scene import Array, Panel, Stage
from cnnviz.engine.shift import shifted
from cnnviz.staging import panels
from cnnviz.staging.formatting import as_probability, number, percent, tenths
from cnnviz.staging.network_columns import with_border

RIVALS = (("mlp", "MLP", Stage.CLASSIFY), ("lenet-still", "CNN", Stage.CONV))
"""Networks of one size, trained alike on digits that never moved: name, short name, hue."""


GUESSED = 1 / 10
"""How often one is right who guesses one of ten digits."""
GUESSING = f"guessing: {percent(GUESSED)}"
"""What stands beside the rule there."""


def pad_digit(digit: str) -> Array:
    """The digit as both networks take it: 1×32×32, 28×28 with a border of two zeros."""
    return with_border(seeds.outlined(RIVALS[0][0]), seeds.digit(digit))


@cache
def probabilities(network: str, digit: str, down: int, right: int) -> Array:
    """The ten probabilities for a drawn digit that was moved."""
    x = shifted(pad_digit(digit), down, right)
    found: Array = seeds.network(network).run(x)["probabilities"]
    return found


def parameters() -> list[int]:
    """How many parameters each of the networks has."""
    return [sum(seeds.network(name).parameters().values()) for name, _, _ in RIVALS]


def accuracies() -> list[list[float]]:
    """How many of the test digits each of the networks names, by how far they were moved."""
    return [seeds.measured("shift")[name] for name, _, _ in RIVALS]


def answers(label: str, parameters: int, hue: Stage) -> Panel:
    """A network's ten bars, at a scale that stays."""
    ten = tuple(panels.Bar(str(digit), 0.0, "100 %", hue) for digit in range(10))
    return panels.bars(
        label.lower(),
        panels.Bars(bars=ten, most=1.0, inside=True),
        label=label,
        note=f"{number(parameters)} parameters",
        height=4.0,
        width=36.0,
    )


def share_changes(probabilities: Array) -> panels.BarsChanges:
    """What such a panel shows in a frame; the highest of the bars is lit."""
    shares = tuple(map(float, probabilities))
    return panels.BarsChanges(
        bars=shares,
        texts=tuple(_written(as_probability(share)) if share >= 0.005 else "" for share in shares),
        lit=int(probabilities.argmax()),
    )


def _written(share: float) -> str:
    """With one decimal, as they stand below one another; nearly all of it as such."""
    return percent(share) if share > 0.999 else tenths(share)


def silent() -> panels.BarsChanges:
    """What such a panel shows before the network has seen a digit."""
    return panels.BarsChanges(bars=(0.0,) * 10, texts=("",) * 10)


def accuracy() -> Panel:
    """Both networks' measured accuracy over the shifts, as lines."""
    measured = seeds.measured("shift")
    lines = tuple(
        panels.Series(
            label=short, stage=hue, values=tuple(values), texts=tuple(map(tenths, values))
        )
        for (_, short, hue), values in zip(RIVALS, accuracies(), strict=True)
    )
    return panels.Lines(
        lines=lines,
        marks=tuple(map(str, measured["shifts"])),
        named=True,
        rules=(
            (0.0, "0 %"),
            (GUESSED, GUESSING),
            (0.5, "50 %"),
            (1.0, "100 %"),
        ),
    ).panel(
        "accuracy",
        label="Test digits classified correctly",
        note="pixels moved",
        stage=Stage.INPUT,
        size=(48.0, 92.0),
    )
