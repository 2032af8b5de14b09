"""Imports go one way: a module imports only what stands before it in the list of rooms."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

from cnnviz.steps import STEPS
from parsing import parsed

PACKAGE = Path(__file__).parent.parent / "cnnviz"

# By room, what it may import of the project besides itself. A room is a folder or a module of the
# package; the folders of the server are rooms of their own. Whatever a room may import stands
# before it here, so that there can be no circle.
MAY_IMPORT: dict[str, set[str]] = {
    "engine": set(),
    "mathml": set(),
    "writing": set(),
    "blame": set(),
    "onnx_reader": {"engine"},
    "content": {"engine"},
    "staging": {"content", "engine"},
    "misconceptions": {"content", "engine", "staging"},
    "steps": {"content", "engine", "misconceptions", "staging"},
    "wire": {"content", "mathml", "misconceptions", "staging"},
    "chapter": {"content", "steps", "wire"},
    "page": {"blame", "chapter", "content", "mathml", "staging"},
    "render": {"chapter", "content", "page", "wire"},
    "notebook": {"chapter", "content", "misconceptions", "page", "render", "wire"},
    "scenes": {"content", "engine", "notebook", "steps"},
    "datasets": set(),
    "evaluate": {"datasets", "engine"},
    "asking": {"content", "staging", "steps"},
    "opened": {"chapter", "content", "engine", "staging"},
    "own": {"content", "engine", "onnx_reader", "opened"},
    "loaded": {"content", "engine", "notebook", "onnx_reader", "opened", "steps"},
    "": {"asking", "loaded", "scenes"},  # cnnviz itself, which loads what it offers on first use
    "export": {"", "chapter", "content", "page", "wire"},
    "check": {
        *("", "blame", "content", "engine", "mathml", "misconceptions", "opened", "page"),
        "staging",
        *("steps", "wire", "writing"),
    },
    "server": {"chapter", "content", "page"},  # errors, headers, caching
    "server.streaming": {"chapter", "content", "engine", "page", "server", "wire"},
    "server.process": {"server", "server.streaming"},
    "server.routes": {
        *("chapter", "content", "misconceptions", "own", "page", "staging", "wire"),
        *("server", "server.process", "server.streaming"),
    },
    "server.app": {
        *("", "chapter", "content", "opened", "own", "page"),
        *("server", "server.process", "server.routes", "server.streaming"),
    },
    "dev": {"blame", "check", "content", "page", "server", "server.app", "server.process"},
    "cli": {
        *("", "chapter", "check", "content", "dev", "engine", "evaluate", "export"),
        *("onnx_reader", "opened", "own", "page", "render", "server", "server.app", "steps"),
        *("wire", "writing"),
    },
    "__main__": {"cli"},
}
"""The empty name is cnnviz/__init__.py, which holds the version."""

ON_TOP = {"__init__", "app", "run"}
"""What puts the server together: these modules are the room server.app."""

# By room, what it may import of other projects.
MAY_USE: dict[str, set[str]] = {
    "engine": {"numpy"},
    # ONNX Runtime, Pillow and PyTorch only where they are installed
    "onnx_reader": {"PIL", "numpy", "onnx", "onnxruntime", "torch"},
    "cli": {"numpy"},
    "opened": {"numpy"},
    "own": {"numpy"},
    "content": {"numpy"},
    "staging": {"numpy"},
    "misconceptions": {"numpy"},
    "steps": {"numpy"},
    "wire": {"numpy"},
    "check": {"numpy"},
    "evaluate": {"numpy"},
    "loaded": {"numpy"},
    "scenes": {"numpy"},
    "datasets": {"PIL", "numpy"},  # Pillow only where pictures are files
    "mathml": {"latex2mathml"},
    "page": {"jinja2", "markdown_it", "markupsafe", "mdit_py_plugins", "pygments"},
    "export": {"markupsafe"},
    "notebook": {"anywidget", "traitlets"},  # those of another extra, in one module
    "render": set(),  # the libraries of the extra: cnnviz/render/extras.py imports them
    "server": {"anyio", "starlette"},
    "server.process": {"h11", "segno", "starlette", "uvicorn", "websockets"},
    "server.streaming": {"anyio", "numpy", "starlette"},
    "server.routes": {"anyio", "fastapi", "numpy", "pydantic", "starlette"},
    "server.app": {"fastapi", "starlette", "uvicorn"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(module: Path) -> str:
    return _room(module.relative_to(PACKAGE).with_suffix("").parts)


def _room(parts: tuple[str, ...]) -> str:
    if parts[0] != "server":
        return "" if parts[0] == "__init__" else parts[0]
    if len(parts) == 1 or parts[1] in ON_TOP:
        return "server.app"
    return f"server.{parts[1]}" if (PACKAGE / "server" / parts[1]).is_dir() else "server"


@cache
def imported(module: Path) -> set[str]:
    """The dotted names that the module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(parsed(module.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=aliases):
                names |= {alias.name for alias in aliases}
            case ast.ImportFrom(module=source, names=aliases, level=level):
                assert level == 0, f"{module}: relative imports hide where things come from"
                assert source is not None
                # `from cnnviz import wire` names a module, `from cnnviz.wire import lines` does no
                names |= {f"{source}.{alias.name}" for alias in aliases}
            case ast.Call(func=ast.Name("import_module"), args=[ast.Constant(str(name))]):
                names.add(name)
    return names


def ours(module: Path) -> set[str]:
    """The dotted names of the project's that the module imports, without the leading cnnviz."""
    return {
        name.removeprefix("cnnviz").removeprefix(".")
        for name in imported(module)
        if name.partition(".")[0] == "cnnviz"
    }


def rooms(module: Path) -> set[str]:
    return {_room(_known(name)) for name in ours(module)}


def _name(module: Path) -> str:
    return ".".join(module.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


NAMES = {_name(each) for each in MODULES}


def _known(name: str) -> tuple[str, ...]:
    """The parts of the module that a dotted name is, or is in; else cnnviz itself."""
    parts = tuple(name.split("."))
    while parts and ".".join(parts) not in NAMES:
        parts = parts[:-1]
    return parts or ("__init__",)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_before_it(module: Path) -> None:
    here = room(module)
    assert here in MAY_IMPORT, f"say in this test what cnnviz/{here} may import"
    assert rooms(module) - {here} <= MAY_IMPORT[here]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_uses_only_the_libraries_of_its_room(module: Path) -> None:
    theirs = {name.partition(".")[0] for name in imported(module)} - {"cnnviz"}
    theirs -= set(sys.stdlib_module_names)
    assert theirs <= MAY_USE.get(room(module), set())


def test_steps_never_import_each_other() -> None:
    steps = PACKAGE / "steps"
    for module in steps.rglob("*.py"):
        if module != steps / "__init__.py":
            # A step that is a folder is made of modules, which may know each other.
            own = f"steps.{module.relative_to(steps).with_suffix('').parts[0]}"
            others = {name for name in ours(module) if name.startswith("steps")}
            assert all(f"{name}.".startswith(f"{own}.") for name in others), module.name


def test_nothing_but_the_entry_points_imports_the_server() -> None:
    servers = {each for each in MAY_IMPORT if each.startswith("server")}
    users = {room(module) for module in MODULES if servers & rooms(module)}
    assert users <= {*servers, "cli", "dev", "__main__"}


def test_the_rooms_stand_in_order() -> None:
    order = list(MAY_IMPORT)
    for here, may in MAY_IMPORT.items():
        assert may <= set(order[: order.index(here)]), here


def test_the_rules_name_no_room_that_is_gone() -> None:
    there = {room(module) for module in MODULES}
    assert set(MAY_IMPORT) <= there
    assert set(MAY_USE) <= there


def _texts(module: Path) -> set[str]:
    """The string constants of a module that are no docstrings."""
    tree = parsed(module.read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documented
    }


def test_nothing_but_the_steps_knows_a_step_or_a_scene_by_name() -> None:
    names = {step.name for step in STEPS} - {"channels", "lenet", "mlp"}  # of tensors, networks
    names |= {spec.path for step in STEPS for spec in step.scenes}
    for module in MODULES:
        if room(module) != "steps":
            assert not names & _texts(module), module


def test_the_engine_knows_nothing_of_the_pipeline_that_is_drawn() -> None:
    for module in (PACKAGE / "engine").glob("*.py"):
        assert "stage" not in module.read_text(encoding="utf-8"), module
