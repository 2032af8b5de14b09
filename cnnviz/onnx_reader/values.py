"""Activations as the file has them: pictures in a batch of one, maybe with the channels last."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cnnviz.engine.layer import Shape


@dataclass(frozen=True, slots=True)
class Value:
    """An activation of the network, and how its axes lie in the file.

    Axis k of the file, not counting that of the pictures, is axis `order[k]` of the activation. So
    transposing costs nothing, as exporters of networks with the channels last do it at each layer.
    """

    layer: str
    shape: Shape
    is_batch: bool = True
    order: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.order:
            object.__setattr__(self, "order", tuple(range(len(self.shape))))

    @property
    def full(self) -> Shape:
        """Its shape in the file."""
        return (*(1,) * self.is_batch, *(self.shape[axis] for axis in self.order))

    @property
    def is_plain(self) -> bool:
        """Whether its axes lie as in the file."""
        return self.order == tuple(range(len(self.shape)))

    def axis(self, axis: int) -> int:
        """The activation's axis for one of the file; −1 for that of the pictures."""
        axis = axis % len(self.full) - self.is_batch
        return self.order[axis] if axis >= 0 else -1

    def transposed(self, permutation: tuple[int, ...]) -> Value | None:
        """The same with the file's axes in another order; None where pictures' own moves."""
        if sorted(permutation) != list(range(len(self.full))):
            return None
        if self.is_batch:
            if permutation[0] != 0:
                return None
            permutation = tuple(axis - 1 for axis in permutation[1:])
        return replace(self, order=tuple(self.order[axis] for axis in permutation))
