"""The chapter's page: player, article and the chapter as data, rendered once per contents."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from cnnviz import article
from cnnviz.server.blob import Blob
from cnnviz.server.chapter import Chapter, dumped
from cnnviz.server.static import Shelf, shelf, signature


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


_WORKER = "js/worker/worker.js"
_SELDOM = ("js/worker/", "js/file/", "css/docs.css")
"""What a page that is played from a server never asks for."""


def _is_kept(path: str) -> bool:
    return not path.startswith(_SELDOM)


class Page:
    """The page and the static files it names, read again when a file of theirs was changed."""

    def __init__(self, chapter: Chapter, version: str, static: Path, templates: Path) -> None:
        self._chapter = chapter
        self._version = version
        self._static = static
        self._templates = templates
        self._jinja = environment(templates)
        self._seen = signature(static, templates)
        self.shelf: Shelf = shelf(static)
        self._html: Blob | None = None

    def refresh(self) -> None:
        """Reads static files and templates again where one was changed."""
        now = signature(self._static, self._templates)
        if now != self._seen:
            self._seen = now
            self.shelf = shelf(self._static)
            self._html = None

    def prepare(self) -> None:
        """Renders and compresses what the first viewer will ask for."""
        for blob in (self.html(), *self.shelf.files.values()):
            _ = blob.packed, blob.etag

    def html(self) -> Blob:
        """The page."""
        if self._html is None:
            self._html = Blob(self.markup(None).encode(), "text/html; charset=utf-8")
        return self._html

    def worker(self) -> Blob:
        """The service worker: what it keeps for a page without a network, and its program."""
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
        program = self.shelf.files[_WORKER]
        return Blob(b"globalThis.KEPT = " + held + b";\n" + program.body, program.media_type)

    def markup(self, alone: object) -> str:
        """The page's HTML; `alone` is what it holds in itself where there is no server."""
        steps = self._chapter.steps
        return self._jinja.get_template("page.html").render(
            title=self._chapter.title,
            description=self._chapter.description,
            shelf=self.shelf,
            alone=alone,
            chapter=inlined(self._chapter.record(self._version)),
            sections=article.sections([step.name for step in steps], self._chapter.text),
        )

    def render(self, template: str, **context: object) -> Blob:
        """Another page, in the same surroundings."""
        markup = self._jinja.get_template(template).render(shelf=self.shelf, **context)
        return Blob(markup.encode(), "text/html; charset=utf-8")
