"""Playing: begin, step by step, back, to the end, at every speed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chapter_page import ChapterPage


def needs_steps(chapter_page: ChapterPage, many: int) -> None:
    if len(chapter_page.steps) < many:
        pytest.skip(f"the chapter has fewer than {many} steps")


def test_before_the_first_key_the_page_says_how_to_begin(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    chapter_page.says(f"Step – / {len(chapter_page.steps)}")
    expect(chapter_page.page.get_by_role("link", name="Press Space")).to_be_visible()
    for name in ("Previous step", "Play", "Next step"):
        expect(chapter_page.button(name)).to_be_visible()
    expect(chapter_page.page.get_by_role("combobox", name="Speed")).to_be_visible()
    expect(chapter_page.timeline).to_be_visible()
    assert chapter_page.data("status") == "idle"


@pytest.mark.parametrize("key", ["Space", "n", "Enter", "PageDown", "ArrowRight"])
def test_the_first_key_begins(chapter_page: ChapterPage, key: str) -> None:
    chapter_page.open().press(key).until(
        status="playing", step=1, scene=chapter_page.scene(1), frame=1
    )
    chapter_page.says(f"Step 1 / {len(chapter_page.steps)}")
    expect(chapter_page.page.get_by_role("link", name="Press Space")).to_have_count(0)


def test_space_walks_through_all_steps(chapter_page: ChapterPage) -> None:
    # So slowly that no scene asks before a busy machine has pressed the next Space.
    chapter_page.open().press(*["-"] * 7)
    for number, _ in enumerate(chapter_page.steps, 1):
        chapter_page.press("Space").until(
            status="playing", step=number, scene=chapter_page.scene(number)
        )
        chapter_page.says(f"Step {number} / {len(chapter_page.steps)}")
    last = len(chapter_page.steps[-1]["scenes"]) - 1
    chapter_page.press("Space").until(
        status="paused", scene=chapter_page.scene(len(chapter_page.steps), last)
    )
    chapter_page.stays()


def test_the_scenes_of_a_step_play_one_after_another_and_it_waits_at_its_end(
    chapter_page: ChapterPage,
) -> None:
    scenes = len(chapter_page.steps[0]["scenes"])
    chapter_page.open("#step=1").until(status="playing", step=1)
    chapter_page.page.get_by_role("combobox", name="Speed").select_option(label="4×")
    for scene in range(scenes):
        chapter_page.until(status="playing", scene=chapter_page.scene(1, scene))
        chapter_page.seek(scene, 0.999)
        chapter_page.until(status="paused", frame=chapter_page.count(1, scene)).press("j", "k")
    chapter_page.until(status="paused", scene=chapter_page.scene(1, scenes - 1))
    chapter_page.stays()


def test_the_next_scene_plays_and_then_waits(chapter_page: ChapterPage) -> None:
    chapter_page.open().press("PageDown", "+", "+", "+", "+").until(
        status="playing", scene=chapter_page.scene(1)
    )
    chapter_page.seek(0, 0.999).until(status="paused").press("j", "k").until(status="playing")
    chapter_page.until(
        status="paused", step=1, scene=chapter_page.scene(1), frame=chapter_page.count(1)
    )
    chapter_page.stays()
    chapter_page.press("PageDown")
    after = (1, 1) if len(chapter_page.steps[0]["scenes"]) > 1 else (2, 0)
    chapter_page.until(status="playing", step=after[0], scene=chapter_page.scene(*after))


@pytest.mark.parametrize("key", ["Shift+Space", "p", "Backspace"])
def test_back_shows_the_finished_step_without_replay(chapter_page: ChapterPage, key: str) -> None:
    needs_steps(chapter_page, 2)
    last = len(chapter_page.steps[0]["scenes"]) - 1
    chapter_page.open("#step=2").until(status="playing", step=2)
    chapter_page.press(key).until(status="paused", step=1, scene=chapter_page.scene(1, last))
    chapter_page.until(frame=chapter_page.count(1, last))
    chapter_page.stays()


@pytest.mark.parametrize("key", ["PageUp", "ArrowLeft"])
def test_the_previous_scene_is_shown_finished(chapter_page: ChapterPage, key: str) -> None:
    if len(chapter_page.steps[0]["scenes"]) < 2:
        pytest.skip("the first step has one scene")
    chapter_page.at(1, 1).press(key).until(
        status="paused", scene=chapter_page.scene(1), frame=chapter_page.count(1)
    )
    chapter_page.stays()


def test_the_button_play_runs_over_the_borders_of_steps(chapter_page: ChapterPage) -> None:
    needs_steps(chapter_page, 2)
    chapter_page.at_end(1, len(chapter_page.steps[0]["scenes"]) - 1)
    chapter_page.button("Play").click()
    chapter_page.until(status="playing", step=2)
    chapter_page.button("Pause").click()
    chapter_page.until(status="paused")
    chapter_page.stays()


def test_k_pauses_and_resumes(chapter_page: ChapterPage) -> None:
    chapter_page.open().press("Space").until(status="playing").press("k").until(status="paused")
    chapter_page.stays()
    chapter_page.press("k").until(status="playing")


def test_frames_go_one_by_one_both_ways(chapter_page: ChapterPage) -> None:
    chapter_page.at(1, 0, 2).press("l").until(frame=3, status="paused")
    chapter_page.press("j", "j", "j").until(frame=1)
    chapter_page.press("j").until(frame=1, step=1)


def test_digits_home_and_end_go_to_their_steps(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    last = len(chapter_page.steps)
    for key, step in ((str(last), last), ("1", 1), ("End", last), ("Home", 1)):
        chapter_page.press(key).until(status="playing", step=step, scene=chapter_page.scene(step))


def test_the_latest_of_many_jumps_wins(chapter_page: ChapterPage) -> None:
    chapter_page.open().press(*[str(1 + k % len(chapter_page.steps)) for k in range(9)], "End")
    chapter_page.until(status="playing", step=len(chapter_page.steps))


def test_a_click_on_a_stage_goes_there(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    stages = {scene["stage"] for step in chapter_page.steps for scene in step["scenes"]}
    for stage in sorted(stages):
        chapter_page.page.locator(f"cnn-strip button[data-stage={stage}]").click()
        expect(chapter_page.page.locator("cnn-strip [aria-current]")).to_have_attribute(
            "data-stage", stage
        )


def test_speed_changes_by_keys_and_by_list(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    speed = chapter_page.page.get_by_role("combobox", name="Speed")
    expect(speed).to_have_value("1")
    chapter_page.press(*["+"] * 9)
    expect(speed).to_have_value("4")
    chapter_page.press(*["-"] * 20)
    expect(speed).to_have_value("0.25")
    speed.select_option(label="2×")
    chapter_page.press("Space")
    expect(speed).to_have_value("2")


def test_at_four_times_the_speed_a_frame_lasts_a_quarter(chapter_page: ChapterPage) -> None:
    chapter_page.page.clock.install(time=0)
    chapter_page.at(1, 0, 1)
    chapter_page.page.get_by_role("combobox", name="Speed").select_option(label="4×")
    chapter_page.page.evaluate("document.activeElement.blur()")
    # From here on time passes only when the test says so.
    chapter_page.page.clock.pause_at(3_600_000)
    before = float(chapter_page.data("seconds"))
    chapter_page.press("k").until(status="playing")
    chapter_page.page.clock.run_for(400)
    chapter_page.press("k").until(status="paused")
    assert 1.5 < float(chapter_page.data("seconds")) - before <= 1.6
