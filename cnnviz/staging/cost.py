"""The cost of a sweep before it is built: how many numbers its frames will show."""

from __future__ import annotations

from cnnviz.content.param import ParameterError
from cnnviz.engine.geometry import output_size

MOST_NUMBERS = 200_000
"""Terms of all windows of one sweep, the first window's once for each of its own terms."""

Size = tuple[int, int]


def numbers(padded: Size, kernel: Size, channels: int, stride: int, dilation: int) -> int:
    """How many terms the frames of a sweep show, and sums so far.

    padded, kernel: (height, width); the kernel must fit.

    >>> numbers((6, 6), (3, 3), 1, 1, 1)  # 16 windows of 9 terms, and 9 frames of 9 terms and sums
    306
    """
    terms = channels * kernel[0] * kernel[1]
    windows = 1
    for size, side in zip(padded, kernel, strict=True):
        windows *= output_size(size, side, stride=stride, dilation=dilation)
    return windows * terms + 2 * terms**2


def require_affordable(
    parameter: str, padded: Size, kernel: Size, channels: int, stride: int, dilation: int
) -> None:
    """Raises ParameterError for `parameter`, the kernel, if the sweep would cost too much.

    The sentence names the largest square kernel up to which all fit.
    """
    if numbers(padded, kernel, channels, stride, dilation) <= MOST_NUMBERS:
        return
    fits, widest = 1, (min(padded) - 1) // dilation + 1
    while fits < widest:
        if numbers(padded, (fits + 1, fits + 1), channels, stride, dilation) > MOST_NUMBERS:
            break
        fits += 1
    raise ParameterError(
        parameter,
        f"is too large to be shown term by term over {_sides(padded)}, padding included: "
        f"up to {fits}×{fits} fits there; got {_sides(kernel)}",
    )


def _sides(size: Size) -> str:
    return f"{size[0]}×{size[1]}"
