"""`cnnviz check`: lists every fault in the seeds."""

from __future__ import annotations

import argparse

from cnnviz.cli.options import CommandError, add_seeds


def run(words: list[str]) -> None:
    """Prints a line for each fault, or that there is none. Raises CommandError on faults."""
    parser = argparse.ArgumentParser(
        prog="cnnviz check",
        description="Reads all of the seeds as the server would, builds every scene, and names "
        "file and line of each fault. The exit code is 1 where there is one.",
        allow_abbrev=False,
    )
    add_seeds(parser)
    parser.parse_args(words)

    from cnnviz import check

    well, faults = check.everything()
    for fault in faults:
        print(fault)
    if faults:
        raise CommandError(f"{len(faults)} fault{'s' * (len(faults) > 1)}")
    print(well)
