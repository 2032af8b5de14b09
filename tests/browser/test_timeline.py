"""The slider Timeline: by pointer, by keyboard, in words."""

from __future__ import annotations

from playwright.sync_api import expect

from filming import Film


def test_a_click_anywhere_goes_there(film: Film) -> None:
    film.open()
    box = film.timeline.bounding_box()
    assert box is not None
    scenes = [(s, c) for s, step in enumerate(film.steps, 1) for c in range(len(step["scenes"]))]
    for index in (len(scenes) - 1, 0):
        x = box["x"] + box["width"] * (index + 0.5) / len(scenes)
        film.page.mouse.click(x, box["y"] + box["height"] / 2)
        step, scene = scenes[index]
        film.until(status="paused", step=step, scene=film.scene(step, scene))
        assert 1 <= int(film.data("frame")) <= film.count(step, scene)
        film.stays()


def test_after_a_click_on_it_a_clicker_still_goes_on(film: Film) -> None:
    film.at(1)
    film.timeline.click(position={"x": 5, "y": 5})
    film.until(status="paused").press("PageDown").until(status="playing")


def test_dragging_shows_the_frames_on_the_way(film: Film) -> None:
    film.at(1)
    box = film.timeline.bounding_box()
    assert box is not None
    room = box["width"] / sum(len(step["scenes"]) for step in film.steps)
    y = box["y"] + box["height"] / 2
    film.page.mouse.move(box["x"] + room * 0.1, y)
    film.page.mouse.down()
    seen = []
    for part in (0.2, 0.5, 0.8):
        film.page.mouse.move(box["x"] + room * part, y)
        film.until(status="paused")
        seen.append(int(film.data("frame")))
    film.page.mouse.up()
    assert seen == sorted(seen)
    assert seen[0] < seen[-1]


def test_arrows_on_it_go_frame_by_frame(film: Film) -> None:
    film.at(1, 0, 2)
    film.timeline.focus()
    film.press("ArrowRight").until(frame=3, status="paused", step=1)
    film.press("ArrowLeft", "ArrowLeft").until(frame=1, scene=film.scene(1))


def test_it_tells_the_place_in_words(film: Film) -> None:
    film.at(1, 0, 3)
    words = f"Step 1, {film.steps[0]['title']}, scene 1, frame 3 of {film.count(1)}"
    expect(film.timeline).to_have_attribute("aria-valuetext", words)
