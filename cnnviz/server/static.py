"""The files of static/ under addresses that name their contents, so that they may be kept."""

from __future__ import annotations

import hashlib
import mimetypes
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cnnviz.server.blob import Blob

# Said here, as some systems' tables differ, and a module of another type does not run.
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}

_LATER = frozenset(
    ("views", "later", "making", "touch", "hall", "reader", "paper", "file", "worker")
)
"""Folders of modules that the page fetches when it needs them, or not at all."""
_FIRST_VIEWS = frozenset(("compose", "context", "grid", "index", "overlay"))
"""The other views are fetched when a scene first needs them."""
SHEET = "css/chapter.css"
"""Where the page's style sheets are served as one, which saves requests."""
_CSS_FIRST = ("css/tokens.css", "css/page.css")
_CSS_ELSEWHERE = ("css/docs.css", "css/speaker.css", SHEET)
"""Style sheets that the chapter's page does not use, or not at once."""


@dataclass(frozen=True)
class Shelf:
    """All files of one moment by their path below static/, and a version of the contents."""

    version: str
    files: Mapping[str, Blob]

    def address(self, path: str) -> str:
        """Where the file is served, seen from the page. Raises KeyError where there is none."""
        if path not in self.files:
            raise KeyError(path)
        return f"static/{self.version}/{path}"

    def modules(self) -> list[str]:
        """The addresses of the modules that the first scene needs, to load in one wave."""
        modules = sorted(path for path in self.files if path.endswith(".js"))
        return [
            self.address(path)
            for path in modules
            if Path(path).parent.name not in _LATER or Path(path).stem in _FIRST_VIEWS
        ]


def shelf(folder: Path) -> Shelf:
    """The files of `folder` as they are now; hidden files stay hidden."""
    digest = hashlib.sha256()
    files: dict[str, Blob] = {}
    for path in _visible(folder):
        name = path.relative_to(folder).as_posix()
        body = path.read_bytes()
        digest.update(f"{name}\0{len(body)}\0".encode() + body)
        files[name] = Blob(body, _type(path))
    files[SHEET] = Blob(_sheet(files), _TYPES[".css"])
    return Shelf(digest.hexdigest()[:12], files)


def _sheet(files: Mapping[str, Blob]) -> bytes:
    """All style sheets of the chapter's page as one, the custom properties first."""
    names = {path for path in files if path.startswith("css/")} - set(_CSS_ELSEWHERE)
    ordered = sorted(names, key=lambda path: (path not in _CSS_FIRST, path))
    return b"\n".join(files[path].body for path in ordered)


def signature(*folders: Path) -> int:
    """A number that changes when a file of the folders is written, added or taken away."""
    return hash(tuple(each for folder in folders for each in _seen(str(folder))))


def _seen(folder: str) -> Iterator[tuple[str, int, int]]:
    """Name, time and size of every file below; quick, as it is asked for with every page."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.is_dir(follow_symlinks=False):
                yield from _seen(entry.path)
            elif entry.is_file():
                status = entry.stat()
                yield entry.path, status.st_mtime_ns, status.st_size


def _visible(folder: Path) -> Iterator[Path]:
    """The files that may be served: none that is hidden, and no link that leads out."""
    inside = folder.resolve()
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.resolve().is_relative_to(inside):
            yield path


def _type(path: Path) -> str:
    return (
        _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    )
