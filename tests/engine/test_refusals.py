"""Whatever it is given, the engine answers, or refuses in a sentence of its own.

Of each public function the right arguments are replaced, one after another, by every wrong value.
"""

from __future__ import annotations

import importlib
import inspect
import linecache
import pkgutil
import re
import traceback

import pytest

from cnnviz import engine
from cnnviz.engine import (
    arguments,
    arrays,
    layer,
    normalization,
    scratch,
)
from right_arguments import CASES
from wrong_values import WRONG

TRIALS = [
    (name, parameter, wrong)
    for name, each in CASES.items()
    for parameter in each.right
    for wrong in WRONG
]


def outcome(name: str, parameter: str, wrong: str) -> str:
    """What comes of it: the sentence of the refusal, or nothing where there is an answer."""
    each, told = CASES[name], f"{name}({parameter}={wrong})"
    try:
        each.function(**{**each.right, parameter: WRONG[wrong]})
    except ValueError as error:
        sentence = f"{error}"
        assert raised_by_the_engine(error), f"{told}: not a sentence of the engine's: {sentence}"
        known = {parameter, parameter.removesuffix("_shape").removeprefix("has_"), *each.names}
        assert known & set(re.findall(r"\w+", sentence)), f"{told}: does not name it: {sentence}"
        assert len(sentence) < 400, f"{told}: {sentence}"
        return sentence
    except BaseException as error:
        raise AssertionError(f"{told}: {type(error).__name__}: {error}") from error
    return ""


def raised_by_the_engine(error: Exception) -> bool:
    """Whether it comes of a raise, as what numpy's and Python's own code raises does not."""
    (*_, (frame, line)) = traceback.walk_tb(error.__traceback__)
    place = frame.f_code.co_filename
    return "/cnnviz/engine/" in place and linecache.getline(place, line).strip().startswith("raise")


@pytest.fixture(scope="module")
def outcomes() -> dict[tuple[str, str, str], str]:
    return {trial: outcome(*trial) for trial in TRIALS}


def test_every_wrong_argument_is_refused_in_a_sentence_that_names_it(
    outcomes: dict[tuple[str, str, str], str],
) -> None:
    for name, each in CASES.items():
        each.function(**each.right)
        for parameter in {"stride", "padding", "dilation", "groups", "size"} & set(each.right):
            if each.right[parameter] in (0, 1, 2):
                for wrong in ("1.0", "True", "-1", "text", "None"):
                    fine = name.endswith("pool2d") and (parameter, wrong) == ("stride", "None")
                    assert outcomes[name, parameter, wrong] or fine, (name, parameter, wrong)


def test_what_is_refused_does_not_depend_on_what_ran_before(
    outcomes: dict[tuple[str, str, str], str],
) -> None:
    assert {trial: outcome(*trial) for trial in reversed(TRIALS)} == outcomes


@pytest.mark.parametrize("shape", [(3, 4), (3, 4, 5, 6)])
def test_batch_normalisation_says_that_it_takes_vectors_too(shape: tuple[int, ...]) -> None:
    sentence = f"shape must be C×H×W, or a vector of C, for L; got {shape}"
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        normalization.BatchNorm2d("L", 3).output_shape(shape)


TRIED_BY_OTHERS = {
    "Windowed": "a form, not a function",
    "ReceptiveField": "what receptive_field makes",
    "MaxPool2d": "made as Pool2d is",
    "GlobalAvgPool2d": "made as Layer is",
    "Flatten": "made as Layer is",
    "Activations": "what Network.run makes",
    "Seen": "what Network.receptive_fields makes",
    "join_fields": "the same",
    **dict.fromkeys(
        ("convolved", "weighted_sum", "largest", "mean", "shares", "log_shares"),
        "what checked values come to",
    ),
    "UnknownLayer": "what Network.__getitem__ raises",
    **dict.fromkeys(
        ("rasterize", "effort", "has_stray_dots", "center", "normalized"),
        "drawings, in test_strokes",
    ),
}
JOINED = {"joined_shape", "joined_multiply_adds", "seen", "finer", "through"}
INTERNAL = {arrays, layer, scratch, arguments}
"""What the others are made of: their parameters are tried by way of these."""


def test_every_public_function_of_the_engine_is_tried() -> None:
    tried = {each.function for each in CASES.values()}
    methods = {name.partition(".")[2] for name in CASES}
    for info in pkgutil.iter_modules(engine.__path__):
        if info.name.startswith("gradient"):
            continue  # of what was run: test_gradient tries all
        module = importlib.import_module(f"cnnviz.engine.{info.name}")
        for name, value in vars(module).items():
            ours = getattr(value, "__module__", "") == module.__name__
            if name.startswith("_") or not ours or not callable(value) or module in INTERNAL:
                continue
            takes_nothing = inspect.isfunction(value) and not inspect.signature(value).parameters
            assert takes_nothing or value in tried or name in TRIED_BY_OTHERS, (
                f"{info.name}.{name}: put its right arguments into CASES"
            )
            for method, function in vars(value).items() if inspect.isclass(value) else ():
                if inspect.isfunction(function) and not method.startswith("_"):
                    alone = len(inspect.signature(function).parameters) == 1
                    # apply's own arithmetic, and forms of others for several inputs
                    checked = method in ("compute", "combine", "taps") or method in JOINED
                    assert alone or checked or method in methods, f"{info.name}.{name}.{method}"
