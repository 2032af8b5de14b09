"""Files that are no network, or a bad one, for whoever opens files: by name, with why they are bad.

As a program it opens each file of a folder, by the command and by the server, in at most a
gigabyte, and prints as JSON what was said of it and how many calls of functions that took.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOM = 1 << 30
MEDIA = {"Content-Type": "application/octet-stream"}


def body(files: Mapping[str, bytes]) -> bytes:
    """What a page sends to have these files opened."""
    listed = [{"name": name, "size": len(data)} for name, data in files.items()]
    return json.dumps({"files": listed}).encode() + b"\n" + b"".join(files.values())


def bad_files() -> Iterator[tuple[str, bytes, str]]:
    """Name, bytes, and a part of the sentence that refuses them."""
    from onnx_models import small, with_data_file
    from test_onnx_bad_files import BAD

    for name, (make, sentence) in BAD.items():
        yield name, make().SerializeToString(), sentence
    for name, data in (("empty", b""), ("zeros", b"\0" * 100), ("text", b"%PDF"), ("cut", b"")):
        whole = small().SerializeToString()
        yield name, whole[:200] if name == "cut" else data, "is no ONNX file, or is cut off"
    for location, sentence in (("../w", "in a file of the model's folder"), ("w.data", "w.data")):
        made = small()
        with_data_file(made, location, 64)
        yield f"data in {Path(location).name}", made.SerializeToString(), sentence


def counted(work: Callable[[], object]) -> tuple[Any, int]:
    """What it gives, and how many functions of Python it calls."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        return work(), calls
    finally:
        sys.setprofile(None)


def by_command(path: Path) -> str:
    """What `cnnviz open` says of a file."""
    from cnnviz.cli import main

    said = StringIO()
    with (
        patch("cnnviz.server.run.serve"),
        redirect_stdout(said),
        redirect_stderr(said),
    ):
        main(["open", str(path), "--no-open"])
    return said.getvalue()


def by_server(path: Path) -> str:
    """What the server says of it."""
    from cnnviz.own import Unreadable, opened_files

    try:
        opened_files({path.name: path.read_bytes()})
    except Unreadable as error:
        return str(error)
    return ""


def _main(folder: Path) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    found = {
        path.stem: {how.__name__: counted(partial(how, path)) for how in (by_command, by_server)}
        for path in sorted(folder.glob("*.onnx"))
    }
    print(json.dumps(found))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
