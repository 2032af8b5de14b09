"""What the colours tell apart, they tell apart for those who see fewer of them."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from coloraide import Color

from cnnviz.content.scene import Stage

TOKENS = Path(__file__).parent.parent / "static" / "css" / "tokens.css"
STAGES = tuple(map(str, Stage))
VALUES = ("value-negative", "value-neutral", "value-positive")
GROUNDS = ("paper", "surface", "raised")
# Simulated after Machado, Oliveira and Fernandes (2009); for tritan, where it is less sure, after
# Brettel, Viénot and Mollon (1997), too.
SIGHTS = {
    "all": None,
    "protan": "machado",
    "deutan": "machado",
    "tritan": "machado",
    "tritan after Brettel": "brettel",
}
# CIEDE2000: 1 can just be seen side by side, 2.3 at a glance; lines far apart need more.
APART = {STAGES: 9.5, VALUES: 25}


def _themes() -> dict[str, dict[str, str]]:
    """The tokens of each theme by name, those that it does not set as in the light one."""
    blocks = re.findall(
        r'^\s*(?::root|\[data-theme="(\w+)"\]) \{(.*?)^\s*\}',
        TOKENS.read_text(),
        re.MULTILINE | re.DOTALL,
    )
    tokens = {
        name or "light": dict(re.findall(r"--([\w-]+): (#\w{6});", body)) for name, body in blocks
    }
    return {name: tokens["light"] | own for name, own in tokens.items()}


THEMES = _themes()


def seen(colour: str, sight: str) -> Color:
    """The colour as such eyes see it."""
    method = SIGHTS[sight]
    if method is None:
        return Color(colour)
    return Color(colour).filter(sight.split()[0], method=method).clip("srgb")


def test_there_are_three_themes_and_paper() -> None:
    assert set(THEMES) == {"light", "dark", "contrast", "paper"}


@pytest.mark.parametrize("names", APART, ids=["stages", "values"])
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_no_two_colours_of_a_meaning_are_alike(
    theme: str, sight: str, names: tuple[str, ...]
) -> None:
    colours = {name: seen(THEMES[theme][name], sight) for name in names}
    apart = {
        pair: colours[pair[0]].delta_e(colours[pair[1]], method="2000")
        for pair in combinations(names, 2)
    }
    nearest = min(apart, key=lambda pair: apart[pair])
    assert apart[nearest] >= APART[names], f"{nearest}: {apart[nearest]:.1f}"


@pytest.mark.parametrize("theme", THEMES)
def test_every_stage_can_be_read_on_every_ground(theme: str) -> None:
    tokens = THEMES[theme]
    least = 7 if theme == "contrast" else 4.5
    for stage in (*STAGES, "ink", "muted"):
        for ground in GROUNDS:
            contrast = Color(tokens[stage]).contrast(tokens[ground])
            assert contrast >= least, f"{stage} on {ground}: {contrast:.2f}"
