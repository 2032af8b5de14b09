"""Four networks that followed: the idea of each as a diagram, and the error that it made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import architectures
from cnnviz.engine.layers import Dense
from cnnviz.staging import panels
from cnnviz.staging.diagrams import drawing
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import roughly, spoken_percent
from cnnviz.staging.shots import all_but
from cnnviz.steps.pytorch.block_rows import blocks, googlenet, resnet50
from cnnviz.steps.pytorch.common import activations, ranked, share_bars
from cnnviz.steps.pytorch.modules import inception, residual
from cnnviz.steps.pytorch.plans import COUNTED, FLOOR, Plan, counted, row
from cnnviz.steps.pytorch.stacked import DEEP, stacked

ERRORS = (
    ("2010", 28.2, ""),
    ("2011", 25.8, ""),
    ("2012 AlexNet", 16.4, "alexnet"),
    ("2013", 11.7, ""),
    ("2014 VGG", 7.3, "vgg"),
    ("2014 GoogLeNet", 6.7, "googlenet"),
    ("2015 ResNet", 3.6, "resnet"),
    ("a person", 5.1, ""),
)
"""Top-5 error on ImageNet's test in percent, and whose: the winners of each year, VGG, who came
second in 2014, and one person who had practised (Russakovsky et al., 2015; AlexNet's without
further data; He et al., 2016). Several networks answered together: 5 AlexNets, 7 of VGG's, 7
GoogLeNets, 6 ResNets."""


TOGETHER = {"alexnet": "five", "googlenet": "seven"}
"""The two that are compared by what several of each missed together, and how many these were."""


def _errors() -> Panel:
    """A bar for each year and network, there once it is told of."""
    bars = tuple(
        panels.Bar(
            label,
            error,
            f"{error:g} %",
            Stage.CLASSIFY if of else Stage.INPUT,
        )
        for label, error, of in ERRORS
    )
    options = panels.Bars(bars=bars, most=30.0, filled=True)
    return panels.bars("errors", options, label="ImageNet, top-5 error", height=1.35, width=15.0)


def _guesses() -> tuple[Tensor, tuple[Panel, Panel]]:
    """A picture, and the five classes that the chapter's network thinks of first."""
    data = seeds.picture(GUESSED)
    photo = Tensor("photo", data, "Picture", Stage.INPUT, "rgb", 1.0)
    guesses = share_bars(ranked(activations(GUESSED))[:GUESSES], seeds.picture_class(GUESSED))
    return photo, (
        panels.grid(photo, panels.Grid(channel=-1), zoom=7.0 / data.shape[1]),
        panels.bars("guesses", guesses, label=OURS, height=1.35, width=13.0),
    )


def _size(present: Sequence[str]) -> tuple[float, float]:
    """How large the errors are: wide where they stand alone, narrow beside a network."""
    return (5.8, 20.0) if len(present) == 1 else (10.8, 13.5)


ROWS = ("alexnet", "vgg", "googlenet", "resnet")
"""The networks as rows of layers."""
BARS = {"fewest": 2, "close": 3}
"""In which sentences their parameters stand below them, and what several of them missed, too."""
OURS = "Our small network's five guesses"
GUESSED, GUESSES = "cat", 5
"""The picture that is guessed at, and how often ImageNet lets one guess."""


def _shown_by(
    text: SceneText, numbers: dict[str, str], plans: Mapping[str, Plan]
) -> Callable[..., Frame]:
    """What makes a frame: its panels, how many errors it shows, how much of each network."""
    everything = sorted([*plans, "errors", "photo", "guesses"])

    def at(
        seconds: float,
        key: str,
        present: Sequence[str],
        shown: int = 0,
        lit: int = -1,
        beats: int | None = None,
        focus: tuple[str, ...] = (),
    ) -> Frame:
        person = ERRORS[-1][1] if shown == len(ERRORS) else None
        scale = {name: plan.beside if "errors" in present else 1.0 for name, plan in plans.items()}
        few = panels.BarsChanges(shown=shown, lit=lit, across=person)
        drawn = {
            each: panels.DrawingChanges(
                shown=plan.beats + BARS.get(key, 0),
                size=(FLOOR + COUNTED / 2, plan.wide) if key == "ask" else None,
            )
            if present is ROWS
            else panels.DrawingChanges(
                shown=beats or plan.beats + 1,
                size=(scale[each] * plan.high, scale[each] * plan.wide),
            )
            for each, plan in plans.items()
        }
        return Frame(
            seconds,
            text(key, **numbers),
            hidden=all_but(everything, *present),
            focus=focus,
            panels={
                "errors": replace(few, size=_size(present)) if key != "open" else few,
                "guesses": panels.BarsChanges(lit=0),
                **drawn,
            },
        )

    return at


