"""Error responses: one sentence, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from starlette.responses import Response

from cnnviz.chapter import NotFound
from cnnviz.content.param import ParameterError

RETRY_SECONDS = 2
"""When to ask again."""

_PROBLEM = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def error_responses(said: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """Refusals by status as OpenAPI describes answers, of what each says."""
    return {
        status: {"description": text, "content": _PROBLEM} for status, text in sorted(said.items())
    }


class ApiError(Exception):
    """A request that cannot be answered: HTTP status, one sentence, and the parameter at fault.

    With `retry` the same request may be answered in a moment.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        parameter: str | None = None,
        *,
        retry: bool = False,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.parameter = parameter
        self.retry = retry
        self._headers = headers

    @classmethod
    def of(cls, error: ParameterError | NotFound) -> ApiError:
        """The answer to a parameter that cannot be, or to a scene that there is not."""
        if isinstance(error, NotFound):
            return cls(404, str(error))
        sentence = str(error)
        stop = "" if sentence.endswith((".", "!", "?")) else "."
        return cls(422, sentence + stop, error.parameter)

    def record(self) -> dict[str, str]:
        """What is said: {"detail", "parameter"}."""
        named = {} if self.parameter is None else {"parameter": self.parameter}
        return {"detail": self.detail} | named

    def response(self) -> Response:
        """The error response as JSON."""
        # What was sent may hold half a surrogate pair, which UTF-8 cannot.
        body = json.dumps(self.record(), ensure_ascii=False).encode("utf-8", "replace")
        headers = {"Cache-Control": "no-store", **self._headers}
        if self.retry:
            headers["Retry-After"] = str(RETRY_SECONDS)
        if self.status in (408, 413):
            headers["Connection"] = "close"  # The rest of the body is not wanted either.
        return Response(body, self.status, headers, media_type="application/json")
