"""Step 8's scene of sound, graphs and attention: its numbers, and what stands on the screen."""

from __future__ import annotations

import numpy as np

from cnnviz.content import seeds
from cnnviz.steps import step
from loosely import loosely

STEP = step("pytorch")


def test_the_graph_and_attention_say_what_was_computed() -> None:
    frames = STEP.spec("elsewhere").scene().frames
    said = " ".join(frame.narration for frame in frames)
    (mean,) = (frame for frame in frames if frame.narration.endswith("that is *5*."))
    assert mean.formula == r"\dfrac{4 + 2 + 6 + 8}{4} = 5"
    (other,) = (frame for frame in frames if "gets *5.5*." in frame.narration)
    assert other.formula == r"\dfrac{3 + 8}{2} = 5.5"
    (again,) = (frame for frame in frames if frame.narration.startswith("Do it once more"))
    assert again.formula == r"\dfrac{4 + 5.5 + 4 + 2.5}{4} = 4"
    keys, query = seeds.example("attention: keys")[0], seeds.example("attention: query")[0, 0]
    scores = np.exp([float(np.dot(key, query)) / 2**0.5 for key in keys])
    assert (
        f"{100 * scores[1] / scores.sum():.1f} % of its attention to “*cat*”, 3 words away" in said
    )


def test_what_a_mean_is_made_of_is_on_the_screen_beside_the_nodes() -> None:
    made = STEP.spec("elsewhere").scene()
    parts = loosely(next(each for each in made.panels if each.name == "graph").options).parts
    summed = 0
    for frame in made.frames:
        change = frame.panels.get("graph")
        if not frame.formula or change is None:
            continue
        shown = loosely(change).shown
        seen = [
            part.text
            for part in parts
            if part.shape in ("disc", "text") and part.at < shown <= (part.until or shown)
        ]
        terms = frame.formula.split("{")[1].split("}")[0].split(" + ")
        assert all(seen.count(term) >= terms.count(term) for term in terms), frame.narration
        summed += 1
    assert summed == 3
