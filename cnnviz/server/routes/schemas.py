"""The records of a stream: its lines and what they hold, and why a request was refused.

OpenAPI describes them, and static/js/data/wire.d.ts declares them for the player (`make types`).
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from cnnviz.content.computation import Op
from cnnviz.content.question import QuestionKind
from cnnviz.content.scene import Role, Scale, Stage
from cnnviz.staging.panels import KINDS

Value: TypeAlias = int | float | str | list[list[list[float]]]
"""A parameter's value: of an array C×H×W; of a drawing strokes, each of points [x, y]."""


class SentRecord(BaseModel):
    """What is sent holds what is declared and nothing else."""

    model_config = ConfigDict(extra="forbid")


class Problem(SentRecord):
    """Why a request was refused."""

    detail: str = Field(description="One sentence for people.")
    parameter: str | None = Field(None, description="The parameter at fault, where there is one.")


class TensorRecord(SentRecord):
    """One array, C×H×W. Small ones travel as `values`, others as bytes b: offset + b·step."""

    name: str = Field(description="The name by which panels and boxes point to it.")
    label: str = Field(description="What it is, for people.")
    stage: Stage = Field(description="The stage that made it: its hue.")
    scale: Scale = Field(description="How its values become colours.")
    max_abs: float = Field(description="The magnitude that is drawn in full colour.")
    shape: tuple[int, int, int] = Field(description="Channels, rows, columns.")
    editable: str | None = Field(None, description="The array parameter that an edit changes.")
    weights: bool = Field(False, description="Whether it holds a layer's weights.")
    values: list[float] | None = Field(None, description="All cells in reading order.")
    offset: float | None = Field(None, description="The value of a byte of 0.")
    step: float | None = Field(None, description="How far two neighbouring bytes are apart.")
    bytes: str | None = Field(None, description="Base64, one byte a cell in reading order.")


class PanelRecord(SentRecord):
    """One picture within a scene."""

    name: str = Field(description="The name by which frames point to it.")
    kind: str = Field(
        description="Which kind of picture it is.",
        json_schema_extra={"enum": [each.kind for each in KINDS]},
    )
    tensors: list[str] = Field(description="The tensors that it draws, by name.")
    label: str = Field(description="What stands above it.")
    note: str = Field(description="What stands below it.")
    stage: Stage = Field(description="Its hue.")
    size: tuple[float, float] = Field(description="Height and width in the scene's units.")
    operator: str = Field(description="A sign in the gap before it, such as ∗ = →.")
    options: dict[str, Any] = Field(description="What only its kind of picture has.")


class BoxRecord(SentRecord):
    """A region of a tensor: half-open ranges by axis, which may lie in the padding."""

    tensor: str = Field(description="The tensor that it lies on.")
    role: Role = Field(description="What it marks.")
    channels: tuple[int, int] = Field(description="First channel, and the one after the last.")
    rows: tuple[int, int] = Field(description="First row, and the one after the last.")
    columns: tuple[int, int] = Field(description="First column, and the one after the last.")
    group: int = Field(-1, description="Boxes with the same number, from 0, are joined by lines.")
    stage: Stage | None = Field(
        None, description="In whose hue it is drawn; without, in its scene's, or in ink."
    )
    name: str = Field("", description="What is written at one of its corners.")


class OperandRecord(SentRecord):
    """Where the factors of a computation are: cells of a tensor, `step` apart.

    Those that lie outside the tensor are padding, which counts as 0.
    """

    tensor: str = Field(description="The tensor that holds them.")
    start: tuple[int, int, int] = Field(
        (0, 0, 0), description="Channel, row and column of the first; it may lie in the padding."
    )
    step: tuple[int, int] = Field((1, 1), description="From row to row, from column to column.")


class ComputationRecord(SentRecord):
    """One cell's arithmetic: terms that give its result."""

    op: Op = Field(description="What is done with the terms.")
    terms: list[list[float]] = Field(
        description="All of them, or of very many the first three and the last."
    )
    running: list[float] = Field(
        description="The sum or maximum after each term; may be empty once all are there."
    )
    bias: float = Field(description="What is added to the terms' sum.")
    result: float = Field(description="The cell's value.")
    tensor: str = Field(description="The tensor that the cell is in.")
    index: tuple[int, int, int] = Field(description="The cell's channel, row and column.")
    shown: int = Field(description="How many terms are on the screen.")
    shape: tuple[int, int, int] = Field(
        description="How many terms there are by channel, row and column; term i is at "
        "start + (i // (rows · columns), step · (i // columns % rows, i % columns))."
    )
    operands: list[OperandRecord] = Field(
        description="Of a dot product what is read and the weights, else what is read."
    )
    own: int = Field(0, description="Of softmax, for which of its terms this number is, from 0.")


class SourceRecord(SentRecord):
    """Where numbers of a working stand on the screen while it is asked."""

    names: list[str] = Field(description="Which ones, as an option's terms name them.")
    panel: str = Field("", description="In whose words; without one, in the question's sentence.")
    text: str = Field("", description="The words that have them, where others have some, too.")


