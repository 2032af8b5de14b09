"""The files of static/, at addresses that contain a hash, so that browsers can keep them."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cnnviz.page.bundling import bundle, split_bundle
from cnnviz.page.cached_body import CachedBody

# Said here, as some systems' tables differ, and a module of another type does not run.
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
}

SHEET = "css/chapter.css"
"""Where the page's style sheets are served as one."""
_CSS_FIRST = ("css/tokens.css", "css/page.css")
WINDOWS = ("css/speaker.css", "css/cards.css")
"""Style sheets of windows that the chapter's page opens."""
EMBED_SHEET = "css/embed.css"
"""What the page looks like within another page."""
LATE_SHEET = "css/deferred.css"
"""Where the style sheets of what is opened on the page are served as one, once it is drawn."""
_DIALOGS = ("wide-dialogs", "answers", "asked-again", "own", "tables", "taking")
_CSS_LATE = tuple(f"css/{name}.css" for name in _DIALOGS)
_CSS_ELSEWHERE = ("css/docs.css", EMBED_SHEET, *WINDOWS, *_CSS_LATE)
"""Style sheets that the chapter's page does not use, or not at once."""
PICTURE = re.compile(r'url\("\.\./(pictures/[\w.-]+)"\)')
"""A picture that a style sheet shows."""
_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_JOINT = re.compile(rb"([;{},])\n")
WORKER = "js/service-worker.js"
"""No part of a page, and so of no bundle."""
DEV = "js/dev-reload.js"
"""What only a server under development sends, by an address of its own."""
TYPES = ".d.ts"
"""How the name of a file ends that is for the type checker alone."""
ENTRY = "js/start.js"
"""The script with which the page begins."""
_SCRIPTS = {ENTRY: [ENTRY], "js/chapter.js": ["js/main.js"], "js/deferred.js": []}
"""Where the modules are served as three scripts: until the page is drawn, to play, and later."""


@dataclass(frozen=True)
class AssetManifest:
    """A snapshot of all files by their path below static/, and a hash of their contents.

    base: what leads from the page to the folder that static/ is in; empty where it is the page's.
    """

    version: str
    files: Mapping[str, CachedBody]
    base: str = ""

    def address(self, path: str) -> str:
        """Where the file is served, seen from the page. Raises KeyError where there is none."""
        if path not in self.files:
            raise KeyError(path)
        return f"{self.base}static/{self.version}/{path}"

    def data_address(self, path: str) -> str:
        """The file as an address that holds all of it. Raises KeyError where there is none."""
        file = self.files[path]
        return f"data:{file.media_type};base64,{base64.b64encode(file.body).decode()}"


def read_assets(folder: Path, *, bundled: bool = True) -> AssetManifest:
    """The files of `folder` as they are now; hidden files stay hidden.

    The style sheets of the chapter's page are two; its modules are three scripts where they are
    `bundled`. Raises Unbundled for modules that cannot be.
    """
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _visible(folder)}
    parts = [path for path in files if path.startswith("css/") and path not in _CSS_ELSEWHERE]
    parts.sort(key=lambda path: (path not in _CSS_FIRST, path))
    files[SHEET] = _sheet(files.pop(path) for path in parts)
    files[LATE_SHEET] = _sheet(files.pop(path) for path in _CSS_LATE if path in files)
    if bundled and ENTRY in files:
        modules = [path for path in files if path.endswith(".js") and path != WORKER]
        texts = {path: files.pop(path).decode() for path in modules}
        files |= {path: text.encode() for path, text in split_bundle(texts, _SCRIPTS).items()}
    digest = hashlib.sha256()
    for name, body in sorted(files.items()):
        digest.update(f"{name}\0{len(body)}\0".encode() + body)
    blobs = {name: CachedBody(body, _type(name)) for name, body in files.items()}
    return AssetManifest(digest.hexdigest()[:12], blobs)


def page_texts(shelf: AssetManifest, entry: str, *sheets: str) -> tuple[str, str, dict[str, str]]:
    """The page's style with those sheets, its program that begins at `entry`, and all texts.

    The shelf's modules are not bundled yet.
    """
    texts = {
        path: file.body.decode()
        for path, file in shelf.files.items()
        if path.endswith((".js", ".css"))
    }
    style = "\n".join(texts[each] for each in (SHEET, *sheets))
    return style, bundle(texts, entry), texts


def _sheet(parts: Iterable[bytes]) -> bytes:
    """Style sheets as one, without their comments, indents and most ends of lines."""
    lines = _COMMENT.sub(b"", b"\n".join(parts)).splitlines(keepends=True)
    return _JOINT.sub(rb"\1", b"".join(line.lstrip() for line in lines))


def folder_signature(*folders: Path) -> int:
    """A number that changes when a file of the folders is written, added or taken away."""
    return hash(tuple(each for folder in folders for each in _file_states(str(folder))))


def _file_states(folder: str) -> Iterator[tuple[str, int, int]]:
    """Name, time and size of every file below; quick, as it is asked for with every page."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.is_dir(follow_symlinks=False):
                yield from _file_states(entry.path)
            elif entry.is_file():
                status = entry.stat()
                yield entry.path, status.st_mtime_ns, status.st_size


def _visible(folder: Path) -> Iterator[Path]:
    """The files that may be served: none that is hidden, no types, and no link that leads out."""
    inside = folder.resolve()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts) or name.is_relative_to(DEV)
        hidden = hidden or path.name.endswith(TYPES)
        if path.is_file() and not hidden and path.resolve().is_relative_to(inside):
            yield path


def _type(name: str) -> str:
    known = _TYPES.get(PurePosixPath(name).suffix)
    return known or mimetypes.guess_type(name)[0] or "application/octet-stream"
