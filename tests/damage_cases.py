"""Every file of seeds/ and what can be wrong with it: the damage, and how the fault is told."""

from __future__ import annotations

import numpy as np

from damage import (
    Harm,
    a_folder,
    array,
    as_json,
    bad_bytes,
    cut,
    empty,
    gone,
    instead,
    left_out,
    null,
    other_bytes,
    set_to,
    without,
)

POOLING = "text/pooling.md"
QUESTIONS = "text/questions.md"
EDGE = "filter: vertical edge"
ZEROS = [[0] * 3] * 3
TINY = [[1e-9] * 3] * 3
SUN = {"class": "", "shapes": [{"fill": [1, 0.9, 0.3], "disc": [0.5, 0.4, 0.2]}]}


def added_digit(name: str) -> Harm:
    """One more digit, of that name."""
    return as_json(lambda held: held.append({"name": name, "label": 3, "strokes": [[[0.5, 0.5]]]}))


def first(name: str) -> Harm:
    """A picture before all others."""

    def change(held: dict[str, object]) -> None:
        before = dict(held)
        held.clear()
        held |= {name: SUN, **before}

    return as_json(change)


HARMS: list[tuple[str, Harm, str]] = [
    # The words.
    (
        POOLING,
        instead("{height}", "{hight}"),
        r":\d+: sentence open has \{hight\}, which the scene ",
    ),
    (POOLING, instead("{height}", "{height"), r":\d+: sentence open has a brace without another"),
    (POOLING, instead("{height}", "{}"), r":\d+: sentence open has \{\}, which must be one name"),
    (
        POOLING,
        instead("{height}", "{height:.2f}"),
        r":\d+: sentence open has \{height\}, which must",
    ),
    (POOLING, instead("{height}", "{height.real}"), r":\d+: sentence open has \{height.real\}"),
    (POOLING, instead("- open: ", "- opening: "), r":\d+: the scene asks for no sentence opening"),
    (POOLING, without("- flat: "), r":\d+: sentence flat is missing"),
    (QUESTIONS, instead("{c_out}", "{filters}"), r":\d+: sentence maps has \{filters\}, which"),
    (QUESTIONS, without("- maps: "), r":\d+: sentence maps is missing, which may use \{c_in\}"),
    (QUESTIONS, instead("- maps: ", "- mops: "), r":\d+: the scene asks for no sentence mops"),
    (POOLING, instead("- open: ", "open: "), r":\d+: this line is no sentence"),
    (POOLING, instead("- open: ", "-open: "), r":\d+: a sentence is written so"),
    (POOLING, instead("> Ask: ", ">Ask: "), r":\d+: a note is written so"),
    (POOLING, instead("### max: ", "### max "), r":\d+: a scene begins so"),
    (POOLING, instead("### max: ", "### maxi: "), r":\d+: there is no scene maxi in this step"),
    (POOLING, instead("### max: ", "### maxi: "), r": the words of scene max are missing"),
    (POOLING, instead("### average: ", "### max: "), r":\d+: there is a scene max already"),
    (POOLING, instead("## Scenes", "## Szenen"), r":\d+: the page has no place for “Szenen”"),
    (POOLING, instead("## Try it", "## Code"), r":\d+: there is a part “Code” already"),
    (POOLING, instead("*largest*", "*largest"), r""),
    (POOLING, instead("# Pooling", "Pooling"), r":1: the first line must be a title"),
    (
        POOLING,
        instead("```\n\n## Key", "\n\n## Key"),
        r":\d+: the program that begins here has no ",
    ),
    (POOLING, instead("[takes the maximum]", "[takes it]"), r":\d+: sentence \w+ has \[takes it\]"),
    (POOLING, without("- within: "), r":\d+: sentence within has no wording for: not takes the "),
    ("text/pytorch.md", instead("simple_cnn.py}", "simple.py}"), r":\d+: .*simple.py is missing"),
    ("text/pytorch.md", instead("{file: code", "{file code"), r":\d+: a program is named so"),
    ("text/pytorch.md", instead("$896", "$\\frac{896"), r":\d+: the formula \$.* cannot be read"),
    # The data.
    ("examples.json", instead("[1, 0, 1, 0, 1]", "[1, 0, 1, 0 1]"), r":3: is not JSON"),
    ("examples.json", left_out("spot"), r":1: “spot” is missing, which the scenes need"),
    (
        "examples.json",
        set_to([[1, 2], [3]], "spot"),
        r":\d+: “spot” has rows of 2 and of 1 numbers",
    ),
    (
        "examples.json",
        set_to([[1, "2"]], "spot"),
        r":\d+: “spot” holds 2, which is no number from −1000 to 1000",
    ),
    ("examples.json", set_to([[1, float("nan")]], "spot"), r":\d+: “spot” holds nan"),
    ("examples.json", set_to([[1] * 65], "spot"), r":\d+: “spot” must be at most 64×64"),
    ("examples.json", set_to([], "spot"), r":\d+: “spot” must be rows of numbers"),
    ("examples.json", set_to(7, "spot"), r":\d+: “spot” must be rows of numbers"),
    (
        "examples.json",
        set_to([[1]], "filter: colours"),
        r":\d+: “filter: colours” must have 3 channel",
    ),
    (
        "examples.json",
        set_to([[1001] * 3] * 3, "spot"),
        r":\d+: “spot” holds 1001, which is no number",
    ),
    (
        "examples.json",
        set_to([[1] * 9] * 2, "spot"),
        r":\d+: “spot” must be at least 3×3; it is 2×9",
    ),
    ("examples.json", set_to([[7]], EDGE), rf":\d+: “{EDGE}” must be 3×3; it is 1×1"),
    (
        "examples.json",
        set_to(ZEROS, EDGE),
        rf":\d+: “{EDGE}” must answer above 0 somewhere on the d",
    ),
    (
        "examples.json",
        set_to([[-1] * 3] * 3, EDGE),
        rf":\d+: “{EDGE}” must answer above 0 somewhere",
    ),
    (
        "examples.json",
        set_to(ZEROS, "filter: plus"),
        r":\d+: “filter: plus” must give answers that ",
    ),
    (
        "examples.json",
        set_to(TINY, "filter: plus"),
        r":\d+: “filter: plus” must give answers that ",
    ),
    ("examples.json", instead('"spot"', '"ring"'), r":\d+: “ring” stands here and on line \d+"),
    ("examples.json", null, r":1: must hold one object"),
    ("digits.json", null, r":1: must list at least one digit"),
    ("digits.json", set_to("7", 1, "label"), r":\d+: label must be a digit from 0 to 9; got 7"),
    ("digits.json", set_to(10, 1, "label"), r":\d+: label must be a digit from 0 to 9; got 10"),
    ("digits.json", set_to("five", 1, "name"), r":\d+: name must be its own; got five again"),
    ("digits.json", set_to(4, 7, "label"), r":\d+: label of “seven” must be 7; got 4"),
    ("digits.json", left_out(7), r":1: “seven” is missing, which the scenes need"),
    ("pictures.json", left_out("ship"), r":1: “ship” is missing, which the scenes need"),
    ("pictures.json", left_out("cat"), r":1: “cat” is missing, which the scenes need"),
    ("pictures.json", first("sun"), r":1: the first must be ship, car, aeroplane, bird, cat, "),
    ("digits.json", left_out(1, "strokes"), r":\d+: a digit has name, label and strokes"),
    ("digits.json", set_to([], 1, "strokes"), r":\d+: strokes must be 1 to 60"),
    ("digits.json", set_to([2, 0], 1, "strokes", 0, 0), r":\d+: a point must be \[x, y\]"),
    ("digits.json", set_to(5, 1), r":\d+: a digit has name"),
    ("pictures.json", left_out("ship", "class"), r":\d+: “ship” must have class and shapes"),
    ("pictures.json", set_to("kite", "ship", "class"), r":\d+: class of “ship” must be empty or"),
    ("pictures.json", set_to([], "ship", "shapes"), r":\d+: shapes of “ship” must list"),
    (
        "pictures.json",
        set_to([1, 2], "ship", "shapes", 0, "fill"),
        r":\d+: shape 1 of “ship” must ha",
    ),
    ("pictures.json", set_to("red", "ship", "shapes", 1, "disc"), r":\d+: shape 2 of “ship” must"),
    (
        "pictures.json",
        set_to([0, 0, 0], "ship", "shapes", 1, "disc"),
        r":\d+: shape 2 .* radii abov",
    ),
    (
        "pictures.json",
        set_to(3, "ship", "shapes", 1, "star"),
        r":\d+: shape 2 of “ship” must have on",
    ),
    ("pictures.json", null, r":1: must hold one object"),
    ("measured/shift.json", left_out("mlp"), r":1: “mlp” is missing"),
    (
        "measured/shift.json",
        set_to([1], "mlp"),
        r":\d+: “mlp” must be a list of 8 numbers; got",
    ),
    (
        "measured/unusual-lenet.json",
        set_to(1e6, "values", 0),
        r":\d+: “values” must rise from one to the next",
    ),
    ("measured/shift.json", set_to("many", "n"), r":\d+: “n” must be a number; got many"),
    # The networks.
    ("weights/lenet.json", left_out("classes", 3), r":\d+: classes must name the 10 outputs; it n"),
    ("weights/lenet.json", set_to("lenet5", "name"), r":\d+: name must be lenet, as the file's"),
    ("weights/mlp.json", left_out("layers", -1), r":\d+: the last layer must be a softmax of two"),
    ("weights/lenet.json", set_to("4", "classes", 3), r":\d+: classes must differ"),
    ("weights/lenet.json", left_out("classes"), r":1: classes must name the outputs"),
    ("weights/lenet.json", left_out("layers"), r":1: cannot be used: .*no 'layers'"),
    (
        "weights/lenet.json",
        set_to("conv", "layers", 2, "type"),
        r":\d+: cannot be used: lenet, S2: type",
    ),
    ("weights/lenet.json", set_to("Z9", "layers", 0, "name"), r":\d+: layer C1 is missing"),
    ("weights/lenet.json", set_to([1, 28, 28], "input"), r":\d+: .*"),
    ("weights/lenet.json", left_out("card"), r":1: card must say its accuracy"),
    ("weights/lenet.json", null, r":1: cannot be used"),
    ("weights/lenet.npz", array("C1.weight", None), r": cannot be used: .*C1.weight"),
    (
        "weights/lenet.npz",
        array("C1.weight", np.zeros((3, 1, 5, 5))),
        r": cannot be used: .*C1.weig",
    ),
    ("weights/lenet.npz", array("C1.bias", np.full(6, np.nan)), r": cannot be used: .*finite"),
    ("features/ladder.npz", array("layer 1", None), r": the pictures “layer 1” are missing"),
    ("features/ladder.npz", array("layer 1", np.zeros((2, 3))), r": layer 1 must be 6×3×32×32 by"),
    ("code/simple_cnn.py", instead("class SimpleCNN", "class Simple CNN"), r":\d+: is not Python"),
    ("code/simple_cnn.py", other_bytes, r": is not Python"),
]
"""A file, what is done to it, and what is then said of it behind its name."""

