"""A scene before its parameters are known, and the step that it belongs to.

A scene is declared once, by the decorator of the function that makes its parts:

    @scene("edge", stage=Stage.CONV, params=(INPUT, KERNEL))
    def edge(values: Values, text: SceneText) -> Parts: ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from cnnviz.content import seeds
from cnnviz.content.compare import Compared
from cnnviz.content.names import find_named
from cnnviz.content.pace import set_durations
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Panel, Scene, Stage, Tensor
from cnnviz.content.texts import SceneText, StepText


class Parts(NamedTuple):
    """What a scene is made of, once its parameters are known."""

    tensors: Sequence[Tensor]
    panels: Sequence[Panel]
    frames: Sequence[Frame]


Build: TypeAlias = Callable[[Values, SceneText], Parts]
Preset: TypeAlias = tuple[str, Mapping[str, int | str]]
"""A setting worth stopping at: what to call it, and values by parameter name."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SceneSpec(Compared):
    """A scene before its parameters are known."""

    name: str
    stage: Stage
    build: Build
    params: tuple[Param, ...] = ()
    presets: tuple[Preset, ...] = ()
    is_brief: bool = False
    """Whether it has but a few frames, made in a few milliseconds: it can follow a hand."""
    is_slow: bool = False
    """Whether it takes seconds to make: such scenes are made one after another."""
    step: str = ""
    """The name of its step, which sets it."""
    texts: Callable[[str], StepText] = seeds.text
    """Where the text of its step is found."""

    @property
    def path(self) -> str:
        """Its address, such as convolution/edge."""
        return f"{self.step}/{self.name}"

    @property
    def text(self) -> SceneText:
        """Its sentences, in the language of the seeds; none where its step's text has none."""
        return self.texts(self.step).scenes.get(self.name) or SceneText(self.name, {})

    @property
    def title(self) -> str:
        """What it is called on the page; its name where the text gives it no title."""
        return self.text.title

    def scene(self, given: Mapping[str, object] | None = None) -> Scene:
        """The scene with `given` parameters, the rest at their defaults.

        Raises ParameterError naming the parameter, its value and its range.
        """
        return self.play(Values.check(self.params, given or {}))

    def play(self, values: Values) -> Scene:
        """The scene with values that were checked. Raises ParameterError where they don't fit."""
        text = self.text
        tensors, panels, frames = self.build(values, text)
        return Scene(
            self.step,
            self.name,
            text.title,
            self.stage,
            values,
            tuple(tensors),
            tuple(panels),
            set_durations(frames),
        )

    def __repr__(self) -> str:
        names = ", ".join(param.name for param in self.params) or "no parameters"
        return f"<SceneSpec {self.name}: {names}>"


def scene(
    name: str,
    *,
    stage: Stage,
    params: tuple[Param, ...] = (),
    presets: tuple[Preset, ...] = (),
    is_brief: bool = False,
) -> Callable[[Build], SceneSpec]:
    """Declares the scene that the decorated function builds."""

    def declare(build: Build) -> SceneSpec:
        return SceneSpec(name, stage, build, params, presets, is_brief)

    return declare


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Step(Compared):
    """One part of the chapter, and its scenes in order."""

    name: str
    scenes: tuple[SceneSpec, ...]
    texts: Callable[[str], StepText] = seeds.text

    def __post_init__(self) -> None:
        scenes = tuple(replace(each, step=self.name, texts=self.texts) for each in self.scenes)
        object.__setattr__(self, "scenes", scenes)

    @property
    def text(self) -> StepText:
        """Its title, its article, and the sentences of its scenes."""
        return self.texts(self.name)

    def spec(self, name: str) -> SceneSpec:
        """The scene of that name. Raises UnknownName, a KeyError that lists the scenes."""
        return find_named("scene", name, self.scenes)

    def __repr__(self) -> str:
        return f"<Step {self.name}: {', '.join(each.name for each in self.scenes)}>"
