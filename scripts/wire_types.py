"""Writes static/js/data/wire.d.ts: what the server sends, in TypeScript, as Python declares it.

The records of the API are those of cnnviz/server/routes/*schemas.py, the options of panels those of
cnnviz/staging/panels; each field keeps its sentence. `make types` runs this.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from cnnviz.content.computation import Op
from cnnviz.content.records import Changes, Record
from cnnviz.content.scene import Role, Scale, Stage
from cnnviz.server.routes import chapter_schemas, message_schemas, schemas
from cnnviz.staging.panels import KINDS, Options
from cnnviz.staging.panels.charts import Axis

TARGET = Path(__file__).parent.parent / "static/js/data/wire.d.ts"
HEAD = """\
/**
 * What the server sends, as Python declares it. Written by scripts/wire_types.py: `make types`.
 *
 * A field with a question mark is left out where it has its default.
 */
"""
ALIASES: dict[str, Any] = {
    "Scale": Scale,
    "Role": Role,
    "Op": Op,
    "Axis": Axis,
    "Value": schemas.Value,
}
"""Types of their own that are no classes."""
PLAIN = {int: "number", float: "number", str: "string", bool: "boolean", NoneType: "null"}
PANEL: dict[tuple[type, str], str] = {
    (schemas.PanelRecord, "kind"): "K",
    (schemas.PanelRecord, "options"): "PanelOptions[K]",
    (schemas.HeaderLine, "panels"): "AnyPanel[]",
    (schemas.FrameLine, "panels"): "Record<string, PanelChanges[Kind]>",
}
"""Fields that depend on a panel's kind, which OpenAPI does not follow."""
PARENTS = (Options, Changes)
"""Classes that are interfaces with interfaces of their own."""
WIDTH = 120


ANY_PANEL = """\
/** A panel of any kind, told apart by it. */
export type AnyPanel = { [K in Kind]: PanelRecord<K> }[Kind];
"""


def declarations() -> str:
    """The whole file."""
    parts = [
        HEAD,
        f"{_comment(_sentence(Stage))}\nexport type Stage = {_literals(list(Stage))};\n",
        *(f"export type {name} = {_type(hint, name)};\n" for name, hint in ALIASES.items()),
        *map(_interface, _classes()),
        _by_kind("PanelOptions", "The options of a panel by its kind.", lambda kind: kind),
        _by_kind("PanelChanges", "What may change in a panel by frame.", lambda kind: kind.changes),
        "export type Kind = keyof PanelOptions;\n",
        ANY_PANEL,
    ]
    return "\n".join(parts)


def _by_kind(name: str, sentence: str, of: Callable[[type[Options]], type]) -> str:
    rows = "\n".join(f"  {each.kind}: {of(each).__name__};" for each in KINDS)
    return f"{_comment(sentence)}\nexport interface {name} {{\n{rows}\n}}\n"


def _classes() -> Iterator[type]:
    """All records, those of the API before those of panels, each module's in its order."""
    names = [
        chapter_schemas.__name__,
        schemas.__name__,
        message_schemas.__name__,
        Changes.__module__,
        Options.__module__,
        *(each.__module__ for each in KINDS),
    ]
    bases = (schemas.SentRecord, Record)
    for name in dict.fromkeys(names):
        for each in vars(sys.modules[name]).values():
            record = isinstance(each, type) and issubclass(each, bases) and each not in bases
            if record and each.__module__ == name:
                yield each


def _interface(cls: type) -> str:
    """A class as an interface, each field with its sentence."""
    parent = "".join(f" extends {each.__name__}" for each in _parents(cls))
    generic = "<K extends Kind = Kind>" if cls is schemas.PanelRecord else ""
    lines = [_comment(_sentence(cls)), f"export interface {cls.__name__}{generic}{parent} {{"]
    for name, hint, required, sentence in _fields(cls):
        assert sentence, f"{cls.__name__}.{name} has no sentence"
        written = PANEL.get((cls, name)) or _type(hint if required else _given_type(hint))
        lines += [_comment(sentence, "  "), f"  {name}{'' if required else '?'}: {written};"]
    return "\n".join([*lines, "}\n"])


def _parents(cls: type) -> list[type]:
    """The interfaces whose fields it has without declaring them."""
    shared = (*PARENTS, schemas.SentRecord, Record)
    bases = [each for each in cls.__bases__ if issubclass(each, shared)]
    return [each for each in bases if each in PARENTS or each not in shared]


def _comment(sentence: str, indent: str = "") -> str:
    line = f"{indent}/** {sentence} */"
    if len(line) <= WIDTH:
        return line
    parts = textwrap.wrap(sentence, WIDTH - len(indent) - 3)
    return "\n".join([f"{indent}/**", *(f"{indent} * {part}" for part in parts), f"{indent} */"])


def _fields(cls: type) -> Iterator[tuple[str, Any, bool, str]]:
    """Name, type, whether it is always sent, and sentence of each field that a class declares."""
    hints = get_type_hints(cls)
    if is_dataclass(cls):
        written = _written(cls)
        for each in fields(cls):
            if each.name in written:
                yield each.name, hints[each.name], each.default is MISSING, written[each.name]
        return
    assert issubclass(cls, BaseModel)
    inherited = {name for each in _parents(cls) for name in get_type_hints(each)}
    for name, field in cls.model_fields.items():
        if name in inherited:
            continue
        yield name, hints[name], field.is_required(), field.description or ""


@cache
def _written(cls: type) -> Mapping[str, str]:
    """The sentences below the fields of a dataclass."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for field, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        match field, after:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(sentence))):
                found[name] = " ".join(sentence.split())
            case ast.AnnAssign(target=ast.Name(name)), _:
                found[name] = ""
    return found


def _sentence(cls: type) -> str:
    """The first paragraph of its docstring."""
    return " ".join(inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].split())


def _given_type(hint: Any) -> Any:
    """A type without None, which is left out."""
    if get_origin(hint) not in (Union, UnionType):
        return hint
    return Union[tuple(each for each in get_args(hint) if each is not NoneType)]  # noqa: UP007


def _literals(values: list[Any]) -> str:
    return " | ".join(map(json.dumps, values))


def _type(hint: Any, name: str = "") -> str:
    """A type as TypeScript writes it; `name` is that of an alias, which is then written out."""
    for alias, aliased in ALIASES.items():
        if hint == aliased and alias != name:
            return alias
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if hint is Any:
        return "any"
    if origin is Literal:
        return _literals(list(arguments))
    if origin in (Union, UnionType):
        return " | ".join(dict.fromkeys(_type(each) for each in arguments))
    if origin in (dict, Mapping):
        return f"Record<string, {_type(arguments[1])}>"
    if origin is list or (origin is tuple and arguments[-1] is ...):
        return f"{_bracket(_type(arguments[0]))}[]"
    if origin is tuple:
        return f"[{', '.join(map(_type, arguments))}]"
    assert isinstance(hint, type), f"{hint} has no form in TypeScript yet"
    assert issubclass(hint, BaseModel | Record | StrEnum), hint
    return hint.__name__


def _bracket(written: str) -> str:
    return f"({written})" if " | " in written else written


def main() -> None:
    """Writes the file."""
    TARGET.write_text(declarations(), encoding="utf-8")


if __name__ == "__main__":
    main()
