"""Panels that show one computation of a frame term by term."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cnnviz.content.records import Changes
from cnnviz.staging.panels.options import Options


@dataclass(frozen=True, kw_only=True)
class ProductsChanges(Changes):
    """What changes in products."""

    factors: bool | None = None
    """Whether its two factors stand above each product; they do by default, where there is room."""


@dataclass(frozen=True, kw_only=True)
class Products(Options):
    """A window times a kernel: each pair as a product, and the running sum below."""

    kind: ClassVar[str] = "products"
    changes: ClassVar[type[Changes]] = ProductsChanges

    group: int = 0
    """Which of the frame's computations it shows, from 0."""


@dataclass(frozen=True, kw_only=True)
class PickChanges(Changes):
    """What changes in a pick."""

    argmax: int | None = None
    """The term that is lifted out, from 0; none by default."""
    told: tuple[str, str] | None = None
    """What stands below the values once they are there: a name, and a number; by default what is
    computed."""


@dataclass(frozen=True, kw_only=True)
class Pick(Options):
    """A pooling window enlarged: its values one by one, and what comes of them below."""

    kind: ClassVar[str] = "pick"
    changes: ClassVar[type[Changes]] = PickChanges

    max_abs: float
    """The magnitude that is drawn in full colour."""
    group: int = 0
    """Which of the frame's computations it shows, from 0."""
