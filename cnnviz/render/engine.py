"""The page's own views in an engine of JavaScript: scenes in, SVG out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Any, Self

from cnnviz import wire
from cnnviz.content import seeds
from cnnviz.content.scene import Scene
from cnnviz.page.bundling import bundle
from cnnviz.render.javascript import javascript
from cnnviz.render.look import Look

_ENTRY = "js/stills.js"


@dataclass(frozen=True)
class Still:
    """A frame of an open scene: when it begins and is complete, in seconds, and its words."""

    k: int
    start: float
    settled: float
    sentence: str
    rests: bool
    """Whether all that its sentence tells is to be seen in it."""


class Film:
    """A scene that an engine has open: every moment of it as SVG. It is the engine's last one."""

    def __init__(self, engine: Engine, record: Mapping[str, Any], title: str, look: Look) -> None:
        self._engine = engine
        self.title = title
        self.look = look
        self.seconds: float = record["seconds"]
        """How long it lasts."""
        self.frames = [Still(k, **each) for k, each in enumerate(record["frames"])]

    def settled(self, k: int) -> str:
        """Frame k, from 0, once it is complete. Raises IndexError where there is none."""
        return self._engine.call("settled", self.frames[k].k)

    def moving(self, seconds: float) -> str:
        """What is to be seen at that second, in motion; before and after, its first and last."""
        return self._engine.call("moving", seconds)


class Engine:
    """An engine with the views. It must be closed, as a `with` does: else Python never exits.

    Raises MissingExtra where there is none.
    """

    def __init__(self) -> None:
        self._javascript = javascript()
        # A name of its own, as engines may share their globals with others.
        self._views = f"cnnviz{id(self)}"
        # A script is worth what its last line is: here what the module exports.
        self._javascript.eval(f"globalThis.{self._views} = (0, eval)({json.dumps(_script())}); 0")

    def open(self, scene: Scene, look: Look) -> Film:
        """Opens a scene, in place of the last one."""
        stream = b"".join(wire.lines(scene)).decode()
        record = json.loads(
            self._eval(f"JSON.stringify({self._called('open', stream, look.record())})")
        )
        return Film(self, record, scene.title, look)

    def call(self, function: str, *arguments: float) -> str:
        """The text that a function of static/js/stills.js gives."""
        return self._eval(self._called(function, *arguments))

    def _called(self, function: str, *arguments: object) -> str:
        """A call of it as a script."""
        return f"{self._views}.{function}({', '.join(map(json.dumps, arguments))})"

    def _eval(self, code: str) -> str:
        return str(self._javascript.eval(code))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the views, and ends the engine's thread where it has one."""
        self._javascript.eval(f"delete globalThis.{self._views}")
        self._javascript.close()


@cache
def _script() -> str:
    """The views, and all that they import, as one script."""
    static = seeds.folder("static")
    modules = {
        path.relative_to(static).as_posix(): path.read_text(encoding="utf-8")
        for path in (static / "js").rglob("*.js")
    }
    return bundle(modules, _ENTRY)
