"""What others' libraries are needed for is declared, and looked at when the server starts."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from cnnviz.cli.server_extra import LIBRARIES
from cnnviz.server import create_app
from cnnviz.server.process import libraries
from cnnviz.server.process.connections import Connection
from cnnviz.server.process.libraries import NEEDED, TRIED
from cnnviz.server.process.websocket import LimitedWebSocket
from cnnviz.server.process.workers import CannotStart
from cnnviz.server.read_budget import ReadsInPieces
from cnnviz.server.run import server_config
from parsing import parsed
from test_imports import MODULES, imported
from tiny import CHAPTER

OPTIONAL = {
    "PIL": "test",
    "anywidget": "notebook",
    "onnx": "onnx",
    "onnxruntime": "test",
    "traitlets": "notebook",
}
"""What is used where it is there, by the extra that brings it."""


GIVEN = {"torch"}
"""What is there already with whoever gives a module of it, and needed by no one else."""


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project: dict[str, Any] = declared["project"]
    return project


def named(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", each)[0].lower() for each in requirements}


def libraries_used() -> set[str]:
    """The first part of every dotted name that the package imports."""
    return {name.partition(".")[0] for module in MODULES for name in imported(module)}


def test_every_library_that_the_package_imports_is_declared(project: dict[str, Any]) -> None:
    used = libraries_used()
    theirs = used - set(sys.stdlib_module_names) - {"cnnviz", "__future__"} - GIVEN
    distributions = packages_distributions()
    extras = project["optional-dependencies"]
    for name in sorted(theirs):
        wanted = {each.lower() for each in distributions[name]}
        declared = extras[OPTIONAL[name]] if name in OPTIONAL else _always(project)
        assert wanted & named(declared), f"{name} is imported, and {wanted} not declared"


def test_every_library_that_is_declared_is_imported(project: dict[str, Any]) -> None:
    used = libraries_used()
    distributions = packages_distributions()
    brought = {each.lower() for name in used for each in distributions.get(name, ())}
    assert named(_always(project)) - {"cnnviz"} <= brought


def test_the_command_knows_what_the_extra_of_the_server_brings(project: dict[str, Any]) -> None:
    extra = named(project["optional-dependencies"]["server"])
    distributions = packages_distributions()
    for library in LIBRARIES:
        assert extra & {each.lower() for each in distributions[library]}, library
    assert len(LIBRARIES) == len(extra)


def _always(project: dict[str, Any]) -> list[str]:
    """What an installation brings wherever there can be a server."""
    return [*project["dependencies"], *project["optional-dependencies"]["server"]]


def test_every_library_has_a_lowest_version(project: dict[str, Any]) -> None:
    for requirement in _always(project):
        assert ">=" in requirement or requirement.startswith("cnnviz[")
    for library, versions in TRIED.items():
        (declared,) = (each for each in _always(project) if each.startswith(library))
        lowest = re.search(r">=([\d.]+)", declared)
        assert lowest
        assert versions.startswith(lowest[1])


@pytest.mark.parametrize("kind", [Connection, LimitedWebSocket])
def test_every_private_name_used_of_uvicorn_is_checked(kind: type[ReadsInPieces]) -> None:
    tree = parsed(inspect.getsource(kind))
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (
            (isinstance(node.value, ast.Name) and node.value.id == "self")
            or (isinstance(node.value, ast.Call) and ast.unparse(node.value) == "super()")
        )
    }
    theirs = kind.__bases__[0]
    own = {
        name for name in (*vars(kind), *vars(kind)["__annotations__"]) if not hasattr(theirs, name)
    }
    replaced = {name for name in vars(kind) if not name.startswith("__") and hasattr(theirs, name)}
    assert set(NEEDED[kind]) == (used - own) | replaced


@pytest.mark.parametrize(
    ("kind", "name"), [(Connection, "send_400_response"), (LimitedWebSocket, "handle_pong")]
)
def test_a_library_that_is_built_otherwise_is_named_when_the_server_starts(
    monkeypatch: pytest.MonkeyPatch, kind: type, name: str
) -> None:
    theirs = kind.__bases__[0]
    monkeypatch.delattr(theirs, name)
    with pytest.raises(
        CannotStart, match=rf"uvicorn .* \({theirs.__name__} has no {name}\); tried"
    ):
        libraries.require_tried_versions(server_config(create_app(CHAPTER)))


def test_the_installed_libraries_are_as_needed() -> None:
    libraries.require_tried_versions(server_config(create_app(CHAPTER)))
