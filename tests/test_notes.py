"""The speaker's notes over HTTP: all scenes, and little to carry."""

from __future__ import annotations

from starlette.testclient import TestClient

from cnnviz.content import seeds
from cnnviz.server import create_app
from cnnviz.steps import STEPS


def test_the_notes_of_every_scene_come_in_one_small_answer() -> None:
    with TestClient(create_app()) as client:
        response = client.get("/api/notes")
        page = client.get("/").text
    notes = response.json()["notes"]
    assert set(notes) == {each.path for step in STEPS for each in step.scenes}
    assert notes["convolution/edge"] == list(seeds.text("convolution").scenes["edge"].notes)
    assert len(response.content) < 20_000
    assert notes["convolution/edge"][0] not in page, "the page itself does not carry them"


def test_the_page_does_not_load_what_only_a_presenter_needs() -> None:
    with TestClient(create_app()) as client:
        page = client.get("/").text
    assert "js/start.js" in page
    assert "js/deferred.js" not in page
    assert "speaker.css" not in page
