"""Bodies, judged by the official OpenAPI schema where it lies at hand."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OFFICIAL = Path(__file__).parents[4] / "shared" / "specs" / "discord-openapi.json"
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "number": (int, float),
    "boolean": (bool,), "null": (type(None),),
}  # fmt: skip
UNKNOWN = "is unknown"
NUMBER = re.compile(r"\b\d+\b")
ADDED_BY_LIBRARY = {
    ("POST /channels/{channel_id}/threads", "type"),
    ("POST /channels/{channel_id}/threads", "message.tts"),
    ("PATCH /channels/{channel_id}/messages/{message_id}", "tts"),
    ("PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", "tts"),
    ("POST /interactions/{interaction_id}/{interaction_token}/callback", "data.tts"),
    ("PUT /applications/{application_id}/commands", "*.nsfw"),
    ("PUT /applications/{application_id}/guilds/{guild_id}/commands", "*.nsfw"),
}
"""Keys that discord.py sends of itself where the schema knows none; the server ignores them."""


def wrongs(route: str, body: Any) -> list[str]:
    """What the schema does not know, or knows otherwise, a sentence each."""
    found = _bodies().get(route)
    if found is None:
        return []
    return [
        f"{path or 'the body'} {what}"
        for path, what in _judged(body, found, "")
        if (route, NUMBER.sub("*", path)) not in ADDED_BY_LIBRARY
    ]


@functools.cache
def _schemas() -> dict[str, Any]:
    known: dict[str, Any] = json.loads(OFFICIAL.read_text()) if OFFICIAL.exists() else {}
    return known


@functools.cache
def _bodies() -> dict[str, Any]:
    found = {}
    for path, methods in _schemas().get("paths", {}).items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
            if "application/json" in content:
                found[f"{method.upper()} {path}"] = content["application/json"]["schema"]
    return found


def _judged(value: Any, schema: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    if "$ref" in schema:
        yield from _judged(value, _schemas()["components"]["schemas"][schema["$ref"].rpartition("/")[2]], path)
        return
    for name in ("oneOf", "anyOf"):
        if name in schema:
            fitting = [one for one in schema[name] if value is None or one.get("type") != "null"]
            yield from min((list(_judged(value, one, path)) for one in fitting), key=_weight)
    for part in schema.get("allOf", ()):
        yield from _judged(value, part, path)
    if schema.get("format") == "snowflake" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # the library sends some of them as numbers, which the server takes
    kinds = schema.get("type")
    if kinds is not None and not _is(value, [kinds] if isinstance(kinds, str) else kinds):
        yield path, f"is {value!r}, which is no {kinds}"
        return
    if value is None:
        return
    if ("enum" in schema and value not in schema["enum"]) or ("const" in schema and value != schema["const"]):
        yield path, f"is {value!r}, which is none of {schema.get('enum', schema.get('const'))}"
    if isinstance(value, dict):
        yield from _object(value, schema, path)
    elif isinstance(value, list):
        yield from _length(len(value), schema, path, "Items")
        for place, one in enumerate(value):
            yield from _judged(one, schema.get("items", {}), f"{path}.{place}" if path else str(place))
    elif isinstance(value, str):
        yield from _length(len(value), schema, path, "Length")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield path, f"is {value!r}, which does not fit {schema['pattern']}"
    elif not isinstance(value, bool) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield path, f"is {value}, which is out of range"


def _weight(found: list[tuple[str, str]]) -> tuple[bool, int]:
    """How badly something fits: the wrong kind of thing is worse than anything in the right one."""
    kinds = [what for path, what in found if path.rpartition(".")[2] == "type"]
    return any(what != UNKNOWN for what in kinds), len(found)


def _is(value: Any, kinds: list[str]) -> bool:
    return any(isinstance(value, TYPES[kind]) and (not isinstance(value, bool) or kind == "boolean") for kind in kinds)


def _length(length: int, schema: dict[str, Any], path: str, what: str) -> Iterator[tuple[str, str]]:
    if not schema.get(f"min{what}", 0) <= length <= schema.get(f"max{what}", length):
        yield path, f"has the length {length}"


def _object(value: dict[str, Any], schema: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{path}.{name}".lstrip("."), "is missing"
    for name, one in value.items():
        below = f"{path}.{name}".lstrip(".")
        if name in known:
            yield from _judged(one, known[name], below)
        elif "additionalProperties" in schema:
            if isinstance(schema["additionalProperties"], dict):
                yield from _judged(one, schema["additionalProperties"], below)
        elif known:
            yield below, UNKNOWN
