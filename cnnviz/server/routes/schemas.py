"""The records of the API as OpenAPI describes them: chapter, stream lines, errors."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cnnviz.content.scene import Op, Stage


class Record(BaseModel):
    """What is sent holds what is declared and nothing else."""

    model_config = ConfigDict(extra="forbid")


class Problem(Record):
    """Why a request was refused."""

    detail: str = Field(description="One sentence for people.")
    parameter: str | None = Field(None, description="The parameter at fault, where there is one.")


class ParamRecord(Record):
    """A knob of a scene."""

    name: str
    label: str
    kind: Literal["integer", "choice", "array", "strokes", "picture"]
    default: int | float | str | list[list[list[float]]] = Field(
        description="Of an array C×H×W; of a drawing strokes, each of points [x, y]."
    )
    minimum: int = Field(description="Of an integer.")
    maximum: int = Field(description="Of an integer; of a picture, its sides in pixels.")
    choices: list[tuple[str, str]] = Field(description="Pairs of value and label.")
    channels: int = Field(description="How many channels an array has.")
    help: str
    knob: bool = Field(description="Whether the page has a control for it.")


class PresetRecord(Record):
    """Settings worth stopping at."""

    label: str
    values: dict[str, int | str]


class SceneRecord(Record):
    """A scene before its parameters are known."""

    name: str
    title: str
    stage: Stage
    params: list[ParamRecord]
    presets: list[PresetRecord]


class StepRecord(Record):
    """One part of the chapter."""

    number: int
    name: str
    title: str
    icon: str
    lead: str
    scenes: list[SceneRecord]


class ChapterRecord(Record):
    """The whole chapter."""

    version: str = Field(description="Names the contents: another version, other scenes.")
    title: str
    steps: list[StepRecord]


class NotesRecord(Record):
    """What a lecturer may say."""

    notes: dict[str, list[str]] = Field(description="By path, such as convolution/edge.")


class HealthRecord(Record):
    """Whether the server takes requests, and which contents it plays."""

    status: Literal["starting", "ok", "stopping"]
    version: str


class TensorRecord(Record):
    """One array, C×H×W. Small ones travel as `values`, others as bytes b: offset + b·step."""

    name: str
    label: str
    stage: Stage
    scale: Literal["signed", "image", "rgb", "count"]
    max_abs: float = Field(description="The magnitude that is drawn in full colour.")
    shape: tuple[int, int, int]
    editable: str | None = Field(None, description="The array parameter that an edit changes.")
    values: list[float] | None = Field(None, description="All cells in reading order.")
    offset: float | None = None
    step: float | None = None
    bytes: str | None = Field(None, description="Base64, one byte a cell in reading order.")


class PanelRecord(Record):
    """One picture within a scene."""

    name: str
    kind: str
    tensors: list[str]
    label: str
    note: str
    stage: Stage
    size: tuple[float, float]
    operator: str
    options: dict[str, Any]


class HeaderLine(Record):
    """The first line: everything that the frames point into."""

    type: Literal["scene"]
    step: str
    name: str
    title: str
    stage: Stage
    values: dict[str, Any]
    tensors: list[TensorRecord]
    panels: list[PanelRecord]
    frames: int


class BoxRecord(Record):
    """A region of a tensor: half-open ranges by axis, which may lie in the padding."""

    tensor: str
    role: Literal["window", "kernel", "cell", "skipped", "argmax", "border", "highlight"]
    channels: tuple[int, int]
    rows: tuple[int, int]
    columns: tuple[int, int]
    group: int = -1


class OperandRecord(Record):
    """Where the terms of a work have one of their factors: cells of a tensor, `step` apart.

    Those that lie outside the tensor are padding, which counts as 0.
    """

    tensor: str
    start: tuple[int, int, int] = Field(
        (0, 0, 0), description="Channel, row and column of the first; it may lie in the padding."
    )
    step: tuple[int, int] = Field((1, 1), description="From row to row, from column to column.")


class ComputationRecord(Record):
    """One cell's arithmetic: terms that give its result."""

    op: Op
    terms: list[list[float]] = Field(
        description="All of them, or of very many the first three and the last."
    )
    running: list[float]
    bias: float
    result: float
    tensor: str
    index: tuple[int, int, int]
    shown: int
    shape: tuple[int, int, int] = Field(
        description="How many terms there are by channel, row and column; term i is at "
        "start + (i // (rows · columns), step · (i // columns % rows, i % columns))."
    )
    operands: list[OperandRecord] = Field(
        description="Of a dot product what is read and the weights, else what is read."
    )
    own: int = Field(0, description="Of softmax, for which of its terms this number is, from 0.")


class FrameLine(Record):
    """One moment, complete in itself; what is empty is left out."""

    type: Literal["frame"]
    k: int
    seconds: float
    narration: str = ""
    formula: str = Field("", description="MathML.")
    boxes: list[BoxRecord] = []
    computations: list[ComputationRecord] = []
    revealed: dict[str, int] = {}
    hidden: list[str] = []
    focus: list[str] = []
    panels: dict[str, dict[str, Any]] = {}


class EndLine(Record):
    """The last line. A stream without it has failed."""

    type: Literal["end"]
    frames: int


class ErrorLine(Record):
    """In place of the last line: the scene broke off."""

    type: Literal["error"]
    detail: str


LINES = (HeaderLine, FrameLine, EndLine, ErrorLine)
