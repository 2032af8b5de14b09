"""Reads what a page sends in bytes: a line of JSON that says what follows, then that."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from starlette.requests import ClientDisconnect, Request

from cnnviz.server.errors import ApiError

MAX_UPLOAD = 128 * 1024 * 1024
"""Bytes of all files of a network together."""
MAX_LINE = 8 * 1024
"""Bytes of the line before them."""
MAX_NAME = 200
"""Letters of a file's name."""
MOST_FILES = 4
"""A model, its data, the names of its answers, and one more."""
MOST_UPLOADS = 2
"""How many may come, or be read, at the same time."""
UPLOAD_SECONDS = 60
"""How long all of one may take to arrive."""
MEDIA_TYPE = "application/octet-stream"
"""No form of another site can send it, and no script without being asked for leave."""


class Uploads:
    """Lets in as many as there is room for."""

    def __init__(self) -> None:
        self._going = 0

    @contextmanager
    def room(self) -> Iterator[None]:
        """Room for one, for as long as it is read. Raises ApiError where there is none."""
        if self._going >= MOST_UPLOADS:
            sentence = "Other networks are being read at the moment; send it again in a moment."
            raise ApiError(503, sentence, retry=True)
        self._going += 1
        try:
            yield
        finally:
            self._going -= 1


async def read_upload(request: Request, most: int = MAX_UPLOAD) -> tuple[dict[str, Any], bytes]:
    """What the line says, and the bytes behind it, of which there are at most so many.

    Raises ApiError.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != MEDIA_TYPE:
        raise ApiError(415, f"The body must be of the type {MEDIA_TYPE}.")
    body = await _body(request, most + MAX_LINE)
    end = body.find(b"\n", 0, MAX_LINE)
    try:
        said = json.loads(bytes(body[:end]).decode()) if end >= 0 else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise ApiError(422, "The body must begin with a line of JSON, an object.")
    del body[: end + 1]
    if len(body) > most:
        raise _too_large(most)
    return said, bytes(body)


async def _body(request: Request, most: int) -> bytearray:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise _too_large(most)
    body = bytearray()
    try:
        async with asyncio.timeout(UPLOAD_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise _too_large(most)
    except TimeoutError:
        raise ApiError(408, f"The files must arrive within {UPLOAD_SECONDS} seconds.") from None
    except ClientDisconnect:
        raise ApiError(400, "The connection was closed before the files were whole.") from None
    return body


def _too_large(most: int) -> ApiError:
    return ApiError(
        413,
        f"The files may have at most {most // 2**20} MB together; cnnviz open FILE reads larger "
        "ones, from the disk.",
    )


def files_in(said: dict[str, Any], body: bytes) -> dict[str, bytes]:
    """The files by name, one after the other as the line lists them. Raises ApiError."""
    listed = said.get("files")
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_FILES:
        raise ApiError(422, f"files must list 1 to {MOST_FILES} files.", "files")
    files: dict[str, bytes] = {}
    start = 0
    for each in listed:
        said_of = each if isinstance(each, dict) else {}
        name, size = said_of.get("name"), said_of.get("size")
        if not isinstance(name, str) or not 1 <= len(name) <= MAX_NAME or name in files:
            raise ApiError(
                422, f"files must have names of their own, of 1 to {MAX_NAME} letters.", "files"
            )
        if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size <= MAX_UPLOAD:
            raise ApiError(422, "files must say the size of each in bytes.", "files")
        files[name] = body[start : start + size]
        start += size
    if start != len(body):
        raise ApiError(
            422,
            f"files must have the sizes that follow: {len(body):,} bytes; got {start:,}.",
            "files",
        )
    return files
