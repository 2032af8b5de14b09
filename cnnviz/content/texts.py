"""The text of a step: its article, the sentences of its scenes, the speaker's notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from cnnviz.content.names import UnknownName

_COUNTED = (
    "answer batch bias cell channel class convolution entry filter input layer line map megabyte "
    "multiply-add neuron number parameter picture pixel place product unit value weight window zero"
)
"""What sentences count."""
_PLURALS = {
    re.sub("y$", "ie", noun) + ("es" if noun[-1] in "hs" else "s"): noun
    for noun in _COUNTED.split()
}
_ONE = re.compile(rf"(?<![\w.,·×−/])(?<![+−·×] )(1\*? )({'|'.join(_PLURALS)})\b")


def one_of(text: str) -> str:
    """The text with one of a thing where it counts one.

    >>> one_of("from 21 to 1 channels, *1* entries each, *2N + 1* pixels of 1×1 pixels")
    'from 21 to 1 channel, *1* entry each, *2N + 1* pixels of 1×1 pixels'
    """
    return _ONE.sub(lambda match: match[1] + _PLURALS[match[2]], text)


_LOWER = re.compile(r"((?:^|[.?!…] )\*?)(about|less than|more than)\b")


def capitalised(text: str) -> str:
    """The text with a capital where a rounded number begins a sentence.

    >>> capitalised("*about 0.67* wins. less than 1 % lose")
    '*About 0.67* wins. Less than 1 % lose'
    """
    return _LOWER.sub(lambda match: match[1] + match[2].capitalize(), text)


class Sentence(str):
    """A sentence of a frame, with its key, its claims, and the numbers filled in.

    `claims` are names, such as "all 0"; a claim that starts with "not " denies the rest of it.
    """

    key: str
    claims: tuple[str, ...]
    numbers: Mapping[str, object]

    def __new__(
        cls,
        text: str,
        key: str = "",
        claims: tuple[str, ...] = (),
        numbers: Mapping[str, object] | None = None,
    ) -> Self:
        sentence = super().__new__(cls, text)
        sentence.key, sentence.claims, sentence.numbers = key, claims, numbers or {}
        return sentence


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a sentence; it is used if all its claims hold."""

    text: str
    claims: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)
    """Where it stands in its file, from 1."""

    def fits(self, holds: Mapping[str, bool]) -> bool:
        """Whether every claim holds. Raises UnknownName on one that the scene does not know."""
        for claim in self.claims:
            name = claim.removeprefix("not ")
            if name not in holds:
                raise UnknownName("claim", name, holds)
            if bool(holds[name]) is (name != claim):  # numpy has truths of its own
                return False
        return True

    def filled(self, numbers: Mapping[str, object]) -> str:
        """The text with its {numbers} filled in, and one of a thing as one of it.

        Raises UnknownName on a number that is not given.
        """
        try:
            return capitalised(one_of(self.text.format_map(numbers)))
        except KeyError as error:
            raise UnknownName("number", error.args[0], numbers) from None


@dataclass(frozen=True, slots=True, repr=False)
class SceneText:
    """The text of one scene: its title, its sentences by key, and the speaker's notes."""

    title: str
    sentences: Mapping[str, tuple[Wording, ...]]
    notes: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)
    """Where its heading stands in its file, from 1."""

    def __call__(
        self, key: str, holds: Mapping[str, bool] | None = None, /, **numbers: object
    ) -> Sentence:
        """The sentence of that key with {numbers} filled in: the first wording that is true.

        `holds` says of each claim whether it is. Raises UnknownName, a KeyError, on a key, a claim
        or a number that is not there, and ValueError where no wording is true.
        """
        if key not in self.sentences:
            raise UnknownName("sentence", key, self.sentences)
        for wording in self.sentences[key]:
            if wording.fits(holds or {}):
                return Sentence(wording.filled(numbers), key, wording.claims, numbers)
        raise ValueError(f"no wording of {key} is true: {dict(holds or {})}")

    def __repr__(self) -> str:
        return f"<SceneText {self.title!r}: {len(self.sentences)} sentences>"


@dataclass(frozen=True, slots=True, repr=False)
class StepText:
    """The text of one step: `sections` are Markdown by heading, `scenes` by name."""

    title: str
    lead: str
    body: str
    sections: Mapping[str, str]
    scenes: Mapping[str, SceneText]

    def __repr__(self) -> str:
        return f"<StepText {self.title!r}: {', '.join(self.scenes) or 'no scenes'}>"
