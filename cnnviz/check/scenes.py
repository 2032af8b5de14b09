"""Builds every scene, with its defaults and with every preset, as far as it is sent."""

from __future__ import annotations

import traceback
from collections.abc import Collection
from pathlib import Path

from cnnviz import wire
from cnnviz.check.fault import Fault
from cnnviz.files import Unusable
from cnnviz.mathml import misread
from cnnviz.scene import Script

_PACKAGE = Path(__file__).parents[1]


def scenes(skipped: Collection[str] = ()) -> tuple[int, list[Fault]]:
    """How many scenes there are, and what is wrong with those of the steps that are not skipped."""
    try:
        from cnnviz.steps import STEPS
    except Exception as error:
        return 0, [_fault(error, "the steps cannot be read")]
    found = []
    for step in STEPS:
        for script in step.scripts:
            if step.name not in skipped:
                found += _built(f"{step.name}/{script.name}", script)
    return sum(len(step.scripts) for step in STEPS), found


def _built(name: str, script: Script) -> list[Fault]:
    found = []
    for label, given in (("", {}), *script.presets):
        try:
            scene = script.scene(given)
            for _ in wire.lines(scene):
                pass
            for latex in dict.fromkeys(frame.formula for frame in scene.frames):
                if why := misread(latex):
                    sentence = f"the formula ${latex}$ of scene {name} cannot be read: {why}"
                    found.append(Fault(f"cnnviz/steps/{name}", 0, sentence))
        except Exception as error:
            of = f"preset “{label}” of scene {name}" if label else f"scene {name}"
            found.append(_fault(error, f"{of} cannot be built"))
    return found


def _fault(error: Exception, what: str) -> Fault:
    """The line of the code that failed, or of the file of seeds/ that it could not use."""
    if isinstance(error, Unusable):
        return Fault.of(error)
    if isinstance(error, SyntaxError) and error.filename:
        return Fault(_short(error.filename), error.lineno or 0, f"is not Python: {error.msg}")
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    last = own[-1]
    why = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Fault(_short(last.filename), last.lineno or 0, f"{what}: {why}")


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(_PACKAGE.parent):
        path = path.relative_to(_PACKAGE.parent)
    return path.as_posix()
