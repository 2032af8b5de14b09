"""Owns the quick way for large 3×3 convolutions: two output rows by four products, not six.

Winograd's minimal filtering F(2, 3) along y (Lavin & Gray, "Fast algorithms for convolutional
neural networks", 2016), and columns gathered along x. Only sums, differences and halves of weights
enter, so that it rounds no worse than the plain sum; longer tiles are quicker but lose digits.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

Array = NDArray[Any]

# Of four input rows d: d0 − d2, d1 + d2, d2 − d1, d1 − d3.
_INPUT = np.array([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]], np.float32)
# Of four products m: the output rows m0 + m1 + m2 and m1 − m2 − m3.
_OUTPUT = np.array([[1, 1, 1, 0], [0, 1, -1, -1]], np.float32)
# Of three kernel rows g: g0, (g0 + g1 + g2) / 2, (g0 − g1 + g2) / 2, g2.
_KERNEL = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]], np.float32)
# The same for a kernel laid out as nine numbers, one column of it at a time: 4×9×3.
_KERNEL9 = np.einsum("pu,vw->puvw", _KERNEL, np.eye(3, dtype=np.float32)).reshape(4, 9, 3)

_WORTH_IT = 1 << 21
"""From how many channel pairs times output cells on the saved products outweigh the sums."""


def pays(kernel: tuple[int, int, int, int], out: tuple[int, int]) -> bool:
    """Whether a float32 convolution of stride 1 (kernel O×C×kh×kw, out H×W) is quicker this way.

    >>> pays((64, 64, 3, 3), (56, 56)), pays((16, 6, 3, 3), (56, 56))
    (True, False)
    """
    c_out, c_in, *size = kernel
    return size == [3, 3] and min(c_out, c_in) >= 32 and c_out * c_in * out[0] * out[1] >= _WORTH_IT


class WinogradPlan:
    """The arrays and views of one such convolution, one thread's own: a call writes into them."""

    def __init__(
        self,
        c_in: int,
        c_out: int,
        size: tuple[int, int],
        corner: tuple[int, int],
        out: tuple[int, int],
        block_bytes: int,
    ) -> None:
        height, width = out
        pairs = -(-height // 2)
        self.bias_shape = (c_out,)
        self.out_shape = (c_out, height, width)
        self.pairs = pairs
        padded = np.zeros((c_in, max(2 * pairs + 2, corner[0] + size[0]), width + 2), np.float32)
        self.inside = padded[:, corner[0] : corner[0] + size[0], corner[1] : corner[1] + size[1]]

        most = max(1, block_bytes // (4 * 3 * c_in * width * 4))
        most = -(-pairs // -(-pairs // most))
        rows = np.empty((2, 4 * c_in * most * (width + 2)), np.float32)
        columns = np.empty(4 * 3 * c_in * most * width, np.float32)
        products = np.empty(4 * c_out * most * width, np.float32)
        results = np.empty(2 * c_out * most * width, np.float32)
        self.blocks = []
        for first in range(0, pairs, most):
            n = min(most, pairs - first)
            picked, mixed = (r[: 4 * c_in * n * (width + 2)].reshape(4, -1) for r in rows)
            shape = (4, c_in, n, width + 2)
            c, y, x = padded.strides
            four = as_strided(padded[:, 2 * first :], shape, (y, c, 2 * y, x), writeable=False)
            p, c, y, x = mixed.reshape(shape).strides
            slid = as_strided(mixed, (4, c_in, 3, n, width), (p, c, x, y, x), writeable=False)
            gathered = columns[: slid.size].reshape(slid.shape)
            product = products[: 4 * c_out * n * width].reshape(4, c_out, n * width)
            result = results[: 2 * c_out * n * width].reshape(2, -1)
            self.blocks.append(
                (
                    (picked.reshape(shape), four),
                    (picked, mixed),
                    (gathered, slid),
                    (gathered.reshape(4, 3 * c_in, n * width), product),
                    (product.reshape(4, -1), result),
                    (result.reshape(2, c_out, n, width).swapaxes(0, 1), slice(first, first + n)),
                )
            )

    def run(self, x: Array, kernel: Array, bias: Array | None) -> Array:
        np.copyto(self.inside, x)
        c_out, height, width = self.out_shape
        weights = np.matmul(kernel.reshape(-1, 9), _KERNEL9).reshape(4, c_out, -1)
        out = np.empty((c_out, self.pairs * 2, width), np.float32)
        target = out.reshape(c_out, self.pairs, 2, width).swapaxes(1, 2)
        shift = np.float32(0) if bias is None else bias[:, None, None, None]
        for pick, mix, gather, multiply, collect, place in self.blocks:
            np.copyto(*pick)
            np.matmul(_INPUT, *mix)
            np.copyto(*gather)
            np.matmul(weights, *multiply)
            np.matmul(_OUTPUT, *collect)
            result, pairs = place
            np.add(result, shift, target[:, :, pairs])
        return out if height == self.pairs * 2 else out[:, :height].copy()
