"""The whole chapter as one file that plays from anywhere: no server, no request."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from markupsafe import Markup

from cnnviz.chapter import Chapter, content_hash
from cnnviz.content import seeds
from cnnviz.export.precomputed import precomputed_json
from cnnviz.page.assets import SHEET, WINDOWS, AssetManifest
from cnnviz.page.bundling import bundle
from cnnviz.page.page import Page, inline_json

_ENTRY = "js/standalone/main.js"
_PICTURE = re.compile(r'url\("\.\./(pictures/[\w.-]+)"\)')
_POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True)
class Standalone:
    """What a page holds in itself where there is no server to ask."""

    policy: str
    style: Markup
    script: Markup
    icon: str
    streams: Markup
    notes: Markup


def export_chapter(chapter: Chapter | None = None) -> bytes:
    """The chapter's page in UTF-8, with all its styles, scripts, scenes and notes."""
    chapter = chapter or Chapter.default()
    static, templates = seeds.folder("static"), seeds.folder("templates")
    # Its modules come one by one, as they become one script together with what answers them.
    page = Page(chapter, content_hash(), static, templates, dev=True)
    # What is wrong with its templates is said before every scene is run.
    page.html()
    return page.markup(_alone(chapter, page.shelf)).encode()


def _alone(chapter: Chapter, shelf: AssetManifest) -> Standalone:
    texts = {path: file.body.decode() for path, file in shelf.files.items() if _is_text(path)}
    style = _with_pictures("\n".join(texts[each] for each in (SHEET, *WINDOWS)), shelf)
    script = bundle(texts, _ENTRY)
    return Standalone(
        _POLICY.format(script=_hash(script), style=_hash(style)),
        _within("style", style),
        _within("script", script),
        _data(shelf, "favicon.svg"),
        Markup(precomputed_json(chapter.steps)),  # noqa: S704 (letters of base64)
        inline_json({"notes": chapter.notes()}),
    )


def _with_pictures(style: str, shelf: AssetManifest) -> str:
    """A style sheet that holds the pictures it names."""
    return _PICTURE.sub(lambda found: f'url("{_data(shelf, found[1])}")', style)


def _data(shelf: AssetManifest, path: str) -> str:
    """A file as an address that holds all of it."""
    file = shelf.files[path]
    return f"data:{file.media_type};base64,{base64.b64encode(file.body).decode()}"


def _is_text(path: str) -> bool:
    return path.endswith((".js", ".css"))


def _within(element: str, text: str) -> Markup:
    """Text that stands in an element as it is. Raises ValueError where it would end it."""
    if f"</{element}" in text.lower() or "<!--" in text:
        raise ValueError(f"the text would end its {element} element")
    return Markup(text)  # noqa: S704 (our own, and just checked)


def _hash(text: str) -> str:
    """The source of a policy that allows this text and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
