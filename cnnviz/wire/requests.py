"""Requests for scenes, as the page writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from cnnviz.content.param import value_as_text
from cnnviz.content.spec import SceneSpec


def request_key(spec: SceneSpec, given: Mapping[str, int | str]) -> str:
    """The request as the page writes it: what is not the default, in the order of declaration."""
    pairs = [
        f"{param.name}={quote(text, safe='')}"
        for param in spec.params
        if param.name in given
        and (text := _value_text(given[param.name])) != value_as_text(param.default)
    ]
    return "?".join((spec.path, "&".join(pairs))) if pairs else spec.path


def _value_text(value: int | str) -> str:
    return re.sub(r"\s*([,;|])\s*", r"\1", str(value).strip())
