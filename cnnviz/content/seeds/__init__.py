"""Reads seeds/: the texts of the steps, worked examples, digits, pictures, networks."""

from __future__ import annotations

from cnnviz.content.files import Unusable, folder
from cnnviz.content.seeds.inputs import (
    FILTERS,
    Digit,
    digit,
    digits,
    example,
    examples,
    ink_of,
    picture,
    picture_class,
    pictures,
)
from cnnviz.content.seeds.models import (
    arrays_of,
    card,
    description,
    featured,
    features,
    input_range,
    network,
    networks,
    outlined,
    without_stages,
)
from cnnviz.content.seeds.replaced import instead
from cnnviz.content.seeds.results import measured, measurements
from cnnviz.content.seeds.texts import code, text, text_at
from cnnviz.content.texts import SceneText, Sentence, StepText, Wording

__all__ = [
    "FILTERS",
    "Digit",
    "SceneText",
    "Sentence",
    "StepText",
    "Unusable",
    "Wording",
    "arrays_of",
    "card",
    "code",
    "description",
    "digit",
    "digits",
    "example",
    "examples",
    "featured",
    "features",
    "folder",
    "ink_of",
    "input_range",
    "instead",
    "measured",
    "measurements",
    "network",
    "networks",
    "outlined",
    "picture",
    "picture_class",
    "pictures",
    "text",
    "text_at",
    "without_stages",
]
