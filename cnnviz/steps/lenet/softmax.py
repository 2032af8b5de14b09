"""What softmax makes of the ten sums, as bars: powers of e, then shares of their total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from cnnviz.content.scene import Array, Frame, Panel, Stage
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.formatting import as_probability, latex, number, percent, spoken_percent

SIZE = (12.0, 8.5)
"""Height and width of each of the three, in units of the stage."""
NAMES = ("sums", "powers", "shares")
"""The panels from left to right."""
LEAST = 0.01
"""What is smaller is not printed as 0."""


@dataclass(frozen=True)
class Softmax:
    """Ten sums and their classes, from which shares are made."""

    classes: tuple[str, ...]
    sums: Array

    @property
    def powers(self) -> Array:
        """e to the power of each sum, as float64."""
        return np.exp(self.sums.astype(np.float64))

    @property
    def best(self) -> int:
        """The class with the highest sum."""
        return int(self.sums.argmax())

    @property
    def numbers(self) -> Mapping[str, object]:
        """What sentences speak of: the leader's sum, its power, its share, and all powers."""
        powers = self.powers
        return {
            "digit": self.classes[self.best],
            "sum": number(float(self.sums.max())),
            "power": _power(float(powers.max())),
            "total": _power(float(powers.sum())),
            "share": spoken_percent(as_probability(float(powers.max() / powers.sum()))),
        }

    def panels(self, text: SceneText) -> Iterator[Panel]:
        """The sums, their powers and the shares, side by side."""
        powers = self.powers
        shares = powers / powers.sum()
        texts = (
            [number(float(each)) for each in self.sums],
            [_power(float(each)) for each in powers],
            [percent(as_probability(float(each))) for each in shares],
        )
        for name, values, said in zip(NAMES, (self.sums, powers, shares), texts, strict=True):
            bars = tuple(
                panels.Bar(each, float(value), words, Stage.CLASSIFY)
                for each, value, words in zip(self.classes, values, said, strict=True)
            )
            panel = panels.Bars(bars=bars).panel(name, label=text(f"label-{name}"), size=SIZE)
            yield replace(panel, operator="→" if name != NAMES[0] else "")

    def frames(self, text: SceneText, hidden: tuple[str, ...]) -> Iterator[Frame]:
        """From the sums to their powers, and from there to the shares; `hidden` is not there."""
        numbers = self.numbers
        power, total = numbers["power"], numbers["total"]
        lit = panels.BarsChanges(lit=self.best)
        changes = dict.fromkeys(NAMES, lit)
        # With so many decimals that its power has the digits that are printed.
        exponent = number(float(self.sums.max()), 4)
        raised = latex(f"e^{{{exponent}}} ≈ {power}")
        yield Frame(
            4.0,
            text("powers", **numbers),
            formula=raised,
            hidden=(*hidden, NAMES[-1]),
            panels=changes,
        )
        over = rf"\dfrac{{e^{{{exponent}}}}}{{\text{{{text('total')}}}}}"
        divided = rf"{over} ≈ \dfrac{{{power}}}{{{total}}}"
        yield Frame(
            4.0,
            text("shares", **numbers),
            formula=latex(divided),
            hidden=hidden,
            panels=changes,
        )


def _power(value: float) -> str:
    return f"< {LEAST}" if value < LEAST else number(value, 0 if value >= 100 else 2)
