"""Figures in prose are those of the networks, the model cards and the measurements, computed here.

A figure has four digits or more, or is a share in per cent; years are none. One that nobody
computes below does not pass, wherever in seeds/text it is written.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cnnviz.content import seeds
from cnnviz.engine import architectures
from cnnviz.engine.architectures import alexnet
from cnnviz.engine.geometry import conv2d_parameters, dense_parameters
from cnnviz.staging.formatting import number
from cnnviz.steps import STEPS
from cnnviz.steps.pytorch.following import ERRORS
from loosely import loosely

ROOT = Path(__file__).parent.parent
GROUPED = re.compile(r"(?<=\d)(?:,|\\,|\{,\})(?=\d{3}(?!\d))")
FIGURE = re.compile(r"(?<![\d.{])\d+(?:\.\d+)? %|(?<![\d.])\d{4,}(?![\d.])")
YEARS = {str(year) for year in range(1936, 2030)}


def figures(text: str) -> set[str]:
    return set(FIGURE.findall(GROUPED.sub("", text))) - YEARS


def counts(name: str) -> list[int]:
    """What a network's layers learn, and all of them together."""
    learned = [count for count in seeds.network(name).parameters().values() if count]
    return [*learned, sum(learned)]


def share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %"


def from_card(name: str, key: str) -> list[int]:
    """The numbers of pictures that a card's line tells."""
    line = str(seeds.card(name)[key])
    return [int(found) for found in re.findall(r"\d{4,}", GROUPED.sub("", line))]


def of_lenet() -> list[object]:
    learned = dict(zip(("C1", "C3", "F5", "F6", "output", "all"), counts("lenet"), strict=True))
    paper = [int(count) for count in seeds.example("lenet paper: C1 S2 C3 S4 C5 F6")[0, 0]]
    accuracy, n = seeds.card("lenet")["accuracy"], seeds.card("lenet")["n"]
    assert isinstance(accuracy, float)
    filters = learned["C1"] + learned["C3"]
    return [
        *learned.values(),
        filters,
        share(filters, learned["all"]),
        share(learned["F5"], learned["all"]),
        *paper,
        sum(paper),
        from_card("lenet", "data")[0],
        n,
        f"{number(100 * accuracy)} %",
        "99 %",  # of LeNet-5 in 1998, by its paper
        "90 %",  # what people say
        "100 %",
    ]


def of_mlp() -> list[object]:
    pixels = 224 * 224 * 3
    dense, conv = dense_parameters(pixels, 1000), conv2d_parameters(3, 3, 3, 64)
    return [1000, pixels, pixels * 1000, dense, conv, 1000 * round(dense / conv / 1000), "10 %"]


def of_pytorch() -> list[object]:
    learned = counts("simplecnn")
    layers = ((11, 3, 64), (5, 64, 192), (3, 192, 384), (3, 384, 256), (3, 256, 256))
    second_alexnet = sum(conv2d_parameters(k, k, c_in, c_out) for k, c_in, c_out in layers)
    for n_in, n_out in ((256 * 6 * 6, 4096), (4096, 4096), (4096, 1000)):
        second_alexnet += dense_parameters(n_in, n_out)
    (classes,) = alexnet().shapes()[alexnet().layers[-1].name]
    later = [sum(network().parameters().values()) for network in (alexnet, architectures.vgg16)]
    later += [architectures.googlenet_parameters(), architectures.resnet50_parameters()]
    errors = [f"{error:g} %" for _, error, of in ERRORS if of]
    card = seeds.card("simplecnn")
    right = f"{number(100 * loosely(card['accuracy']))} %"
    third = share(learned[2], learned[-1])
    return [*learned, third, second_alexnet, *later, *errors, classes, right, card["n"], "100 %"]


