"""What is written down of what the scenes need of seeds/ is what they need."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnnviz.check import needs, trials
from cnnviz.check.needs import Filled
from cnnviz.content import seeds
from cnnviz.opened.example import example_steps
from cnnviz.steps import STEPS

SCRIPTS = [(step, spec) for step in STEPS for spec in step.scenes]


def test_it_is_rewritten_on_request(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--accept") and (now := trials.everything()) != needs.written():
        needs.write(now)
        needs.written.cache_clear()
    assert list(needs.written().scenes) == [*(step.name for step in STEPS), trials.OPENED]


@pytest.mark.sampled(step=9)
@pytest.mark.parametrize(("step", "spec"), SCRIPTS, ids=[f"{a.name}-{b.name}" for a, b in SCRIPTS])
def test_each_scene_asks_for_what_is_written_down(step: object, spec: object) -> None:
    assert isinstance(step, type(STEPS[0]))
    assert isinstance(spec, type(STEPS[0].scenes[0]))
    found = trials.sentences(step, spec)
    written = needs.written().scenes[step.name].get(spec.name, {})
    assert found == dict(written), "make golden writes down what scenes ask for; read the diff"


def test_an_opened_network_asks_for_what_is_written_down() -> None:
    assert trials.opened() == {
        name: dict(keys) for name, keys in needs.written().scenes[trials.OPENED].items()
    }, "make golden writes down what scenes ask for; read the diff"


def test_the_rest_is_as_the_seeds_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "sentences", lambda step, spec: {})
    empty: dict[str, dict[str, dict[str, needs.Filled]]]
    steps = [(step.name, step.scenes) for step in (*STEPS, example_steps()[0])]
    empty = {name: {spec.name: {} for spec in scenes} for name, scenes in steps}
    there = trials.everything()
    assert there == needs.written()._replace(scenes=empty), "make golden writes it down"


def test_a_scene_may_ask_for_something_new_before_that_is_written_down() -> None:
    before = needs.written()
    old = before._replace(scenes={**before.scenes, "mlp": {"flatten": {"gone": Filled((), ())}}})
    now = trials.anew(old, {"mlp"})
    assert list(now.scenes["mlp"]) == [spec.name for spec in STEPS[0].scenes]
    assert "gone" not in now.scenes["mlp"]["flatten"]
    assert now.scenes["pooling"] is before.scenes["pooling"]
    assert seeds.text("mlp").scenes["flatten"].sentences, "the words are again what they were"


def test_where_scenes_cannot_be_played_it_stays_as_it_is_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CNNVIZ_SEEDS", str(tmp_path))
    assert trials.anew(needs.written(), {"lenet", "mlp"}) is needs.written()
