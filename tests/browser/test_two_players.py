"""Two chapters side by side on a page of someone else's: each plays for itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

_PAGE = """<!doctype html>
<html lang="en">
<head><title>Two chapters</title><link rel="stylesheet" href="{static}css/chapter.css"></head>
<body style="display: grid; grid-template-columns: 1fr 1fr">
<div class="one"></div>
<div class="two"></div>
<script type="module">
import {{ mount }} from "{static}js/mount.js";
import {{ sharedPage }} from "{static}js/page/other-hosts.js";
const chapter = await (await fetch("api/chapter")).json();
window.players = [...document.querySelectorAll("div")].map((root) =>
  mount(root, sharedPage(root, document.baseURI), chapter));
</script>
</body>
</html>"""
_DOUBLED = """() => [...document.querySelectorAll("[id]")].map(({id}) => id)
  .filter((id, i, all) => all.indexOf(id) !== i)"""


@pytest.fixture
def page(
    context: BrowserContext, another: Callable[..., AbstractContextManager[str]]
) -> Iterator[Page]:
    with another(0, "--dev") as url:
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(url)
        sheet = page.locator("link[rel=stylesheet]").get_attribute("href") or ""
        static = "./" + sheet.removesuffix("css/chapter.css")
        page.route(
            f"{url}two",
            lambda route: route.fulfill(body=_PAGE.format(static=static), content_type="text/html"),
        )
        page.goto(f"{url}two")
        for player in players(page):
            expect(player).to_have_attribute("data-status", "idle")
            expect(player.get_by_role("navigation", name="Contents")).to_be_visible()
        yield page
        assert wrong == []


def players(page: Page) -> tuple[Locator, Locator]:
    return page.locator(".one"), page.locator(".two")


def test_each_goes_its_own_way_and_keys_mean_the_one_that_has_the_focus(page: Page) -> None:
    one, two = players(page)
    two.focus()
    page.keyboard.press("3")
    expect(two).to_have_attribute("data-step", "3")
    expect(one).to_have_attribute("data-status", "idle")
    one.get_by_role("link", name="6").click()
    expect(one).to_have_attribute("data-step", "6")
    page.keyboard.press("PageDown")
    expect(one).to_have_attribute("data-scene", re.compile("."))
    page.keyboard.press("End")
    expect(one).to_have_attribute("data-step", "8")
    expect(two).to_have_attribute("data-step", "3")
    for player in (one, two):
        expect(player).to_have_attribute("data-stale", "false")
        expect(player.locator("cnn-stage canvas")).to_have_attribute(
            "aria-label", re.compile("^Picture: ")
        )
    assert page.url.endswith("/two"), "the page's address is the page's"


def test_theme_help_settings_and_ids_are_each_ones_own(page: Page) -> None:
    one, two = players(page)
    for player in (one, two):
        player.focus()
        page.keyboard.press("3")
        expect(player).to_have_attribute("data-step", "3")
        expect(player.get_by_label("Second stride", exact=True)).to_be_visible()
    page.keyboard.press("t")
    theme = one.get_attribute("data-theme") or ""
    expect(two).not_to_have_attribute("data-theme", theme)
    page.keyboard.press("?")
    expect(two.get_by_role("dialog", name="Keys")).to_be_visible()
    expect(one.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Escape")
    one.get_by_label("Second stride", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(one.get_by_label("Second stride, as a number")).not_to_have_value(
        two.get_by_label("Second stride, as a number").input_value()
    )
    assert page.evaluate(_DOUBLED) == []


def test_a_player_that_is_taken_away_leaves_the_other(page: Page) -> None:
    one, two = players(page)
    for player in (one, two):
        expect(player).to_have_attribute("data-status", "idle")
    page.evaluate("window.players[0].unmount()")
    expect(one.locator("*")).to_have_count(0)
    two.focus()
    page.keyboard.press("2")
    expect(two).to_have_attribute("data-step", "2")
