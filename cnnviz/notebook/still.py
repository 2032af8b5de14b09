"""A scene at its end as a picture and a sentence: what an output shows without a player."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape

from cnnviz.content.scene import Scene, strip_emphasis
from cnnviz.render.engine import Engine
from cnnviz.render.extras import MissingExtra
from cnnviz.render.look import Look

_LOOK = Look(width=960, height=540)


@dataclass(frozen=True)
class SceneStill:
    """The picture as SVG, empty where nothing is here that draws it, and what it shows."""

    svg: str
    words: str

    def html(self, name: str, note: str = "") -> str:
        """Both, in an element of that id; as an image, which every viewer of notebooks lets be."""
        data = base64.b64encode(self.svg.encode()).decode()
        image = (
            f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(self.words)}" '
            'style="width: 100%; max-width: 960px">'
        )
        below = " ".join(filter(None, (self.words, note)))
        return (
            f'<figure id="{name}" style="margin: 0">{image if self.svg else ""}'
            f"<figcaption>{escape(below)}</figcaption></figure>"
        )


def still_of(scene: Scene) -> SceneStill:
    """The last frame. Where no engine of JavaScript is, there are only words."""
    sentence = strip_emphasis(scene.frames[-1].narration)
    words = f"{scene.title.rstrip('.')}. {sentence}"
    try:
        with Engine() as engine:
            film = engine.open(scene, _LOOK)
            return SceneStill(film.settled(len(film.frames) - 1), words)
    except MissingExtra:
        return SceneStill("", words)


def bundle_of(scene: Scene, still: SceneStill, name: str, note: str = "") -> dict[str, str]:
    """What an output carries, by type; `name` is the element's, `note` what is said besides."""
    plain = "\n".join(filter(None, (repr(scene), still.words, note)))
    bundle = {"text/plain": plain, "text/html": still.html(name, note)}
    return bundle | ({"image/svg+xml": still.svg} if still.svg else {})
