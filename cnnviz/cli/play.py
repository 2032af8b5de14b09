"""`cnnviz`: plays the chapter in a browser."""

from __future__ import annotations

import argparse

from cnnviz import __version__
from cnnviz.cli.options import (
    BrokenSeeds,
    CommandError,
    add_models,
    add_seeds,
    origins_of,
    path_of,
    url_of,
    whole,
)
from cnnviz.cli.server_extra import importing_server

MOST_WORKERS = 64
MOST_GRACE = 3600


def run(words: list[str]) -> None:
    """Plays until it is interrupted. Raises CommandError, and BrokenSeeds on faulty seeds."""
    options = _parser().parse_args(words)
    port = whole("port", options.port, 0, 65535)
    workers = whole("workers", options.workers, 1, MOST_WORKERS)
    grace = whole("grace", options.grace, 0, MOST_GRACE)
    root_path = path_of(options.root_path)
    public_url = url_of(options.public_url)
    embedding = origins_of(options.allow_embedding)
    if options.dev and workers > 1:
        raise CommandError(f"workers must be 1 with --dev; got {workers}")
    if options.allow_models and workers > 1:
        raise CommandError(f"workers must be 1 with --allow-models; got {workers}")
    # Before the scenes are read, which are made of the seeds.
    BrokenSeeds.look()

    with importing_server():
        from cnnviz.dev import develop
        from cnnviz.server.run import CannotListen, CannotStart, serve
    browse = not options.no_open
    try:
        if options.dev:
            develop(
                options.host,
                port,
                root_path=root_path,
                public_url=public_url,
                embedding=embedding,
                browse=browse,
                models=options.allow_models,
            )
        else:
            serve(
                options.host,
                port,
                workers=workers,
                root_path=root_path,
                public_url=public_url,
                embedding=embedding,
                browse=browse,
                grace=grace,
                models=options.allow_models,
            )
    except (CannotListen, CannotStart) as reason:
        raise CommandError(str(reason)) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cnnviz",
        description="Plays the chapter on convolutional neural networks in a browser.",
        epilog="Also: cnnviz frames STEP [SCENE] prints a scene's frames as JSON lines; "
        "cnnviz evaluate NETWORK FILE.npz measures a network; cnnviz export FILE.html writes the "
        "chapter as one file; cnnviz snippet STEP/SCENE prints the block for a course page; "
        "cnnviz check names what is wrong with the seeds; cnnviz seeds DIR "
        "copies them, to be changed. Each has a --help of its own.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"cnnviz {__version__}")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", default="8000", help="port; 0 takes a free one (%(default)s)")
    parser.add_argument("--workers", default="1", help="processes that answer (%(default)s)")
    parser.add_argument(
        "--root-path", default="", help="path under which a proxy shows the page, such as /cnn"
    )
    parser.add_argument(
        "--public-url",
        default="",
        help="where people find the page, such as https://example.org/cnn/: for link previews and "
        "search engines",
    )
    parser.add_argument(
        "--grace",
        default="0",
        help="seconds in which it still answers once it is told to stop (SIGTERM), while /healthz "
        "sends others elsewhere (%(default)s)",
    )
    parser.add_argument(
        "--allow-embedding",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="pages of that origin, such as https://moodle.example.org, may show scenes in a "
        "frame; can be given several times",
    )
    add_models(parser)
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")
    parser.add_argument(
        "--dev", action="store_true", help="read again what is changed, and load the page again"
    )
    add_seeds(parser)
    return parser
