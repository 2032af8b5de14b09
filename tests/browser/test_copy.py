"""The article's programs: a button copies each as it stands in its file."""

from __future__ import annotations

from playwright.sync_api import expect

from chapter_page import ChapterPage
from cnnviz.content import seeds


def test_the_program_of_the_last_step_can_be_copied_whole(chapter_page: ChapterPage) -> None:
    chapter_page.open()
    chapter_page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = chapter_page.page.locator("section.step").last.locator(".code .copy")
    button.click()
    expect(button).to_have_text("Copied")
    copied = chapter_page.page.evaluate("() => navigator.clipboard.readText()")
    assert copied.strip() == seeds.code("simple_cnn.py").strip()


def test_where_copying_is_not_allowed_the_program_is_selected(chapter_page: ChapterPage) -> None:
    chapter_page.page.add_init_script("delete Navigator.prototype.clipboard")
    chapter_page.open()
    button = chapter_page.page.locator("section.step").last.locator(".code .copy")
    button.click()
    expect(button).to_have_text("Selected")
    selected = chapter_page.page.evaluate("() => getSelection().toString()")
    assert "class SimpleCNN(nn.Module):" in selected
