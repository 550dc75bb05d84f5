"""Parameters, judged by the types that aiogram publishes and, where it lies at hand, by the official schema."""

from __future__ import annotations

import functools
import json
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aiogram import methods
from aiogram.methods.base import TelegramMethod
from pydantic import BaseModel, ValidationError

from tests.doubles.telegram.errors import bad

OFFICIAL = Path(__file__).parents[4] / "shared" / "specs" / "telegram-bot-api.json"
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "rich_message": "rich message must be non-empty",
    "user_id": "invalid user_id specified",
    "document": "there is no document in the request",
}
"""What the real server says where one of these is missing."""

SIMPLE: dict[str, type | tuple[type, ...]] = {"Integer": int, "Float": (int, float), "String": str, "Boolean": bool}
FILE = "(file)"
"""Stands for an uploaded file among the parameters."""


@functools.cache
def known() -> dict[str, type[TelegramMethod[Any]]]:
    """Every method of the Bot API, by its name in small letters."""
    found = {}
    for name in dir(methods):
        method = getattr(methods, name)
        if isinstance(method, type) and issubclass(method, TelegramMethod) and method is not TelegramMethod:
            found[method.__api_method__.lower()] = method
    return found


def name_of(method: str) -> str | None:
    """The method's name as it is written, or None where there is no such method. Names are read in any case."""
    found = known().get(method.lower())
    return None if found is None else found.__api_method__


def read(method: str, raw: Mapping[str, Any], files: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The parameters with their JSON read, and what is wrong with them that the server would not mind.

    Raises ``Refusal`` for what it would mind: a required one missing, or one that cannot be read.
    """
    model = known()[method.lower()]
    fields = model.model_fields
    params: dict[str, Any] = {}
    for name, value in raw.items():
        read_value = _value(name, value, fields[name].annotation if name in fields else str)
        if read_value is not None:
            params[name] = read_value
    params |= {name: FILE for name in files if name in fields}
    breaches = [f"{method} knows no parameter {name}" for name in params.keys() - fields.keys()]
    for name, each in fields.items():
        if each.is_required() and params.get(name) in (None, ""):
            raise bad(MISSING.get(name, f"parameter {name} is required"))
    breaches += _judged_by_types(model, method, params)
    breaches += _judged_officially(method, params)
    return params, breaches


def _value(name: str, value: Any, annotation: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name.endswith("chat_id"):
        return int(value) if value.removeprefix("-").isdecimal() else value
    if _takes_text(annotation):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


def _takes_text(annotation: Any) -> bool:
    if annotation is str:
        return True
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return any(_takes_text(each) for each in typing.get_args(annotation))
    return False


def _judged_by_types(model: type[TelegramMethod[Any]], method: str, params: dict[str, Any]) -> list[str]:
    try:
        judged = model.model_validate(
            {name: "attach://file" if value == FILE else value for name, value in params.items()}
        )
    except ValidationError as error:
        where = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()[:4])
        raise bad(f"can't parse {method}: {where}") from None
    return [
        f"{method}: {path} is unknown"
        for name in params
        if name in model.model_fields
        for path in _unknown(getattr(judged, name), name)
    ]


def _unknown(value: object, path: str) -> Iterator[str]:
    """Keys inside of nested objects that no published type has."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _unknown(each, f"{path}[{number}]")
    elif isinstance(value, BaseModel):
        yield from (f"{path}.{name}" for name in value.model_extra or ())
        for name in value.model_fields_set & type(value).model_fields.keys():
            yield from _unknown(getattr(value, name), f"{path}.{name}")


@functools.cache
def _official() -> tuple[dict[str, Any], dict[str, Any]]:
    if not OFFICIAL.exists():
        return {}, {}
    schema = json.loads(OFFICIAL.read_text())
    by_name = {name.lower(): method for name, method in schema["methods"].items()}
    return by_name, schema["types"]


def _judged_officially(method: str, params: dict[str, Any]) -> list[str]:
    published, kinds = _official()
    if method.lower() not in published:
        return []
    fields = {each["name"]: each for each in published[method.lower()].get("fields", [])}
    found = [
        f"{method}: {name} is required" for name, each in fields.items() if each["required"] and name not in params
    ]
    for name in params.keys() & fields.keys():
        found += [f"{method}: {wrong}" for wrong in _mismatches(params[name], fields[name]["types"], kinds, name)]
    return found


def _mismatches(value: Any, allowed: list[str], kinds: dict[str, Any], path: str) -> list[str]:
    """Why the value is of none of the allowed types; [] where it is of one."""
    if value == FILE:
        return []
    reasons: list[str] = []
    for name in allowed:
        wrong = _mismatch(value, name, kinds, path)
        if not wrong:
            return []
        reasons = reasons or wrong
    return reasons


def _mismatch(value: Any, name: str, kinds: dict[str, Any], path: str) -> list[str]:
    if name.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{path} must be a list"]
        inner = name.removeprefix("Array of ").split(" and ")
        return [wrong for each in value for wrong in _mismatches(each, inner, kinds, f"{path}[]")]
    if name in SIMPLE:
        right = isinstance(value, SIMPLE[name]) and (name == "Boolean" or not isinstance(value, bool))
        return [] if right else [f"{path} must be {name}"]
    kind = kinds.get(name)
    if kind is None or name == "InputFile":
        return []
    if kind.get("subtypes"):
        return _mismatches(value, kind["subtypes"], kinds, path)
    if not isinstance(value, dict):
        return [f"{path} must be {name}"]
    fields = {each["name"]: each for each in kind.get("fields", [])}
    found = [f"{path}.{key} is required" for key, each in fields.items() if each["required"] and key not in value]
    for key in value.keys() & fields.keys():
        found += _mismatches(value[key], fields[key]["types"], kinds, f"{path}.{key}")
    return found
