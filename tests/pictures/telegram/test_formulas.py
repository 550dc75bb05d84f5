from __future__ import annotations

import pytest

from pictures.telegram.formulas import mathml


@pytest.mark.parametrize(
    ("tex", "drawn"),
    [
        (r"\alpha_i > 0", "<msub><mi>α</mi><mi>i</mi></msub><mo>&gt;</mo><mn>0</mn>"),
        (r"e^{-2n}", "<msup><mi>e</mi><mrow><mo>−</mo><mn>2</mn><mi>n</mi></mrow></msup>"),
        (r"\frac{a}{b}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>"),
        (r"\sqrt n", "<msqrt><mi>n</mi></msqrt>"),
    ],
)
def test_a_formula_is_set_with_its_indices_and_fractions(tex: str, drawn: str) -> None:
    assert str(mathml(tex)) == f"<math><mrow>{drawn}</mrow></math>"
