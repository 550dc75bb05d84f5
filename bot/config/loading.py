"""From a file and the environment to settings, or to one message with every mistake."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import platformdirs
from pydantic import ValidationError
from pydantic_settings import SettingsError as UnreadableVariable

from bot.config import credentials
from bot.config.mistakes import first_of, nearest, sentences
from bot.config.models import Settings
from bot.errors import SettingsError
from bot.secrets import redact

FILE_NAME: Final = "paperboy.toml"
_LARGEST: Final = 1_000_000
"""Bytes of a settings file: thousands of subscriptions fit, and a file that never ends is found out."""
_PREFIX: Final = "PAPERBOY_"


def load(path: Path | None = None) -> Settings:
    """Read the settings from the file that ``find`` finds, or take the defaults where there is none.

    A relative ``database`` is meant from the file's own folder, so that the bot finds it from wherever it is started.
    Raises ``SettingsError`` with the mistakes in one message, a line each; of very many, with the first ones.
    """
    path = find(path)
    values = _read(path) if path else {}
    mistakes = credentials.fill(values, os.environ)
    try:
        settings = Settings(**values)
    except ValidationError as error:
        mistakes += sentences(error, path, os.environ)
    except UnreadableVariable as error:
        # Its message names the block alone; the value, which may be a secret, stands only in what caused it.
        mistakes.append(
            f"settings from the environment: {error}. Lists are written as JSON there, as in "
            """PAPERBOY_ARXIV__CATEGORIES='["cs.CV", "math.NT"]'."""
        )
    if mistakes:
        raise SettingsError("\n".join(map(redact, first_of(mistakes))))
    if path and not settings.database.is_absolute():
        settings = settings.model_copy(update={"database": path.parent / settings.database})
    return settings


def find(path: Path | None = None) -> Path | None:
    """The settings file that ``load`` reads: the one named, or the first of ``default_paths()`` that exists."""
    return path or next((place for place in default_paths() if place.is_file()), None)


def default_paths() -> tuple[Path, ...]:
    """Where a settings file is looked for when none is named."""
    return Path(FILE_NAME), platformdirs.user_config_path("paperboy") / FILE_NAME


def strays() -> Iterator[str]:
    """A sentence for each variable that looks like a setting and is none.

    They are no mistakes: container platforms set such names of their own for a service called Paperboy.
    """
    known = {f"{_PREFIX}{name}".upper() for name in Settings.model_fields}
    known |= {name for secret in credentials.SECRETS for name in (secret, f"{secret}_FILE")}
    for name in sorted(os.environ):
        # What stands behind two underscores is a key of a block; a wrong one is a mistake like one in the file.
        block, gap, key = name.upper().partition("__")
        if block.startswith(_PREFIX) and block not in known and (near := nearest(block, known)):
            yield f"The environment's {name} is not a setting; did you mean {near}{gap}{key}?"


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise SettingsError(f"{path}: is no settings file: it is larger than a megabyte. Name another file.")
        # Some editors begin a file with a mark of its encoding.
        return tomllib.loads(content.decode("utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(
            f"{path}: there is no such file. Copy config.example.toml there, or name another with --config."
        ) from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}). Name another file with --config.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: is not a text file in UTF-8. Save it as UTF-8.") from None
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, a list in a list in a list ...
        said = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "a value is too long or nested too deeply"
        raise SettingsError(f"{path}: is not valid TOML: {said}. config.example.toml shows the form.") from None
