"""What there is stands in the documents, and what stands in them is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import draw_rooms
import pytest
import wire_types

from cnnviz.cli import _COMMANDS
from cnnviz.content.arrays import MAX_MAGNITUDE
from cnnviz.content.param import Param
from cnnviz.content.scene import Role, Scale, Stage
from cnnviz.server.routes.chapter_schemas import ParamRecord
from cnnviz.staging.panels import KINDS
from cnnviz.steps import STEPS
from documents import ROOT, block, names, read, rows
from parsing import parsed
from test_imports import MAY_IMPORT

PAGES = sorted(
    {
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / name / "README.md" for name in ("deploy", "tests", "training")),
    }
)
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


# Links and paths


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", link):
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


@each_page
def test_every_path_is_there(page: Path) -> None:
    folders = "bench|cnnviz|deploy|docs|seeds|static|templates|tests|training"
    for path in re.findall(rf"`((?:{folders})/[\w./<>*-]*)`", page.read_text(encoding="utf-8")):
        # A new file of a recipe has a name in angle brackets: there are others like it.
        assert list(ROOT.glob(re.sub(r"<\w+>", "*", path))), path


# What can be derived is not typed


COUNTS = "two|three|four|five|six|seven|eight|nine|ten"
COUNTED = re.compile(
    rf"\b(?:\d+|{COUNTS}|\w+ty(?:-\w+)?) (?:steps|scenes|stages)\b|\b1 … \d", re.IGNORECASE
)


def told() -> Iterator[tuple[Path, str]]:
    """The documents, and what is shown: the page's scripts without their comments."""
    shown = [*PAGES, *(ROOT / "templates").iterdir(), *(ROOT / "cnnviz" / "cli").glob("*.py")]
    for path in shown:
        yield path, path.read_text(encoding="utf-8")
    for path in (ROOT / "static" / "js").rglob("*.js"):
        yield path, re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_no_count_of_steps_or_scenes_is_typed_by_hand() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {each[0]}"
        for path, text in told()
        for each in COUNTED.finditer(text)
    }
    assert found == set()


def test_the_steps_are_listed_with_what_they_teach() -> None:
    listed = [(number, title) for number, title, _ in rows("docs/lecture.md", "## What it teaches")]
    assert listed == [(str(k), step.text.title) for k, step in enumerate(STEPS, 1)]


def test_the_readme_is_read_in_two_minutes() -> None:
    assert len(read("README.md").split()) <= 520, "the rest belongs to the pages that it links"


def test_the_types_of_the_wire_are_fresh() -> None:
    assert wire_types.TARGET.read_text("utf-8") == wire_types.declarations(), "make types"


# The reference


def test_every_kind_of_panel_is_described() -> None:
    views = re.findall(r"^ {2}(\w+)[,:]", block("static/js/views/index.js", "VIEWS"), re.MULTILINE)
    assert names("docs/reference.md", "## Kinds of panel") == views
    assert {each.kind for each in KINDS} == set(views)


def test_every_kind_of_parameter_is_described_drawn_and_sent() -> None:
    kinds = list(get_args(get_type_hints(Param)["kind"]))
    assert names("docs/reference.md", "## Kinds of parameter") == kinds
    assert list(get_args(ParamRecord.model_fields["kind"].annotation)) == kinds
    controls = read("static/js/elements/fetch-knobs.js")
    missing = [kind for kind in kinds if not re.search(rf"\b{kind}\b", controls)]
    assert missing == [], "the page has no control for it"


def test_the_page_refuses_the_numbers_that_the_server_does() -> None:
    refusals = read("static/js/data/refusals.js")
    assert f"MAX_MAGNITUDE = {MAX_MAGNITUDE:.0f};" in refusals


def test_the_glossary_names_roles_scales_and_stages() -> None:
    meaning = {word: text for word, _, text in glossary()}
    for word, all_of_them in {
        "role": get_args(Role),
        "scale": get_args(Scale),
        "stage": tuple(Stage),
    }.items():
        assert [each for each in all_of_them if each not in meaning[word]] == [], word


