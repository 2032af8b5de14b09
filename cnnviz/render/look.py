"""How a picture looks: its size, theme, letters, caption and paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from cnnviz.content import seeds
from cnnviz.content.parameter_error import ParameterError, quote

Theme: TypeAlias = Literal["light", "dark", "contrast"]

LEAST, MOST = 120, 4096
"""The shortest and the longest side of a picture in pixels."""
LETTERS = 0.025
"""The smallest letters, as a share of the height: on a slide about 13 points."""
NARROWEST = 3 / 4
"""A picture that is narrower for its height has letters for the height that it would have so."""
_BLOCK = re.compile(r'\[data-theme="(\w+)"\] \{([^}]*)\}')
_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")


@dataclass(frozen=True)
class Look:
    """Width and height in pixels, the caption's room included. Raises ParameterError."""

    width: int = 1920
    height: int = 1080
    theme: Theme = "light"
    caption: bool = False
    formula_only: bool = False
    """Whether the caption is without its sentence, which stands elsewhere."""
    transparent: bool = False
    letters: float | None = None
    """The smallest letters in pixels; by default a fortieth of the height, where that has room."""

    def __post_init__(self) -> None:
        if not all(LEAST <= side <= MOST for side in (self.width, self.height)):
            raise _wrong_size(f"{self.width}x{self.height}")
        if self.theme not in get_args(Theme):
            known = ", ".join(get_args(Theme))
            raise ParameterError("theme", f"must be one of {known}; got {quote(self.theme)}")

    def record(self) -> dict[str, object]:
        """All of it as static/js/stills.js takes it."""
        return {
            "width": self.width,
            "height": self.height,
            "least": self.letters or min(self.height, self.width / NARROWEST) * LETTERS,
            "theme": self.theme,
            "tokens": tokens(self.theme),
            "caption": self.caption,
            "formulaOnly": self.formula_only,
            "transparent": self.transparent,
        }


def parsed_size(text: str) -> tuple[int, int]:
    """Such as 1920x1080. Raises ParameterError."""
    found = re.fullmatch(r"([0-9]{1,5})[x×]([0-9]{1,5})", text)
    if not found:
        raise _wrong_size(text)
    return int(found[1]), int(found[2])


def _wrong_size(given: str) -> ParameterError:
    sentence = f"must be WIDTHxHEIGHT in pixels, each from {LEAST} to {MOST}; got {quote(given)}"
    return ParameterError("size", sentence)


def tokens(theme: Theme) -> dict[str, str]:
    """The colours of a theme by name, as the page's style sheet has them."""
    css = (seeds.folder("static") / "css" / "tokens.css").read_text(encoding="utf-8")
    named = dict(_BLOCK.findall(css))
    return {
        token: colour.strip()
        for each in ("light", theme)
        for token, colour in _TOKEN.findall(named[each])
    }
