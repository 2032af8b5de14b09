"""One's own answers in a browser: the dialog that lists them, and what is kept of them."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Locator

from chapter_page import ChapterPage

KEY = "cnnviz-answers"


def dialog(chapter_page: ChapterPage) -> Locator:
    return chapter_page.page.get_by_role("dialog", name="Your answers")


def kept(chapter_page: ChapterPage) -> Any:
    return json.loads(chapter_page.page.evaluate("key => localStorage.getItem(key)", KEY) or "null")


def keep(chapter_page: ChapterPage, *said: tuple[str, str]) -> None:
    """Lets the browser keep the wrong answer to such topics, as if they had been given before."""
    with urlopen(f"{chapter_page.url}api/chapter") as chapter:
        version = json.load(chapter)["version"]
    answer = {
        "said": "7",
        "words": "7",
        "rule": "a rule",
        "near": False,
        "right": False,
        "mended": False,
        "asked": "How many?",
        "truth": "8",
    }
    answers = {
        f"{path}#ask": answer | {"topic": topic, "belief": "So it is.", "mend": "It is not."}
        for path, topic in said
    }
    chapter_page.page.goto(chapter_page.url)
    chapter_page.page.evaluate(
        "([key, text]) => localStorage.setItem(key, text)",
        [KEY, json.dumps({"version": version, "answers": answers})],
    )
