"""Formulas become MathML that browsers draw and a strict page may hold."""

from __future__ import annotations

import pytest

from cnnviz.mathml import mathml
from cnnviz.staging.formatting import tinted


@pytest.mark.parametrize(
    "latex",
    [
        r"O = \left\lfloor \frac{W - K + 2P}{S} \right\rfloor + 1",
        r"\operatorname{ReLU}(x) = \max(0, x)",
        r"\begin{matrix} 1 & 2 \\ 3 & 4 \end{matrix}",
        r"\sum_{i=1}^{9} w_i x_i + b",
        r"1\cdot 1 + 0\cdot(-1) \approx 0.33",
        r"\text{if } x < 0",
    ],
)
def test_a_formula_is_one_math_element_without_style_or_leftovers(latex: str) -> None:
    made = mathml(latex)
    assert made.startswith("<math")
    assert made.endswith("</math>")
    assert "style=" not in made
    assert "columnalign" not in made
    assert "\\" not in made


def test_a_minus_without_a_number_before_it_has_no_room_around_it() -> None:
    sign = '<mo form="prefix" lspace="0" rspace="0">&#x02212;</mo>'
    assert mathml(r"f(-3) = \max(0, -3)").count(sign) == 2
    assert sign not in mathml(r"(a) - 3 - \lfloor x \rfloor - 1")


def test_a_name_is_no_sign() -> None:
    assert "<mi>max</mi>" in mathml(r"\max(0, 1)")
    assert "<mi>ReLU</mi>" in mathml(r"\operatorname{ReLU}(1)")


def test_floor_brackets_around_a_fraction_are_drawn_by_the_page() -> None:
    assert '<mrow class="floor">' in mathml(r"\left\lfloor \frac{1}{2} \right\rfloor")
    assert "floor" not in mathml(r"\lfloor x \rfloor")


def test_a_term_in_the_colour_of_a_stage_leaves_its_tone_to_the_theme() -> None:
    assert '<mstyle data-stage="conv">' in mathml(tinted("conv", "K"))
    assert "mathcolor" not in mathml(tinted("conv", "K"))


def test_nothing_stays_nothing() -> None:
    assert mathml("") == ""


def test_display_formulas_stand_alone() -> None:
    assert 'display="block"' in mathml("x", display=True)
    assert 'display="inline"' in mathml("x")
