"""All modules of static/js as one script: a page that is opened as a file may not import any."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

_DOC = re.compile(r"/\*\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(r'^import (?:(?:\{([^}]*)\}|\* as (\w+)) from )?"(\.[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(
    r"^export (?=(?:async function\*?|function\*?|class|const) (\w+))", re.MULTILINE
)
_LATE = re.compile(r'\bimport\("(\.[^"]+)"\)')
_LEFT = re.compile(r"^(?:import|export)\b.*|\bimport\(.*|\bimport\.meta\b", re.MULTILINE)


class Unbundled(ValueError):
    """A module that cannot be part of one script; the message says which and why."""


def bundle(modules: Mapping[str, str], entry: str) -> str:
    """One script that runs `entry`, a path of `modules`, after all that it imports, early or late.

    A module becomes a function that is called once, in an order in which each finds what it
    imports; comments for the type checker are left out. Raises Unbundled for a form of import or
    export that it does not know, for a circle of imports, and for a module that is not there.

    >>> print(bundle({"a.js": 'import { b } from "./b.js";\\nb();', "b.js": "export const b = f;"},
    ... "a.js"))
    "use strict";
    const $0 = (() => {
    const b = f;
    return { b };
    })();
    const $1 = (() => {
    const { b } = $0;
    b();
    return {  };
    })();
    <BLANKLINE>
    """
    order = list(_ordered(modules, entry))
    names = {path: f"${number}" for number, path in enumerate(order)}
    return '"use strict";\n' + "".join(
        f"const {names[path]} = (() => {{\n{_wrapped(path, modules[path], names)}\n}})();\n"
        for path in order
    )


def _ordered(modules: Mapping[str, str], entry: str) -> Iterator[str]:
    """The paths of the entry and of all that it needs, each after what it imports early."""
    done: set[str] = set()
    wanted = [entry]

    def visit(path: str, above: tuple[str, ...]) -> Iterator[str]:
        if path in above:
            raise Unbundled(f"{path} imports itself by way of {above[-1]}")
        if path in done:
            return
        if path not in modules:
            raise Unbundled(
                f"{path}, which {above[-1] if above else 'another'} imports, is missing"
            )
        source = _DOC.sub("", modules[path])
        for match in _IMPORT.finditer(source):
            yield from visit(_beside(path, match[3]), (*above, path))
        wanted.extend(_beside(path, match[1]) for match in _LATE.finditer(source))
        done.add(path)
        yield path

    while wanted:
        yield from visit(wanted.pop(), ())


def _wrapped(path: str, source: str, names: Mapping[str, str]) -> str:
    """The body of the function that stands for a module."""

    def imported(match: re.Match[str]) -> str:
        module = names[_beside(path, match[3])]
        if match[2]:
            return f"const {match[2]} = {module};"
        listed = re.sub(r"\bas\b", ":", match[1] or "")
        return f"const {{{listed}}} = {module};" if listed.strip() else ""

    def late(match: re.Match[str]) -> str:
        return f"Promise.resolve().then(() => {names[_beside(path, match[1])]})"

    bare = _DOC.sub("", source).strip()
    body = _LATE.sub(late, _IMPORT.sub(imported, bare))
    exported = _EXPORT.findall(body)
    body = _EXPORT.sub("", body)
    if left := _LEFT.search(body):
        raise Unbundled(f"{path} has an import or export that is not known: {left[0]}")
    lines = "\n".join(line for line in body.splitlines() if line.strip())
    return f"{lines}\nreturn {{ {', '.join(exported)} }};"


def _beside(path: str, address: str) -> str:
    """Where an address of a module leads, such as ./b.js from js/a.js."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
