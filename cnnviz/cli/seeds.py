"""`cnnviz seeds`: copies the seeds that came with the package, to be changed."""

from __future__ import annotations

import argparse
import shutil

from cnnviz import files
from cnnviz.cli.options import Sorry, add_seeds, file_of


def run(words: list[str]) -> None:
    """Copies them into a folder that is new or empty. Raises Sorry."""
    parser = argparse.ArgumentParser(
        prog="cnnviz seeds",
        description="Copies the chapter's texts, examples and networks into a folder that is new "
        "or empty. Change them there, and play them with: cnnviz --dev --seeds DIR",
        allow_abbrev=False,
    )
    parser.add_argument("folder", help="such as my-seeds")
    add_seeds(parser)
    folder = file_of(parser.parse_args(words).folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Sorry(f"{folder} is there already; name a folder that is new or empty")
    try:
        shutil.copytree(files.folder("seeds"), folder, dirs_exist_ok=True)
    except OSError as error:
        raise Sorry(f"cannot write {folder}: {error.strerror or error}") from None
    print(
        f"{folder} has the seeds now. cnnviz --dev --seeds {folder} plays them as you change them."
    )
