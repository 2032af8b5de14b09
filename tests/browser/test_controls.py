"""The scene's controls: made from its parameters, checked by the server, nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from chapter_page import STILL, ChapterPage
from page_controls import where


def find(
    chapter_page: ChapterPage, kind: str, larger_than: int = 0
) -> tuple[int, int, dict[str, Any]]:
    """The first scene that has a parameter of that kind: step, scene, parameter."""
    for number, step in enumerate(chapter_page.steps, 1):
        for index, scene in enumerate(step["scenes"]):
            for param in scene["params"]:
                if param["kind"] == kind and str(param["default"]).count(",") >= larger_than:
                    return number, index, param
    pytest.skip(f"no scene has a parameter of the kind {kind}")


def control(chapter_page: ChapterPage, param: dict[str, Any]) -> Locator:
    return chapter_page.page.locator(f'[data-parameter="{param["name"]}"]')


def test_a_number_set_changes_picture_and_address_and_keeps_the_place(
    chapter_page: ChapterPage,
) -> None:
    step, scene, param = find(chapter_page, "integer")
    chapter_page.at(step, scene, 2)
    value = param["default"] + 1
    control(chapter_page, param).get_by_role("spinbutton", name=str(param["label"])).fill(
        str(value)
    )
    chapter_page.until(status="paused", step=step, scene=chapter_page.scene(step, scene))
    place = (
        f"#step={step}&scene={chapter_page.scene(step, scene)}&frame={chapter_page.data('frame')}"
    )
    chapter_page.address(f"{place}&{param['name']}={value}")
    slider = control(chapter_page, param).get_by_role("slider", name=str(param["label"]))
    expect(slider).to_have_value(str(value))
    chapter_page.page.reload()
    chapter_page.until(status="paused", step=step)
    expect(slider).to_have_value(str(value))


def test_a_number_out_of_range_is_refused_beside_its_control_and_the_picture_stays(
    chapter_page: ChapterPage,
) -> None:
    step, scene, param = find(chapter_page, "integer")
    too_many = param["maximum"] + 1
    chapter_page.at(step, scene, 2)
    field = control(chapter_page, param).get_by_role("spinbutton")
    before = chapter_page.picture.get_attribute("aria-label")
    field.fill(str(too_many))
    message = control(chapter_page, param).get_by_role("alert")
    expect(message).to_contain_text(f"{param['minimum']} to {param['maximum']}")
    expect(message).to_contain_text(f"got {too_many}")
    expect(field).to_have_value(str(too_many))
    expect(field).to_have_attribute("aria-invalid", "true")
    chapter_page.until(status="paused", step=step, frame=2)
    assert chapter_page.picture.get_attribute("aria-label") == before
    field.fill(str(param["default"]))
    expect(message).to_have_text("")
    chapter_page.complaints.clear()


_APART = """() => {
  const [message, ...words] = [".message:not(:empty)", ".sentence", ".options"].map(
    (part) => document.querySelector(`.narration ${part}`)?.getBoundingClientRect());
  return words.every(({ width, bottom }) => width === 0 || bottom <= message.top);
}"""


@pytest.mark.parametrize("scene", ["flatten", "formula", "parameters"])
def test_what_is_out_of_range_goes_nowhere_and_its_message_with_it(
    chapter_page: ChapterPage, scene: str
) -> None:
    step, index = where(chapter_page, scene)
    chapter_page.at(step, index, 2)
    page = chapter_page.page
    address = page.evaluate("location.hash")
    params = chapter_page.steps[step - 1]["scenes"][index]["params"]
    for param in (each for each in params if each["kind"] == "integer" and each["maximum"] > 9):
        field = control(chapter_page, param).get_by_role("spinbutton")
        slider = control(chapter_page, param).get_by_role("slider")
        message = control(chapter_page, param).get_by_role("alert")
        for leave in ("Tab", "Enter"):
            # Digit by digit: what is on its way may be in range.
            field.press("ControlOrMeta+a")
            field.press_sequentially(f"{param['maximum']}0")
            expect(message).to_contain_text(f"got {param['maximum']}0.")
            expect(field).to_have_attribute("aria-invalid", "true")
            expect(slider).to_have_value(str(param["default"]))
            assert page.evaluate(_APART)
            field.press(leave)
            if leave == "Enter":
                field.fill(str(param["default"]))
            expect(message).to_have_text("")
            expect(field).to_have_value(str(param["default"]))
            chapter_page.address(address)
    # The engine was asked for nothing that it refuses.
    chapter_page.until(status=STILL, step=step, scene=scene)


def test_keys_typed_into_a_field_are_the_fields(chapter_page: ChapterPage) -> None:
    step, scene, param = find(chapter_page, "integer")
    chapter_page.at(step, scene, 2)
    control(chapter_page, param).get_by_role("spinbutton").focus()
    chapter_page.press("1", "Backspace", "Space", "k")
    chapter_page.until(status="paused", step=step, scene=chapter_page.scene(step, scene))
    chapter_page.complaints.clear()  # "11" may be out of range


def test_a_bad_value_in_the_address_is_said_and_the_defaults_are_shown(
    chapter_page: ChapterPage,
) -> None:
    step, scene, param = find(chapter_page, "integer")
    chapter_page.at(step, scene, 1, **{str(param["name"]): "x"})
    message = control(chapter_page, param).get_by_role("alert")
    expect(message).to_contain_text("got x")
    # A reload does not meet it again.
    chapter_page.address(f"#step={step}&scene={chapter_page.scene(step, scene)}&frame=1")
    chapter_page.complaints.clear()
    chapter_page.page.reload()
    chapter_page.until(status=STILL, step=step)
    expect(message).to_have_text("")


def test_an_array_can_be_edited_as_text_and_reset(chapter_page: ChapterPage) -> None:
    step, scene, param = find(chapter_page, "array")
    chapter_page.at(step, scene, 1)
    element = control(chapter_page, param)
    element.get_by_text("Edit as text").click()
    area = element.get_by_role("textbox")
    original = area.input_value()
    edited = "2" + original[1:]
    area.fill(edited)
    expect(element.locator(".summary")).to_contain_text("edited")
    chapter_page.until(status="paused", step=step)
    chapter_page.page.wait_for_function(
        "name => new URLSearchParams(location.hash.slice(1)).get(name)?.startsWith('2')",
        arg=param["name"],
    )
    area.fill(edited + ",nonsense")
    expect(element.get_by_role("alert")).to_contain_text("must")
    expect(area).to_have_value(edited + ",nonsense")
    chapter_page.until(status="paused")
    element.get_by_role("button", name="Reset").click()
    expect(area).to_have_value(original)
    expect(element.get_by_role("alert")).to_have_text("")
    chapter_page.complaints.clear()


def test_a_large_array_travels_as_a_body(chapter_page: ChapterPage) -> None:
    step, scene, param = find(chapter_page, "array", larger_than=500)
    chapter_page.at(step, scene, 1)
    element = control(chapter_page, param)
    element.get_by_text("Edit as text").click()
    area = element.get_by_role("textbox")
    with chapter_page.page.expect_request(lambda request: request.method == "POST") as asked:
        area.fill(area.input_value().replace("0,", "0.5,"))
    assert chapter_page.scene(step, scene) in asked.value.url
    chapter_page.until(status="paused", step=step)
    expect(element.get_by_role("alert")).to_have_text("")
    chapter_page.page.wait_for_function("() => location.hash.includes('0.5%2C0.5')")
    chapter_page.page.reload()
    chapter_page.until(status="paused", step=step)
    expect(element.locator(".summary")).to_contain_text("edited")


def test_a_reload_keeps_the_settings_of_the_other_scenes_and_the_speed(
    chapter_page: ChapterPage,
) -> None:
    step, scene, param = find(chapter_page, "integer")
    chapter_page.at(step, scene, 1, **{str(param["name"]): str(param["maximum"])})
    chapter_page.press("+").until(status=STILL)
    last = len(chapter_page.steps[-1]["scenes"]) - 1
    name = chapter_page.scene(len(chapter_page.steps), last)
    chapter_page.seek(sum(len(each["scenes"]) for each in chapter_page.steps) - 1, 0)
    chapter_page.until(status=STILL, step=len(chapter_page.steps), scene=name)
    chapter_page.address(f"#step={len(chapter_page.steps)}&scene={name}&frame=1")
    chapter_page.page.reload()
    chapter_page.until(status=STILL, step=len(chapter_page.steps))
    expect(chapter_page.page.get_by_role("combobox", name="Speed")).to_have_value("1.5")
    chapter_page.seek(
        sum(len(each["scenes"]) for each in chapter_page.steps[: step - 1]) + scene, 0.5
    )
    chapter_page.until(status=STILL, step=step, scene=chapter_page.scene(step, scene))
    expect(control(chapter_page, param).get_by_role("slider")).to_have_value(str(param["maximum"]))


def test_a_choice_changes_the_scene(chapter_page: ChapterPage) -> None:
    step, scene, param = find(chapter_page, "choice")
    chapter_page.at(step, scene, 1)
    value, label = param["choices"][1]
    element = control(chapter_page, param)
    if element.get_by_role("radio").count():
        element.get_by_text(label, exact=True).click()
    else:
        element.get_by_role("combobox").select_option(label=label)
    chapter_page.until(status="paused", step=step)
    chapter_page.page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.hash.slice(1)).get(name) === value",
        arg=[param["name"], value],
    )
    chapter_page.button("Reset").click()
    chapter_page.address(
        f"#step={step}&scene={chapter_page.scene(step, scene)}&frame={chapter_page.data('frame')}"
    )


def test_dragging_a_slider_ends_at_the_last_value(chapter_page: ChapterPage) -> None:
    step, scene, param = find(chapter_page, "integer")
    chapter_page.at(step, scene, 1)
    slider = control(chapter_page, param).get_by_role("slider")
    slider.focus()
    chapter_page.press("End", "Home", "End", "Home", "End")
    expect(control(chapter_page, param).get_by_role("spinbutton")).to_have_value(
        str(param["maximum"])
    )
    chapter_page.page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.hash.slice(1)).get(name) === value",
        arg=[param["name"], str(param["maximum"])],
    )
    chapter_page.complaints.clear()
