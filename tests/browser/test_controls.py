"""The scene's controls: made from its parameters, checked by the server, nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from filming import Film


def find(film: Film, kind: str, larger_than: int = 0) -> tuple[int, int, dict[str, Any]]:
    """The first scene that has a parameter of that kind: step, scene, parameter."""
    for number, step in enumerate(film.steps, 1):
        for index, scene in enumerate(step["scenes"]):
            for param in scene["params"]:
                if param["kind"] == kind and str(param["default"]).count(",") >= larger_than:
                    return number, index, param
    pytest.skip(f"no scene has a parameter of the kind {kind}")


def control(film: Film, param: dict[str, Any]) -> Locator:
    return film.page.locator(f'[data-parameter="{param["name"]}"]')


def test_a_number_set_changes_picture_and_address_and_keeps_the_place(film: Film) -> None:
    step, scene, param = find(film, "integer")
    film.at(step, scene, 2)
    value = param["default"] + 1
    control(film, param).get_by_role("spinbutton", name=str(param["label"])).fill(str(value))
    film.until(status="paused", step=step, scene=film.scene(step, scene))
    place = f"#step={step}&scene={film.scene(step, scene)}&frame={film.data('frame')}"
    film.address(f"{place}&{param['name']}={value}")
    slider = control(film, param).get_by_role("slider", name=str(param["label"]))
    expect(slider).to_have_value(str(value))
    film.page.reload()
    film.until(status="paused", step=step)
    expect(slider).to_have_value(str(value))


def test_a_number_out_of_range_is_refused_beside_its_control_and_the_picture_stays(
    film: Film,
) -> None:
    step, scene, param = find(film, "integer")
    too_many = param["maximum"] + 1
    film.at(step, scene, 2)
    field = control(film, param).get_by_role("spinbutton")
    before = film.picture.get_attribute("aria-label")
    field.fill(str(too_many))
    message = control(film, param).get_by_role("alert")
    expect(message).to_contain_text(f"{param['minimum']} to {param['maximum']}")
    expect(message).to_contain_text(f"got {too_many}")
    expect(field).to_have_value(str(too_many))
    expect(field).to_have_attribute("aria-invalid", "true")
    film.until(status="paused", step=step, frame=2)
    assert film.picture.get_attribute("aria-label") == before
    field.fill(str(param["default"]))
    expect(message).to_have_text("")
    film.complaints.clear()


def test_keys_typed_into_a_field_are_the_fields(film: Film) -> None:
    step, scene, param = find(film, "integer")
    film.at(step, scene, 2)
    control(film, param).get_by_role("spinbutton").focus()
    film.press("1", "Backspace", "Space", "k")
    film.until(status="paused", step=step, scene=film.scene(step, scene))
    film.complaints.clear()  # "11" may be out of range


def test_a_bad_value_in_the_address_is_said_and_the_defaults_are_shown(film: Film) -> None:
    step, scene, param = find(film, "integer")
    film.at(step, scene, 1, **{str(param["name"]): "x"})
    expect(control(film, param).get_by_role("alert")).to_contain_text("got x")
    film.complaints.clear()


def test_an_array_can_be_edited_as_text_and_reset(film: Film) -> None:
    step, scene, param = find(film, "array")
    film.at(step, scene, 1)
    element = control(film, param)
    element.get_by_text("Edit as text").click()
    area = element.get_by_role("textbox")
    original = area.input_value()
    edited = "2" + original[1:]
    area.fill(edited)
    expect(element.locator(".summary")).to_contain_text("edited")
    film.until(status="paused", step=step)
    film.page.wait_for_function(
        "name => new URLSearchParams(location.hash.slice(1)).get(name)?.startsWith('2')",
        arg=param["name"],
    )
    area.fill(edited + ",nonsense")
    expect(element.get_by_role("alert")).to_contain_text("must")
    expect(area).to_have_value(edited + ",nonsense")
    film.until(status="paused")
    element.get_by_role("button", name="Reset").click()
    expect(area).to_have_value(original)
    expect(element.get_by_role("alert")).to_have_text("")
    film.complaints.clear()


def test_a_large_array_travels_as_a_body(film: Film) -> None:
    step, scene, param = find(film, "array", larger_than=500)
    film.at(step, scene, 1)
    element = control(film, param)
    element.get_by_text("Edit as text").click()
    area = element.get_by_role("textbox")
    with film.page.expect_request(lambda request: request.method == "POST") as asked:
        area.fill(area.input_value().replace("0,", "0.5,"))
    assert film.scene(step, scene) in asked.value.url
    film.until(status="paused", step=step)
    expect(element.get_by_role("alert")).to_have_text("")
    film.page.wait_for_function("() => location.hash.includes('0.5%2C0.5')")
    film.page.reload()
    film.until(status="paused", step=step)
    expect(element.locator(".summary")).to_contain_text("edited")


def test_a_reload_keeps_the_settings_of_the_other_scenes_and_the_speed(film: Film) -> None:
    step, scene, param = find(film, "integer")
    film.at(step, scene, 1, **{str(param["name"]): str(param["maximum"])})
    film.press("+").until(status="paused")
    last = len(film.steps[-1]["scenes"]) - 1
    name = film.scene(len(film.steps), last)
    film.seek(sum(len(each["scenes"]) for each in film.steps) - 1, 0)
    film.until(status="paused", step=len(film.steps), scene=name)
    film.address(f"#step={len(film.steps)}&scene={name}&frame=1")
    film.page.reload()
    film.until(status="paused", step=len(film.steps))
    expect(film.page.get_by_role("combobox", name="Speed")).to_have_value("1.5")
    film.seek(sum(len(each["scenes"]) for each in film.steps[: step - 1]) + scene, 0.5)
    film.until(status="paused", step=step, scene=film.scene(step, scene))
    expect(control(film, param).get_by_role("slider")).to_have_value(str(param["maximum"]))


def test_a_choice_changes_the_scene(film: Film) -> None:
    step, scene, param = find(film, "choice")
    film.at(step, scene, 1)
    value, label = param["choices"][1]
    element = control(film, param)
    if element.get_by_role("radio").count():
        element.get_by_text(label, exact=True).click()
    else:
        element.get_by_role("combobox").select_option(label=label)
    film.until(status="paused", step=step)
    film.page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.hash.slice(1)).get(name) === value",
        arg=[param["name"], value],
    )
    film.button("Reset").click()
    film.address(f"#step={step}&scene={film.scene(step, scene)}&frame={film.data('frame')}")


def test_dragging_a_slider_ends_at_the_last_value(film: Film) -> None:
    step, scene, param = find(film, "integer")
    film.at(step, scene, 1)
    slider = control(film, param).get_by_role("slider")
    slider.focus()
    film.press("End", "Home", "End", "Home", "End")
    expect(control(film, param).get_by_role("spinbutton")).to_have_value(str(param["maximum"]))
    film.page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.hash.slice(1)).get(name) === value",
        arg=[param["name"], str(param["maximum"])],
    )
    film.complaints.clear()
