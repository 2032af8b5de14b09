"""`cnnviz render`: writes a scene as a picture, a document or a film."""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cnnviz.cli.asked import add_params, asked, joined
from cnnviz.cli.options import CommandError, add_seeds
from cnnviz.content.parameter_error import ParameterError, shown
from cnnviz.content.spec import SceneSpec, Step
from cnnviz.writing import rewritten

if TYPE_CHECKING:
    from cnnviz.render.engine import Film
    from cnnviz.render.forms import Chosen, Form
    from cnnviz.render.look import Look

_USAGE = """usage: cnnviz render STEP [SCENE] [--frame K | --at SECONDS | --all] [--size 1920x1080]
                     [--theme light|dark|contrast] [--caption] [--transparent] [--rate 30|60]
                     [--seeds DIR] [--PARAMETER VALUE …] -o FILE"""
_OWN = "render:"
"""Before the names of the command's own options, so that no parameter has the same."""


def run(words: list[str]) -> None:
    """Writes the file that the words name. Raises CommandError, ParameterError."""
    step, spec, rest = asked(words, _USAGE)
    options = vars(_parser(step, spec).parse_args(joined(rest)))
    own = {name.removeprefix(_OWN): options.pop(name) for name in [*options] if _OWN in name}
    options.pop("seeds")
    file = Path(own["output"]).expanduser()

    from cnnviz.render.extras import MissingExtra
    from cnnviz.render.forms import check_installed

    form, look, chosen = _form(file), _look(own), _chosen(own)
    _fits(form, own)
    scene = spec.scene(options)
    chosen.check(len(scene.frames), sum(frame.seconds for frame in scene.frames))
    try:
        check_installed(form)

        from cnnviz.render.engine import Engine

        with Engine() as engine:
            _write(engine.open(scene, look), form, chosen, int(own["rate"]), file)
    except MissingExtra as reason:
        raise CommandError(str(reason)) from None


def _parser(step: Step, spec: SceneSpec) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"cnnviz render {step.name} {spec.name}",
        description="Writes the scene in the form that the file's ending says: svg, png and pdf "
        "its last frame or another one, gif, mp4 and webm all of it in motion.",
        allow_abbrev=False,
    )

    def own(name: str, *short: str, text: str, **how: Any) -> None:
        parser.add_argument(f"--{name}", *short, dest=f"{_OWN}{name}", help=text, **how)

    own("output", "-o", text="such as edge.svg", required=True, metavar="FILE")
    own("frame", text="a frame, from 1; by default the last", metavar="K")
    own("at", text="what is to be seen at that second, in motion", metavar="SECONDS")
    own("all", text="all frames: each a page, or a file such as edge-3.svg", action="store_true")
    own("size", text="in pixels; by default 1920x1080", default="1920x1080", metavar="WxH")
    own("theme", text="light, dark or contrast; by default light", default="light")
    own("caption", text="the sentence and its formula below the picture", action="store_true")
    own("transparent", text="without paper: svg, png, pdf", action="store_true")
    own("rate", text="pictures a second of mp4 and webm: 30 or 60", default="30", metavar="N")
    add_params(parser, spec)
    add_seeds(parser)
    return parser


def _form(file: Path) -> Form:
    from cnnviz.render.forms import FORMS

    ending = file.suffix.removeprefix(".").lower()
    for form in FORMS:
        if form == ending:
            return form
    known = ", ".join(f".{form}" for form in FORMS)
    raise CommandError(f"the file's ending must be one of {known}; got {shown(file.name)}")


def _look(own: dict[str, Any]) -> Look:
    from cnnviz.render.look import Look, parsed_size

    width, height = parsed_size(own["size"])
    return Look(width, height, own["theme"], own["caption"], own["transparent"])


def _chosen(own: dict[str, Any]) -> Chosen:
    from cnnviz.render.forms import Chosen

    if sum((own["frame"] is not None, own["at"] is not None, own["all"])) > 1:
        raise CommandError("only one of --frame, --at and --all can be asked for")
    frame, at = own["frame"], own["at"]
    if frame is not None and not re.fullmatch(r"[0-9]{1,6}", frame):
        raise ParameterError("frame", f"must be a whole number from 1; got {shown(frame)}")
    if at is not None and not re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", at):
        raise ParameterError("at", f"must be a number of seconds from 0; got {shown(at)}")
    return Chosen(
        None if frame is None else int(frame) - 1, None if at is None else float(at), own["all"]
    )


def _fits(form: Form, own: dict[str, Any]) -> None:
    """Raises CommandError for an option that this form does not have."""
    from cnnviz.render.film import RATES
    from cnnviz.render.forms import MOVING

    if own["rate"] not in map(str, RATES):
        raise ParameterError("rate", f"must be 30 or 60; got {shown(own['rate'])}")
    for option in ("frame", "at", "all"):
        if form in MOVING and own[option] not in (None, False):
            raise CommandError(f"--{option} is for pictures: a {form} shows the whole scene")
    if form in MOVING and own["transparent"]:
        raise CommandError(f"--transparent is for svg, png and pdf: a {form} has its paper")


def _write(film: Film, form: Form, chosen: Chosen, rate: int, file: Path) -> None:
    from cnnviz.render.forms import PAGED, write

    one_by_one = chosen.every and form not in PAGED
    for k in chosen.frames(film) if one_by_one else [None]:
        place = file if k is None else file.with_stem(f"{file.stem}-{k + 1}")
        which = chosen if k is None else replace(chosen, frame=k, every=False)
        try:
            # Opened before the work, which may be for nothing.
            with rewritten(place) as opened:
                write(film, form, which, rate, opened, _Shown(place.name))
        except OSError as error:
            raise CommandError(f"cannot write {place}: {error.strerror or error}") from None
        print(f"{place}: {place.stat().st_size / 1000:,.0f} kB")


class _Shown:
    """Says how much is done, to those who watch."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._said = -1

    def __call__(self, share: float) -> None:
        percent = int(100 * share)
        if percent == self._said or not sys.stderr.isatty():
            return
        self._said = percent
        end = "\r" if percent < 100 else "\n"
        print(f"{self._name}: {percent} %", end=end, file=sys.stderr, flush=True)
