"""Pictures made for units: what each of them would answer to most, out of noise.

Activation maximisation (Erhan et al., 2009) much as Olah, Mordvintsev & Schubert describe it
("Feature visualization", Distill, 2017), and as the chapter's step 6 has it: a picture is changed
step by step so that the unit's value grows. It is a sum of waves, in colours that vary
independently in pictures; at each step it is moved a little, so that no pattern of single pixels
can please the unit. The same units give the same pictures each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnviz.content import seeds
from cnnviz.opened.canvas import Planned

Array = NDArray[Any]
SEED = 2017
RATE, MEMORY, FORGETTING = 0.08, 0.9, 0.99
"""Of the optimizer, Adam (Kingma & Ba, 2015): its step, and what it keeps of former slopes and of
their squares."""
FIRST, CONTRAST, MOST_MOVE = 0.01, 1.5, 4
"""How strong the noise is at first; the spread of values before they are bent into the range of a
pixel; and by how many pixels a picture is moved at most."""
TINY = 1e-12
SHADES = 4
"""Colours are rounded to so many of 255: no eye tells them apart."""


class Reads(NamedTuple):
    """How a network's numbers come of a picture from 0 to 1: times a factor, plus a shift."""

    factor: Array
    shift: Array

    def numbers(self, pictures: Array) -> Array:
        """Of pictures …×C×H×W."""
        return pictures * self.factor[:, None, None] + self.shift[:, None, None]

    @property
    def grey(self) -> Array:
        """Of each channel what a 0 looks like, as in the padding."""
        return np.clip(-self.shift / self.factor, 0, 1)


def reads(picture: Array, given: Array) -> Reads | None:
    """How these numbers come of that picture, both C×H×W; None where it is no such rule.

    >>> reads(np.array([[[0.0, 0.5, 1.0]]]), np.array([[[-1.0, 0.0, 1.0]]]))
    Reads(factor=array([2.]), shift=array([-1.]))
    """
    flat, wanted = (each.reshape(len(each), -1).astype(np.float64) for each in (picture, given))
    low, high = flat.argmin(axis=1), flat.argmax(axis=1)
    each = np.arange(len(flat))
    spread = flat[each, high] - flat[each, low]
    if (spread == 0).any():
        return None
    factor = (wanted[each, high] - wanted[each, low]) / spread
    found = Reads(factor, wanted[each, low] - factor * flat[each, low])
    near = np.allclose(found.numbers(picture), given, rtol=1e-3, atol=1e-3 * np.abs(given).max())
    return found if near and (factor != 0).all() else None


@cache
def colours(channels: int) -> Array:
    """From independent numbers to channels as they vary together in the chapter's pictures: C×C."""
    if channels != 3:
        return np.eye(channels)
    painted = [seeds.picture(name).reshape(3, -1) for name in seeds.pictures()]
    values, vectors = np.linalg.eigh(np.cov(np.concatenate(painted, axis=1)))
    # The sign of each is free: its largest part is above 0.
    vectors = vectors * np.sign(vectors[np.abs(vectors).argmax(axis=0), range(channels)])
    mixing = vectors * np.sqrt(values)
    return np.asarray(mixing / np.linalg.norm(mixing, axis=0).max())


class Waves:
    """Pictures as sums of waves in independent colours, all of them free; and their optimizer.

    count, channels, sides: how many pictures, N×C×H×W.
    """

    def __init__(self, count: int, channels: int, sides: tuple[int, int]) -> None:
        across = np.fft.rfftfreq(sides[1])
        frequency = np.hypot(np.fft.fftfreq(sides[0])[:, None], across)
        self.sides, self.mixing = sides, colours(channels)
        # A slow wave moves much with a small step, as in photographs.
        self.scale = np.sqrt(sides[0] * sides[1]) / np.maximum(frequency, 1 / max(sides))
        self.twice = np.where((across == 0) | (across == 0.5), 1, 2)
        shape = (2, count, channels, *frequency.shape)
        self.free = FIRST * np.random.default_rng(SEED).standard_normal(shape)
        self.slopes, self.squares, self.steps = np.zeros(shape), np.zeros(shape), 0

    def _bent(self) -> tuple[Array, Array, Array]:
        waves = (self.free[0] + 1j * self.free[1]) * self.scale
        x = np.einsum("rc,nchw->nrhw", self.mixing, np.fft.irfft2(waves, self.sides))
        spread = x.std(axis=(1, 2, 3), keepdims=True) + TINY
        return x, spread, 1 / (1 + np.exp(-CONTRAST * x / spread))

    def pictures(self) -> Array:
        """N×C×H×W, 0 to 1, each with the contrast of a photograph."""
        return self._bent()[2]

    def climb(self, slope: Array) -> None:
        """Change each picture a little, along the slope N×C×H×W."""
        x, spread, pictures = self._bent()
        axes = (1, 2, 3)
        along = slope * pictures * (1 - pictures) * CONTRAST
        apart = x - x.mean(axis=axes, keepdims=True)
        share = (along * x).mean(axis=axes, keepdims=True)
        along = np.einsum("rc,nrhw->nchw", self.mixing, along / spread - apart * share / spread**3)
        waves = np.fft.rfft2(along) * self.twice * self.scale
        found = np.stack([waves.real, waves.imag])
        found /= np.sqrt(np.square(found).mean(axis=(0, 2, 3, 4), keepdims=True)) + TINY
        self.steps += 1
        self.slopes += (1 - MEMORY) * (found - self.slopes)
        self.squares += (1 - FORGETTING) * (np.square(found) - self.squares)
        mean = self.slopes / (1 - MEMORY**self.steps)
        size = np.sqrt(self.squares / (1 - FORGETTING**self.steps))
        self.free += RATE * mean / (size + TINY)


def made(plan: Planned, how: Reads) -> Iterator[Array]:
    """The pictures of a layer's units before each step, and after the last: N×C×H×W, 0 to 1."""
    canvas, units = plan.canvas, plan.looked.units
    assert canvas is not None
    waves = Waves(len(units), canvas.network.input_shape[0], canvas.sides)
    random = np.random.default_rng(SEED)
    most = min(MOST_MOVE, min(canvas.sides) // 4)
    for _ in range(plan.steps):
        seen = waves.pictures()
        yield rounded(seen)
        by = tuple(random.integers(-most, most, 2, endpoint=True).tolist())
        x = how.numbers(np.roll(seen, by, (2, 3))).astype(plan.dtype)
        slope = np.stack([canvas.slope(x[k], unit.channel) for k, unit in enumerate(units)]).astype(
            np.float64
        )
        back = np.roll(slope, tuple(-each for each in by), (2, 3))
        waves.climb(np.nan_to_num(back) * how.factor[:, None, None])
    yield rounded(waves.pictures())


def rounded(pictures: Array) -> Array:
    """Each colour as one of the shades that are drawn."""
    return np.minimum(np.round(pictures * 255 / SHADES) * SHADES, 255) / 255