def _frames(text: SceneText, numbers: dict[str, str], plans: Mapping[str, Plan]) -> Iterator[Frame]:
    """Five guesses; each network as it grows beside the errors before it, then its own; all."""
    reached = {of: k for k, (_, _, of) in enumerate(ERRORS)}
    at = _shown_by(text, numbers, plans)
    yield at(OPENING, "open", ("photo", "guesses"), 2)
    yield at(OPENING, "before", ("errors",), 2)
    yield at(OPENING, "ask", ROWS, 2)
    yield replace(at(OPENING, "fewest", ROWS, 2), tween=1.2)
    yield at(0.5, ROWS[0], ROWS, 2)
    for key in ROWS:
        own = key if f"{key}-block" not in plans else f"{key}-block"
        plan = plans[own]
        for beats in range(1, plan.beats + 1):
            # The errors step back as they are: the last one told stays lit.
            told, pair = (reached[key], reached[key] - 1), (own, "errors")
            yield at(1.0 if beats == 1 else 0.5, key, pair, *told, beats=beats, focus=(own,))
        if key == "vgg":
            yield at(0.9, key, pair, *told, focus=(own,))
            # Then a run of its filters is enlarged, one more of them beat by beat.
            own, plan = f"{key}-stack", plans[f"{key}-stack"]
            pair = (own, "errors")
            for beats in range(plan.beats - DEEP, plan.beats):
                yield at(1.2, key, pair, *told, beats=beats, focus=(own,))
            yield at(4.4, key, pair, *told, beats=plan.beats - 1, focus=(own,))
            yield at(4.4, f"{key}-why", pair, *told, focus=(own,))
        else:
            yield at(4.4, key, pair, *told, focus=(own,))
        yield at(4.0, f"{key}-count", (own, "errors"), reached[key] + 1, reached[key])
    last = len(ERRORS)
    yield at(4.4, "person", (own, "errors"), last, last - 1)
    yield at(CLOSING, "close", ROWS, last, focus=tuple(TOGETHER))


@scene("next", stage=Stage.CLASSIFY)
def after(values: Values, text: SceneText) -> Parts:
    """Four networks, the idea of each, and how far each brought the error down."""
    alexnet, vgg = architectures.alexnet(), architectures.vgg16()
    counts = {
        "alexnet": sum(alexnet.parameters().values()),
        "vgg": sum(vgg.parameters().values()),
        "googlenet": architectures.googlenet_parameters(),
        "resnet": architectures.resnet50_parameters(),
    }
    plans = {
        "alexnet": row("AlexNet", alexnet),
        "vgg": row("VGG-16", vgg),
        "googlenet": blocks("GoogLeNet", googlenet()),
        "resnet": blocks("ResNet-50", resnet50()),
        "vgg-stack": stacked("VGG-16", vgg),
        "googlenet-block": inception("GoogLeNet"),
        "resnet-block": residual("ResNet-50"),
    }
    most = max(counts.values())
    missed = {of: f"{TOGETHER[of]} missed {error:g} %" for _, error, of in ERRORS if of in TOGETHER}
    pictures = [
        drawing(
            key,
            plan.label,
            text(f"note-{key}"),
            counted(plan, counts[key], most, missed.get(key, "")) if key in counts else plan.parts,
            (FLOOR + COUNTED if key in counts else plan.high, plan.wide),
        )
        for key, plan in plans.items()
    ]
    # Red are their dense layers.
    pictures = [replace(each, stage=Stage.INPUT) for each in pictures]
    photo, guesses = _guesses()
    dense_share = sum(c for n, c in alexnet.parameters().items() if isinstance(alexnet[n], Dense))
    numbers = {key: roughly(count) for key, count in counts.items()}
    numbers |= {
        "dense": spoken_percent(Fraction(dense_share, counts["alexnet"])),
        "three": str(3 * 3 * 3),
    }
    numbers |= {f"error_{of}": f"{error:g} %" for _, error, of in ERRORS if of}
    told = {"first": 0, "before": 1, "between": 3, "person": -1}
    numbers |= {f"error_{name}": f"{ERRORS[k][1]:g} %" for name, k in told.items()}
    return Parts(
        (photo,),
        (*guesses, *pictures, _errors()),
        tuple(_frames(text, numbers, plans)),
    )