for name in ("a,b", "a;b", "a|b", " a", "", "a/b", "a&b", "x" * 41):
    said = r":\d+: name must be words of letters and digits, split by a space or a hyphen, "
    said += "40 characters at most; got "
    HARMS += [
        ("digits.json", added_digit(name), said),
        ("pictures.json", set_to(SUN, name), said),
    ]
for name in ("own", "best", "kept"):
    HARMS += [
        ("digits.json", added_digit(name), rf":\d+: name must not be {name}, which the page means"),
        (
            "pictures.json",
            set_to(SUN, name),
            rf":\d+: name must not be {name}, which the page means",
        ),
    ]

TEXTS = ("text/chapter.md", POOLING, "code/simple_cnn.py")
RECORDS = ("examples.json", "digits.json", "pictures.json", "measured/shift.json")
FILES = (*TEXTS, *RECORDS, "weights/mlp.json", "weights/mlp.npz", "features/ladder.npz")
for file in FILES:
    HARMS += [
        (file, gone, r": is missing"),
        (file, a_folder, r": is a folder"),
    ]
    if file.endswith(".npz"):
        HARMS += [(file, cut, r": cannot be used"), (file, other_bytes, r": cannot be used")]
        HARMS += [(file, empty, r": is empty")]
    else:
        HARMS += [(file, empty, r": is empty"), (file, bad_bytes, r":3: is not text in UTF-8")]
HARMS = [each for each in HARMS if each[2]]
