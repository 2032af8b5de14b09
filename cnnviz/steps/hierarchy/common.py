"""What the scenes of this step share: its name, its words, the choice of a digit."""

from __future__ import annotations

from cnnviz.content import seeds
from cnnviz.content.param import Param

DIGIT = Param(
    "digit",
    "Digit",
    "choice",
    seeds.digits()[0].name,
    choices=tuple((each.name, str(each.label)) for each in seeds.digits()),
)