class OptionRecord(SentRecord):
    """A possible answer; one of a question's is right."""

    text: str = Field(description="How it is written.")
    rule: str = Field("", description="The wrong rule that gives it, by name; none if right.")
    belief: str = Field("", description="The belief behind that rule.")
    mend: str = Field("", description="What to say to who believes that.")
    working: str = Field("", description="MathML: how it comes about.")
    terms: list[str] = Field(
        [], description="What its numbers are, up to its value; empty for a constant."
    )
    value: float | None = Field(None, description="The answer as a number, where it is one.")
    cells: list[int] = Field([], description="Of “cell” those marked, row by row from 0.")
    values: list[float] = Field([], description="Of “draw” all values of the map, row by row.")
    computations: list[ComputationRecord] = Field(
        [], description="How it comes about from tensors on the screen, where it does."
    )


class WindowRecord(SentRecord):
    """What a cell reads: a square of another tensor, at stride · cell − padding."""

    tensor: str = Field(description="Which one.")
    side: int = Field(description="How many cells wide and high.")
    stride: int = Field(description="From one cell's to the next one's.")
    padding: int = Field(description="How far the first lies outside.")


class QuestionRecord(SentRecord):
    """What a frame asks; the question itself is its sentence. The film waits for an answer."""

    kind: QuestionKind = Field(
        description="How it is answered: an open one aloud, a choice by one of its options, a "
        "number typed, a cell by marking, a draw by setting the values of a map."
    )
    name: str = Field(description="Its name in the scene, the same whatever the parameters are.")
    topic: str = Field("", description="What it asks about.")
    options: list[OptionRecord] = Field(
        [], description="Of a choice two to four, in order; else the right one, then the wrong."
    )
    tensor: str = Field("", description="Of “cell” and “draw” the tensor marked or set.")
    window: WindowRecord | None = Field(None, description="Of “cell” what its cells read.")
    unit: str = Field("", description="Of “number” what stands behind it.")
    least: float = Field(0.0, description="Of “draw” the smallest value that can be set.")
    most: float = Field(0.0, description="Of “draw” the largest.")
    step: float = Field(0.0, description="Of “draw” from one value to the next.")
    sources: list[SourceRecord] = Field(
        [], description="Where numbers of the workings stand; the first that has one counts."
    )


class TwinRecord(QuestionRecord):
    """A question that stands by itself, with its sentence."""

    text: str = Field(description="What is asked.")
    sides: tuple[int, int] | None = Field(None, description="Rows and columns of its map.")


class MeansRecord(SentRecord):
    """With what a question is answered, beside its sentence."""

    kind: QuestionKind = Field(description="Which kind it is.")
    texts: list[str] = Field([], description="Of a choice the options' texts, in their order.")
    unit: str = Field("", description="Of “number” what stands behind it.")


class CaptionRecord(SentRecord):
    """What a frame says beside its picture; what is empty is left out."""

    narration: str = Field("", description="One or two sentences; *asterisks* emphasise.")
    formula: str = Field("", description="MathML.")
    computations: list[ComputationRecord] = Field([], description="The arithmetic that it shows.")
    means: MeansRecord | None = Field(None, description="Where it asks.")


class HeaderLine(SentRecord):
    """The first line: everything that the frames point into."""

    type: Literal["scene"] = Field(description="Tells it from the other lines.")
    step: str = Field(description="The step that the scene belongs to.")
    name: str = Field(description="The scene's name.")
    title: str = Field(description="Its title for people.")
    stage: Stage = Field(description="Where it stands on the pipeline strip.")
    values: dict[str, Value] = Field(description="The parameters that it was made with.")
    tensors: list[TensorRecord] = Field(description="All arrays that it draws.")
    panels: list[PanelRecord] = Field(description="All its pictures, in reading order.")
    captions: list[CaptionRecord] = Field(description="Those that need the most room: it is kept.")
    frames: int = Field(description="How many frames follow.")


class FrameLine(SentRecord):
    """One moment, complete in itself; what is empty is left out."""

    type: Literal["frame"] = Field(description="Tells it from the other lines.")
    k: int = Field(description="Its place, from 0.")
    seconds: float = Field(description="How long it lasts at speed 1, its tween included.")
    narration: str = Field("", description="One or two sentences; *asterisks* emphasise.")
    formula: str = Field("", description="MathML.")
    boxes: list[BoxRecord] = Field([], description="What is marked.")
    computations: list[ComputationRecord] = Field([], description="The arithmetic that it shows.")
    revealed: dict[str, int] = Field(
        {}, description="By tensor, how many cells in reading order are there; all if left out."
    )
    hidden: list[str] = Field([], description="Panels that are not there yet.")
    focus: list[str] = Field([], description="Panels at full strength; all where it is empty.")
    panels: dict[str, dict[str, Any]] = Field({}, description="By panel, what changes in it.")
    tween: float = Field(
        0.0, description="Seconds in which the frame before becomes it; 0: as the player likes."
    )
    question: QuestionRecord | None = Field(None, description="What the film waits for at its end.")


class EndLine(SentRecord):
    """The last line. A stream without it has failed."""

    type: Literal["end"] = Field(description="Tells it from the other lines.")
    frames: int = Field(description="How many frames there were.")


class ErrorLine(SentRecord):
    """In place of the last line: the scene broke off."""

    type: Literal["error"] = Field(description="Tells it from the other lines.")
    detail: str = Field(description="One sentence for people.")


LINES = (HeaderLine, FrameLine, EndLine, ErrorLine)
