"""Cache headers, and 304 when the client already has the body."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from cnnviz.page.cached_body import CachedBody

REVALIDATE = "public, max-age=0, must-revalidate, s-maxage=60"
"""A browser asks each time whether it has changed; a cache that many share, once a minute."""
IMMUTABLE = "public, max-age=31536000, immutable"


def respond(request: Request, cached: CachedBody, cache_control: str = REVALIDATE) -> Response:
    """The body, gzipped if the client accepts that; or 304 if the client has it."""
    headers = {"Cache-Control": cache_control, "ETag": cached.etag, "Vary": "Accept-Encoding"}
    if is_current(request, cached.etag):
        return Response(status_code=304, headers=headers)
    body = cached.body
    if cached.packed and accepts_gzip(request):
        body = cached.packed
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type=cached.media_type)


def accepts_gzip(request: Request) -> bool:
    """Whether the request's Accept-Encoding allows gzip (`gzip;q=0` does not).

    >>> accepts_gzip(Request({"type": "http", "headers": [(b"accept-encoding", b"br, gzip;q=0")]}))
    False
    """
    for part in request.headers.get("accept-encoding", "").split(","):
        coding, _, weight = part.replace(" ", "").lower().partition(";q=")
        if coding in ("gzip", "*"):
            return weight.strip("0.") != "" if weight else True
    return False


def is_current(request: Request, etag: str) -> bool:
    """Whether the request says that it holds what `etag` names."""
    given = request.headers.get("if-none-match", "")
    return etag in (part.strip() for part in given.split(","))
