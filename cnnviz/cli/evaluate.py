"""`cnnviz evaluate`: measures a network on a data set."""

from __future__ import annotations

import argparse
import json

from cnnviz.cli.options import CommandError, add_seeds, file_of


def run(words: list[str]) -> None:
    """Prints its accuracy on that file as JSON. Raises CommandError."""
    parser = argparse.ArgumentParser(
        prog="cnnviz evaluate",
        description="Measures a network of seeds/weights on the test half of a data set.",
        allow_abbrev=False,
    )
    parser.add_argument("network", help="such as lenet")
    parser.add_argument(
        "file",
        help="a file or a folder of MNIST or CIFAR-10: .npz, IDX, or the binary version",
    )
    add_seeds(parser)
    options = parser.parse_args(words)
    file = file_of("file", options.file)

    from cnnviz.content import seeds
    from cnnviz.evaluate import evaluate

    if options.network not in seeds.networks():
        listed = ", ".join(seeds.networks())
        raise CommandError(f"there is no network {options.network}; the networks are {listed}")
    try:
        measured = evaluate(seeds.network(options.network), file)
    except (OSError, ValueError) as error:
        raise CommandError(f"cannot evaluate {options.network} on {file}: {error}") from None
    print(json.dumps({"network": options.network, **measured}))
