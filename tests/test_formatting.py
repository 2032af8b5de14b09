"""One rounding: Python and the page print every number alike, from its exact value, once."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.staging.formatting import (
    about,
    equals,
    is_rounded,
    number,
    percent,
    shortest,
    spoken_percent,
)

ROOT = Path(__file__).parent.parent
TABLE: list[tuple[float, str, bool]] = json.loads((ROOT / "tests/data/numbers.json").read_text())
FINITE = st.floats(allow_nan=False, allow_infinity=False)

PAGE = """
import { readFileSync } from "node:fs";
import { format, isRounded } from "./static/js/data/numbers.js";
const values = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(values.map((value) => [format(value), isRounded(value)])));
"""


@pytest.mark.parametrize(("value", "printed", "inexact"), TABLE)
def test_python_prints_the_table(value: float, printed: str, inexact: bool) -> None:
    assert (number(value), is_rounded(value)) == (printed, inexact)


@given(FINITE)
def test_what_is_printed_is_the_exact_value_rounded_once_half_away_from_zero(value: float) -> None:
    with localcontext(prec=400):
        expected = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(number(value).replace("−", "-").replace(",", "")) == expected


def _hard() -> list[float]:
    """Thousands of doubles: any bits, short decimals, their neighbours, ties, float32 values."""
    rng = np.random.default_rng(1)
    bits = rng.integers(0, 2**64, 4000, dtype=np.uint64).view(np.float64)
    plain = np.concatenate([rng.normal(size=2000), rng.uniform(-(10**6), 10**6, 2000)])
    ties = (rng.integers(-(10**6), 10**6, 2000) * 2 + 1) / 8
    short = rng.integers(-(10**5), 10**5, 2000) / 1000
    single = np.float32(short).astype(np.float64)
    beside = np.concatenate([np.nextafter(each, np.inf) for each in (short, ties)])
    every = np.concatenate([bits, plain, ties, short, single, beside, plain * 1e-9, plain * 1e17])
    found: list[float] = every[np.isfinite(every)].tolist()
    return found


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node to run the page's rule")
def test_the_page_prints_thousands_of_doubles_as_python_does() -> None:
    values = _hard()
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", PAGE],
        cwd=ROOT,
        input=json.dumps(values),
        capture_output=True,
        text=True,
        check=True,
    )
    page = json.loads(ran.stdout)
    wrong = [
        (value, spoken_percent, mine)
        for value, spoken_percent in zip(values, page, strict=True)
        if spoken_percent != (mine := [number(value), is_rounded(value)])
    ]
    assert not wrong, wrong[:5]


@given(st.integers(-10000, 10000))
def test_the_nearest_float32_of_a_short_decimal_is_not_about_it(hundredths: int) -> None:
    single = np.float32(hundredths / 100)
    assert about(single) == about(float(single)) == number(hundredths / 100)


@pytest.mark.parametrize("value", _hard()[::97])
def test_what_is_sent_prints_as_what_was_meant(value: float) -> None:
    sent = shortest(value)
    for decimals in (2, 4):
        assert number(sent, decimals) == number(value, decimals)
    assert is_rounded(sent) == is_rounded(value)
    if abs(value) < 1:
        assert len(repr(sent)) <= len(repr(value))


def test_an_equation_says_where_printing_rounds_any_of_it() -> None:
    assert equals(0.5, 0.5, 0.25) == "="
    assert equals(0.25, 0.25, 0.25 * 0.25) == "≈"
    assert equals(0.1, 0.2, 0.1 + 0.2) == "="


@given(st.fractions(0, 1))
def test_a_share_is_none_or_all_only_where_it_is(share: Fraction) -> None:
    assert (percent(share) == "0 %") == (share == 0)
    assert (percent(share) == "100 %") == (share == 1)
    assert spoken_percent(share).startswith("about ") == (
        Fraction(1, 1000) <= share <= Fraction(999, 1000)
        and abs(1000 * share - round(1000 * share)) > Fraction(1, 10**6)
    )


OTHERS = {"formatting.py", "diagrams.py"}
"""The place itself, and places on a drawing."""
PRINTS = re.compile(r"(?<!np\.)\bround\(.*, \d\)|:,\}|:\.\d+[fg%]\}")


def test_no_scene_writes_a_number_in_a_way_of_its_own() -> None:
    package = ROOT / "cnnviz"
    rooms = ("staging", "steps")
    paths = [path for room in rooms for path in (package / room).rglob("*.py")]
    for path in (path for path in paths if path.name not in OTHERS):
        for place, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert not PRINTS.search(line), f"{path}:{place}: {line.strip()}"
