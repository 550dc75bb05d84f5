"""Shortening deletes, and leaves whole sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summarize.compress import headline, without_opening


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In this paper, we propose a new kite.", "We propose a new kite."),
        ("To address this issue, we propose a new kite.", "We propose a new kite."),
        ("However, in this work, we fly only one kite.", "We fly only one kite."),
        ("Specifically, mmWave radar sees the kite.", "mmWave radar sees the kite."),
        ("To keep kites aloft, we fold the keel.", "To keep kites aloft, we fold the keel."),
        ("Finally, and above all, kites must land.", "Finally, and above all, kites must land."),
        ("Thus, it flies.", "Thus, it flies."),
        ("The kite flies in this paper, we think.", "The kite flies in this paper, we think."),
    ],
)
def test_openings_that_point_elsewhere_go(sentence: str, expected: str) -> None:
    assert without_opening(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "While earlier kites only glide, we present Petrel, which turns into the wind by itself.",
            "We present Petrel, which turns into the wind by itself.",
        ),
        (
            "We also propose a keel (Moss et al., 2021) that folds in strong wind [3, 14].",
            "We propose a keel that folds in strong wind.",
        ),
        ("While kites glide, they also fall.", "While kites glide, they also fall."),
    ],
)
def test_a_headline_stands_alone(sentence: str, expected: str) -> None:
    assert headline(sentence) == expected


@given(st.text())
def test_only_deletion_and_one_capital(sentence: str) -> None:
    shown = headline(sentence)
    assert len(shown) <= len(sentence)
    left = iter(sentence.lower())
    assert all(letter in left for letter in shown.lower())
