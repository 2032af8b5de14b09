"""Questions as they are sent, and what the page says when it tells their answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from cnnviz.content.param import Param
from cnnviz.content.question import Option, Question, Source
from cnnviz.content.records import Json
from cnnviz.content.scene import Frame
from cnnviz.mathml import mathml
from cnnviz.misconceptions.outcome import Topic
from cnnviz.misconceptions.questions import twin
from cnnviz.wire.arithmetic import computation, number, without_empty

SEED = Param("seed", "Seed", "integer", 0, 0, 9999, help="The same seed gives the same question.")


def twin_record(topic: Topic[Any], seed: int) -> dict[str, Json]:
    """The topic asked again with numbers that follow from the seed, as JSON.

    Raises Unusable or KeyError where the text that has its sentence cannot be used.
    """
    text, question, sides = twin(topic, seed)
    record = question_record(question, exact=False) | {"text": text}
    return record | ({"sides": list(sides)} if sides is not None else {})


def question_record(question: Question | None, exact: bool) -> dict[str, Json]:
    """A question as JSON; nothing where there is none."""
    if question is None:
        return {}
    options: list[Json] = [_option(each, exact) for each in question.options]
    record: dict[str, Json] = {
        "topic": question.topic,
        "options": options,
        "tensor": question.tensor,
        "unit": question.unit,
        "least": number(question.least, exact),
        "most": number(question.most, exact),
        "step": number(question.step, exact),
        "sources": [_source(each) for each in question.sources],
    }
    if question.window:
        record["window"] = asdict(question.window)
    return {"kind": question.kind, "name": question.name} | without_empty(record)


def asked_and_told(frame: Frame) -> Iterator[dict[str, Json]]:
    """What the page says as it asks, and as it tells the answer: it keeps room for all of that."""
    question = frame.question
    if question is None or not question.options:
        return
    texts: list[Json] = []
    if question.kind == "choice":
        texts = [each.text for each in question.options]
    means = {"kind": question.kind} | without_empty({"texts": texts, "unit": question.unit})
    yield {"narration": frame.narration, "means": means}
    letters = ("A, ", "B, ") if question.kind == "choice" else ("", "")
    right = next(option for option in question.options if not option.rule)
    for option in question.options:
        if option.rule:
            own = f"*{letters[0]}{option.text}*: “{option.belief}” {option.mend}"
            formula = mathml(option.working) + mathml(right.working)
            yield {"narration": f"{own} It is *{letters[1]}{right.text}*.", "formula": formula}


def _source(source: Source) -> Json:
    """Where some numbers stand, as JSON."""
    names: list[Json] = list(source.names)
    return {"names": names} | without_empty({"panel": source.panel, "text": source.text})


def _option(option: Option, exact: bool) -> dict[str, Json]:
    record: dict[str, Json] = {
        "text": option.text,
        "rule": option.rule,
        "belief": option.belief,
        "mend": option.mend,
        "working": mathml(option.working),
        "terms": list(option.terms),
        "cells": list(option.cells),
        "values": [number(each, exact) for each in option.values],
        "computations": [computation(each, exact) for each in option.computations],
    }
    value: dict[str, Json] = {} if option.value is None else {"value": number(option.value, exact)}
    return without_empty(record) | value
