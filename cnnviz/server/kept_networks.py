"""Networks that visitors have opened, by a hash of their contents; the longest unused go first."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

MOST_KEPT = 12
"""Networks that are kept: each with each of its pictures counts for itself."""
MOST_KEPT_BYTES = 512 * 1024 * 1024
"""Bytes of their weights and activations together; one that has more is kept alone."""

T = TypeVar("T")


class KeptNetworks(Generic[T]):
    """Keeps things by name, as many as there is room for; each comes with its size in bytes."""

    def __init__(self, most: int = MOST_KEPT, most_bytes: int = MOST_KEPT_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._kept: OrderedDict[str, tuple[T, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, name: str) -> T | None:
        """The one of that name, which counts as used now; None where it is not here any more."""
        if name not in self._kept:
            return None
        self._kept.move_to_end(name)
        return self._kept[name][0]

    def keep(self, name: str, made: T, size: int) -> None:
        """Keeps one; those that were not used for longest go, as far as they must."""
        self._kept.pop(name, None)
        self._kept[name] = made, size
        while len(self._kept) > self._most or (
            len(self._kept) > 1 and self._size() > self._most_bytes
        ):
            self._kept.popitem(last=False)

    def _size(self) -> int:
        return sum(size for _, size in self._kept.values())
