"""Values that somebody may give where another is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np


class Odd:
    """Raises whatever it is asked."""

    def __array__(self, *_: object, **__: object) -> Any:
        raise RuntimeError("odd")

    def __index__(self) -> int:
        raise RuntimeError("odd")

    def __iter__(self) -> Iterator[Any]:
        raise RuntimeError("odd")

    def __repr__(self) -> str:
        raise RuntimeError("odd")


WRONG: dict[str, Any] = {
    "None": None,
    "text": "three",
    "empty text": "",
    "bytes": b"12",
    "-1": -1,
    "0": 0,
    "1": 1,
    "True": True,
    "1.0": 1.0,
    "2.5": 2.5,
    "nan": float("nan"),
    "inf": float("inf"),
    "complex": 1j,
    "10^9": 10**9,
    "10^30": 10**30,
    "10^5000": 10**5000,
    "()": (),
    "(1,)": (1,),
    "(1, 1)": (1, 1),
    "(1, 1.0)": (1, 1.0),
    "(True, 1)": (True, 1),
    "(0, -1)": (0, -1),
    "(10^9, 10^9)": (10**9, 10**9),
    "(1, 2, 3)": (1, 2, 3),
    "nested": [[1, 2], [3, 4]],
    "ragged": [[1, 2], [3]],
    "letters": ["a", "b"],
    "Nones": [None, None],
    "set": {1, 2},
    "mapping": {"a": 1},
    "odd": Odd(),
    "odds": [Odd()],
    "type": int,
    "empty": np.zeros((0,)),
    "empty maps": np.zeros((3, 0, 5)),
    "0-d": np.array(3.0),
    "vector": np.arange(5.0),
    "image": np.ones((5, 5)),
    "4-d": np.ones((1, 3, 5, 5)),
    "objects": np.array([1, "a", None], object),
    "strings": np.array([["a", "b"]]),
    "dates": np.zeros((3, 5, 5), "datetime64[s]"),
    "complexes": np.ones((3, 5, 5), complex),
    "structures": np.zeros(3, [("a", int)]),
    "long doubles": np.ones((3, 5, 5), np.longdouble),
    "wide": np.broadcast_to(np.float32(1), (3, 10**6, 10**6)),
    "lambda": lambda: 1,
}