COMPUTED: dict[str, list[object]] = {
    "mlp": of_mlp(),
    "convolution": [],
    "stride-padding": [],
    "pooling": [share(16 - 4, 16), 1000, 7 * 7 * 512],
    "channels": [
        conv2d_parameters(3, 3, 64, 128),
        32 * 32 * 64,
        32 * 32 * 128,
        32 * 32 * 64 * 32 * 32 * 128,
        conv2d_parameters(3, 3, 128, 128, bias=False),
        conv2d_parameters(3, 3, 128, 128, bias=False, groups=128) + 128 * 128,
    ],
    "hierarchy": [],
    "lenet": of_lenet(),
    "pytorch": of_pytorch(),
}


@pytest.mark.parametrize("step", [step.name for step in STEPS])
def test_every_figure_in_a_text_is_computed(step: str) -> None:
    text = (seeds.folder("seeds") / "text" / f"{step}.md").read_text(encoding="utf-8")
    known = {str(each) for each in COMPUTED[step]}
    assert figures(text) <= known, f"nothing computes {figures(text) - known}"


def test_a_figure_is_found_however_it_is_grouped() -> None:
    text = r"$73\,856$, 61,706, 1{,}290, 2416, about 99.4 %, in 1998, {count} %, 32×32, 3.1415"
    assert figures(text) == {"73856", "61706", "1290", "2416", "99.4 %"}


def test_the_accuracies_that_are_told_are_those_of_the_cards() -> None:
    told = (ROOT / "docs" / "measured.md").read_text(encoding="utf-8")
    for name, data in (("lenet", "mnist.npz"), ("simplecnn", "cifar10.npz")):
        card = seeds.card(name)
        assert isinstance(card["accuracy"], float)
        row = next(line for line in told.splitlines() if f"`cnnviz evaluate {name} {data}`" in line)
        assert f"| {100 * card['accuracy']:.2f} % of {card['n']:,} |" in row


def test_what_lenet_stands_is_told_as_it_was_measured() -> None:
    measured = json.loads((ROOT / "training" / "examined.json").read_text(encoding="utf-8"))
    text = (ROOT / "training" / "README.md").read_text(encoding="utf-8")
    for label, *path in (
        ("MNIST's test half", "noise", "lenet", "without noise"),
        ("noise, σ 0.2", "noise", "lenet", "with noise"),
        ("noise, cut off at 0 and 1", "noise", "lenet", "noise cut off at 0 and 1"),
        ("drawn digits, 2,000 in twenty styles", "drawn digits read", "all"),
        ("those of a tenth of the paper", "drawn digits read", "a tenth of the paper"),
        ("those with stray dots, small", "drawn digits read", "stray dots, small"),
        ("continental ones, fours and sevens, small", "drawn digits read", "continental, small"),
        ("letters doubted, or under 60 %", "doubted", "letters"),
        ("scribbles doubted, or under 60 %", "doubted", "scribbles"),
        ("patterns doubted, or under 60 %", "doubted", "patterns"),
        ("test digits doubted, or under 60 %", "doubted", "test digits"),
    ):
        value = measured
        for key in path:
            value = value[key]
        row = next(line for line in text.splitlines() if line.startswith(f"| {label} |"))
        assert row.split("|")[3].strip() == f"{100 * float(str(value)):.2f} %", label
    still = measured["noise"]["lenet-still"]
    mine = measured["noise"]["lenet"]
    for kind in ("with noise", "noise cut off at 0 and 1"):
        cost, rivals = (each["without noise"] - each[kind] for each in (mine, still))
        assert cost <= rivals
    assert mine["without noise"] == loosely(seeds.card("lenet")["accuracy"]) >= 0.993
    assert measured["drawn digits read"]["all"] >= 0.97
    assert measured["doubted"]["test digits"] <= 0.03
    assert min(measured["doubted"][kind] for kind in ("letters", "scribbles", "patterns")) >= 0.9


def test_the_cards_tell_what_the_chapter_tells() -> None:
    """On how many photographs the SimpleCNN learned is one number, in the card and in the text."""
    card = json.loads((seeds.folder("seeds") / "weights" / "simplecnn.json").read_text("utf-8"))[
        "card"
    ]
    assert from_card("simplecnn", "data")[0] == card["learned_from"]
    assert sum(architectures.alexnet().parameters().values()) == 60_965_224
