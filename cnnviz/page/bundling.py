"""Joins the modules of static/js into one script, or into several that load one after another."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

_DOC = re.compile(r"/\*\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(r'^import (?:(?:\{([^}]*)\}|\* as (\w+)) from )?"(\.[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(
    r"^export (?=(?:async function\*?|function\*?|class|const) (\w+))", re.MULTILINE
)
_LATE = re.compile(r'\bimport\("(\.[^"]+)"\)')
_LEFT = re.compile(r"^(?:import|export)\b.*|\bimport\(.*|\bimport\.meta\b", re.MULTILINE)

_ONCE = "const $once = (make) => { let made; return () => (made ??= make()); };\n"
"""A module runs when it is first imported, and only then."""


class Unbundled(ValueError):
    """A module that cannot be bundled; the message says which and why."""


def bundle(modules: Mapping[str, str], entry: str) -> str:
    """One script that runs `entry`, a path of `modules`, with all that it imports, early or late.

    A module becomes a function that runs when it is first imported; comments for the type checker
    are left out, as are comments with a line of their own, indents, and most ends of lines. Raises
    Unbundled for a form of import or export that it does not know, for a circle of imports, for a
    module that is not there, and for a text between backticks that goes over several lines.

    >>> print(bundle({"a.js": 'import { b } from "./b.js";\\nb();', "b.js": "export const b = f;"},
    ... "a.js"))
    const $once = (make) => { let made; return () => (made ??= make()); };
    const $0 = $once(() => {
    const b = f;return { b };
    });
    const $1 = $once(() => {
    const { b } = $0();b();return {  };
    });
    $1();
    <BLANKLINE>
    """
    names = _function_names(_in_load_order(modules, [entry], late=True))
    return f"{_ONCE}{_functions(modules, names, names, {})}{names[entry]}();\n"


def bundle_module(modules: Mapping[str, str], entry: str, made: str) -> str:
    """The same as a module of its own, whose default export is what `made` gives.

    That is a call of what `entry` exports, such as `createWidget("…")`. Raises Unbundled.
    """
    names = _function_names(_in_load_order(modules, [entry], late=True))
    functions = _functions(modules, names, names, {})
    return f"{_ONCE}{functions}export default {names[entry]}().{made};\n"


def split_bundle(modules: Mapping[str, str], files: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The same as several scripts, served in one folder under the names of the `files`.

    Each holds the modules given for it, and what these import early, unless a file before it does;
    what is imported late besides is in the last. A browser fetches the first, which runs the first
    of its modules, and each of the others when it is first needed. Raises Unbundled.
    """
    roots = [path for each in files.values() for path in each]
    names = _function_names(_in_load_order(modules, roots, late=True))
    homes = dict.fromkeys(names, posixpath.basename([*files][-1]))
    for file, each in reversed([*files.items()]):
        homes |= dict.fromkeys(_in_load_order(modules, each, late=False), posixpath.basename(file))
    shared: dict[str, str] = {}
    scripts: dict[str, str] = {}
    for file in files:
        home = posixpath.basename(file)
        here = {path: name for path, name in names.items() if homes[path] == home}
        begin = "".join(f'import {listed} from "./{other}";\n' for other, listed in shared.items())
        run = "" if shared else f"{names[roots[0]]}();\n"
        given = here.values() if shared else ("$once", *here.values())
        shared[home] = f"{{ {', '.join(given)} }}"
        functions = _functions(modules, here, names, homes)
        scripts[file] = f"{begin or _ONCE}{functions}{run}export {shared[home]};\n"
    return scripts


def _function_names(paths: Iterable[str]) -> dict[str, str]:
    """The function that stands for each module."""
    return {path: f"${number}" for number, path in enumerate(paths)}


def _in_load_order(
    modules: Mapping[str, str], roots: Sequence[str], *, late: bool
) -> Iterator[str]:
    """The paths of all that the roots need, each after what it imports early."""
    done: set[str] = set()
    wanted = [*roots]

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
        if late:
            wanted.extend(_beside(path, match[1]) for match in _LATE.finditer(source))
        done.add(path)
        yield path

    while wanted:
        yield from visit(wanted.pop(0), ())


def _functions(
    modules: Mapping[str, str],
    own: Mapping[str, str],
    names: Mapping[str, str],
    homes: Mapping[str, str],
) -> str:
    """The functions of the script's own modules; the others are in the files of `homes`."""
    return "".join(
        f"const {name} = $once(() => {{\n{_body(path, modules[path], own, names, homes)}\n}});\n"
        for path, name in own.items()
    )


def _body(
    path: str,
    source: str,
    own: Mapping[str, str],
    names: Mapping[str, str],
    homes: Mapping[str, str],
) -> str:
    """What the function of a module does: the module's program, which gives what it exports."""

    def imported(match: re.Match[str]) -> str:
        module = f"{names[_beside(path, match[3])]}()"
        if match[2]:
            return f"const {match[2]} = {module};"
        listed = re.sub(r"\bas\b", ":", match[1] or "")
        return f"const {{{listed}}} = {module};" if listed.strip() else f"{module};"

    def late(match: re.Match[str]) -> str:
        module = _beside(path, match[1])
        name = names[module]
        if module in own:
            return f"Promise.resolve().then({name})"
        return f'import("./{homes[module]}").then(({{ {name} }}) => {name}())'

    bare = _DOC.sub("", source).strip()
    if left := _LEFT.search(_EXPORT.sub("", _LATE.sub("", _IMPORT.sub("", bare)))):
        raise Unbundled(f"{path} has an import or export that is not known: {left[0]}")
    body = _LATE.sub(late, _IMPORT.sub(imported, bare))
    exported = _EXPORT.findall(body)
    lines = [line.strip() for line in _EXPORT.sub("", body).splitlines()]
    if spread := next((line for line in lines if line.count("`") % 2), None):
        raise Unbundled(f"{path} has a text that goes over several lines: {spread}")
    kept = [line for line in lines if line and not line.startswith("//")]
    return _joined([*kept, f"return {{ {', '.join(exported)} }};"])


def _joined(lines: Iterable[str]) -> str:
    """The lines as one text, without ends of lines, commas and semicolons that say nothing."""
    text = "{"
    for line in lines:
        if "//" in text[text.rfind("\n") + 1 :]:
            text += f"\n{line}"
        elif line[0] in ")]}":
            text = text.removesuffix(",").removesuffix(";") + line
        else:
            text += line if text[-1] in "([{,;}" or line[0] in "?:.&|" else f"\n{line}"
    return text[1:]


def _beside(path: str, address: str) -> str:
    """Where an address of a module leads, such as ./b.js from js/a.js."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
