"""What several files say about the project agrees: versions, addresses, targets of make."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import cnnviz
from cnnviz.content import seeds
from cnnviz.steps import STEPS

WORKFLOW = ".github/workflows/ci.yml"
FORMS = ".github/ISSUE_TEMPLATE"


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads(text(root, "pyproject.toml"))["project"]
    return project


def text(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def parsed(root: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text(root, name))
    return found


def commands(root: Path, job: str = "test") -> str:
    """What a job of the workflow runs, one command a line."""
    steps = parsed(root, WORKFLOW)["jobs"][job]["steps"]
    return "\n".join(step["run"] for step in steps if "run" in step)


def targets(commands: str) -> list[str]:
    return re.findall(r"^\s*make (\S+)", commands, re.MULTILINE)


def pinned(text: str) -> list[str]:
    return re.findall(r"torch==\S+", text)


def test_the_workflow_runs_what_ci_runs(root: Path) -> None:
    ours = text(root, ".ci/run")
    assert targets(commands(root)) == targets(ours)
    assert pinned(commands(root)) == pinned(ours)
    declared = re.findall(r"^([\w./-]+)(?: [\w./-]+)*:", text(root, "Makefile"), re.MULTILINE)
    assert set(targets(ours)) <= set(declared)


def test_the_workflow_holds_coverage_to_its_floors(root: Path) -> None:
    assert targets(commands(root, "coverage")) == ["coverage"]
    tool = tomllib.loads(text(root, "pyproject.toml"))["tool"]
    (floors,) = re.findall(r"const FLOORS = \{(.*)\};", text(root, "tests/js/coverage.js"))
    python = f"{tool['coverage']['report']['fail_under']} %"
    numbers = [f"{each} %" for each in re.findall(r"\d+", floors)]
    (sentence,) = re.findall(r"^`make coverage` .*$", text(root, "tests/README.md"), re.MULTILINE)
    assert re.findall(r"\d+ %", sentence) == [python, *numbers]


def test_the_workflow_runs_on_each_python_that_is_declared(
    root: Path, project: dict[str, Any]
) -> None:
    jobs = parsed(root, WORKFLOW)["jobs"]
    versions: list[str] = jobs["test"]["strategy"]["matrix"]["python"]
    declared = [each.rpartition(" ")[2] for each in project["classifiers"] if ":: 3." in each]
    assert versions == declared
    assert project["requires-python"] == f">={versions[0]}"


def test_the_workflow_may_only_read_and_uses_actions_of_one_known_commit(root: Path) -> None:
    assert parsed(root, WORKFLOW)["permissions"] == {"contents": "read"}
    used = re.findall(r"uses: (.*)", text(root, WORKFLOW))
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v[\d.]+", each) for each in used), used


def test_the_citation_is_of_this_version(root: Path, project: dict[str, Any]) -> None:
    citation = parsed(root, "CITATION.cff")
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= citation.keys()
    assert citation["version"] == cnnviz.__version__
    assert citation["license"] == project["license"]
    assert citation["repository-code"] == project["urls"]["Source"]


def test_the_repository_has_one_address(root: Path, project: dict[str, Any]) -> None:
    source = project["urls"]["Source"]
    forms = [str(path.relative_to(root)) for path in sorted((root / FORMS).iterdir())]
    for name in ("pyproject.toml", "CITATION.cff", "README.md", *forms):
        for address in re.findall(r"https://github\.com/\w+/cnnviz\b", text(root, name)):
            assert address == source, name


@pytest.mark.parametrize("name", ["bug.yml", "lesson-idea.yml"])
def test_a_form_asks_each_thing_once_and_under_a_label(root: Path, name: str) -> None:
    form = parsed(root, f"{FORMS}/{name}")
    assert {"name", "description", "body"} <= form.keys()
    ids = [each["id"] for each in form["body"]]
    assert len(set(ids)) == len(ids)
    assert all(each["attributes"]["label"] for each in form["body"])


def test_the_form_for_lessons_names_the_steps(root: Path) -> None:
    form = parsed(root, f"{FORMS}/lesson-idea.yml")
    (choice,) = (each for each in form["body"] if each["type"] == "dropdown")
    titles = [seeds.text(step.name).title for step in STEPS]
    assert choice["attributes"]["options"][: len(titles)] == titles


def test_the_hooks_call_targets_of_make(root: Path) -> None:
    (local,) = parsed(root, ".pre-commit-config.yaml")["repos"]
    called = {word for hook in local["hooks"] for word in hook["entry"].split()[2:]}
    (check,) = re.findall(r"^check: (.*?) *##", text(root, "Makefile"), re.MULTILINE)
    assert called == set(check.split())
