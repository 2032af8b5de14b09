"""The chapter and an opened network side by side on a page of someone else's: each for itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from cnnviz.opened import chapter_of
from cnnviz.opened.example import example
from cnnviz.server.app import create_app
from live_server import answering

_PAGE = """<!doctype html>
<html lang="en">
<head><title>Two chapters</title><link rel="stylesheet" href="{static}css/chapter.css"></head>
<body style="display: grid; grid-template-columns: 1fr 1fr">
<div class="one"></div>
<div class="two"></div>
<script type="module">
import {{ mount }} from "{static}js/mount.js";
import {{ sharedPage }} from "{static}js/page/other-hosts.js";
const play = async (root, base) => {{
  const chapter = await (await fetch(new URL("api/chapter", base))).json();
  return mount(root, sharedPage(root, base), chapter);
}};
const [one, two] = document.querySelectorAll("div");
window.players = [
  await play(one, document.baseURI),
  await play(two, new URL("opened/", document.baseURI).href),
];
</script>
</body>
</html>"""
_DOUBLED = """() => [...document.querySelectorAll("[id]")].map(({id}) => id)
  .filter((id, i, all) => all.indexOf(id) !== i)"""


_KEPT = "() => [localStorage, sessionStorage].map((store) => ({ ...store }))"
_AT = (
    """places => window.players.every(({ host }, i) => host.address.read().startsWith(places[i]))"""
)
_ANSWERS = "() => window.players.map(({ state }) => Object.keys(state.answers))"
_SPEEDS = "() => window.players.map(({ state }) => state.speed)"


@pytest.fixture(scope="module")
def servers(
    tmp_path_factory: pytest.TempPathFactory, start: Callable[..., AbstractContextManager[str]]
) -> Iterator[tuple[str, int]]:
    """The chapter's address, and the port of the network's own server."""
    said = tmp_path_factory.mktemp("dev") / "said"
    network = create_app(chapter_of(example()))
    with start(said, 0, "--dev") as url, answering(network) as (port, _):
        yield url, port


@pytest.fixture
def page(context: BrowserContext, servers: tuple[str, int]) -> Iterator[Page]:
    """A page with both. The network's server is behind an address of the chapter's."""
    url, port = servers
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(url)
    sheet = page.locator("link[rel=stylesheet]").get_attribute("href") or ""
    static = "./" + sheet.removesuffix("css/chapter.css")

    def opened(route: Route) -> None:
        there = route.request.url.replace(f"{url}opened/", f"http://127.0.0.1:{port}/")
        route.fulfill(response=route.fetch(url=there))

    page.route(f"{url}opened/**", opened)
    page.route(
        f"{url}two",
        lambda route: route.fulfill(body=_PAGE.format(static=static), content_type="text/html"),
    )
    page.goto(f"{url}two")
    for player in players(page):
        expect(player).to_have_attribute("data-status", "idle")
    expect(players(page)[0].get_by_role("navigation", name="Contents")).to_be_visible()
    yield page
    page.unroute_all(behavior="ignoreErrors")
    assert wrong == []


def players(page: Page) -> tuple[Locator, Locator]:
    return page.locator(".one"), page.locator(".two")


def asks_second(page: Page, player: Locator, key: str) -> None:
    """By that key it goes where its second frame asks, and on to that."""
    player.focus()
    page.keyboard.press(key)
    expect(player).to_have_attribute("data-stale", "false")
    page.keyboard.press("l")
    expect(player).to_have_attribute("data-frame", "2")
    expect(player).to_have_attribute("data-status", "asking")


def test_each_goes_its_own_way_and_keys_mean_the_one_that_has_the_focus(page: Page) -> None:
    one, two = players(page)
    two.focus()
    page.keyboard.press("PageDown")
    expect(two).to_have_attribute("data-step", "1")
    expect(one).to_have_attribute("data-status", "idle")
    one.get_by_role("link", name="6").click()
    expect(one).to_have_attribute("data-step", "6")
    page.keyboard.press("End")
    expect(one).to_have_attribute("data-step", "8")
    expect(two).to_have_attribute("data-step", "1")
    for player, network in ((one, False), (two, True)):
        expect(player).to_have_attribute("data-stale", "false")
        picture = player.locator("cnn-stage canvas")
        expect(picture).to_have_attribute("aria-label", re.compile("^Picture: "))
        assert (player.get_attribute("data-scene") in ("input", "graph")) is network
    assert page.url.endswith("/two"), "the page's address is the page's"


def test_both_play_side_by_side_each_on_from_its_own_question(page: Page) -> None:
    one, two = players(page)
    asks_second(page, one, "4")
    asks_second(page, two, "PageDown")
    one.focus()
    for _ in range(3):
        page.keyboard.press("+")
    fast, slow = page.evaluate(_SPEEDS)
    assert fast > slow
    page.wait_for_function(_AT, arg=["#step=4&scene=max&frame=2", "#step=1&scene=input&frame=2"])
    # One has its answer told before it plays on; each comes to its next question.
    for player, keys in ((one, 2), (two, 1)):
        player.focus()
        for _ in range(keys):
            page.keyboard.press("Space")
    for player, frame in ((one, "12"), (two, "3")):
        expect(player).to_have_attribute("data-frame", frame)
        expect(player).to_have_attribute("data-status", "asking")
    page.wait_for_function(_AT, arg=["#step=4&scene=max&frame=12", "#step=1&scene=input&frame=3"])


def test_theme_help_answers_settings_and_ids_are_each_ones_own(page: Page) -> None:
    one, two = players(page)
    kept = page.evaluate(_KEPT)
    asks_second(page, two, "PageDown")
    page.keyboard.press("t")
    theme = two.get_attribute("data-theme") or ""
    expect(one).not_to_have_attribute("data-theme", theme)
    page.keyboard.press("?")
    expect(two.get_by_role("dialog", name="Keys")).to_be_visible()
    expect(one.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Escape")
    asks_second(page, one, "3")
    page.keyboard.press("b")
    answered, others = page.evaluate(_ANSWERS)
    assert (len(answered), others) == (1, [])
    second = one.get_by_label("Second stride", exact=True)
    second.focus()
    page.keyboard.press("ArrowRight")
    expect(one.get_by_label("Second stride, as a number")).to_have_value("3")
    expect(two.get_by_label("Second stride", exact=True)).to_have_count(0)
    assert page.evaluate(_KEPT) == kept, "what the page keeps is the page's"
    assert page.evaluate(_DOUBLED) == []


def test_a_player_that_is_taken_away_leaves_the_other(page: Page) -> None:
    one, two = players(page)
    for player in (one, two):
        expect(player).to_have_attribute("data-status", "idle")
    page.evaluate("window.players[0].unmount()")
    expect(one.locator("*")).to_have_count(0)
    two.focus()
    page.keyboard.press("PageDown")
    expect(two).to_have_attribute("data-step", "1")
