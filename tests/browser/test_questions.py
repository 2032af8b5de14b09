"""At a question the film rests by itself, says so, and goes on in the scene."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from chapter_page import ChapterPage, asking_frames
from cnnviz.misconceptions.map_side import SIDE
from finger import drag
from page_controls import middle

FASTEST = ("+",) * 4
SLOWEST = ("-",) * 7


def first_question(chapter_page: ChapterPage, step: int) -> int:
    """The frame, from 1, at which the first scene of a step asks."""
    path = f"{chapter_page.steps[step - 1]['name']}/{chapter_page.scene(step)}"
    return asking_frames(chapter_page.url, path, "open")[0]


def waiting(chapter_page: ChapterPage, step: int, scene: str, kind: str) -> ChapterPage:
    """The scene as it waits at its first question of a kind."""
    name = chapter_page.steps[step - 1]["name"]
    frame, *_ = asking_frames(chapter_page.url, f"{name}/{scene}", kind)
    chapter_page.open(f"#step={step}&scene={scene}&frame={frame}")
    return chapter_page.until(status="asking", scene=scene, frame=frame)


def asked(chapter_page: ChapterPage, step: int = 1) -> ChapterPage:
    """The first scene of a step, as it waits at its first question."""
    chapter_page.open(f"#step={step}").press(*FASTEST)
    return chapter_page.until(status="asking", step=step, frame=first_question(chapter_page, step))


@pytest.mark.sampled(key=2)
@pytest.mark.parametrize("key", ["Space", "Enter", "PageDown", "ArrowRight", "k"])
def test_a_key_goes_on_in_the_scene(chapter_page: ChapterPage, key: str) -> None:
    asked(chapter_page).stays()
    scene, frame = chapter_page.data("scene"), int(chapter_page.data("frame"))
    chapter_page.press(key).until(status="playing", scene=scene)
    chapter_page.page.wait_for_function("frame => Number(player.dataset.frame) > frame", arg=frame)
    assert chapter_page.data("scene") == scene


def test_the_play_button_goes_on_and_shows_meanwhile_that_the_film_waits(
    chapter_page: ChapterPage,
) -> None:
    asked(chapter_page)
    moving = "button => getComputedStyle(button).animationName !== 'none'"
    assert chapter_page.button("Play").evaluate(moving)
    chapter_page.button("Play").click()
    chapter_page.until(status="playing", step=1, scene=chapter_page.scene(1))
    assert not chapter_page.button("Pause").evaluate(moving)


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)], ids=str)
def test_the_first_stop_names_the_key_that_goes_on_and_none_that_has_answers(
    chapter_page: ChapterPage, size: tuple[int, int]
) -> None:
    chapter_page.page.set_viewport_size({"width": size[0], "height": size[1]})
    sign = "words => getComputedStyle(words, '::after').content"
    sentence = chapter_page.page.locator(".sentence")
    waiting(chapter_page, 1, chapter_page.scene(1), "open")
    assert "Space" in sentence.evaluate(sign)
    chapter_page.press("Space").until(status="playing")
    assert sentence.evaluate(sign) == "none"
    waiting(chapter_page, 1, chapter_page.scene(1), "choice")
    assert "Space" not in sentence.evaluate(sign)


def test_with_reduced_motion_the_sign_stands_still(chapter_page: ChapterPage) -> None:
    chapter_page.page.emulate_media(reduced_motion="reduce")
    asked(chapter_page)
    assert (
        chapter_page.button("Play").evaluate("button => getComputedStyle(button).animationName")
        == "none"
    )


def test_every_step_asks_and_space_walks_on_from_there_while_it_plays(
    chapter_page: ChapterPage,
) -> None:
    # So slowly that no scene asks before a busy machine has pressed the next Space.
    asked(chapter_page).press(*SLOWEST, "Space").until(status="playing", step=1)
    for step, _ in enumerate(chapter_page.steps[1:], 2):
        chapter_page.press("Space").until(status="playing", step=step)


@pytest.mark.thorough
def test_from_a_question_one_goes_elsewhere_as_from_a_pause(chapter_page: ChapterPage) -> None:
    asked(chapter_page)
    frame = int(chapter_page.data("frame"))
    chapter_page.press("l").until(status="paused", frame=frame + 1)
    chapter_page.press("j").until(status="asking", frame=frame)
    asked(chapter_page).seek(0, 0.999).until(status="paused", frame=chapter_page.count(1))
    asked(chapter_page).press("3").until(status="playing", step=3)


def choosing(chapter_page: ChapterPage) -> Locator:
    """How many windows fit, asked with options; gives the group of its buttons."""
    chapter_page.open("#step=3&scene=formula").press(*FASTEST).until(
        status="asking", scene="formula"
    )
    return chapter_page.page.get_by_role("group", name="Question")


def test_options_are_answered_by_letter_or_click_until_the_answer_is_told(
    chapter_page: ChapterPage,
) -> None:
    options = choosing(chapter_page)
    a, c = (options.get_by_role("button").nth(k) for k in (0, 2))
    expect(options.get_by_role("button")).to_have_text(["A 15.5", "B 16", "C not allowed"])
    chapter_page.press("a")
    expect(a).to_have_attribute("aria-pressed", "true")
    c.click()
    expect(a).to_have_attribute("aria-pressed", "false")
    expect(c).to_have_attribute("aria-pressed", "true")
    chapter_page.press("b", "a", "Space")
    sentence = chapter_page.page.locator(".sentence")
    expect(sentence).to_contain_text(f"A, 15.5: “{SIDE.wrong[1].belief}” {SIDE.wrong[1].mend}")
    expect(sentence).to_contain_text("It is B, 16.")
    expect(chapter_page.page.locator(".formula math")).to_have_count(2)
    expect(options).to_be_hidden()
    chapter_page.until(status="asking", screen="").press("Space").until(
        status="playing", scene="formula"
    )


@pytest.mark.thorough
def test_a_question_can_be_passed_by_unanswered_and_follows_what_is_set(
    chapter_page: ChapterPage,
) -> None:
    choosing(chapter_page)
    chapter_page.press("Space")
    expect(chapter_page.page.locator(".sentence")).to_have_text("It is B, 16.")
    chapter_page.press("k").until(status="playing", scene="formula")
    chapter_page.open("#step=3&scene=formula&W=28&P=0&frame=2").until(status="paused")
    chapter_page.press("k").until(status="asking")
    expect(
        chapter_page.page.get_by_role("group", name="Question").get_by_role("button")
    ).to_have_text(["A 12.5", "B 13", "C 14", "D not allowed"])


def typing(chapter_page: ChapterPage) -> Locator:
    """What a cell under two stamps holds, which is typed; gives the field."""
    waiting(chapter_page, 8, "transposed", "number")
    return chapter_page.page.get_by_role("group", name="Question").get_by_role("textbox")


def test_a_number_is_typed_by_key_and_its_answer_is_told_by_space(
    chapter_page: ChapterPage,
) -> None:
    field = typing(chapter_page)
    chapter_page.press("a")
    expect(field).to_be_focused()
    # Neither digits nor letters mean the player; what is no number yet stays.
    chapter_page.press("3", "k", "x", "Enter")
    expect(chapter_page.page.locator(".reply")).to_have_text(
        "Type a number, such as 12, 3.5 or 7/2."
    )
    expect(field).to_be_focused()
    expect(field).to_have_value("3kx")
    chapter_page.until(status="asking", step=8, screen="")
    chapter_page.press("Backspace", "Backspace")
    expect(chapter_page.page.locator(".reply")).to_have_text("Saved")
    chapter_page.press("Escape")
    expect(field).not_to_be_focused()
    chapter_page.press("a", "Home", "Delete", "8", "Space")
    sentence = chapter_page.page.locator(".sentence")
    expect(sentence).to_have_text("8: right.")
    chapter_page.until(status="asking").press("Space").until(status="playing")


def test_a_number_is_typed_by_pointer_and_a_clicker_goes_on_from_its_field(
    chapter_page: ChapterPage,
) -> None:
    field = typing(chapter_page)
    field.click()
    chapter_page.press("1", "2", "/", "2")
    chapter_page.button("Answer").click()
    expect(field).not_to_be_focused()
    field.click()
    chapter_page.press("PageDown")
    expect(chapter_page.page.locator(".sentence")).to_contain_text("12/2")
    expect(chapter_page.page.locator(".sentence")).to_contain_text("It is 8.")
    chapter_page.press("PageDown").until(status="playing")


def cells(chapter_page: ChapterPage) -> Locator:
    """What lies over the cells of the map that is asked about."""
    return chapter_page.page.locator(".answer-cells > *")


def marking(chapter_page: ChapterPage) -> Locator:
    """Which cells of the checkerboard's map one pixel can change; gives the cells."""
    waiting(chapter_page, 2, "checkerboard", "cell")
    return cells(chapter_page)


