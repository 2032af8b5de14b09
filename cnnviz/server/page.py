"""The chapter's page: player, article and the chapter as data, rendered once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    select_autoescape,
)
from markupsafe import Markup

from cnnviz import article
from cnnviz.blame import blamed
from cnnviz.server.blob import Blob
from cnnviz.server.chapter import Chapter, dumped
from cnnviz.server.static import WORKER, Shelf, shelf, signature


def environment(templates: Path) -> Environment:
    """Jinja2 over `templates`: escapes everything, and refuses an unknown name."""
    return Environment(
        loader=FileSystemLoader(templates),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def inlined(record: object) -> Markup:
    """`record` as JSON that can stand in a <script> element whatever it holds.

    >>> inlined({"title": "</script>"})
    Markup('{"title":"\\\\u003c/script>"}')
    """
    return Markup(dumped(record).decode().replace("<", "\\u003c"))  # noqa: S704 (just made safe)


_log = logging.getLogger("cnnviz")
_HTML = "text/html; charset=utf-8"
_SELDOM = ("js/worker/", "js/file/", "css/docs.css")
"""What a page that is played from a server never asks for."""


def _is_kept(path: str) -> bool:
    return not path.startswith(_SELDOM)


class Page:
    """The page and the static files that it names.

    With `dev` the modules are served one by one, and what is changed is read again at once.
    """

    def __init__(
        self, chapter: Chapter, version: str, static: Path, templates: Path, *, dev: bool = False
    ) -> None:
        self._chapter = chapter
        self._version = version
        self._static = static
        self._templates = templates
        self._dev = dev
        self._jinja = environment(templates)
        self._seen = signature(static, templates)
        self.shelf: Shelf = shelf(static, bundled=not dev)
        self._made: dict[str, Blob] = {}

    def refresh(self) -> None:
        """With `dev`: reads static files and templates again where one was changed.

        What cannot be read is told in the log, and the page stays as it was.
        """
        if not self._dev or self._seen == (now := signature(self._static, self._templates)):
            return
        before = self.shelf, self._made
        self._seen = now
        try:
            self.shelf, self._made = shelf(self._static, bundled=False), {}
            self.html()
        except Exception as error:
            self.shelf, self._made = before
            _log.error("%s", self.blamed(error))

    def blamed(self, error: Exception) -> str:
        """Which line of the templates, or of the code, is to blame for what went wrong, and why."""
        if isinstance(error, TemplateSyntaxError):
            return f"{self._templates.name}/{error.name}:{error.lineno}: {error.message}"
        if isinstance(error, TemplateNotFound):
            return f"{self._templates.name}/{error.name}: is missing"
        file, line, why = blamed(error, self._templates)
        return f"{file}:{line}: {why}"

    def prepare(self) -> None:
        """Renders and compresses what the first viewer will ask for."""
        for blob in (self.html(), *self.shelf.files.values()):
            _ = blob.packed, blob.etag

    def html(self) -> Blob:
        """The page."""
        return self._once("page", lambda: Blob(self.markup(None).encode(), _HTML))

    def docs(self, context: Callable[[], dict[str, Any]]) -> Blob:
        """The page of the API's documentation, which shows `context`."""
        return self._once("docs", lambda: self._documentation(context()))

    def worker(self) -> Blob:
        """The service worker: what it keeps for a page without a network, and its program."""
        return self._once("worker", self._service_worker)

    def _once(self, name: str, make: Callable[[], Blob]) -> Blob:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def _documentation(self, context: dict[str, Any]) -> Blob:
        markup = self._jinja.get_template("docs.html").render(shelf=self.shelf, **context)
        return Blob(markup.encode(), _HTML)

    def _service_worker(self) -> Blob:
        addresses = [
            "./",
            *(self.shelf.address(path) for path in self.shelf.files if _is_kept(path)),
            *(
                f"api/scenes/{step.name}/{script.name}"
                for step in self._chapter.steps
                for script in step.scripts
            ),
            "api/notes",
        ]
        held = dumped({"edition": self.html().etag.strip('"'), "addresses": addresses})
        program = self.shelf.files[WORKER]
        return Blob(b"globalThis.KEPT = " + held + b";\n" + program.body, program.media_type)

    def markup(self, alone: object) -> str:
        """The page's HTML; `alone` is what it holds in itself where there is no server."""
        steps = self._chapter.steps
        return self._jinja.get_template("page.html").render(
            title=self._chapter.title,
            description=self._chapter.description,
            shelf=self.shelf,
            alone=alone,
            dev=self._dev and not alone,
            chapter=inlined(self._chapter.record(self._version)),
            sections=article.sections([step.name for step in steps], self._chapter.text),
        )
