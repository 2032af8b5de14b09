"""What axe-core calls a violation, on a page that lets the tool's own script in."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Nothing is read ahead: what that is for, media that play by themselves, the page has none of.
_OPTIONS = {"runOnly": _RULES, "resultTypes": ["violations"], "preload": False}
_LOOK = """async ([part, options]) => {
  const { violations } = await axe.run(part, options);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`);
}"""


def violations(page: Page, part: str = "html") -> list[str]:
    """Each rule that is broken in a part of the page, and where first."""
    # Once in, it stays until the page is loaded anew.
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(_LOOK, [part, _OPTIONS])
    return found
