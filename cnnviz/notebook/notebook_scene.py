"""A scene that a notebook shows: with the player where there is anywidget, else as a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Self

from cnnviz.content.scene import Scene
from cnnviz.content.spec import SceneSpec, Step
from cnnviz.render.extras import MissingExtra, extra

if TYPE_CHECKING:
    from cnnviz.notebook.widget import SceneWidget

_VIEW = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NotebookScene(Scene):
    """A scene as the functions of `cnnviz.scenes` give it: a notebook that shows it plays it.

    What is changed in the player changes it, too: `values`, and the tensors and frames that follow
    from them. `change` sets parameters from Python.
    """

    spec: SceneSpec
    of: tuple[Step, int]
    """Its step, and the step's number in the chapter; 0 for what is none of it."""
    _made: list[SceneWidget] = field(default_factory=list, compare=False)
    """The widget that plays it, once there is one."""

    @classmethod
    def of_spec(
        cls, spec: SceneSpec, given: Mapping[str, object], step: Step, number: int = 0
    ) -> Self:
        """The scene with `given` parameters. Raises ParameterError."""
        return cls(**_parts(spec.scene(given)), spec=spec, of=(step, number))

    @property
    def widget(self) -> SceneWidget:
        """The widget that plays it, always the same one; its `values` are a traitlet.

        Raises MissingExtra, which says what to install.
        """
        if not self._made:
            extra("anywidget", "the player in a notebook", "notebook")
            from cnnviz.notebook.widget import SceneWidget

            made = SceneWidget(self.spec, self, *self.of)
            made.observe(self._follow, "values")
            self._made.append(made)
        return self._made[0]

    def change(self, **given: object) -> None:
        """Sets these parameters, in the player too. Raises ParameterError, and changes nothing."""
        if self._made:
            self.widget.values = given
        else:
            self._become(self.spec.scene({**self.values, **given}))

    def observe(self, handler: Callable[[Any], object], names: str = "values") -> None:
        """Calls the handler with each change, as traitlets do. Raises MissingExtra."""
        self.widget.observe(handler, names)

    def _follow(self, change: Mapping[str, Any]) -> None:
        self._become(self.spec.play(change["new"]))

    def _become(self, scene: Scene) -> None:
        """To the outside it stays frozen: all parts change together, or none."""
        for name, part in _parts(scene).items():
            object.__setattr__(self, name, part)

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        try:
            return self.widget._repr_mimebundle_()
        except MissingExtra as missing:
            # When it is shown: who only computes with scenes does not pay for drawing.
            from cnnviz.notebook.still import bundle_of, still_of

            return bundle_of(self, still_of(self), "cnnviz-still", f"{missing}."), {}

    def _ipython_display_(self) -> None:
        """Shows picture and player as two outputs, of which a living player hides the first.

        JupyterLab, which prefers players, says of one without a kernel that it is not found: the
        picture of a notebook that was saved stands beside that.
        """
        display = extra("IPython.display", "showing it", "notebook").display
        data, metadata = self._repr_mimebundle_()
        view = data.pop(_VIEW, None)
        display(data, raw=True)
        if view:
            # Its words are above; nbconvert complains of an output without any.
            display({_VIEW: view, "text/plain": ""}, metadata=metadata, raw=True)

    def _display_(self) -> object:
        """What marimo shows: the widget, or where there is none, the picture."""
        try:
            return self.widget
        except MissingExtra:
            return _Picture(self._repr_mimebundle_()[0]["text/html"])


@dataclass(frozen=True)
class _Picture:
    html: str

    def _repr_html_(self) -> str:
        return self.html


def _parts(scene: Scene) -> dict[str, Any]:
    return {each.name: getattr(scene, each.name) for each in fields(Scene)}
