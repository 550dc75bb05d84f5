"""What the bot says, in the reader's language: the sentences in the ``.ftl`` files here, a folder for each language.

A translator adds a folder with the same messages (https://projectfluent.org explains the form) and touches no code.
A message that a language lacks is said in English.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from importlib import resources

from fluent.runtime import FluentBundle, FluentResource

from bot.errors import PaperboyError, UsageError

SOURCE = "en"
"""The language that every message exists in."""


_LONGEST = 1000
"""Characters of a value that the library is given; it refuses to fill a place with some thousands."""
_MARK = "\ufdd0"
"""No character, and never one of a value: what keeps the places of long ones."""
_PLACE = re.compile(f"{_MARK}([0-9]+){_MARK}")


class Words:
    """The messages of one language; calling it says one."""

    def __init__(self, language: str, bundles: tuple[FluentBundle, ...]) -> None:
        self.language = language
        """A folder's name: ``en``, ``zh``."""
        self._bundles = bundles

    def __call__(self, message: str, /, **values: str | float | date) -> str:
        """The message of that name, its places filled. Raises ``LookupError`` for a name that no language has."""
        long = [value for value in values.values() if isinstance(value, str) and len(value) > _LONGEST]
        places = {name: _held(value, long) for name, value in values.items()}
        for bundle in self._bundles:
            if bundle.has_message(message) and (pattern := bundle.get_message(message).value):
                text, errors = bundle.format_pattern(pattern, places)
                if errors:
                    raise LookupError(f"{message}: {errors[0]}")
                return _PLACE.sub(lambda found: long[int(found[1])], str(text)) if long else str(text)
        raise LookupError(message)

    def told(self, error: PaperboyError) -> str:
        """An error's sentence: in this language where it is worded, else as it is, in English."""
        return self(error.message, **error.places) if isinstance(error, WordedError) else str(error)


def _held(value: str | float | date, long: list[str]) -> str | float | date:
    """What the library is given of a value."""
    if not isinstance(value, str):
        return value
    return f"{_MARK}{long.index(value)}{_MARK}" if len(value) > _LONGEST else value.replace(_MARK, "")


class WordedError(UsageError):
    """A refusal that can be said in every language: it holds a message's name and what fills its places."""

    def __init__(self, message: str, /, **places: str | float) -> None:
        super().__init__(message, places)
        self.message = message
        self.places = places

    def __str__(self) -> str:
        # Put into words only when somebody reads it: most are met while text is searched for identifiers.
        return speak(SOURCE)(self.message, **self.places)


def languages() -> tuple[str, ...]:
    """The languages that the bot speaks, English first."""
    folders = (entry.name for entry in resources.files(__name__).iterdir() if entry.is_dir() and entry.name[:1] != "_")
    return tuple(sorted(folders, key=lambda name: (name != SOURCE, name)))


@lru_cache
def speak(locale: str) -> Words:
    """The words for a reader's locale (``zh-Hans-CN`` finds ``zh``); English where there are none."""
    wanted = locale.replace("_", "-").lower().partition("-")[0]
    language = wanted if wanted in languages() else SOURCE
    return Words(language, tuple(_bundle(name) for name in dict.fromkeys((language, SOURCE))))


@lru_cache
def _bundle(language: str) -> FluentBundle:
    # Without isolation marks: they protect mixed directions, and would be copied along with every id and name.
    bundle = FluentBundle([language], use_isolating=False)
    for entry in sorted(resources.files(__name__).joinpath(language).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(entry.read_text(encoding="utf-8")))
    return bundle
