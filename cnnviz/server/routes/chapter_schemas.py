"""The records of what is told apart from streams: the chapter, its notes, the server's health."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cnnviz.content.scene import Stage
from cnnviz.server.routes.schemas import SentRecord, Value


class ParamRecord(SentRecord):
    """A knob of a scene."""

    name: str = Field(description="The name by which a request gives its value.")
    label: str = Field(description="What stands beside its control.")
    kind: Literal["integer", "choice", "array", "strokes", "picture"] = Field(
        description="What its values are."
    )
    default: Value = Field(
        description="Of an array C×H×W; of a drawing strokes, each of points [x, y]."
    )
    minimum: int = Field(description="Of an integer.")
    maximum: int = Field(description="Of an integer; of a picture, its sides in pixels.")
    choices: list[tuple[str, str]] = Field(description="Pairs of value and label.")
    channels: int = Field(description="How many channels an array has.")
    help: str = Field(description="What it does, in a sentence; may be empty.")
    knob: bool = Field(description="Whether the page has a control for it.")


class PresetRecord(SentRecord):
    """Settings worth stopping at."""

    label: str = Field(description="What its button says.")
    values: dict[str, int | str] = Field(description="By parameter; the others keep theirs.")


class SceneRecord(SentRecord):
    """A scene before its parameters are known."""

    name: str = Field(description="Its name in addresses.")
    title: str = Field(description="Its title for people.")
    stage: Stage = Field(description="Where it stands on the pipeline strip.")
    params: list[ParamRecord] = Field(description="Its parameters, in the order of their controls.")
    presets: list[PresetRecord] = Field(description="Settings that it offers.")


class StepRecord(SentRecord):
    """One part of the chapter."""

    number: int = Field(description="Its place in the chapter, from 1.")
    name: str = Field(description="Its name in addresses.")
    title: str = Field(description="Its title for people.")
    lead: str = Field(description="What it is about, in a sentence.")
    scenes: list[SceneRecord] = Field(description="Its scenes, in order.")


class ChapterRecord(SentRecord):
    """The whole chapter."""

    version: str = Field(description="Names the contents: another version, other scenes.")
    title: str = Field(description="Its title for people.")
    part: str = Field(description="Which part of a book or course it is; may be empty.")
    subtitle: str = Field(description="What it is about, below its title; may be empty.")
    caption: str = Field(description="What the start screen shows; may be empty.")
    steps: list[StepRecord] = Field(description="Its steps, in order.")


class NotesRecord(SentRecord):
    """What a lecturer may say."""

    notes: dict[str, list[str]] = Field(description="By path, such as convolution/edge.")


class HealthRecord(SentRecord):
    """Whether the server takes requests, and which contents it plays."""

    status: Literal["starting", "ok", "stopping"] = Field(description="Whether it takes requests.")
    version: str = Field(description="Names the contents, as that of the chapter does.")


class OpenedRecord(SentRecord):
    """A network that was opened."""

    name: str = Field(description="What it is called.")
    address: str = Field(description="Where its page is, seen from the chapter's.")
