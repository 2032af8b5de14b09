"""At a question the film rests by itself, says so, and goes on in the scene."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from cnnviz.misconceptions.layers import SIDE
from filming import Film, asking_frame

FASTEST = ("+",) * 4


def first_question(film: Film, step: int) -> int:
    """The frame, from 1, at which the first scene of a step asks."""
    return asking_frame(film.url, f"{film.steps[step - 1]['name']}/{film.scene(step)}", "open")


def waiting(film: Film, step: int, scene: str, kind: str) -> Film:
    """The scene as it waits at its first question of a kind."""
    name = film.steps[step - 1]["name"]
    frame = asking_frame(film.url, f"{name}/{scene}", kind)
    film.open(f"#step={step}&scene={scene}&frame={frame}").until(status="paused", scene=scene)
    return film.press("k").until(status="asking", frame=frame)


def asked(film: Film, step: int = 1) -> Film:
    """The first scene of a step, as it waits at its first question."""
    film.open(f"#step={step}").press(*FASTEST)
    return film.until(status="asking", step=step, frame=first_question(film, step))


@pytest.mark.parametrize("key", ["Space", "Enter", "PageDown", "ArrowRight", "k"])
def test_a_key_goes_on_in_the_scene(film: Film, key: str) -> None:
    asked(film).stays()
    scene, frame = film.data("scene"), int(film.data("frame"))
    film.press(key).until(status="playing", scene=scene)
    film.page.wait_for_function("frame => Number(player.dataset.frame) > frame", arg=frame)
    assert film.data("scene") == scene


def test_the_play_button_goes_on_and_shows_meanwhile_that_the_film_waits(film: Film) -> None:
    asked(film)
    moving = "button => getComputedStyle(button).animationName !== 'none'"
    assert film.button("Play").evaluate(moving)
    film.button("Play").click()
    film.until(status="playing", step=1, scene=film.scene(1))
    assert not film.button("Pause").evaluate(moving)


def test_with_reduced_motion_the_sign_stands_still(film: Film) -> None:
    film.page.emulate_media(reduced_motion="reduce")
    asked(film)
    assert (
        film.button("Play").evaluate("button => getComputedStyle(button).animationName") == "none"
    )


def test_every_step_asks_and_space_walks_on_from_there_while_it_plays(film: Film) -> None:
    asked(film).press("Space").until(status="playing", step=1)
    for step, _ in enumerate(film.steps[1:], 2):
        film.press("Space").until(status="playing", step=step)


def test_from_a_question_one_goes_elsewhere_as_from_a_pause(film: Film) -> None:
    asked(film)
    frame = int(film.data("frame"))
    film.press("l").until(status="paused", frame=frame + 1)
    film.press("j").until(status="paused", frame=frame)
    asked(film).seek(0, 0.999).until(status="paused", frame=film.count(1))
    asked(film).press("3").until(status="playing", step=3)


def choosing(film: Film) -> Locator:
    """How many windows fit, asked with options; gives the group of its buttons."""
    film.open("#step=3&scene=formula").press(*FASTEST).until(status="asking", scene="formula")
    return film.page.get_by_role("group", name="Question")


def test_options_are_answered_by_letter_or_click_until_the_answer_is_told(film: Film) -> None:
    options = choosing(film)
    a, c = (options.get_by_role("button").nth(k) for k in (0, 2))
    expect(options.get_by_role("button")).to_have_text(["A 15.5", "B 16", "C not allowed"])
    film.press("a")
    expect(a).to_have_attribute("aria-pressed", "true")
    c.click()
    expect(a).to_have_attribute("aria-pressed", "false")
    expect(c).to_have_attribute("aria-pressed", "true")
    film.press("b", "a", "Space")
    sentence = film.page.locator(".sentence")
    expect(sentence).to_contain_text(f"A, 15.5: “{SIDE.wrong[1].belief}” {SIDE.wrong[1].mend}")
    expect(sentence).to_contain_text("It is B, 16.")
    expect(film.page.locator(".formula math")).to_have_count(2)
    expect(options).to_be_hidden()
    film.until(status="asking", screen="").press("Space").until(status="playing", scene="formula")


def test_a_question_can_be_passed_by_unanswered_and_follows_what_is_set(film: Film) -> None:
    choosing(film)
    film.press("Space")
    expect(film.page.locator(".sentence")).to_have_text("It is B, 16.")
    film.press("k").until(status="playing", scene="formula")
    film.open("#step=3&scene=formula&W=28&P=0&frame=2").until(status="paused")
    film.press("k").until(status="asking")
    expect(film.page.get_by_role("group", name="Question").get_by_role("button")).to_have_text(
        ["A 12.5", "B 13", "C 14", "D not allowed"]
    )


def typing(film: Film) -> Locator:
    """How wide a transposed convolution's map is, which is typed; gives the field."""
    waiting(film, 3, "stride", "number")
    return film.page.get_by_role("group", name="Question").get_by_role("textbox")


