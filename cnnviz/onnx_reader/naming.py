"""Names of layers: those of the modules in the program, as far as the file tells them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cnnviz.onnx_reader.constants import FOLDED
from cnnviz.onnx_reader.errors import quoted
from cnnviz.onnx_reader.node import Node

RESERVED = ("input", "picture", "moved")
"""What a network reads, and what is made of it, are called so beside its layers."""


class Names:
    """Gives each layer a name of its own: its module's, and where several share one, its own too.

    PyTorch writes modules as `namespace`, before 2.6 into the nodes' names.
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        counted: Counter[str] = Counter()
        for node in nodes:
            if node.kind not in FOLDED or node.kind in ("Add", "Concat", "Mul"):
                module = _module(node)
                while module:
                    counted[module] += 1
                    module = module.rpartition(".")[0]
        self._alone = {module for module, count in counted.items() if count == 1}
        self._taken = set(RESERVED)
        self._counts: Counter[str] = Counter()

    def of(self, node: Node, weight: str = "") -> str:
        """A name that no other layer has; weight: the name of what it learns, if it does."""
        module, own = _module(node), _own(node)
        learned, _, kind = weight.rpartition(".")
        if kind == "weight" and learned and "::" not in learned:
            name = learned
        elif module:
            name = module if module in self._alone else f"{module}.{own}"
        else:
            name = own
        return self.free(quoted(name))

    def free(self, name: str) -> str:
        """The name, or with a number behind it where it is taken."""
        wanted = name
        while name in self._taken:
            self._counts[wanted] += 1
            name = f"{wanted}_{self._counts[wanted] + 1}"
        self._taken.add(name)
        return name


def _module(node: Node) -> str:
    """The dotted path of the module that the node comes from; "" where it is not told."""
    if node.namespace:
        parts = [part.partition(":")[0].strip() for part in node.namespace.split("/")]
        return next((part for part in reversed(parts[:-1]) if part), "")
    path = ""
    for part in node.name.split("/")[1:-1] if node.name.startswith("/") else []:
        path = (
            part if not path or part.startswith(f"{path.rpartition('.')[2]}.") else f"{path}.{part}"
        )
    return path


def _own(node: Node) -> str:
    if node.namespace:
        return node.namespace.split("/")[-1].partition(":")[0].strip() or node.kind
    return node.name.rpartition("/")[2] or node.kind
