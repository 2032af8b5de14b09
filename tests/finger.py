"""A finger on a page, which moves by a clock of its own."""

from __future__ import annotations

from playwright.sync_api import Page

from patience import now


def drag(page: Page, *places: tuple[float, float], seconds: float = 0.2) -> None:
    """A finger comes down, moves from place to place, and goes: all in so long."""
    screen = page.context.new_cdp_session(page)
    began = now()

    def touch(kind: str, after: float, *at: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in at]
        timing = {"timestamp": began + after}
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, **timing})

    touch("touchStart", 0, places[0])
    for k, place in enumerate(places[1:], 1):
        touch("touchMove", seconds * k / len(places), place)
    touch("touchEnd", seconds)
