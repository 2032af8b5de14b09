"""Finds a Chromium for the browser tests: python tests/chromium.py prints where it is."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

# Each window would load two pages of its own for an address bar that nobody sees: as much work as
# the chapter's page. The list replaces Playwright's, so what stands in that comes after.
_WITHOUT = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades"),
    *("LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints"),
    *("PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning"),
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    # What draws in software needs no process of its own, which every picture would be sent to.
    "--in-process-gpu",
    "--no-first-run",
    # Whoever asks for a camera is given one that sees a green sheet with a disc that grows.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(_WITHOUT)}",
]
# The headless shell comes first: a page is there in half the time, as it has no window to draw.
_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def executable() -> str:
    """The path of a Chromium: CNNVIZ_CHROMIUM, the system's, or Playwright's own; "" for none."""
    named = os.environ.get("CNNVIZ_CHROMIUM", "")
    found = [shutil.which(name) for name in _NAMES]
    for path in (named, *found, *_PLACES, _of_playwright()):
        if path and Path(path).exists():
            return path
    return ""


def _of_playwright() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


if __name__ == "__main__":
    path = executable()
    print(path or "There is no Chromium here; make test gets one.")
    sys.exit(not path)
