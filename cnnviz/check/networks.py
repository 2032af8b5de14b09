"""Checks the networks of seeds/weights, their model cards, and what their units like best."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from pathlib import Path

from cnnviz.check.fault import Fault, JsonFile, is_number
from cnnviz.check.needs import NetworkNeeds
from cnnviz.content import seeds
from cnnviz.content.files import Unusable, display_path
from cnnviz.engine.layers import Activation
from cnnviz.engine.network import Network
from cnnviz.engine.weights import outline


def network(path: Path, needed: NetworkNeeds | None) -> list[Fault]:
    """A network must be as its description says, and have the layers that the scenes speak of."""
    record = JsonFile(path)
    if record.faults:
        return record.faults
    outlined = _outline(record)
    if outlined is None:
        return record.faults
    outputs = prod(list(outlined.shapes().values())[-1])
    if outlined.classes and len(outlined.classes) != outputs:
        count = len(outlined.classes)
        record.fault(f"classes must name the {outputs} outputs; it names {count}", "classes")
    if outlined.name != path.stem:
        record.fault(f"name must be {path.stem}, as the file's; got {outlined.name}", "name")
    last = outlined.layers[-1] if outlined.layers else None
    if not isinstance(last, Activation) or last.kind != "softmax" or not _is_choice(outlined):
        record.fault("the last layer must be a softmax of two outputs or more, in a row", "layers")
    if len(set(outlined.classes)) < len(outlined.classes):
        record.fault("classes must differ from one another", "classes")
    try:
        seeds.input_range(path.stem)
    except Unusable:
        record.fault("range must be two rising numbers, such as [0, 1]", "range")
    if needed:
        _needs(record, outlined, needed)
    if not record.faults:
        try:
            seeds.network(path.stem)
        except Unusable as error:
            return [Fault.of(error)]
    return record.faults


def _is_choice(network: Network) -> bool:
    """Whether it ends in a vector of two numbers or more."""
    shape = list(network.shapes().values())[-1]
    return len(shape) == 1 and shape[0] > 1


def classes(path: Path) -> tuple[str, ...]:
    """What a network calls its outputs; nothing where that cannot be read."""
    record = JsonFile(path)
    network = None if record.faults else _outline(record)
    return network.classes if network else ()


def _outline(record: JsonFile) -> Network | None:
    try:
        return outline(seeds.without_stages(record.held))
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        layers = record.held.get("layers", ()) if isinstance(record.held, dict) else ()
        for k, layer in enumerate(layers if isinstance(layers, list) else ()):
            name = layer.get("name", f"layer {k}") if isinstance(layer, dict) else f"layer {k}"
            if f", {name}: " in str(error):
                record.fault(f"cannot be used: {error}", "layers", k)
                return None
        record.fault(f"cannot be used: {error}", "layers")
        return None


def _needs(record: JsonFile, network: Network, needed: NetworkNeeds) -> None:
    if list(network.input_shape) != list(needed["input"]):
        shape = "×".join(map(str, needed["input"]))
        record.fault(f"the scenes give this network pictures of {shape}", "input")
    there = {layer.name for layer in network.layers}
    for name in needed["layers"]:
        if name not in there:
            record.fault(f"layer {name} is missing, of which the scenes speak", "layers")
    if needed["classes"] and not network.classes:
        record.fault("classes must name the outputs, as the scenes do", "classes")
    card = record.held.get("card", {})
    if needed["measured"]:
        if not isinstance(card, dict) or not is_number(card.get("accuracy"), 0, 1):
            record.fault("card must say its accuracy, from 0 to 1", "card", "accuracy")
        elif not is_number(card.get("n"), 1, 1e9):
            record.fault("card must say on how many pictures that was measured, as n", "card", "n")


def features(path: Path, needed: Mapping[str, list[int]]) -> list[Fault]:
    """Pictures must be there by name: count×3×height×width bytes."""
    try:
        arrays = seeds.features(path.stem)
    except Unusable as error:
        return [Fault.of(error)]
    faults = []
    for name, shape in needed.items():
        if name not in arrays:
            faults.append(f"the pictures “{name}” are missing")
        elif arrays[name].shape != tuple(shape) or arrays[name].dtype != "uint8":
            got = f"{'×'.join(map(str, arrays[name].shape))} of {arrays[name].dtype}"
            faults.append(f"{name} must be {'×'.join(map(str, shape))} bytes; got {got}")
    return [Fault(display_path(path), 0, sentence) for sentence in faults]
