"""The scenes from Python: a function for each step, which takes arrays and parameters.

>>> from cnnviz import scenes
>>> scene = scenes.convolution([[1, 1, 0, 0]] * 4, [[1, -1], [1, -1]], stride=1)
>>> scene.frames[-1].narration != ""
True
>>> scene.tensor("output").data[0, 0].tolist()
[0.0, 2.0, 0.0]

A notebook that shows such a scene plays it (`pip install 'cnnviz[notebook]'`), and what is changed
in the player changes the scene. `cnnviz.wire.lines(scene)` gives the same lines as the server.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Protocol, cast

import numpy as np

from cnnviz.content.arrays import MAX_SIDE
from cnnviz.content.param import Param, ParameterError
from cnnviz.content.parameter_error import counted, range_of
from cnnviz.content.spec import SceneSpec, Step
from cnnviz.engine.arguments import short_repr
from cnnviz.notebook.notebook_scene import NotebookScene
from cnnviz.steps import STEPS


def play(step: Step, *arrays: object, scene: str = "", **given: object) -> NotebookScene:
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
    return _play(step, spec, arrays, given)


def _play(
    step: Step, spec: SceneSpec, arrays: tuple[object, ...], given: dict[str, object]
) -> NotebookScene:
    names = [param.name for param in spec.params if param.kind in _ARRAYS]
    if len(arrays) > len(names):
        takes = f"takes {counted(len(names), 'array')}: {', '.join(names) or 'none'}"
        raise TypeError(f"scene {spec.name} {takes}; got {len(arrays)}")
    for name, array in zip(names, arrays, strict=False):
        if name in given:
            raise ParameterError(name, "is given more than once")
        given[name] = array
    number = next((k for k, each in enumerate(STEPS, 1) if each is step), 0)
    return NotebookScene.of_spec(spec, given, step, number)


_ARRAYS = ("array", "picture")
"""Kinds of parameters that may be given without their names."""


class StepFunction(Protocol):
    """The function of a step; those of its scenes are its attributes."""

    def __call__(
        self, *arrays: object, scene: str = "", **given: object
    ) -> NotebookScene: ...  # pragma: no cover

    def __getattr__(self, name: str) -> Callable[..., NotebookScene]: ...  # pragma: no cover


def _of(step: Step) -> StepFunction:
    def scene_of_step(*arrays: object, scene: str = "", **given: object) -> NotebookScene:
        return play(step, *arrays, scene=scene, **given)

    _name_function(scene_of_step, _name(step), _describe(step))
    for spec in step.scenes:
        setattr(scene_of_step, spec.name, _of_scene(step, spec))
    return cast(StepFunction, scene_of_step)


def _of_scene(step: Step, spec: SceneSpec) -> Callable[..., NotebookScene]:
    def scene_of_name(*arrays: object, **given: object) -> NotebookScene:
        return _play(step, spec, arrays, given)

    lines = [f"{spec.title}: the scene {spec.path}.", ""]
    lines += [f"{param.name}: {_range(param)}" for param in spec.params]
    _name_function(scene_of_name, spec.name, "\n".join(lines), f"{_name(step)}.{spec.name}")
    scene_of_name.__signature__ = _signature(spec)  # type: ignore[attr-defined]
    return scene_of_name


def _name_function(
    function: Callable[..., NotebookScene], name: str, doc: str, path: str = ""
) -> None:
    function.__name__, function.__qualname__, function.__doc__ = name, path or name, doc


def _signature(spec: SceneSpec) -> Signature:
    """What the scene takes: arrays in their order or by name, all else by name."""
    arrays = [param for param in spec.params if param.kind in _ARRAYS]
    others = [param for param in spec.params if param.kind not in _ARRAYS]
    kinds = [(Parameter.POSITIONAL_OR_KEYWORD, arrays), (Parameter.KEYWORD_ONLY, others)]
    return Signature(
        [
            Parameter(param.name, kind, default=_Default(param))
            for kind, params in kinds
            for param in params
        ],
        return_annotation=NotebookScene,
    )


@dataclass(frozen=True)
class _Default:
    """A parameter's default, as `help` prints it: of an array its shape."""

    param: Param

    def __repr__(self) -> str:
        value = self.param.default
        if isinstance(value, np.ndarray):
            return f"<{'×'.join(map(str, value.shape))} numbers>"
        return f"<{len(value)} strokes>" if isinstance(value, tuple) else repr(value)


def _range(param: Param) -> str:
    """Which values it takes, in words."""
    match param.kind:
        case "integer":
            return f"{param.label}, a whole number {range_of(param.minimum, param.maximum)}"
        case "choice":
            return (
                f"{param.label}, one of {', '.join(word or '(none)' for word, _ in param.choices)}"
            )
        case "array":
            size = f"at most {MAX_SIDE}×{MAX_SIDE} numbers"
            return f"{param.label}, {counted(param.channels, 'channel')} of {size}"
        case "picture":
            own = f"{param.channels}×{param.maximum}×{param.maximum} numbers from 0 to 1"
            words = ", ".join(word for word, _ in param.choices)
            return f"{param.label}, {own}, or one of {words}"
        case "strokes":
            return f"{param.label}, a list of strokes of points [x, y] from 0 to 1"


def _name(step: Step) -> str:
    return step.name.replace("-", "_")


def _describe(step: Step) -> str:
    lines = [f"A scene of the step {step.name}; see `play`. The scenes and their parameters:", ""]
    for spec in step.scenes:
        knobs = ", ".join(param.name for param in spec.params) or "no parameters"
        lines.append(f"{spec.name}: {knobs}")
    function = _name(step)
    lines += ["", f"Each has a function of its own, such as `{function}.{step.scenes[0].name}`."]
    return "\n".join(lines)


_FUNCTIONS = {_name(step): _of(step) for step in STEPS}


def __getattr__(name: str) -> StepFunction:
    if name in _FUNCTIONS:
        return _FUNCTIONS[name]
    raise AttributeError(f"there is no step {name}; the steps are {', '.join(_FUNCTIONS)}")


def __dir__() -> list[str]:
    return ["play", *_FUNCTIONS]
