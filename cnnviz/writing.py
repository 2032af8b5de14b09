"""Writes a file completely or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def rewritten(path: Path) -> Iterator[BinaryIO]:
    """Opens a file that replaces `path` once it is complete; on failure `path` stays as it was.

    A link stays a link. What is no plain file, such as /dev/stdout, is written as it is.
    Raises OSError, at the beginning where nothing can be written there.
    """
    place = path.resolve()
    if place.exists() and not place.is_file():
        with place.open("wb") as file:
            yield file
        return
    if place.exists() and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    fresh = place.with_name(f".cnnviz-{secrets.token_hex(8)}")
    try:
        with fresh.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, fresh)
        fresh.replace(place)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def write(path: Path, body: bytes) -> None:
    """Replaces the contents of `path` by `body`. On OSError the old contents stay."""
    with rewritten(path) as file:
        file.write(body)
