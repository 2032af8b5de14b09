"""The chapter described as data: its steps, their scenes, and each scene's parameters."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cnnviz import wire
from cnnviz.content import seeds
from cnnviz.content.records import Json
from cnnviz.content.spec import SceneSpec, Step
from cnnviz.steps import STEPS


class NotFound(LookupError):
    """A step or scene that the chapter does not have; the message lists those that it has."""


@dataclass(frozen=True)
class Chapter:
    """The steps in order, with title and description, and what the start screen says besides."""

    title: str
    description: str
    steps: tuple[Step, ...]
    part: str = ""
    subtitle: str = ""
    caption: str = ""
    first: int = 1
    """The number of the first step: another one, where this is a part of a chapter."""
    mark: str = ""
    """What tells it from another chapter that is made of the same code and seeds."""

    @classmethod
    def default(cls) -> Self:
        """The chapter of seeds/ and steps/; its title and description are in text/chapter.md.

        What the start screen says besides are the paragraphs below them, as far as there are any.
        """
        words = seeds.text("chapter")
        told = [" ".join(each.split()) for each in words.body.split("\n\n")]
        part, subtitle, caption = (*told, "", "", "")[:3]
        return cls(words.title, words.lead, STEPS, part, subtitle, caption)

    def record(self, version: str) -> dict[str, Json]:
        """The chapter as JSON: {"version", "title", "part", …, "steps"}."""
        return {
            "version": version,
            "title": self.title,
            "part": self.part,
            "subtitle": self.subtitle,
            "caption": self.caption,
            "steps": [
                self._step(number, step) for number, step in enumerate(self.steps, self.first)
            ],
        }

    def _step(self, number: int, step: Step) -> dict[str, Json]:
        text = step.text
        return {
            "number": number,
            "name": step.name,
            "title": text.title,
            "lead": text.lead,
            "scenes": [wire.scene_spec(each) for each in step.scenes],
        }

    def notes(self) -> dict[str, list[str]]:
        """The speaker's notes of all scenes by path, such as convolution/edge."""
        return {
            f"{step.name}/{name}": list(words.notes)
            for step in self.steps
            for name, words in step.text.scenes.items()
        }

    def find(self, step: str, scene: str) -> SceneSpec:
        """The scene at that address. Raises NotFound, which lists what there is."""
        for each in self.steps:
            if each.name == step:
                for spec in each.scenes:
                    if spec.name == scene:
                        return spec
                names = ", ".join(spec.name for spec in each.scenes)
                raise NotFound(
                    f"There is no scene {_short(scene)} in step {step}, which has {names}."
                )
        names = ", ".join(each.name for each in self.steps)
        raise NotFound(f"There is no step {_short(step)}; the steps are {names}.")


def _short(name: str) -> str:
    return name if len(name) <= 40 else name[:39] + "…"


def to_json(record: object) -> bytes:
    """`record` as compact JSON in UTF-8. Raises ValueError on NaN or infinity."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def content_hash() -> str:
    """A hash of everything that scenes are made from: the package's code and seeds/."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for root, pattern in ((package, "**/*.py"), (seeds.folder("seeds"), "**/*")):
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                body = path.read_bytes()
                name = path.relative_to(root).as_posix()
                digest.update(f"{name}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()[:12]
