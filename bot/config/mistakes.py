"""What is wrong with settings, in sentences: where, what was given, what is expected. Secrets are never repeated."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError

from bot.config.credentials import SECRETS
from bot.config.models import Settings
from bot.secrets import redact

_LONGEST: Final = 80
"""Characters of what was given that are repeated."""
_MOST: Final = 20
"""Mistakes that are told at once: a file with more of them is the wrong file, or has one that makes all the others."""
_LOGIN: Final = re.compile(r"//[^/@\s]*@")
"""The name and password of an address."""
_SECRET_BLOCKS: Final = {block for block, _ in SECRETS.values()}


def sentences(error: ValidationError, path: Path | None, environment: Mapping[str, str]) -> Iterator[str]:
    """One sentence a mistake, for the settings of ``path`` and of the environment."""
    variables = {name.upper(): name for name in environment}
    for mistake in error.errors(include_url=False):
        steps = [str(step) for step in mistake["loc"]]
        key = _cut(".".join(steps))
        variable = variables.get(f"PAPERBOY_{'__'.join(steps)}".upper())
        place = variable or path or "settings from the environment"
        if mistake["type"] == "extra_forbidden":
            yield f"{place}: {key} is not a setting{_meant(steps)}"
        elif tuple(steps) in SECRETS.values():
            yield f"{place}: {key} must be text."
        elif steps[0] in _SECRET_BLOCKS and len(steps) == 1:
            yield f"{place}: {key} must be a table; config.example.toml shows it."
        else:
            expected = mistake["msg"].removeprefix("Value error, ").rstrip(".")
            yield f"{place}: {key}{_given(mistake['input'])} cannot be used: {expected[:1].lower()}{expected[1:]}."


def first_of(mistakes: Sequence[str]) -> list[str]:
    """As many of the sentences as anybody reads, and how many more there are."""
    left = len(mistakes) - _MOST
    return [*mistakes[:_MOST], *([f"And {left:,} more; mend these first."] if left > 0 else [])]


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known name that may have been meant."""
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.75)), None)


def _given(value: Any) -> str:
    if isinstance(value, dict):
        return ""
    return f" = {_cut(redact(_LOGIN.sub('//…@', repr(value))))}"  # redacted first: half a token is a secret, too


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _meant(steps: Sequence[str]) -> str:
    """What an unknown key may have been meant for."""
    block = _block(steps[:-1])
    wrong = steps[-1]
    if block and (near := difflib.get_close_matches(wrong, block.model_fields, n=1)):
        return f"; did you mean {'.'.join([*steps[:-1], near[0]])}?"
    # A TOML file's keys belong to the block above them, which is easily forgotten.
    places = [path for path in _keys() if path.rpartition(".")[2] == wrong]
    if len(places) == 1 and "." not in places[0]:
        return f"; {wrong} stands at the top of the file, before the first [block]."
    return f"; did you mean {' or '.join(places)}?" if places else "; config.example.toml names them all."


def _block(steps: Sequence[str]) -> type[BaseModel] | None:
    """The model of a block, ``subscriptions.0`` included; None for what is none."""
    model: type[BaseModel] = Settings
    for step in steps:
        if step.isdecimal():
            continue
        found = _inner(model.model_fields[step].annotation) if step in model.model_fields else None
        if found is None:
            return None
        model = found
    return model


def _inner(annotation: object) -> type[BaseModel] | None:
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _keys() -> Iterator[str]:
    """Every setting by its full name."""
    for name, field in Settings.model_fields.items():
        inner = _inner(field.annotation)
        yield from (f"{name}.{key}" for key in inner.model_fields) if inner else (name,)
