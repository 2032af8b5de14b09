"""The gallery has every scene, with its picture, its link and its command."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest
import write_gallery

import cnnviz
from cnnviz.chapter import Chapter
from cnnviz.cli.scene_options import named_scene

MOST = 2_000_000


@pytest.fixture(scope="module")
def page() -> str:
    return write_gallery.PAGE.read_text(encoding="utf-8")


def test_it_is_fresh(page: str) -> None:
    assert page == write_gallery.gallery(Chapter.default()), "make golden"


def test_links_and_commands_lead_to_every_scene_in_order(page: str) -> None:
    steps = Chapter.default().steps
    scenes = [spec.path for step in steps for spec in step.scenes]
    places = [parse_qs(place) for place in re.findall(r"\]\(http://[^)#]*#([^)]*)\)", page)]
    linked = [f"{steps[int(at['step'][0]) - 1].name}/{at['scene'][0]}" for at in places]
    assert linked == scenes, "make golden"
    commands = re.findall(r"`cnnviz render ([^`]+)`", page)
    assert [named_scene(command.split(), "")[1].path for command in commands] == scenes
    calls = re.findall(r"`(cnnviz\.scenes\.[^`]+)`", page)
    assert [eval(call, {"cnnviz": cnnviz}).spec.path for call in calls] == scenes


def test_its_pictures_are_there_and_of_modest_size(page: str) -> None:
    named = re.findall(r"\]\((\.\./[^)]+\.svg)\)", page)
    files = [(write_gallery.PAGE.parent / name).resolve() for name in named]
    assert len(set(files)) == len(files) > 30
    assert sum(file.stat().st_size for file in files) < MOST