def test_a_number_is_typed_by_key_and_its_answer_is_told_by_space(film: Film) -> None:
    field = typing(film)
    film.press("a")
    expect(field).to_be_focused()
    # Neither digits nor letters mean the player; what is no number yet stays.
    film.press("3", "k", "x", "Enter")
    expect(film.page.locator(".reply")).to_have_text("Type a number, such as 12, 3.5 or 7/2.")
    expect(field).to_be_focused()
    expect(field).to_have_value("3kx")
    film.until(status="asking", step=3, screen="")
    film.press("Backspace", "Backspace")
    expect(film.page.locator(".reply")).to_have_text("Saved")
    film.press("Escape")
    expect(field).not_to_be_focused()
    film.press("a", "Home", "Delete", "7", "Space")
    sentence = film.page.locator(".sentence")
    expect(sentence).to_have_text("7 wide: right.")
    film.until(status="asking").press("Space").until(status="playing")


def test_a_number_is_typed_by_pointer_and_a_clicker_goes_on_from_its_field(film: Film) -> None:
    field = typing(film)
    field.click()
    film.press("1", "2", "/", "2")
    film.button("Answer").click()
    expect(field).not_to_be_focused()
    field.click()
    film.press("PageDown")
    expect(film.page.locator(".sentence")).to_contain_text("12/2 wide")
    expect(film.page.locator(".sentence")).to_contain_text("It is 7 wide.")
    film.press("PageDown").until(status="playing")


def cells(film: Film) -> Locator:
    """What lies over the cells of the map that is asked about."""
    return film.page.locator(".answer-cells > *")


def marking(film: Film) -> Locator:
    """Which cells of the checkerboard's map one pixel can change; gives the cells."""
    waiting(film, 2, "checkerboard", "cell")
    return cells(film)


def test_cells_are_marked_by_keys_and_told_apart_by_space(film: Film) -> None:
    found = marking(film)
    film.press("a")
    expect(found.nth(0)).to_be_focused()
    film.press("Enter", "ArrowRight", "ArrowDown", "Enter", "ArrowDown", "Enter", "Enter")
    expect(film.page.locator(".reply")).to_have_text("2 marked")
    expect(found.nth(4)).to_have_attribute("aria-pressed", "true")
    expect(found.nth(7)).to_have_attribute("aria-pressed", "false")
    film.press("Escape")
    expect(found.nth(7)).not_to_be_focused()
    film.press("Space")
    expect(film.page.locator(".sentence")).to_contain_text("2 cells. 4 missed. Right is 6 cells.")
    expect(found).to_have_count(0)
    film.until(status="asking").press("Space").until(status="playing")


def test_cells_are_marked_by_pointer_and_a_reload_comes_back_to_them(film: Film) -> None:
    found = marking(film)
    found.nth(5).click()
    film.press("b").until(screen="black").press("b")
    expect(film.page.locator(".reply")).to_have_text("1 marked")
    film.page.reload()
    film.until(status="asking", scene="checkerboard")
    expect(found.nth(5)).to_have_attribute("aria-pressed", "true")
    film.button("None").click()
    expect(film.page.locator(".reply")).to_have_text("Saved")
    expect(found.nth(5)).to_have_attribute("aria-pressed", "false")
    found.nth(5).click()
    film.press("PageDown")
    sentence = film.page.locator(".sentence")
    expect(sentence).to_contain_text("1 cell: “")
    expect(sentence).to_contain_text("5 missed. Right is 6 cells.")


def test_a_map_is_drawn_by_dragging_and_by_keys_and_stays_beside_the_right_one(film: Film) -> None:
    waiting(film, 4, "average", "draw")
    found = cells(film)
    place = found.nth(0).bounding_box()
    assert place
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    film.page.mouse.move(x, y)
    film.page.mouse.down()
    film.page.mouse.move(x, y - 33)
    film.page.mouse.up()
    expect(found.nth(0)).to_have_attribute("aria-valuenow", "2.75")
    film.press("a", "ArrowRight", "ArrowUp", "ArrowUp", "Shift+ArrowDown")
    expect(found.nth(1)).to_have_attribute("aria-valuenow", "0.75")
    film.press("Space")
    expect(film.page.locator(".sentence")).to_contain_text("1 of 4 is right.")
    film.press("Space").until(status="playing")


def test_a_finger_marks_cells_drags_values_and_types(phone: Film) -> None:
    found = marking(phone)
    found.nth(4).tap()
    found.nth(1).tap()
    found.nth(4).tap()
    expect(phone.page.locator(".reply")).to_have_text("1 marked")
    phone.button("Play").tap()
    expect(phone.page.locator(".sentence")).to_contain_text("Right is 6 cells.")
    waiting(phone, 4, "average", "draw")
    place = cells(phone).nth(0).bounding_box()
    assert place
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    scrolled = phone.page.evaluate("scrollY")
    hand = phone.page.context.new_cdp_session(phone.page)
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x, "y": y - 18}]),
        ("touchEnd", []),
    ):
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(cells(phone).nth(0)).to_have_attribute("aria-valuenow", "1.5")
    assert phone.page.evaluate("scrollY") == scrolled
    field = typing(phone)
    field.tap()
    phone.press("7")
    expect(phone.page.locator(".reply")).to_have_text("Saved")
    phone.button("Play").tap()
    expect(phone.page.locator(".sentence")).to_have_text("7 wide: right.")
