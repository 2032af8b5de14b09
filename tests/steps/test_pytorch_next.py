"""Step 8's networks that followed: figures that others published, and what is drawn of them."""

from __future__ import annotations

from typing import Any

from cnnviz.content.scene import Scene
from cnnviz.engine import architectures
from cnnviz.steps import step
from cnnviz.steps.pytorch import block_rows
from loosely import loosely


def scene(name: str) -> Scene:
    return step("pytorch").spec(name).scene({})


def test_published_networks_have_the_published_numbers_of_parameters() -> None:
    assert sum(architectures.alexnet().parameters().values()) == 60_965_224
    assert sum(architectures.vgg16().parameters().values()) == 138_357_544
    assert architectures.resnet50_parameters() == 25_557_032
    assert architectures.googlenet_parameters() == 6_998_552


def test_what_came_next_is_told_with_those_numbers() -> None:
    made = scene("next")
    said = " ".join(frame.narration for frame in made.frames)
    millions = ["about 61 million", "about 138 million", "about 7 million", "about 25.6 million"]
    for figure in (*millions, "about 96.2 %", "only 27"):
        assert figure in said
    drawn = [
        panel for panel in made.panels if panel.name in ("alexnet", "vgg", "googlenet", "resnet")
    ]
    printed = [loosely(panel.options).parts[-1].text for panel in drawn]
    assert printed == [each.removeprefix("about ") for each in millions]


def test_rows_have_as_many_blocks_as_the_networks() -> None:
    ways = [piece for piece in block_rows.googlenet() if piece.ways > 1]
    assert len(ways) == len(architectures.INCEPTION) == 9
    assert sum(piece.past for piece in block_rows.resnet50()) == sum((3, 4, 6, 3)) == 16
    notes = {panel.name: panel.note for panel in scene("next").panels}
    assert "9 blocks" in notes["googlenet-block"]
    assert "16 blocks" in notes["resnet-block"]


def test_filters_in_a_row_see_as_far_as_they_are_drawn_and_take_fewer_weights() -> None:
    parts = loosely(next(p for p in scene("next").panels if p.name == "vgg-stack").options).parts
    words = [part.text for part in parts if part.shape == "text"]
    assert words[1:6:2] == ["3×3", "5×5", "7×7"]
    assert (words[-3], words[-1]) == (str(7 * 7), str(3 * (3 * 3)))
    upright = [part for part in parts if part.colour == "muted" and _is_upright(part)]
    at = sorted({part.at for part in upright})
    cells = [sum(part.at == each for part in upright) - 1 for each in at]
    # The first field comes with the single cell, which has two lines as well.
    assert [cells[0] - 2, *cells[1:3]] == [3, 5, 7]


def _is_upright(part: Any) -> bool:
    ends = {x for x, _ in part.points}
    return part.shape == "line" and len(part.points) == 2 and len(ends) == 1
