"""Builds and encodes every scene with its defaults, every preset and every name in seeds/."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from cnnviz import wire
from cnnviz.blame import blame_line
from cnnviz.check.fault import Fault
from cnnviz.content import seeds
from cnnviz.content.files import Unusable
from cnnviz.content.spec import SceneSpec
from cnnviz.mathml import first_misread


def scenes(skipped: Collection[str] = ()) -> tuple[int, list[Fault]]:
    """How many scenes there are, and what is wrong with those of the steps that are not skipped."""
    try:
        from cnnviz.steps import STEPS
    except Exception as error:
        return 0, [_fault(error, "the steps cannot be read")]
    found = []
    for step in STEPS:
        for spec in step.scenes:
            if step.name not in skipped:
                found += _built(spec)
    return sum(len(step.scenes) for step in STEPS), found


def _built(spec: SceneSpec) -> list[Fault]:
    found: list[Fault] = []
    for label, given in _settings(spec):
        try:
            scene = spec.scene(given)
            for _ in wire.lines(scene):
                pass
            for latex in dict.fromkeys(frame.formula for frame in scene.frames):
                if why := first_misread(latex):
                    sentence = f"the formula ${latex}$ of scene {spec.path} cannot be read: {why}"
                    found.append(Fault(f"cnnviz/steps/{spec.path}", 0, sentence))
        except Exception as error:
            of = f"{label} of scene {spec.path}" if label else f"scene {spec.path}"
            found.append(_fault(error, f"{of} cannot be built"))
    return found


def _settings(spec: SceneSpec) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The defaults, every preset, and each choice that is a name of something in the seeds."""
    yield "", {}
    for label, preset in spec.presets:
        yield f"preset “{label}”", preset
    named = {*seeds.networks(), *seeds.pictures(), *(each.name for each in seeds.digits())}
    for param in spec.params:
        for word, _ in param.choices:
            if word in named and word != param.default:
                yield f"{param.name} {word}", {param.name: word}


def _fault(error: Exception, what: str) -> Fault:
    """The line of the code that failed, or of the file of seeds/ that it could not use."""
    if isinstance(error, Unusable):
        return Fault.of(error)
    file, line, why = blame_line(error)
    return Fault(file, line, why if isinstance(error, SyntaxError) else f"{what}: {why}")
