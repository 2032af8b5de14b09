"""LaTeX to MathML Core, as browsers draw it."""

from __future__ import annotations

import re
from functools import lru_cache

from latex2mathml.converter import convert

# Attributes of MathML 3 that MathML Core dropped; browsers warn about them or ignore them.
_DROPPED = re.compile(r' (?:columnalign|rowspacing|columnspacing|stretchy="false" form)="[^"]*"')
# The converter sets the comma of 65,536 as an operator, with its gap.
_THOUSANDS = re.compile(r"(?<=\d)</mn><mo>(?:,|&#x0002C;)</mo><mn>(?=\d{3}\b)")
# A minus that no number stands before belongs to the one behind it.
_UNARY = re.compile(r"(?<=</mo>)(?<!&#x00029;</mo>)(?<!&#x0230B;</mo>)<mo>&#x02212;</mo>")
# A function's name is no sign with room around it.
_NAME = re.compile(r"<mo>([A-Za-z]{2,})</mo>")
# A term in the colour of a stage: the style sheet knows its tone in each theme.
_TINT = re.compile(r'<mstyle mathcolor="(\w+)">')
# Brackets that few systems have a font to stretch: the page draws them.
_FLOOR = re.compile(r'<mrow>(?=<mo stretchy="true" fence="true" form="prefix">&#x0230A;</mo>)')


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
    markup = _THOUSANDS.sub(",", _DROPPED.sub("", markup))
    markup = _UNARY.sub('<mo form="prefix" lspace="0" rspace="0">&#x02212;</mo>', markup)
    markup = _NAME.sub(r"<mi>\1</mi>", markup)
    markup = _TINT.sub(r'<mstyle data-stage="\1">', markup)
    return _FLOOR.sub('<mrow class="floor">', markup)


_COMMAND = re.compile(r"\\[A-Za-z]+")


@lru_cache(maxsize=4096)
def first_misread(latex: str) -> str:
    r"""Why a formula cannot be read as it was meant; empty where it can.

    The converter shows a command that it does not know as text, and closes what was left open.

    >>> first_misread(r"\frac{1}{2}"), first_misread(r"\frac{1}{2"), first_misread(r"\fraq{1}{2}")
    ('', 'its braces do not match', 'there is no command \\fraq')
    """
    bare = re.sub(r"\\.", "", latex)
    if bare.count("{") != bare.count("}"):
        return "its braces do not match"
    try:
        markup = mathml(latex)
    except Exception as error:
        # latex2mathml has a dozen kinds of errors, and leaks others.
        return str(error) or type(error).__name__.removesuffix("Error")
    unknown = _COMMAND.search(markup)
    return f"there is no command {unknown[0]}" if unknown else ""
