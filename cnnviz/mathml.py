"""LaTeX to MathML Core, as browsers draw it."""

from __future__ import annotations

import re
from functools import lru_cache

from latex2mathml.converter import convert

# Attributes of MathML 3 that MathML Core dropped; browsers warn about them or ignore them.
_DROPPED = re.compile(r' (?:columnalign|rowspacing|columnspacing|stretchy="false" form)="[^"]*"')
# The converter sets the comma of 65,536 as an operator, with its gap.
_THOUSANDS = re.compile(r"(?<=\d)</mn><mo>(?:,|&#x0002C;)</mo><mn>(?=\d{3}\b)")


@lru_cache(maxsize=4096)
def mathml(latex: str, display: bool = False) -> str:
    """The formula as a <math> element; the empty string stays empty.

    >>> mathml("x + 1")[:5]
    '<math'
    >>> "<mn>65,536</mn>" in mathml("65,536")
    True
    """
    if not latex:
        return ""
    markup = convert(latex, display="block" if display else "inline")
    return _THOUSANDS.sub(",", _DROPPED.sub("", markup))
