"""`cnnviz snippet`: prints the block that shows a scene on a course page."""

from __future__ import annotations

import argparse

from cnnviz.cli.options import CommandError, add_seeds, url_of, whole
from cnnviz.cli.scene_options import add_params, join_signs, named_scene

_USAGE = """usage: cnnviz snippet STEP/SCENE --for html|quarto|myst|sphinx|moodle [--url URL]
                      [--frame K] [--seeds DIR] [--PARAMETER VALUE …]"""
_OWN = "snippet:"
"""Before the names of the command's own options, so that no parameter has the same."""


def run(words: list[str]) -> None:
    """Prints the block for the scene that the words name. Raises CommandError, ParameterError."""
    from cnnviz.export.snippet import FORMS, snippet
    from cnnviz.steps import STEPS

    first = words[0].split("/", 1) if words and not words[0].startswith("-") else words[:1]
    step, spec, rest = named_scene([*first, *words[1:]], _USAGE)
    parser = argparse.ArgumentParser(
        prog=f"cnnviz snippet {spec.path}",
        description="Prints the block that shows the scene on a course page, with a still picture "
        "for its print.",
        allow_abbrev=False,
    )
    listed = ", ".join(FORMS)
    parser.add_argument("--for", dest=f"{_OWN}for", default="html", help=f"one of {listed}")
    parser.add_argument(
        "--url",
        dest=f"{_OWN}url",
        default="",
        help="where the chapter is served, such as https://cnn.example.org/; without it the scene "
        "is to lie beside the page as a file",
    )
    parser.add_argument("--frame", dest=f"{_OWN}frame", metavar="K", help="a frame, from 1")
    add_params(parser, spec)
    add_seeds(parser)
    options = vars(parser.parse_args(join_signs(rest)))
    options.pop("seeds")
    own = {name.removeprefix(_OWN): options.pop(name) for name in [*options] if _OWN in name}
    if own["for"] not in FORMS:
        raise CommandError(f"for must be one of {listed}; got {own['for'] or 'nothing'}")
    try:
        url = url_of(own["url"])
    except CommandError:
        raise CommandError(f"url must be like https://cnn.example.org/; got {own['url']}") from None
    frames = len(spec.scene(options).frames)
    frame = None if own["frame"] is None else whole("frame", own["frame"], 1, frames)
    print(FORMS[own["for"]](snippet(spec, STEPS.index(step) + 1, options, frame, url)))
