"""The whole chapter as one file that plays from anywhere: no server, no request."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup

from cnnviz.chapter import Chapter, content_hash
from cnnviz.content import seeds
from cnnviz.export.precomputed import base85, precomputed_json
from cnnviz.page.assets import LATE_SHEET, PICTURE, WINDOWS, AssetManifest, page_texts
from cnnviz.page.bundling import bundle
from cnnviz.page.page import Page, inline_json

ENTRY = "js/standalone/main.js"
"""The script with which an exported page begins."""
UNPACK = "js/standalone/unpack.js"
"""The script that unpacks the elements of `packed_parts` in the page, and runs them."""
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
    packed: Markup = field(default_factory=Markup)
    """Style and program, compressed, where `script` unpacks them; else empty."""
    course: Markup = field(default_factory=Markup)
    """What the page is told about the course that it is a part of; empty for none."""


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
    style, script, texts = page_texts(shelf, ENTRY, *WINDOWS, LATE_SHEET)
    style = _with_pictures(style, shelf)
    unpack = bundle(texts, UNPACK)
    return Standalone(
        policy([unpack, script], [style]),
        within("style", style),
        within("script", unpack),
        shelf.data_address("favicon.svg"),
        Markup(precomputed_json(chapter.steps)),  # noqa: S704 (letters of base85)
        inline_json({"notes": chapter.notes()}),
        packed_parts([("script", script)]),
    )


def packed_parts(parts: list[tuple[str, str]]) -> Markup:
    """Elements with their texts, compressed (zlib) and in base85, as UNPACK makes them."""
    whole = json.dumps(parts, ensure_ascii=False).encode()
    return Markup(base85(zlib.compress(whole, 9)))  # noqa: S704 (letters of base85)


def _with_pictures(style: str, shelf: AssetManifest) -> str:
    """A style sheet that holds the pictures it names."""
    return PICTURE.sub(lambda found: f'url("{shelf.data_address(found[1])}")', style)


def within(element: str, text: str) -> Markup:
    """Text that stands in an element as it is. Raises ValueError where it would end it."""
    if f"</{element}" in text.lower() or "<!--" in text:
        raise ValueError(f"the text would end its {element} element")
    return Markup(text)  # noqa: S704 (our own, and just checked)


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """The policy of a page that runs these programs, has these styles, and asks for nothing."""
    listed = [" ".join(map(source_hash, each)) for each in (scripts, styles)]
    return _POLICY.format(script=listed[0], style=listed[1])


def source_hash(text: str) -> str:
    """The source of a policy that allows this text and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
