"""The page: player, article and the chapter as data, rendered once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from cnnviz.chapter import Chapter, to_json
from cnnviz.page import article
from cnnviz.page.assets import ENTRY, WORKER, AssetManifest, folder_signature, read_assets
from cnnviz.page.cached_body import CachedBody
from cnnviz.page.questions import render_questions
from cnnviz.page.templates import BrokenPage, Templates, first_not_text


def inline_json(record: object) -> Markup:
    """`record` as JSON that can stand in a <script> element whatever it holds.

    >>> inline_json({"title": "</script>"})
    Markup('{"title":"\\\\u003c/script>"}')
    """
    return Markup(to_json(record).decode().replace("<", "\\u003c"))  # noqa: S704 (just made safe)


_log = logging.getLogger("cnnviz")
_HTML = "text/html; charset=utf-8"
EMBEDDED = "./?embed"
"""Where the page is that another page shows in a frame."""
QUESTIONS = "questions"
"""Where all questions are, with their answers."""
_SELDOM = ("js/service-worker.js", "js/standalone/", "pictures/preview.png")
"""What a page that is played from a server never asks for."""


def _is_kept(path: str) -> bool:
    return not path.startswith(_SELDOM)


class Page:
    """The page and the static files that it names.

    With `dev` the modules are served one by one, and what is changed is read again at once. `own`
    is what it needs to take networks of its viewers'; None where it takes none.
    Raises BrokenPage, here and where it renders, for static files or templates that cannot be used.
    """

    def __init__(
        self,
        chapter: Chapter,
        version: str,
        static: Path,
        templates: Path,
        *,
        public_url: str = "",
        dev: bool = False,
        own: object = None,
    ) -> None:
        self._public_url = public_url
        self._own = own
        self._base = ""
        self._chapter = chapter
        self._version = version
        self._dev = dev
        self._folders = static, templates
        self._templates = Templates(templates)
        self._seen = folder_signature(*self._folders)
        self.shelf = self._shelf()
        self._made: dict[str, CachedBody] = {}

    def below(self, base: str, chapter: Chapter, version: str, own: object) -> Page:
        """The page of another chapter, with the same files, to which `base` leads from there."""
        page = copy(self)
        page._chapter, page._version, page._own = chapter, version, own
        page._base, page._public_url = base, ""
        page.shelf = replace(self.shelf, base=base)
        page._made = {}
        return page

    def refresh(self) -> None:
        """With `dev`: reads static files and templates again where one was changed.

        What cannot be read is told in the log, and the page stays as it was.
        """
        if not self._dev or self._seen == (now := folder_signature(*self._folders)):
            return
        before = self.shelf, self._made
        self._seen = now
        try:
            self.shelf, self._made = self._shelf(), {}
            self.html()
        except BrokenPage as error:
            self.shelf, self._made = before
            _log.error("%s", error)

    def _shelf(self) -> AssetManifest:
        static, _ = self._folders
        try:
            return replace(read_assets(static, bundled=not self._dev), base=self._base)
        except UnicodeDecodeError:
            raise BrokenPage(
                f"{static.name}/{first_not_text(static)}: is not text in UTF-8"
            ) from None
        except (ValueError, OSError) as error:
            raise BrokenPage(f"{static.name}: {error}") from None

    def prepare(self) -> None:
        """Renders and compresses what the first viewer will ask for."""
        for blob in (self.html(), self.embedded(), *self.shelf.files.values()):
            _ = blob.packed, blob.etag

    def html(self) -> CachedBody:
        """The page."""
        return self._once("page", lambda: CachedBody(self.markup(None).encode(), _HTML))

    def embedded(self) -> CachedBody:
        """The player alone, for a frame in another page."""
        return self._once(
            "embedded", lambda: CachedBody(self.markup(None, embed=True).encode(), _HTML)
        )

    def docs(self, context: Callable[[], dict[str, Any]]) -> CachedBody:
        """The page of the API's documentation, which shows `context`."""
        return self._once("docs", lambda: self._documentation(context()))

    def questions(self) -> CachedBody:
        """The page of all questions and their answers; its first making takes seconds."""
        return self._once("questions", self._questions)

    def gone(self, base: str, most: int) -> CachedBody:
        """The page in place of a network that is not kept any more, of those at most so many."""
        shelf = replace(self.shelf, base=base)
        markup = self._templates.render("gone.html", shelf=shelf, home=base, most=most)
        return CachedBody(markup.encode(), _HTML)

    def worker(self) -> CachedBody:
        """The service worker: what it keeps for a page without a network, and its program."""
        return self._once("worker", self._service_worker)

    def _once(self, name: str, make: Callable[[], CachedBody]) -> CachedBody:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def _documentation(self, context: dict[str, Any]) -> CachedBody:
        markup = self._templates.render("docs.html", shelf=self.shelf, **context)
        return CachedBody(markup.encode(), _HTML)

    def _questions(self) -> CachedBody:
        markup = self._templates.render(
            "questions.html",
            shelf=self.shelf,
            title=self._chapter.title,
            alone=None,
            steps=render_questions(self._chapter.steps),
        )
        return CachedBody(markup.encode(), _HTML)

    def _service_worker(self) -> CachedBody:
        addresses = [
            "./",
            EMBEDDED,
            QUESTIONS,
            *(self.shelf.address(path) for path in self.shelf.files if _is_kept(path)),
            *(f"api/scenes/{spec.path}" for step in self._chapter.steps for spec in step.scenes),
            "api/notes",
        ]
        held = to_json({"edition": self.html().etag.strip('"'), "addresses": addresses})
        program = self.shelf.files[WORKER]
        return CachedBody(b"globalThis.KEPT = " + held + b";\n" + program.body, program.media_type)

    def markup(self, alone: object, *, embed: bool = False, whole: str = "./") -> str:
        """The page's HTML; `alone` is what it holds in itself where there is no server.

        To `embed` it has the player alone, without the article and what is about the whole page,
        which is at `whole`; empty where it is nowhere.
        """
        steps = self._chapter.steps
        return self._templates.render(
            "page.html",
            title=self._chapter.title,
            part=self._chapter.part,
            subtitle=self._chapter.subtitle,
            caption=self._chapter.caption,
            description=self._chapter.description,
            public_url=self._public_url,
            shelf=self.shelf,
            entry=ENTRY,
            alone=alone,
            embed=embed,
            whole=whole,
            dev=self._dev and not alone,
            home=self._base,
            own=inline_json(self._own) if self._own and not alone and not embed else None,
            chapter=inline_json(self._chapter.record(self._version)),
            sections=article.render_sections(steps),
            # Where there is a server, it has a page of them.
            asked=render_questions(steps) if alone and not embed else [],
        )
