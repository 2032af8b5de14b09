"""The article's programs: a button copies each as it stands in its file."""

from __future__ import annotations

from playwright.sync_api import expect

from cnnviz.content import seeds
from filming import Film


def test_the_program_of_the_last_step_can_be_copied_whole(film: Film) -> None:
    film.open()
    film.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = film.page.locator("section.step").last.locator(".code .copy")
    button.click()
    expect(button).to_have_text("Copied")
    copied = film.page.evaluate("() => navigator.clipboard.readText()")
    assert copied.strip() == seeds.code("simple_cnn.py").strip()


def test_where_copying_is_not_allowed_the_program_is_selected(film: Film) -> None:
    film.page.add_init_script("delete Navigator.prototype.clipboard")
    film.open()
    button = film.page.locator("section.step").last.locator(".code .copy")
    button.click()
    expect(button).to_have_text("Selected")
    selected = film.page.evaluate("() => getSelection().toString()")
    assert "class SimpleCNN(nn.Module):" in selected
