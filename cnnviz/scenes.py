"""The scenes from Python: a function for each step, which takes arrays and parameters.

>>> from cnnviz import scenes
>>> scene = scenes.convolution([[1, 1, 0, 0]] * 4, [[1, -1], [1, -1]], stride=1)
>>> scene.frames[-1].narration != ""
True
>>> scene.tensor("output").data[0, 0].tolist()
[0.0, 2.0, 0.0]

`cnnviz.wire.lines(scene)` gives the same lines as the server.
"""

from __future__ import annotations

from collections.abc import Callable

from cnnviz.content.param import ParameterError
from cnnviz.content.scene import Scene
from cnnviz.content.spec import Step
from cnnviz.engine.arguments import short_repr
from cnnviz.steps import STEPS


def play(step: Step, *arrays: object, scene: str = "", **given: object) -> Scene:
    """The scene of that name, by default the first of the step, with `given` parameters.

    `arrays` are the scene's arrays and pictures in their declared order (for convolution the input
    and the kernel): nested lists or numpy arrays, H×W or C×H×W.
    Raises ParameterError naming parameter, value and range, and UnknownName, a
    KeyError that lists the scenes, on an unknown one; TypeError on more arrays than it takes.
    """
    if not isinstance(step, Step):
        raise ParameterError("step", f"must be one of cnnviz.steps.STEPS; got {short_repr(step)}")
    default = isinstance(scene, str) and not scene
    spec = step.scenes[0] if default else step.spec(scene)
    names = [param.name for param in spec.params if param.kind in ("array", "picture")]
    if len(arrays) > len(names):
        takes = f"takes {len(names)} array(s): {', '.join(names) or 'none'}"
        raise TypeError(f"scene {spec.name} {takes}; got {len(arrays)}")
    for name, array in zip(names, arrays, strict=False):
        if name in given:
            raise ParameterError(name, "is given more than once")
        given[name] = array
    return spec.scene(given)


def _of(step: Step) -> Callable[..., Scene]:
    def scene_of_step(*arrays: object, scene: str = "", **given: object) -> Scene:
        return play(step, *arrays, scene=scene, **given)

    scene_of_step.__name__ = scene_of_step.__qualname__ = _name(step)
    scene_of_step.__doc__ = _describe(step)
    return scene_of_step


def _name(step: Step) -> str:
    return step.name.replace("-", "_")


def _describe(step: Step) -> str:
    lines = [f"A scene of the step {step.name}; see `play`. The scenes and their parameters:", ""]
    for spec in step.scenes:
        knobs = ", ".join(param.name for param in spec.params) or "no parameters"
        lines.append(f"{spec.name}: {knobs}")
    return "\n".join(lines)


_FUNCTIONS = {_name(step): _of(step) for step in STEPS}


def __getattr__(name: str) -> Callable[..., Scene]:
    if name in _FUNCTIONS:
        return _FUNCTIONS[name]
    raise AttributeError(f"there is no step {name}; the steps are {', '.join(_FUNCTIONS)}")


def __dir__() -> list[str]:
    return ["play", *_FUNCTIONS]
