"""The chapter that a network is played as: one step, whose scenes are made of the network."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from cnnviz.chapter import Chapter
from cnnviz.content import seeds
from cnnviz.content.scene import Array
from cnnviz.content.spec import Step
from cnnviz.content.texts import StepText
from cnnviz.engine.network import Network
from cnnviz.opened import moving
from cnnviz.opened.cell import cell_scene, openable
from cnnviz.opened.costs import costs_scene
from cnnviz.opened.features import features_scene, how_it_reads
from cnnviz.opened.graph import graph_scene
from cnnviz.opened.reading import reading_scene
from cnnviz.opened.shift import shift_scene
from cnnviz.opened.subject import Subject
from cnnviz.opened.units import candidates
from cnnviz.opened.walk import walk_scene

STEP = "opened"
"""The name of the step, and of the file of seeds/text that has its words."""


def chapter_of(subject: Subject) -> Chapter:
    """The network as a chapter of one step."""
    step = step_of(subject)
    return Chapter(
        subject.network.name, step.text.lead, (step,), subtitle=step.text.lead, mark=subject.mark
    )


def step_of(subject: Subject) -> Step:
    """The scenes of a network; where it cannot be run, those that need no numbers."""
    scenes = [reading_scene(subject), graph_scene(subject)]
    if subject.is_played:
        cells = openable(subject)
        scenes.append(walk_scene(subject, cells))
        if cells:
            scenes.append(cell_scene(subject))
        if moving.reach(subject):
            scenes.append(shift_scene(subject))
        if candidates(subject) and how_it_reads(subject):
            scenes.append(features_scene(subject))
    if subject.network.layers:
        scenes.append(costs_scene(subject))

    return Step(STEP, tuple(scenes), lambda name: _text(subject, name))


def walk_step(network: Network, x: Array) -> Step:
    """A step whose scene goes through the network, which reads x, layer by layer.

    x: C×H×W, or a vector. Of 1 or 3 channels it is looked at, its numbers as shares of their range.
    """
    looks = x.ndim == 3 and len(x) in (1, 3)
    spread = float(np.ptp(x)) or 1.0
    picture = (x - x.min()) / spread if looks else None
    subject = Subject(network, {"input": x}, picture, "your picture")
    return Step(STEP, (walk_scene(subject),), lambda name: _text(subject, name))


def _text(subject: Subject, name: str) -> StepText:
    words = seeds.text(name)
    table = "\n".join(_table(subject))
    return replace(words, title=subject.network.name, body=f"{words.body}\n\n{table}")


def _table(subject: Subject) -> list[str]:
    """The layers as a table in Markdown."""
    rows = [
        "| layer | operation | shape | parameters | multiply-adds |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, layer in subject.layers.items():
        counts = (layer.parameters(), subject.costs[name])
        cells = (name, subject.operator(name), subject.sides(name), *(f"{n:,}" for n in counts))
        rows.append(f"| {' | '.join(map(_as_text, cells))} |")
    return rows


def _as_text(cell: str) -> str:
    """A cell of a table in Markdown whose signs stand for themselves: names come from a file."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!$~&:])", r"\\\1", cell.replace("|", "∣"))
