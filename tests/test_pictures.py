"""Every scene has the picture that was accepted, and it is an SVG."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from cnnviz.opened.example import example_steps
from cnnviz.steps import STEPS

FOLDER = Path(__file__).parent / "pictures"


def test_every_scene_has_a_picture_that_is_well_formed() -> None:
    names = {
        spec.path.replace("/", "-") for step in (*STEPS, example_steps()[0]) for spec in step.scenes
    }
    assert {path.stem for path in FOLDER.glob("*.svg")} == names, "make golden, and look at it"
    for path in FOLDER.glob("*.svg"):
        assert ElementTree.parse(path).getroot().tag == "{http://www.w3.org/2000/svg}svg"
