"""`cnnviz seeds`: copies the package's seeds into a folder, for you to change."""

from __future__ import annotations

import argparse
import shlex
import shutil

from cnnviz.cli.options import CommandError, add_seeds, file_of
from cnnviz.content import files


def run(words: list[str]) -> None:
    """Copies them into a folder that is new or empty. Raises CommandError."""
    parser = argparse.ArgumentParser(
        prog="cnnviz seeds",
        description="Copies the chapter's texts, examples and networks into a folder that is new "
        "or empty. Change them there, and play them with: cnnviz --dev --seeds DIR",
        allow_abbrev=False,
    )
    parser.add_argument("folder", help="such as my-seeds")
    add_seeds(parser)
    folder = file_of("folder", parser.parse_args(words).folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(f"{folder} is there already; name a folder that is new or empty")
    try:
        shutil.copytree(files.folder("seeds"), folder, dirs_exist_ok=True)
    except OSError as error:
        raise CommandError(f"cannot write {folder}: {error.strerror or error}") from None
    command = shlex.join(["cnnviz", "--dev", "--seeds", str(folder)])
    print(f"{folder} has the seeds now. {command} plays them as you change them.")
