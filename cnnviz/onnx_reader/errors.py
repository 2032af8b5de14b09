"""What cannot be read, in a sentence that names the file or the node, and the reason."""

from __future__ import annotations


class Unreadable(ValueError):
    """The file, or one of its nodes, cannot be read; the message is one sentence."""


class Unsupported(Unreadable):
    """One node cannot be computed: what does not depend on it can be."""


def quoted(name: str, most: int = 60) -> str:
    """A name of the file's for a sentence: in one line, without control characters, cut short, and
    with no asterisk that would be read as emphasis.

    >>> quoted("conv" + "1" * 100)[-3:], quoted("a\\nb"), quoted("a*")
    ('11…', 'a b', 'a∗')
    """
    plain = "".join(each if each.isprintable() else " " for each in name).replace("*", "∗")
    return plain if len(plain) <= most else plain[: most - 1] + "…"
