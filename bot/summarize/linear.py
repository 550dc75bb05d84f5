"""The arithmetic of the linear models."""

from __future__ import annotations

import math
from collections.abc import Sequence


def dot(a: Sequence[float], b: Sequence[float]) -> float:
    """The sum of the products, pair by pair; both have the same length."""
    return sum(x * y for x, y in zip(a, b, strict=True))


def softmax(scores: Sequence[float]) -> tuple[float, ...]:
    """Probabilities from scores (at least one): positive, adding up to 1."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return tuple(power / total for power in powers)
