"""What softmax makes of the ten sums, as bars: powers of e, then shares of their total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cnnviz.content.scene import Array, Frame, Panel, Stage
from cnnviz.content.texts import SceneText, Sentence
from cnnviz.staging import panels
from cnnviz.staging.formatting import as_probability, latex, number, percent, spoken_percent

SIZE = (12.0, 8.5)
"""Height and width of each of the three, in units of the stage."""
NAMES = ("sums", "powers", "shares")
"""The panels from left to right."""
EACH, GROWING = 0.8, 1.8
"""Seconds in which a power comes, and in which the largest outgrows all others."""
LEAST = 0.01
"""What is smaller is not printed as 0."""


@dataclass(frozen=True)
class Softmax:
    """Ten sums and their classes, from which shares are made."""

    classes: tuple[str, ...]
    sums: Array

    @cached_property
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

    @cached_property
    def _said(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """What is written beside the bars of each panel."""
        powers = self.powers
        shares = powers / powers.sum()
        return (
            tuple(number(float(each)) for each in self.sums),
            tuple(_power(float(each)) for each in powers),
            tuple(percent(as_probability(float(each))) for each in shares),
        )

    def panels(self, text: SceneText) -> Iterator[Panel]:
        """The sums, their powers and the shares, side by side; of the powers the total, too."""
        powers = self.powers
        total = float(powers.sum())
        # Each has a row for the total, so that the ten stand side by side.
        last = ("", 0.0, ""), (text("label-total"), total, _power(total)), ("", 0.0, "")
        values = self.sums, powers, powers / total
        for name, numbers, said, row in zip(NAMES, values, self._said, last, strict=True):
            rows = (*zip(self.classes, map(float, numbers), said, strict=True), row)
            bars = tuple(panels.Bar(*each, Stage.CLASSIFY) for each in rows)
            panel = panels.Bars(bars=bars).panel(name, label=text(f"label-{name}"), size=SIZE)
            yield replace(panel, operator="→" if name != NAMES[0] else "")

    def frames(self, text: SceneText, hidden: tuple[str, ...]) -> Iterator[Frame]:
        """From the sums to their powers, and from there to the shares; `hidden` is not there."""
        numbers, best, count = self.numbers, self.best, len(self.classes)
        power, total = numbers["power"], numbers["total"]
        raised = text("powers", **numbers)
        absent = (*hidden, NAMES[-1])
        yield self._raised(1.2, raised, (), absent)
        # One after another; the largest comes last, and is so large that the others are nothing.
        order = (*(k for k in range(count) if k != best), best)
        for k in range(1, count):
            yield self._raised(EACH, raised, order[:k], absent)
        yield self._raised(5.0, raised, order, absent)
        lit = panels.BarsChanges(lit=best, shown=count)
        whole = panels.BarsChanges(lit=count, most=float(self.powers.sum()))
        added = {NAMES[0]: lit, NAMES[1]: whole}
        yield Frame(3.2, text("adds", **numbers), hidden=absent, panels=added, tween=1.0)
        changes = {NAMES[0]: lit, NAMES[1]: replace(whole, lit=best), NAMES[2]: lit}
        exponent = self._exponent(best)
        over = rf"\dfrac{{e^{{{exponent}}}}}{{\text{{{text('total')}}}}}"
        divided = latex(rf"{over} ≈ \dfrac{{{power}}}{{{total}}}")
        shares = text("shares", **numbers)
        yield Frame(4.0, shares, formula=divided, hidden=hidden, panels=changes)

    def _raised(
        self, seconds: float, said: Sentence, there: tuple[int, ...], hidden: tuple[str, ...]
    ) -> Frame:
        """The powers of those classes, the last of which is spoken of."""
        count, powers, texts = len(self.classes), self.powers, self._said[1]
        full = len(there) == count
        lit = there[-1] if there else None
        seen = powers if full else np.delete(powers, self.best)
        bars = tuple(float(powers[k]) if k in there else 0.0 for k in range(count))
        changes = panels.BarsChanges(
            shown=count,
            bars=(*bars, 0.0),
            texts=(*(texts[k] if k in there else "" for k in range(count)), ""),
            most=float(seen.max()),
            lit=lit,
        )
        sums = panels.BarsChanges(lit=lit, shown=count)
        return Frame(
            seconds,
            said,
            formula=self._formula(0 if lit is None else lit),
            hidden=hidden,
            panels={NAMES[0]: sums, NAMES[1]: changes},
            tween=GROWING if full else min(EACH, seconds) / 2 if there else 0.0,
        )

    def _exponent(self, k: int) -> str:
        """A sum, with so many decimals that its power has the digits that are printed."""
        return number(float(self.sums[k]), 4)

    def _formula(self, k: int) -> str:
        power = self._said[1][k]
        sign = "" if power.startswith("<") else "≈ "
        return latex(f"e^{{{self._exponent(k)}}} {sign}{power}")


def _power(value: float) -> str:
    return f"< {LEAST}" if value < LEAST else number(value, 0 if value >= 100 else 2)
