"""What docs/seeds.md shows is as the seeds are read."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from cnnviz.check import texts
from cnnviz.check.needs import Filled
from cnnviz.cli import main
from cnnviz.content import grammar, seeds
from own_seeds import told_of


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs" / "seeds.md").read_text(encoding="utf-8")


def shown(page: str, heading: str, kind: str) -> str:
    """The example below a heading."""
    found = re.search(
        rf"^## {re.escape(heading)}\n.*?^```{kind}\n(.*?)^```", page, re.DOTALL | re.MULTILINE
    )
    assert found, heading
    return found[1]


def test_the_example_text_of_the_page_is_valid(page: str, tmp_path: Path) -> None:
    source = shown(page, "text/*.md", "markdown")
    path = tmp_path / "adding.md"
    path.write_text(source, encoding="utf-8")
    claims = ("both 0", "first larger", "negative")
    needs = {"add": {"open": Filled(("first", "second"), ()), "close": Filled(("sum",), claims)}}
    assert texts.text(path, needs) == []
    text = seeds.text_at(path)
    assert (text.title, list(text.sections)) == ("Adding up", list(grammar.PARTS))
    add = text.scenes["add"]
    assert add("open", first=1, second=2) == "Here are 1 and 2."
    holds = dict.fromkeys(claims, False)
    assert add("close", holds, sum=3) == "Together they are *3*, whichever comes first."
    assert add("close", {**holds, "negative": True}, sum=-3) == "The sum, *-3*, is below 0."
    assert [note.partition(":")[0] for note in add.notes] == ["Ask", "Often said", "Answer"]


def put(given: Any, held: Any) -> Any:
    """What a file holds once what the page shows stands in it, in place of what is called so."""
    if isinstance(held, dict):
        return held | given
    kept = {each["name"]: each for each in held} | {each["name"]: each for each in given}
    return [*kept.values()]


def test_the_example_data_of_the_page_are_valid_and_can_be_chosen(
    page: str, root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    shutil.copytree(root / "seeds", folder)
    for name in ("examples.json", "digits.json", "pictures.json"):
        given, path = json.loads(shown(page, name, "json")), folder / name
        held = json.loads(path.read_text(encoding="utf-8"))
        assert put(given, held) != held
        path.write_text(json.dumps(put(given, held)), encoding="utf-8")
    done = told_of(folder, "check")
    assert done.stdout.endswith(": all well\n"), done


def test_it_names_every_kind_of_file_and_every_part_of_an_article(page: str, root: Path) -> None:
    for path in (root / "seeds").iterdir():
        assert path.name in page, path.name
    for part in grammar.PARTS:
        assert f"## {part}" in page


def test_its_commands_are_understood(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"^cnnviz ([^#\n]+)", page, flags=re.MULTILINE)
    assert [line.split()[0] for line in lines] == ["seeds", "--dev", "check", "export"]
    assert main(lines[0].split()) == 0
    assert (tmp_path / "my-seeds" / "examples.json").exists()
    assert main(lines[2].split()) == 0
    assert "all well" in capsys.readouterr().out
