"""Numbers go into fields as people have them; what cannot be read is refused by its label."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from chapter_page import ChapterPage

PASTE = """(field, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const init = {clipboardData: data, bubbles: true, cancelable: true};
  return field.dispatchEvent(new ClipboardEvent("paste", init));
}"""
SAME = [
    "1\t0\t\u22121\n2\t0\t\u22122\n1\t0\t\u22121\n",
    "[[1, 0, -1], [2, 0, -2], [1, 0, -1]]",
    "array([[ 1.,  0., -1.],\n       [ 2.,  0., -2.],\n       [ 1.,  0., -1.]])",
    "1,0;0;-1,0\n2;0;-2\n1;0;-1",
]


def area(chapter_page: ChapterPage, name: str = "Filter") -> Locator:
    chapter_page.page.locator("summary", has_text=f"Edit as text: {name.lower()}").click()
    return chapter_page.page.get_by_role("textbox", name=f"{name} as text")


def told(chapter_page: ChapterPage, name: str = "kernel") -> Locator:
    return chapter_page.page.locator(f'[data-parameter="{name}"] [role=alert]')


@pytest.mark.parametrize("text", SAME)
def test_a_filter_is_pasted_as_programs_write_it(chapter_page: ChapterPage, text: str) -> None:
    field = area(chapter_page.at(2, 0, 1))
    field.fill(text)
    chapter_page.page.wait_for_function(
        "() => new URLSearchParams(location.hash.slice(1)).get('kernel') === '1,0,-1;2,0,-2;1,0,-1'"
    )
    expect(told(chapter_page)).to_have_text("")
    expect(field).to_have_value(text)
    chapter_page.button("Play").focus()
    expect(field).to_have_value("1,0,-1;\n2,0,-2;\n1,0,-1")


def test_the_page_s_own_table_goes_back_into_the_page(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0, 1).press("v")
    dialog = chapter_page.page.get_by_role("dialog", name="Values")
    table = dialog.get_by_role("table", name="Input, 5×5")
    text = table.evaluate(
        """table => {
          getSelection().selectAllChildren(table);
          return getSelection().toString();
        }"""
    )
    chapter_page.press("Escape")
    field = area(chapter_page, "Input")
    field.fill(text)
    expect(told(chapter_page, "input")).to_have_text("")
    expect(chapter_page.page.locator('[data-parameter="input"] .summary')).to_have_text("5×5")


def test_unreadable_text_is_refused_by_its_label_and_stays(chapter_page: ChapterPage) -> None:
    field = area(chapter_page.at(2, 0, 1))
    asked: list[str] = []
    chapter_page.page.on("request", lambda request: asked.append(request.url))
    for text, sentence in (
        ("one two", "Filter must hold numbers only; got one."),
        ("[[1, 2], [3]]", "Filter must have rows of equal length; got 1 to 2 numbers in a row."),
        ("1,0;0,1;\n1,1;0,0;", "Filter can be read in two ways"),
    ):
        field.fill(text)
        expect(told(chapter_page)).to_contain_text(sentence)
        expect(field).to_have_value(text)
        expect(field).to_have_attribute("aria-invalid", "true")
        chapter_page.until(status="paused", stale="false")
    assert not [url for url in asked if "kernel" in url]


def test_a_number_field_takes_this_page_s_minus_and_refuses_by_its_label(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.at(3, 0, 1)
    field = chapter_page.page.get_by_role("spinbutton", name="Stride")
    for text, value in (("3", "3"), ("2\n", "2"), (" 3.0 ", "3")):
        field.evaluate(PASTE, text)
        expect(field).to_have_value(value)
    field.evaluate(PASTE, "two")
    expect(told(chapter_page, "stride")).to_contain_text(
        "Second stride must be a whole number from 1 to"
    )
    expect(told(chapter_page, "stride")).to_contain_text("got two.")
    expect(field).to_have_value("3")
    field.evaluate(PASTE, "\u22122")
    expect(told(chapter_page, "stride")).to_contain_text("got -2")
    chapter_page.complaints.clear()  # the engine's refusal


def test_a_cell_takes_one_number_and_says_where_rows_go(chapter_page: ChapterPage) -> None:
    chapter_page.at(2, 0, 1)
    chapter_page.page.mouse.click(*chapter_page.middle("input"))
    field = chapter_page.page.locator(".cell-field")
    expect(field).to_be_visible()
    field.evaluate(PASTE, "1\t0\n0\t1")
    expect(told(chapter_page, "input")).to_contain_text("Input takes one number in each cell.")
    field.fill("\u22120,5")
    chapter_page.page.wait_for_function("() => decodeURIComponent(location.hash).includes('-0.5')")
    expect(told(chapter_page, "input")).to_have_text("")