def test_cells_are_marked_by_keys_and_told_apart_by_space(chapter_page: ChapterPage) -> None:
    found = marking(chapter_page)
    chapter_page.press("a")
    expect(found.nth(0)).to_be_focused()
    chapter_page.press("Enter", "ArrowRight", "ArrowDown", "Enter", "ArrowDown", "Enter", "Enter")
    expect(chapter_page.page.locator(".reply")).to_have_text("2 marked")
    expect(found.nth(4)).to_have_attribute("aria-pressed", "true")
    expect(found.nth(7)).to_have_attribute("aria-pressed", "false")
    chapter_page.press("Escape")
    expect(found.nth(7)).not_to_be_focused()
    chapter_page.press("Space")
    expect(chapter_page.page.locator(".sentence")).to_contain_text(
        "2 cells. 4 missed. Right is 6 cells."
    )
    expect(found).to_have_count(0)
    chapter_page.until(status="asking").press("Space").until(status="playing")


def test_cells_are_marked_by_pointer_and_a_reload_comes_back_to_them(
    chapter_page: ChapterPage,
) -> None:
    found = marking(chapter_page)
    found.nth(5).click()
    chapter_page.press("b").until(screen="black").press("b")
    expect(chapter_page.page.locator(".reply")).to_have_text("1 marked")
    chapter_page.page.reload()
    chapter_page.until(status="asking", scene="checkerboard")
    expect(found.nth(5)).to_have_attribute("aria-pressed", "true")
    chapter_page.button("None").click()
    expect(chapter_page.page.locator(".reply")).to_have_text("Saved")
    expect(found.nth(5)).to_have_attribute("aria-pressed", "false")
    found.nth(5).click()
    chapter_page.press("PageDown")
    sentence = chapter_page.page.locator(".sentence")
    expect(sentence).to_contain_text("1 cell: “")
    expect(sentence).to_contain_text("5 missed. Right is 6 cells.")


