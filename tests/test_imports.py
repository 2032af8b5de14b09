"""One way through the house, no returns: a module imports only what stands before it."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "cnnviz"

STUDIO = {"asked", "cost", "diagrams", "doubt", "film", "opened", "reading", "whole"}
"""What the steps share; a new shared module is named here."""

# By room, what it may import of the project besides itself; a room is a module or a folder.
MAY_IMPORT: dict[str, set[str]] = {
    "engine": set(),
    "names": {"engine"},
    "blame": set(),
    "dev": {"blame", "check", "files", "server"},
    "compare": set(),
    "param": {"compare"},
    "scene": {"compare", "names", "param"},
    "mathml": set(),
    "formatting": set(),
    "files": set(),
    "located": set(),
    "texts": {"names"},
    "grammar": {"texts"},
    "seeds": {"engine", "files", "grammar", "names", "texts"},
    **{room: {"engine", "formatting", "param", "scene", "seeds", *STUDIO} for room in STUDIO},
    "steps": {"engine", "formatting", "names", "param", "scene", "seeds", *STUDIO},
    "wire": {"formatting", "mathml", "param", "scene"},
    "writing": set(),
    "check": {
        *("article", "blame", "engine", "files", "grammar", "located", "mathml", "param", "scene"),
        *("seeds", "steps", "texts", "wire", "writing"),
    },
    "datasets": set(),
    "evaluate": {"datasets", "engine"},
    "loaded": {"engine", "seeds"},
    "article": {"mathml", "seeds"},
    "scenes": {"engine", "param", "scene", "steps"},
    "server": {
        "article",
        "blame",
        "engine",
        "mathml",
        "param",
        "scene",
        "seeds",
        "server",
        "steps",
        "wire",
        "",
    },
    "cli": {
        *("check", "dev", "evaluate", "files", "param", "scene", "seeds", "server", "steps"),
        *("wire", "writing", ""),
    },
    "__main__": {"cli"},
    "": {"loaded", "scenes"},  # cnnviz itself, on first use
}
"""The empty name is cnnviz/__init__.py, which holds the version."""

# By room, what it may import of other projects.
MAY_USE: dict[str, set[str]] = {
    "engine": {"numpy"},
    "compare": {"numpy"},
    "formatting": {"numpy"},
    "param": {"numpy"},
    "scene": {"numpy"},
    "seeds": {"numpy"},
    **{room: {"numpy"} for room in STUDIO},
    "steps": {"numpy"},
    "wire": {"numpy"},
    "check": {"numpy"},
    "evaluate": {"numpy"},
    "loaded": {"numpy"},
    "datasets": {"PIL", "numpy"},  # Pillow only where pictures are files
    "mathml": {"latex2mathml"},
    "article": {"markdown_it", "markupsafe", "mdit_py_plugins", "pygments"},
    "server": {
        "anyio",
        "fastapi",
        "h11",
        "jinja2",
        "markupsafe",
        "numpy",
        "pydantic",
        "segno",
        "starlette",
        "uvicorn",
        "websockets",
    },
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(module: Path) -> str:
    first = module.relative_to(PACKAGE).with_suffix("").parts[0]
    return "" if first == "__init__" else first


def _imported(module: Path) -> set[str]:
    """The dotted names that the module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
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


# Read before any test runs: two threads that parse at once, such as this one and a server's that
# logs an exception, can fail on Python before 3.11.8 (python/cpython#106905).
IMPORTED = {module: _imported(module) for module in MODULES}


def ours(module: Path) -> set[str]:
    """The dotted names of the project's that the module imports, without the leading cnnviz."""
    return {
        name.removeprefix("cnnviz").removeprefix(".")
        for name in IMPORTED[module]
        if name.partition(".")[0] == "cnnviz"
    }


def rooms(module: Path) -> set[str]:
    known = {room(each) for each in MODULES}
    firsts = {name.partition(".")[0] for name in ours(module)}
    return {first if first in known else "" for first in firsts}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_before_it(module: Path) -> None:
    here = room(module)
    assert here in MAY_IMPORT, f"say in this test what cnnviz/{here} may import"
    assert rooms(module) - {here} <= MAY_IMPORT[here]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_uses_only_the_libraries_of_its_room(module: Path) -> None:
    theirs = {name.partition(".")[0] for name in IMPORTED[module]} - {"cnnviz"}
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
    users = {room(module) for module in MODULES if "server" in rooms(module)}
    assert users <= {"server", "cli", "dev", "__main__"}


def test_the_rules_name_no_room_that_is_gone() -> None:
    there = {room(module) for module in MODULES}
    assert set(MAY_IMPORT) <= there
    assert set(MAY_USE) <= there
