"""What people believe of how often a pixel is read."""

from __future__ import annotations

from cnnviz.misconceptions.maps import Touched
from cnnviz.misconceptions.outcome import Misconception, Outcome, Topic, multiplied, product


def _readers(touched: Touched) -> Outcome:
    return multiplied(*map(len, touched.over()))


READ: Topic[Touched] = Topic(
    "windows-over-a-pixel",
    _readers,
    (
        Misconception(
            "every pixel counts the same",
            "Every pixel is read equally often.",
            "Fewer windows reach the border than the middle, even with padding.",
            lambda touched: product(touched, "kernel", "kernel"),
        ),
        Misconception(
            "padding changes no pixel",
            "Zeros outside the picture change nothing for its pixels.",
            "They let windows reach over the edge, so its border is read more often.",
            lambda touched: _readers(touched._replace(padding=0)),
        ),
    ),
    Touched.drawn,
)

TOPICS = (READ,)