def test_a_map_is_drawn_by_dragging_and_by_keys_and_stays_beside_the_right_one(
    chapter_page: ChapterPage,
) -> None:
    waiting(chapter_page, 4, "average", "draw")
    found = cells(chapter_page)
    x, y = middle(found.nth(0))
    chapter_page.page.mouse.move(x, y)
    chapter_page.page.mouse.down()
    chapter_page.page.mouse.move(x, y - 33)
    chapter_page.page.mouse.up()
    expect(found.nth(0)).to_have_attribute("aria-valuenow", "2.75")
    chapter_page.press("a", "ArrowRight", "ArrowUp", "ArrowUp", "Shift+ArrowDown")
    expect(found.nth(1)).to_have_attribute("aria-valuenow", "0.75")
    chapter_page.press("Space")
    expect(chapter_page.page.locator(".sentence")).to_contain_text("1 of 4 is right.")
    chapter_page.press("Space").until(status="playing")


def test_a_finger_marks_cells_drags_values_and_types(phone: ChapterPage) -> None:
    found = marking(phone)
    found.nth(4).tap()
    found.nth(1).tap()
    found.nth(4).tap()
    expect(phone.page.locator(".reply")).to_have_text("1 marked")
    phone.button("Play").tap()
    expect(phone.page.locator(".sentence")).to_contain_text("Right is 6 cells.")
    waiting(phone, 4, "average", "draw")
    x, y = middle(cells(phone).nth(0))
    scrolled = phone.page.evaluate("scrollY")
    drag(phone.page, (x, y), (x, y - 18))
    expect(cells(phone).nth(0)).to_have_attribute("aria-valuenow", "1.5")
    assert phone.page.evaluate("scrollY") == scrolled
    field = typing(phone)
    field.tap()
    phone.press("8")
    expect(phone.page.locator(".reply")).to_have_text("Saved")
    phone.button("Play").tap()
    expect(phone.page.locator(".sentence")).to_have_text("8: right.")
