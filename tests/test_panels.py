"""What panels may have: every kind has a view, which reads what is declared and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from cnnviz import wire
from cnnviz.content.records import Record
from cnnviz.content.scene import Stage
from cnnviz.content.spec import SceneSpec
from cnnviz.staging.panels import KINDS, Bar, Bars, Grid, GridChanges, Options
from cnnviz.steps import STEPS

ROOT = Path(__file__).parent.parent
VIEWS = ROOT / "static/js/views"
ANY_KIND = [path for path in (ROOT / "static/js").rglob("*.js") if path.parent != VIEWS]
"""The other modules, which read options of several kinds."""
SCENES = [
    pytest.param(spec, id=f"{step.name}-{spec.name}") for step in STEPS for spec in step.scenes
]
DECLARED = {each.name for kind in KINDS for each in fields(kind)}
"""The options that any kind has."""


def source(path: Path) -> str:
    """A module without its comments."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/|^\s*//[^\n]*$", "", text, flags=re.DOTALL | re.MULTILINE)


INDEX = source(VIEWS / "index.js")
DRAWN, _ = INDEX.split("export const FLYING")
VIEW_OF = {
    (kind or name): name
    for kind, name in re.findall(r"^  (?:(\w+): )?(\w+),$", DRAWN, flags=re.MULTILINE)
}
"""By kind, the name of its view."""
MODULE_OF = dict(re.findall(r'import \{ (\w+) \} from "\./([\w-]+\.js)"', INDEX))


SHARED = ("context.js", "index.js", "registry.js")
"""What views of all kinds import."""


def modules(kind: type[Options]) -> Iterator[Path]:
    """The module of a kind's view, and those beside it that it takes its parts from."""
    found = [VIEWS / MODULE_OF[VIEW_OF[kind.kind]]]
    for path in found:
        yield path
        names = re.findall(r'from "\./([\w-]+\.js)"', source(path))
        new = (VIEWS / name for name in names if name not in SHARED)
        found += [each for each in new if each not in found]


def reads(text: str) -> set[str]:
    """The options that a module reads: `options.name`, or `{ name } = panel.options`.

    Those of a question are the answers to choose from: a list, as no panel's are.
    """
    text = re.sub(r"question\??\.options", "answers", text)
    text = re.sub(r"\boptions\.\w+\(", "answers(", text)
    return set(re.findall(r"\boptions\??\.(\w+)", text)) | taken(text, r" = [^;\n]*\boptions\b")


def taken(text: str, after: str = "") -> set[str]:
    """The names that are taken out of an object: `{ name, name: another }`."""
    found = re.findall(r"\{([^{}]*)\}" + after, text)
    return {name for some in found for name in re.findall(r"(?:^|,)\s*(\w+)", some)}


def records(cls: type[Record]) -> Iterator[type[Record]]:
    """The class and all records that its fields hold."""
    yield cls
    for hint in get_type_hints(cls).values():
        for part in _parts(hint):
            if isinstance(part, type) and issubclass(part, Record):
                yield from records(part)


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    for each in get_args(hint):
        yield from _parts(each)


def test_each_kind_has_a_view_and_each_view_a_kind() -> None:
    assert sorted(VIEW_OF) == sorted(each.kind for each in KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_view_reads_every_option_and_change_that_is_declared(kind: type[Options]) -> None:
    own = "".join(source(path) for path in modules(kind))
    text = own + "".join(source(path) for path in ANY_KIND)
    # A view may hand its options on; what takes them apart then does not name them.
    assert not {each.name for each in fields(kind)} - reads(text) - taken(own)
    words = set(re.findall(r"\w+", text))
    for cls in (*records(kind), *records(kind.changes)):
        assert not {each.name for each in fields(cls)} - words, cls


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_view_reads_no_option_that_is_not_declared(kind: type[Options]) -> None:
    first, *others = modules(kind)
    assert not reads(source(first)) - {each.name for cls in records(kind) for each in fields(cls)}
    for path in others:
        assert not reads(source(path)) - DECLARED, path.name


def test_no_option_is_read_elsewhere_that_no_kind_declares() -> None:
    for path in ANY_KIND:
        assert not reads(source(path)) - DECLARED, path.name


@pytest.mark.parametrize("spec", SCENES)
def test_a_scene_sends_what_is_declared_and_nothing_else(spec: SceneSpec) -> None:
    head, *frames = (json.loads(line) for line in wire.lines(spec.scene()))
    kinds = {each.kind: each for each in KINDS}
    of = {panel["name"]: kinds[panel["kind"]] for panel in head["panels"]}
    for panel in head["panels"]:
        fit(of[panel["name"]], panel["options"], panel["name"])
    for frame in frames:
        for name, changes in frame.get("panels", {}).items():
            fit(of[name].changes, changes, f"{name} of frame {frame['k']}")


def fit(hint: Any, sent: Any, place: str) -> None:
    """Asserts that what was sent is of the type that is declared."""
    origin, arguments = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Record):
        hints = get_type_hints(hint)
        needed = {each.name for each in fields(hint) if each.default is MISSING}
        assert needed <= sent.keys() <= {each.name for each in fields(hint)}, f"{place} is {sent!r}"
        for name, part in sent.items():
            fit(hints[name], part, f"{place}.{name}")
    elif origin in (Union, UnionType):
        assert any(fits(each, sent) for each in arguments), f"{place} is {sent!r}"
    elif origin is tuple:
        assert isinstance(sent, list), place
        if arguments[-1] is not ...:
            assert len(sent) == len(arguments), place
        for i, part in enumerate(sent):
            fit(arguments[0] if arguments[-1] is ... else arguments[i], part, f"{place}[{i}]")
    elif origin is Mapping:
        for key, part in sent.items():
            fit(arguments[1], part, f"{place}.{key}")
    elif origin is Literal:
        assert sent in arguments, f"{place} is {sent!r}"
    else:
        plain = (int, float) if hint is float else hint
        assert isinstance(sent, str if issubclass(hint, str) else plain), f"{place} is {sent!r}"


def fits(hint: Any, sent: Any) -> bool:
    try:
        fit(hint, sent, "")
    except (AssertionError, AttributeError, TypeError):
        return False
    return True


def test_a_record_leaves_out_what_has_its_default() -> None:
    assert Grid().record() == {}
    assert Grid(padding=2, row="same").record() == {"padding": 2, "row": "same"}
    assert GridChanges(values={"x": 0}).record() == {"values": {"x": 0}}
    bar = Bar(label="a", value=1, text="one", stage=Stage.CONV)
    sent = Bars(bars=(bar,), scales=("a",)).record()
    assert sent == {
        "bars": [{"label": "a", "value": 1, "text": "one", "stage": "conv"}],
        "scales": ["a"],
    }
