"""Reads a scene's parameters from a request's address and body, not yet checked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import NoReturn

import numpy as np
from starlette.requests import ClientDisconnect, Request

from cnnviz.server.errors import ApiError

MAX_BODY = 256 * 1024
MAX_DEPTH = 100
"""Brackets within one another in a body: how many Python itself can read differs by its version."""
BODY_SECONDS = 20
"""How long a body may take."""
SMALL_BODY = 16 * 1024
"""Bytes of a body for which there is always room."""
MOST_WAITING = 32 * 1024 * 1024
"""Bytes of all larger bodies together that are not whole yet."""
_DRAINED = 4 * MAX_BODY
"""How much of too large a body is read and dropped, so that its sender gets to the answer."""
_EXACT = {"": True, "1": True, "true": True, "0": False, "false": False}


async def read_parameters(request: Request) -> tuple[dict[str, object], bool]:
    """The parameters by name, and whether numbers are to be exact. Raises ApiError."""
    pairs: list[tuple[str, object]] = list(request.query_params.multi_items())
    if request.method == "POST":
        pairs += (await _body(request)).items()
    return parameters_of(pairs)


def parameters_of(pairs: Iterable[tuple[str, object]]) -> tuple[dict[str, object], bool]:
    """The parameters by name, and whether numbers are to be exact. Raises ApiError."""
    parameters = once(pairs)
    exact = parameters.pop("exact", "0")
    if not isinstance(exact, bool | str) or (word := str(exact).lower()) not in _EXACT:
        raise ApiError(422, "exact must be 1 or 0.", "exact")
    return parameters, _EXACT[word]


def once(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    """The values by name. Raises ApiError where one is given more than once."""
    parameters: dict[str, object] = {}
    for name, value in pairs:
        if name in parameters:
            short = name if len(name) <= 40 else name[:39] + "…"
            raise ApiError(422, f"{short} is given more than once.", short)
        parameters[name] = value
    return parameters


async def _body(request: Request) -> dict[str, object]:
    raw = await _read_body(request)
    if _depth(raw) > MAX_DEPTH:
        raise ApiError(422, f"The body may hold at most {MAX_DEPTH} brackets within one another.")
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_not_a_number, object_pairs_hook=once)
    except UnicodeDecodeError:
        raise ApiError(422, "The body is not UTF-8 text.") from None
    except json.JSONDecodeError as error:
        raise ApiError(
            422, f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from None
    except ValueError:
        raise ApiError(422, "The body holds a number with too many digits.") from None
    if not isinstance(body, dict):
        raise ApiError(422, 'The body must be a JSON object such as {"stride": 2}.')
    return body


def _depth(raw: bytes) -> int:
    """How many brackets stand within one another at most; no value needs any in its strings."""
    read = np.frombuffer(raw, np.uint8)
    opened, closed = (np.isin(read, list(brackets)).astype(int) for brackets in (b"[{", b"]}"))
    return int((opened - closed).cumsum().max(initial=0))


def _not_a_number(word: str) -> NoReturn:
    raise ApiError(422, f"The body must hold finite numbers only; got {word}.")


async def _read_body(request: Request) -> bytes:
    """The body, counted while it comes, as its announced length may be missing or wrong."""
    too_large = ApiError(413, f"The body must be at most {MAX_BODY // 1024} KB.")
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > _DRAINED:
        raise too_large
    raw = bytearray()
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                size += len(chunk)
                if size > _DRAINED:
                    raise too_large
                if size <= MAX_BODY:
                    raw += chunk
                    _Waiting.take(len(chunk), size)
    except TimeoutError:
        raise ApiError(408, f"The body must arrive within {BODY_SECONDS} seconds.") from None
    except ClientDisconnect:
        raise ApiError(400, "The connection was closed before the body was whole.") from None
    finally:
        _Waiting.size -= len(raw)
    if size > MAX_BODY:
        raise too_large
    return bytes(raw)


class _Waiting:
    """How many bytes of bodies wait for the rest of them."""

    size = 0

    @classmethod
    def take(cls, count: int, whole: int) -> None:
        """Counts `count` bytes more of a body of `whole` so far. Raises ApiError."""
        cls.size += count
        if whole > SMALL_BODY and cls.size > MOST_WAITING:
            sentence = "Too many large bodies are sent at the moment; send it again in a moment."
            raise ApiError(503, sentence, retry=True)
