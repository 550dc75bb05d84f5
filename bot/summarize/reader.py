"""A strict reader of models' answers: five strings out of whatever came back, or the reason why not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.papers import FIELDS
from bot.summarize.answers import DefectiveError

_THOUGHT = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
# Where an object may begin; more of them are no answer but a model that ran wild, and take long to read.
_MOST_BRACES = 100
# Many times what any field may have; the checks that follow are not made for a model that ran wild.
_LONGEST_VALUE = 4_000
# Half a surrogate pair decodes from JSON but cannot be stored or shown as UTF-8.
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")


def read(text: str) -> dict[str, str]:
    """The five fields of an answer, as written, spaces trimmed.

    Prose or a code fence around the object is overlooked, and so are a reasoning model's thoughts before it and
    keys that nobody asked for. Everything else that is not exactly one object with five strings is ``DefectiveError``.
    """
    candidates = list(_objects(_THOUGHT.sub("", text, count=1)))
    summaries = [found for found in candidates if any(name in found for name in FIELDS)]
    if not summaries:
        if candidates:
            msg = f"the JSON object has none of the keys {', '.join(FIELDS)}"
            raise DefectiveError(msg)
        raise DefectiveError("it holds no complete JSON object")
    if len(summaries) > 1:
        raise DefectiveError("it holds more than one JSON object")
    return {name: _field(summaries[0], name) for name in FIELDS}


def _field(found: dict[str, Any], name: str) -> str:
    if name not in found:
        msg = f'the key "{name}" is missing'
        raise DefectiveError(msg)
    value = found[name]
    if not isinstance(value, str):
        msg = f'the value of "{name}" is not a string'
        raise DefectiveError(msg)
    if _HALF_CHARACTER.search(value):
        msg = f'"{name}" contains half a character'
        raise DefectiveError(msg)
    if len(value) > _LONGEST_VALUE:
        msg = f'"{name}" is far too long'
        raise DefectiveError(msg)
    if not value.strip():
        msg = f'"{name}" is empty'
        raise DefectiveError(msg)
    return value.strip()


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Every JSON object at the top level of a text, whatever stands between them."""
    # strict=False: models write real line breaks inside strings, which JSON forbids and everybody understands.
    decoder = json.JSONDecoder(object_pairs_hook=_no_key_twice, strict=False)
    start = text.find("{")
    for _ in range(_MOST_BRACES):
        if start < 0:
            return
        try:
            found, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):  # RecursionError: a thousand brackets deep
            end = start + 1
        else:
            yield found
        start = text.find("{", end)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DefectiveError("a key stands there twice")
    return found