# The glossary


def glossary() -> list[list[str]]:
    """Its rows: word, name in the code, meaning."""
    lines = [line for line in read("docs/glossary.md").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
    return [row for row in cells if row[0] not in ("word", "---")]


def public() -> set[str]:
    """The public classes of the rooms that a newcomer meets."""
    package = ROOT / "cnnviz"
    modules = [package / "chapter.py"]
    folders = ["content", "staging", "page", "export", "server", "engine", "render"]
    folders += ["onnx_reader", "opened"]
    for folder in folders:
        modules += (package / folder).rglob("*.py")
    # Every other file there has topics: what these are asked about is explained beside them alone.
    modules += [package / "misconceptions" / name for name in ("outcome.py", "questions.py")]
    # Kinds of panels have their rows in the reference, records theirs in /docs.
    kinds = package / "staging" / "panels"
    modules = [each for each in modules if each.parent != kinds or each.stem == "options"]
    modules = [each for each in modules if not each.stem.endswith("schemas")]
    return {
        node.name
        for module in modules
        for node in parsed(module.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        # A kind of layer has the name that PyTorch or ONNX gives it.
        if not {"Layer", "Pool2d", "_Join"} & {ast.unparse(base) for base in node.bases}
    }


def test_the_glossary_has_every_public_class_and_no_other() -> None:
    listed = [name for _, code, _ in glossary() for name in re.findall(r"`(\w+)`", code)]
    assert len(listed) == len(set(listed))
    assert set(listed) == public()


def test_a_class_that_rooms_share_has_a_name_of_its_own() -> None:
    package = ROOT / "cnnviz"
    # Scenes and topics name what they alone use; a kind of panel is named like what it draws.
    apart = (package / "steps", package / "misconceptions", package / "staging" / "panels")
    found: dict[str, list[str]] = {}
    for path in sorted(package.rglob("*.py")):
        if not any(folder in path.parents for folder in apart):
            for node in parsed(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


# Rooms


def test_every_room_of_python_is_described() -> None:
    described = set(names("docs/architecture.md", "## Python: `cnnviz/`"))
    assert described == {each.replace(".", "/") for each in MAY_IMPORT if each}


def test_every_room_of_the_page_is_described() -> None:
    there = {path.name for path in (ROOT / "static" / "js").iterdir()}
    assert set(names("docs/architecture.md", "## Browser: `static/js/`")) == there


def test_the_drawing_of_the_rooms_is_fresh() -> None:
    assert draw_rooms.PICTURE.read_text("utf-8") == draw_rooms.picture(), "make drawing"


# Keys, commands, settings


def test_every_command_and_option_is_described() -> None:
    text = read("docs/python.md") + read("docs/render.md")
    assert [each for each in _COMMANDS if f"\ncnnviz {each} " not in text] == []
    options = {
        option
        for path in (ROOT / "cnnviz" / "cli").glob("*.py")
        for option in re.findall(r'"(--[a-z][\w-]*)"', path.read_text(encoding="utf-8"))
    }
    options |= {f"--{name}" for name in re.findall(r'\bown\("(\w+)"', read("cnnviz/cli/render.py"))}
    assert [each for each in sorted(options) if not re.search(rf"{each}\b", text)] == []


def test_every_setting_is_described() -> None:
    used = {
        name
        for folder in ("cnnviz", "tests", "bench", "training")
        for path in (ROOT / folder).rglob("*.py")
        for name in re.findall(r"\bCNNVIZ_\w+", path.read_text(encoding="utf-8"))
    }
    described = set(re.findall(r"CNNVIZ_\w+", read("docs/python.md")))
    assert described == used - {"CNNVIZ_"}


def test_every_command_of_make_is_described() -> None:
    targets = re.findall(r"^([\w-]+):.*?## (.+)$", read("Makefile"), re.MULTILINE)
    described = [(cells[0], cells[1]) for cells in rows("CONTRIBUTING.md", "## Commands")]
    assert described == [(f"`make {name}`", what) for name, what in targets]
