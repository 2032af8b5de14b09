"""Formulas become MathML that browsers draw and a strict page may hold."""

from __future__ import annotations

import pytest

from cnnviz.mathml import mathml


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


def test_nothing_stays_nothing() -> None:
    assert mathml("") == ""


def test_display_formulas_stand_alone() -> None:
    assert 'display="block"' in mathml("x", display=True)
    assert 'display="inline"' in mathml("x")
