"""The trained weights, read once from ``weights.json`` when they are first needed."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def weights() -> dict[str, Any]:
    """The whole file: ``provenance`` for people, then a part for each model. ``training/README.md`` says more."""
    text = files("bot.summarize").joinpath("weights.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
