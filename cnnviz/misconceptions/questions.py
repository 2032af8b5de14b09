"""Questions about a topic: the right outcome, and those of wrong rules on the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from cnnviz.content.computation import Computation, Index, Operand
from cnnviz.content.question import Option, Question, Window
from cnnviz.content.texts import Sentence
from cnnviz.misconceptions.answer_words import behind, counted
from cnnviz.misconceptions.outcome import Cells, Numbers, Outcome, Subject, Topic
from cnnviz.misconceptions.wording import sentence

MOST = 3
"""Wrong options of a choice at most: with the right one, four can be shown by four cards."""
LEAST = 2
"""With fewer wrong options one would guess."""
MARKED = 256
"""Nobody marks the cells of a map that has more than these."""
DRAWN = 64
"""Nobody sets the values of a map of more cells than these."""
TOLD = 280
"""So many numbers may tell how its answers come about: the frame that asks stays small."""
PLACES = 8
"""It takes so much room besides to say where the numbers of one value stand."""
GRAINS = tuple(Fraction(1, parts) for parts in (1, 2, 4, 8, 10, 100))
"""By what a value that is drawn can grow; the first that reaches all of them is taken."""

MAP = "map"
"""The map of a question that stands by itself."""


class Spot(NamedTuple):
    """Where on the screen something is that a rule works on: a tensor, and its first cell."""

    tensor: str
    first: Index = (0, 0, 0)


class Twin(NamedTuple):
    """A topic asked by itself."""

    text: Sentence
    question: Question
    sides: tuple[int, int] | None = None
    """Rows and columns of the map that is marked or drawn."""


Spots = Mapping[str, Spot]
"""Of the tensors of an outcome, such as "read", "weights" and "written", those of a scene."""


def choice(
    topic: Topic[Subject], subject: Subject, unit: str = "", spots: Spots | None = None
) -> Question:
    """The topic as a question with two to four options.

    Where fewer than two wrong rules can be told apart the number itself is asked for; where the
    answer is none, the room is asked. unit: in which an option is written, such as "square".
    Numbers come in order, then words in theirs, so that no place tells which one is right.
    """
    found = _options(topic, subject, unit, spots)
    texts = [each.text for each in found]
    options = [each for each in found if not each.rule or texts.count(each.text) == 1]
    if len(options) <= LEAST:
        return _typed(topic, options)
    shown = sorted(options[: MOST + 1], key=_place)
    return Question("choice", topic=topic.name, options=tuple(shown))


def number(
    topic: Topic[Subject], subject: Subject, unit: str = "", spots: Spots | None = None
) -> Question:
    """The topic as a question whose answer is typed; unit: in which it is written.

    Where the answer is no number the room is asked.
    """
    return replace(_typed(topic, _options(topic, subject, unit, spots)), unit=behind(unit))


def cell(
    topic: Topic[Subject], subject: Subject, tensor: str, window: Window | None = None
) -> Question:
    """The topic as a question whose answer is marked on a tensor of one channel.

    The room is asked where no wrong rule can be told apart, or too many cells could be marked.
    tensor: its name; the topic counts its cells row by row. window: what they read, on the screen.
    """
    options = _options(topic, subject, "", None)
    if len(options) == 1 or any(each.cells[-1:] >= (MARKED,) for each in options):
        return Question("open", topic=topic.name, tensor=tensor)
    assert topic.sides, "what is marked has rows and columns"
    apart = tuple(_told_apart(options, topic.sides(subject)[1]))
    return Question("cell", topic=topic.name, options=apart, tensor=tensor, window=window)


def _told_apart(options: Sequence[Option], columns: int) -> Iterator[Option]:
    """The options; those that say the same of other cells have these by row and column, from 1."""
    texts = [each.text for each in options]
    for option in options:
        if texts.count(option.text) == 1:
            yield option
            continue
        places = (divmod(each, columns) for each in option.cells)
        listed = ", ".join(f"({row + 1}, {column + 1})" for row, column in places)
        yield replace(option, text=f"{option.text}: {listed}")


def draw(
    topic: Topic[Subject], subject: Subject, tensor: str, spots: Spots | None = None
) -> Question:
    """The topic as a question whose answer is a map: each value of a tensor of one channel is set.

    Its values go from 0, or the smallest that any rule gives, to the largest. The room is asked
    where no wrong rule can be told apart, or the map, or what answers are made of, is too large.
    tensor: its name.
    """
    options = _options(topic, subject, "", spots)
    # As they are written: no float is a tenth.
    right = [Fraction(str(each)) for each in options[0].values]
    told = sum(PLACES + len(each.terms) for option in options for each in option.computations)
    if len(options) == 1 or len(right) > DRAWN or told > TOLD:
        return Question("open", topic=topic.name, tensor=tensor)
    step = next((each for each in GRAINS if not any(value % each for value in right)), GRAINS[-1])
    given = [0.0, *(value for each in options for value in each.values)]
    return Question(
        "draw",
        topic=topic.name,
        options=tuple(options),
        tensor=tensor,
        least=float(min(map(Fraction, given)) // step * step),
        most=float(-(-max(map(Fraction, given)) // step) * step),
        step=float(step),
    )


def twin(topic: Topic[Any], seed: int) -> Twin:
    """The topic asked by itself, of a subject that follows from the seed.

    It is answered as in its scene: by a choice or a number, or by marking or drawing a map. Raises
    Unusable where there is no such sentence.
    """
    subject = topic.twin(None, seed)
    text = sentence(topic, subject)
    if topic.sides is None:
        return Twin(text, replace(choice(topic, subject), name=topic.name))
    makers: dict[type, Callable[..., Question]] = {Cells: cell, Numbers: draw}
    asked = makers[type(topic.right(subject).value)](topic, subject, MAP)
    return Twin(text, replace(asked, name=topic.name), topic.sides(subject))


def _typed(topic: Topic[Subject], options: Sequence[Option]) -> Question:
    """A question for the number itself; to the room where the right answer is none."""
    if options[0].value is None:
        return Question("open", topic=topic.name)
    numbers = tuple(each for each in options if each.value is not None)
    return Question("number", topic=topic.name, options=numbers)


def _options(
    topic: Topic[Subject], subject: Subject, unit: str, spots: Spots | None
) -> list[Option]:
    """The right one, then those of the wrong rules that can be told apart."""
    right = _option(topic.right(subject), unit, spots or {})
    return [right] + [
        replace(
            _option(outcome, unit, spots or {}),
            rule=each.name,
            belief=each.belief,
            mend=each.mend,
        )
        for each, outcome in topic.distractors(subject)
    ]


def _option(outcome: Outcome, unit: str, spots: Spots) -> Option:
    is_number = isinstance(outcome.value, Fraction)
    option = Option(
        counted(outcome.printed, unit) if is_number else outcome.printed,
        working=outcome.working,
        terms=outcome.terms,
        computations=_placed(outcome.computations, spots),
    )
    match outcome.value:
        case Fraction():
            return replace(option, value=float(outcome.value))
        case Cells(marked):
            return replace(option, cells=marked)
        case Numbers(listed):
            return replace(option, values=tuple(map(float, listed)))
    return option


def _placed(computations: Sequence[Computation], spots: Spots) -> tuple[Computation, ...]:
    """The computations on the tensors of a scene, without those on tensors that it has not."""
    return tuple(
        replace(
            work,
            tensor=spots[work.tensor].tensor,
            index=_moved(work.index, spots[work.tensor]),
            operands=tuple(_on_the_screen(each, spots[each.tensor]) for each in work.operands),
        )
        for work in computations
        if {work.tensor, *(each.tensor for each in work.operands)} <= set(spots)
    )


def _on_the_screen(operand: Operand, spot: Spot) -> Operand:
    return Operand(spot.tensor, _moved(operand.start, spot), operand.step)


def _moved(index: Index, spot: Spot) -> Index:
    (channel, row, column), first = index, spot.first
    return channel + first[0], row + first[1], column + first[2]


def _place(option: Option) -> tuple[bool, float, int, str]:
    return option.value is None, option.value or 0.0, len(option.cells), option.text
