"""A scene in a real marimo: alone, and as something that other cells follow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from notebook_servers import needed, serving

needed("marimo")

_NOTEBOOK = """import marimo

app = marimo.App()


@app.cell
def _():
    import cnnviz
    import marimo as mo

    scene = cnnviz.scenes.convolution([[1, 1, 0, 0]] * 4, [[1, -1], [1, -1]], stride=2)
    player = mo.ui.anywidget(scene.widget)
    player
    return cnnviz, mo, player, scene


@app.cell
def _(mo, player, scene):
    player.value
    mo.md(f"stride {scene.values['stride']}, {scene.tensor('output').data.shape}")
    return


@app.cell
def _(cnnviz):
    cnnviz.scenes.pooling()
    return
"""
_MARIMO = ("marimo", "run", "--headless", "--no-token", "--host", "127.0.0.1", "--port", "0")


def test_other_cells_follow_a_scene_that_plays_in_marimo(
    tmp_path: Path, visit: Callable[[str], Page]
) -> None:
    (tmp_path / "notebook.py").write_text(_NOTEBOOK, encoding="utf-8")
    with serving(tmp_path, (*_MARIMO, "notebook.py"), "/health") as url:
        page = visit(url)
        expect(page.get_by_text("stride 2, (1, 2, 2)")).to_be_visible()
        players = page.locator("iframe[title^='Player: ']")
        for player in (players.first, players.nth(1)):
            inside = player.content_frame.locator("#player")
            expect(inside).to_have_attribute("data-status", "paused")
        stride = players.first.content_frame.get_by_role("spinbutton", name="Stride")
        stride.fill("1")
        stride.press("Enter")
        expect(page.get_by_text("stride 1, (1, 3, 3)")).to_be_visible()
