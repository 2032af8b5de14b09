"""Renders templates/; if one is broken, says which line and why."""

from __future__ import annotations

from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    select_autoescape,
)

from cnnviz.blame import blame_line


class BrokenPage(Exception):
    """The page cannot be rendered: the message names file, line and reason."""


class Templates:
    """Jinja2 over a folder: escapes everything, and refuses an unknown name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._jinja = Environment(
            loader=FileSystemLoader(folder),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, name: str, **context: object) -> str:
        """The template of that name with `context`. Raises BrokenPage."""
        try:
            return self._jinja.get_template(name).render(**context)
        except Exception as error:
            raise BrokenPage(self._blame(error)) from error

    def _blame(self, error: Exception) -> str:
        folder = self._folder.name
        match error:
            case TemplateSyntaxError():
                return f"{folder}/{error.name}:{error.lineno}: {error.message}"
            case TemplateNotFound():
                return f"{folder}/{error.name}: is missing"
            case UnicodeDecodeError():
                return f"{folder}/{first_not_text(self._folder)}: is not text in UTF-8"
        file, line, why = blame_line(error, self._folder)
        if Path(file).is_relative_to(self._folder):
            file = f"{folder}/{Path(file).relative_to(self._folder).as_posix()}"
        return f"{file}:{line}: {why}"


def first_not_text(folder: Path) -> str:
    """The first script, style sheet or template below that is not UTF-8; empty where all are."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".js", ".css", ".html"):
            try:
                path.read_text(encoding="utf-8")
            except (UnicodeDecodeError, OSError):
                return path.relative_to(folder).as_posix()
    return ""
