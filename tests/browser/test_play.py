"""Playing: begin, step by step, back, to the end, at every speed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from filming import Film


def needs_steps(film: Film, many: int) -> None:
    if len(film.steps) < many:
        pytest.skip(f"the chapter has fewer than {many} steps")


def test_before_the_first_key_the_page_says_how_to_begin(film: Film) -> None:
    film.open()
    film.says(f"Step – / {len(film.steps)}")
    film.says("Press play or Space to begin")
    for name in ("Previous step", "Play", "Next step"):
        expect(film.button(name)).to_be_visible()
    expect(film.page.get_by_role("combobox", name="Speed")).to_be_visible()
    expect(film.timeline).to_be_visible()
    assert film.data("status") == "idle"


@pytest.mark.parametrize("key", ["Space", "n", "Enter", "PageDown", "ArrowRight"])
def test_the_first_key_begins(film: Film, key: str) -> None:
    film.open().press(key).until(status="playing", step=1, scene=film.scene(1), frame=1)
    film.says(f"Step 1 / {len(film.steps)}")
    expect(film.page.get_by_text("Press play or Space to begin")).to_have_count(0)


def test_space_walks_through_all_steps(film: Film) -> None:
    film.open()
    for number, _ in enumerate(film.steps, 1):
        film.press("Space").until(status="playing", step=number, scene=film.scene(number))
        film.says(f"Step {number} / {len(film.steps)}")
    last = len(film.steps[-1]["scenes"]) - 1
    film.press("Space").until(status="paused", scene=film.scene(len(film.steps), last))
    film.stays()


def test_the_scenes_of_a_step_play_one_after_another_and_it_waits_at_its_end(film: Film) -> None:
    scenes = len(film.steps[0]["scenes"])
    film.open("#step=1").until(status="playing", step=1)
    film.page.get_by_role("combobox", name="Speed").select_option(label="4×")
    for scene in range(scenes):
        film.until(status="playing", scene=film.scene(1, scene))
        film.seek(scene, 0.999)
        film.until(status="paused", frame=film.count(1, scene)).press("j", "k")
    film.until(status="paused", scene=film.scene(1, scenes - 1))
    film.stays()


def test_the_next_scene_plays_and_then_waits(film: Film) -> None:
    film.open().press("PageDown", "+", "+", "+", "+").until(status="playing", scene=film.scene(1))
    film.seek(0, 0.999).until(status="paused").press("j", "k").until(status="playing")
    film.until(status="paused", step=1, scene=film.scene(1), frame=film.count(1))
    film.stays()
    film.press("PageDown")
    after = (1, 1) if len(film.steps[0]["scenes"]) > 1 else (2, 0)
    film.until(status="playing", step=after[0], scene=film.scene(*after))


@pytest.mark.parametrize("key", ["Shift+Space", "p", "Backspace"])
def test_back_shows_the_finished_step_without_replay(film: Film, key: str) -> None:
    needs_steps(film, 2)
    last = len(film.steps[0]["scenes"]) - 1
    film.open("#step=2").until(status="playing", step=2)
    film.press(key).until(status="paused", step=1, scene=film.scene(1, last))
    film.until(frame=film.count(1, last))
    film.stays()


@pytest.mark.parametrize("key", ["PageUp", "ArrowLeft"])
def test_the_previous_scene_is_shown_finished(film: Film, key: str) -> None:
    if len(film.steps[0]["scenes"]) < 2:
        pytest.skip("the first step has one scene")
    film.at(1, 1).press(key).until(status="paused", scene=film.scene(1), frame=film.count(1))
    film.stays()


def test_the_button_play_runs_over_the_borders_of_steps(film: Film) -> None:
    needs_steps(film, 2)
    film.at_end(1, len(film.steps[0]["scenes"]) - 1)
    film.button("Play").click()
    film.until(status="playing", step=2)
    film.button("Pause").click()
    film.until(status="paused")
    film.stays()


def test_k_pauses_and_resumes(film: Film) -> None:
    film.open().press("Space").until(status="playing").press("k").until(status="paused")
    film.stays()
    film.press("k").until(status="playing")


def test_frames_go_one_by_one_both_ways(film: Film) -> None:
    film.at(1, 0, 2).press("l").until(frame=3, status="paused")
    film.press("j", "j", "j").until(frame=1)
    film.press("j").until(frame=1, step=1)


def test_digits_home_and_end_go_to_their_steps(film: Film) -> None:
    film.open()
    last = len(film.steps)
    for key, step in ((str(last), last), ("1", 1), ("End", last), ("Home", 1)):
        film.press(key).until(status="playing", step=step, scene=film.scene(step))


def test_the_latest_of_many_jumps_wins(film: Film) -> None:
    film.open().press(*[str(1 + k % len(film.steps)) for k in range(9)], "End")
    film.until(status="playing", step=len(film.steps))


def test_a_click_on_a_stage_goes_there(film: Film) -> None:
    film.open()
    stages = {scene["stage"] for step in film.steps for scene in step["scenes"]}
    for stage in sorted(stages):
        film.page.locator(f"cnn-strip button[data-stage={stage}]").click()
        expect(film.page.locator("cnn-strip [aria-current]")).to_have_attribute("data-stage", stage)


def test_speed_changes_by_keys_and_by_list(film: Film) -> None:
    film.open()
    speed = film.page.get_by_role("combobox", name="Speed")
    expect(speed).to_have_value("1")
    film.press(*["+"] * 9)
    expect(speed).to_have_value("4")
    film.press(*["-"] * 20)
    expect(speed).to_have_value("0.25")
    speed.select_option(label="2×")
    film.press("Space")
    expect(speed).to_have_value("2")


def test_at_four_times_the_speed_a_frame_lasts_a_quarter(film: Film) -> None:
    film.page.clock.install(time=0)
    film.at(1, 0, 1)
    film.page.get_by_role("combobox", name="Speed").select_option(label="4×")
    film.page.evaluate("document.activeElement.blur()")
    # From here on time passes only when the test says so.
    film.page.clock.pause_at(3_600_000)
    before = float(film.data("seconds"))
    film.press("k").until(status="playing")
    film.page.clock.run_for(400)
    film.press("k").until(status="paused")
    assert 1.5 < float(film.data("seconds")) - before <= 1.6
