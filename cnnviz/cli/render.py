"""`cnnviz render`: writes a scene as a picture, a document or a film."""

from __future__ import annotations

import argparse
from dataclasses import replace
from math import floor, nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cnnviz.cli import render_chapter
from cnnviz.cli.options import CommandError, add_seeds
from cnnviz.cli.rendering import Told, drawing, open_output, output_in
from cnnviz.cli.scene_options import add_params, join_signs, named_scene
from cnnviz.content.parameter_error import ParameterError, quote
from cnnviz.content.scene import Scene
from cnnviz.content.spec import SceneSpec, Step

if TYPE_CHECKING:
    from cnnviz.render.engine import Film
    from cnnviz.render.forms import Chosen, Form, Wanted
    from cnnviz.render.look import Look

_USAGE = """usage: cnnviz render STEP [SCENE] [--frame K | --at SECONDS | --all] [--size 1920x1080]
                     [--theme light|dark|contrast] [--caption] [--transparent] [--rate 30|60]
                     [--film] [--seeds DIR] [--PARAMETER VALUE …] -o FILE
       cnnviz render --chapter [--size 1920x1080] [--theme light|dark|contrast] -o FILE"""
_OWN = "render:"
"""Before the names of the command's own options, so that no parameter has the same."""


def run(words: list[str]) -> None:
    """Writes the file that the words name. Raises CommandError, ParameterError."""
    if "--chapter" in words:
        render_chapter.run(words)
        return
    step, spec, rest = named_scene(words, _USAGE)
    options = vars(_parser(step, spec).parse_args(join_signs(rest)))
    own = {name.removeprefix(_OWN): options.pop(name) for name in [*options] if _OWN in name}
    options.pop("seeds")

    from cnnviz.render.film import RATES
    from cnnviz.render.forms import FORMS, Wanted
    from cnnviz.render.slides import look_of

    file, form = output_in(own["output"], FORMS)
    look = _look(own)
    _fits(form, own)
    scene = spec.scene(options)
    chosen = _chosen(own, scene)
    notes = tuple(spec.text.notes)
    wanted = Wanted(form, chosen, int(own["rate"] or RATES[0]), notes, own["film"])
    with drawing(form, "mp4" if own["film"] else form) as engine:
        if form == "pptx":
            look = look_of(look, film=own["film"])
        _write(engine.open(scene, look), wanted, file)


def _parser(step: Step, spec: SceneSpec) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"cnnviz render {step.name} {spec.name}",
        description="Writes the scene in the form that the file's ending says: svg, png and pdf "
        "its last frame or another one, pptx a slide for each sentence, gif, mp4 and webm all "
        "of it in motion.",
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
    own("rate", text="pictures a second of mp4 and webm: 30, the default, or 60", metavar="N")
    own("film", text="of pptx: one slide that plays the scene", action="store_true")
    add_params(parser, spec)
    add_seeds(parser)
    return parser


def _look(own: dict[str, Any]) -> Look:
    from cnnviz.render.look import Look, parsed_size

    width, height = parsed_size(own["size"])
    return Look(width, height, own["theme"], caption=own["caption"], transparent=own["transparent"])


def _chosen(own: dict[str, Any], scene: Scene) -> Chosen:
    """What of the scene is written. Raises ParameterError where it has no such moment."""
    from cnnviz.render.forms import Chosen

    count, seconds = len(scene.frames), sum(frame.seconds for frame in scene.frames)
    frame = at = None
    if own["frame"] is not None:
        frame = _number(own["frame"])
        if not frame.is_integer() or not 1 <= frame <= count:
            reason = f"must be a whole number from 1 to {count}; got {quote(own['frame'])}"
            raise ParameterError("frame", reason)
    if own["at"] is not None:
        at = _number(own["at"])
        if not 0 <= at <= seconds:
            # Rounded down, so that the end that is named is taken.
            end = floor(100 * seconds) / 100
            reason = f"must be a second from 0 to {end:.2f}; got {quote(own['at'])}"
            raise ParameterError("at", reason)
    return Chosen(None if frame is None else int(frame) - 1, at, own["all"])


def _number(given: str) -> float:
    """The number of a text; NaN, which is in no range, where it is none."""
    try:
        return float(given)
    except ValueError:
        return nan


def _fits(form: Form, own: dict[str, Any]) -> None:
    """Raises CommandError for an option that this form does not have."""
    from cnnviz.render.film import RATES
    from cnnviz.render.forms import MOVING, a_form

    if own["rate"] not in (None, *map(str, RATES)):
        raise ParameterError("rate", f"must be 30 or 60; got {quote(own['rate'])}")
    asked = [option for option in ("frame", "at", "all") if own[option] not in (None, False)]
    if len(asked) > 1:
        raise CommandError("only one of --frame, --at and --all can be asked for")
    for option in asked:
        if form in MOVING:
            raise CommandError(f"--{option} is for pictures: {a_form(form)} shows the whole scene")
    if own["film"] and (form != "pptx" or asked):
        raise CommandError("--film is for pptx, and plays the whole scene")
    if own["rate"] and form not in ("mp4", "webm") and not own["film"]:
        raise CommandError(f"--rate is for mp4, webm and the film of a pptx; got {form}")
    if form in (*MOVING, "pptx") and own["transparent"]:
        raise CommandError(f"--transparent is for svg, png and pdf: {a_form(form)} has its paper")


def _write(film: Film, wanted: Wanted, file: Path) -> None:
    from cnnviz.render.forms import PAGED, Chosen, write

    one_by_one = wanted.chosen.every and wanted.form not in PAGED
    for k in wanted.chosen.frames(film) if one_by_one else [None]:
        place = file if k is None else file.with_stem(f"{file.stem}-{k + 1}")
        which = wanted if k is None else replace(wanted, chosen=Chosen(frame=k))
        with open_output(place) as target:
            write(film, which, target, Told(place.name))
