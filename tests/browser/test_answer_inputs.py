"""How an answer gets in, and what comes back: typed spaces, fingers, reloads, terms that fly."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from chapter_page import ChapterPage, asking_frames

KINDS = {
    "choice": (3, "formula"),
    "number": (5, "depthwise"),
    "draw": (4, "average"),
}
"""Steps and scenes that ask so; marked cells are reloaded elsewhere."""
HOUR = 3_600_000
_FLYING = """() => [...document.querySelectorAll(".term-flights > span")].map((chip) => {
  const { x, y, width, height } = chip.getBoundingClientRect();
  return [chip.textContent, x + width / 2, y + height / 2];
})"""
_HIDDEN = """() => [...document.querySelectorAll(".formula :is(mn, mo, mfrac)")].filter(
  (term) => term.style.opacity !== "" || term.style.visibility !== ""
).length"""


def asked(chapter_page: ChapterPage, kind: str) -> Locator:
    """The film as it waits at a question of a kind; gives what one answers with."""
    step, scene = KINDS[kind]
    name = chapter_page.steps[step - 1]["name"]
    frame, *_ = asking_frames(chapter_page.url, f"{name}/{scene}", kind)
    chapter_page.open(f"#step={step}&scene={scene}&frame={frame}")
    chapter_page.until(status="asking", scene=scene, frame=frame)
    return chapter_page.page.get_by_role("group", name="Question")


def test_a_space_behind_a_digit_reveals_unless_the_number_goes_on(
    chapter_page: ChapterPage,
) -> None:
    page = chapter_page.page
    page.clock.install(time=0)
    field = asked(chapter_page, "number").get_by_role("textbox")
    page.clock.pause_at(HOUR)
    field.focus()
    for text in ("4 704", "(8 - 1) × 2", "3 maps"):
        page.keyboard.press("Control+A")
        for letter in text:
            page.keyboard.type(letter)
            page.clock.run_for(500)
        page.clock.run_for(1000)
        expect(field).to_have_value(text)
        expect(page.locator(".reply")).to_have_text("Saved")
    # Behind a word a space means what it always does, and behind a digit a moment later.
    page.keyboard.press("Space")
    sentence = page.locator(".sentence")
    expect(sentence).to_have_text("3 maps: right.")
    page.keyboard.press("l")
    page.keyboard.press("j")
    field.fill("9")
    page.keyboard.press("Space")
    expect(field).to_have_value("9 ")
    page.clock.run_for(700)
    expect(sentence).to_contain_text("9 maps: “")
    expect(field).to_have_count(0)


def test_what_is_no_number_is_asked_for_again_before_the_answer_is_told(
    chapter_page: ChapterPage,
) -> None:
    page = chapter_page.page
    field = asked(chapter_page, "number").get_by_role("textbox")
    again, sentence = page.locator(".reply"), page.locator(".sentence")
    question = sentence.inner_text()
    field.focus()
    for text, reply in (("six", "Type a number, such as 12"), ("six of them" * 4, "That is too")):
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text)
        page.keyboard.press("Space")
        expect(again).to_contain_text(reply)
        expect(field).to_have_value(text)
        expect(sentence).to_have_text(question)
    page.keyboard.press("Space")
    expect(sentence).to_have_text("It is 3 maps.")


def test_who_answers_has_pressed_once_who_passes_twice(chapter_page: ChapterPage) -> None:
    options = asked(chapter_page, "choice").get_by_role("button")
    chapter_page.press("b")
    expect(options.nth(1)).to_have_attribute("aria-pressed", "true")
    chapter_page.press("b").until(status="asking", screen="")
    chapter_page.press("Space", "Space").until(status="playing", scene="formula")


def test_a_finger_chooses_and_forty_digits_leave_a_telephone_as_wide_as_it_is(
    phone: ChapterPage,
) -> None:
    options = asked(phone, "choice").get_by_role("button")
    options.nth(2).tap()
    options.nth(0).tap()
    expect(options.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(options.nth(2)).to_have_attribute("aria-pressed", "false")
    phone.button("Play").tap()
    sentence = phone.page.locator(".sentence")
    expect(sentence).to_contain_text("A, 15.5: “")
    field = asked(phone, "number").get_by_role("textbox")
    field.tap()
    field.fill("1" * 40)
    expect(phone.page.locator(".reply")).to_have_text("Saved")
    phone.button("Play").tap()
    expect(sentence).to_contain_text("1" * 40)
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 390
    assert phone.page.evaluate("visualViewport.width") == 390


def test_a_reload_comes_back_to_the_question_and_to_what_was_answered(
    chapter_page: ChapterPage,
) -> None:
    page = chapter_page.page
    means = asked(chapter_page, "choice")
    chapter_page.press("b")
    page.reload()
    chapter_page.until(status="asking", scene="formula")
    expect(means.get_by_role("button").nth(1)).to_have_attribute("aria-pressed", "true")
    field = asked(chapter_page, "number").get_by_role("textbox")
    field.fill("3")
    page.reload()
    chapter_page.until(status="asking", scene="depthwise")
    expect(field).to_have_value("3")
    asked(chapter_page, "draw")
    chapter_page.press("a", "ArrowUp")
    first = page.locator(".answer-cells > *").nth(0)
    drawn = first.get_attribute("aria-valuenow")
    assert drawn not in (None, "0")
    page.reload()
    chapter_page.until(status="asking", scene="average")
    expect(first).to_have_attribute("aria-valuenow", str(drawn))


def test_terms_fly_from_where_their_numbers_stand_and_stay_where_motion_is_not_wanted(
    chapter_page: ChapterPage,
) -> None:
    page = chapter_page.page
    page.clock.install(time=0)
    asked(chapter_page, "choice")
    page.clock.pause_at(HOUR)
    stage, formula = page.locator("cnn-stage"), page.locator(".formula")
    chapter_page.press("a", "Space")
    expect(formula.locator("math")).to_have_count(2)
    page.clock.run_for(400)
    assert page.evaluate(_HIDDEN) > 10
    (number, _, y), *_ = page.evaluate(_FLYING)
    picture = stage.bounding_box()
    assert picture
    # The line's width of 32 stands in the picture.
    assert number == "32"
    assert picture["y"] < y < picture["y"] + picture["height"] / 2, y
    page.clock.run_for(600)
    assert page.evaluate(_FLYING)[0][2] > y
    expect(formula.locator(".wrong")).not_to_have_attribute("data-there", "")
    words = page.locator(".sentence").bounding_box()
    assert words
    for _ in range(40):
        page.clock.run_for(300)
        for number, x, y in page.evaluate(_FLYING):
            across = words["x"] < x < words["x"] + words["width"]
            assert not (across and y > words["y"]), f"{number} flies over the words"
    assert page.evaluate(_FLYING) == []
    assert page.evaluate(_HIDDEN) == 0
    expect(formula.locator(".wrong")).to_have_attribute("data-there", "")
    expect(formula.locator(".differs")).not_to_have_count(0)
    assert page.evaluate("() => [...document.querySelectorAll('mo.differs')].length") == 0
    chapter_page.less_motion().press("l", "j").until(status="asking")
    chapter_page.press("Space")
    expect(formula.locator("math")).to_have_count(2)
    assert page.evaluate(_FLYING) == []
    assert page.evaluate(_HIDDEN) == 0


def test_in_full_screen_both_formulas_are_as_large_as_the_caption_allows(
    chapter_page: ChapterPage,
) -> None:
    page = chapter_page.page
    page.emulate_media(reduced_motion="reduce")
    asked(chapter_page, "choice")
    chapter_page.full_screen()
    caption, formula = page.locator(".narration"), page.locator(".formula")
    expect(caption).not_to_have_attribute("data-answer", "")
    room = caption.bounding_box()
    chapter_page.press("a", "Space")
    expect(formula.locator(".answer")).to_have_count(2)
    assert formula.locator(".label").all_inner_texts() == ["A", "B"]
    expect(page.locator(".sentence .visually-hidden")).to_have_text("It is B, 16.")
    assert room == caption.bounding_box(), "nothing moves"
    size = "part => parseFloat(getComputedStyle(part).fontSize)"
    assert formula.evaluate(size) >= page.locator(".sentence").evaluate(size)
    assert formula.evaluate("part => part.scrollWidth <= part.clientWidth")
    # What is told no more leaves its place as it was.
    chapter_page.press("l")
    expect(caption).not_to_have_attribute("data-answer", "stacked")
    expect(formula.locator(".answer")).to_have_count(0)
