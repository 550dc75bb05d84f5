"""Where the trained weights go."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ABOUT = (
    "Weights of the linear models behind the summary without a model. Made by the scripts in training/; "
    "NOTICE names the data sets and their licence."
)


def store(path: Path, part: str, weights: dict[str, Any], source: str) -> None:
    """Replace one part of the weights file and leave the others as they are."""
    whole = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    provenance = {"about": ABOUT, "licence": "Apache-2.0"} | whole.get("provenance", {}) | {part: source}
    whole = {"provenance": provenance} | whole | {"provenance": provenance, part: weights}
    path.write_text(_lines(whole), encoding="utf-8")


def _lines(whole: dict[str, Any]) -> str:
    """JSON with one line for each part: small, and still fit for a diff."""
    parts = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False, separators=(',', ':'))}" for k, v in whole.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"
