"""The registration of commands: what names, texts, options and choices must keep to."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from tests.doubles.discord.errors import general, invalid, refusal
from tests.doubles.discord.exchange import Done, Handler, Request
from tests.doubles.discord.places import Json
from tests.doubles.discord.world import World

SUB, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(1, 11)
CHARACTERS = 8000
MOST = {1: 100, 2: 15, 3: 15}
"""By type of command: chat input, of a user, of a message."""
LOCALES = frozenset(
    [
        "id",
        "da",
        "de",
        "en-GB",
        "en-US",
        "es-ES",
        "es-419",
        "fr",
        "hr",
        "it",
        "lt",
        "hu",
        "nl",
        "no",
        "pl",
        "pt-BR",
        "ro",
        "fi",
        "sv-SE",
        "vi",
        "tr",
        "cs",
        "el",
        "bg",
        "ru",
        "uk",
        "hi",
        "th",
        "zh-CN",
        "ja",
        "zh-TW",
        "ko",
    ]
)
KEYS = {
    "name", "name_localizations", "description", "description_localizations", "options", "type", "nsfw",
    "default_member_permissions", "dm_permission", "contexts", "integration_types", "handler", "id",
}  # fmt: skip
OPTION_KEYS = {
    "type", "name", "name_localizations", "description", "description_localizations", "required", "choices", "options",
    "channel_types", "min_value", "max_value", "min_length", "max_length", "autocomplete",
}  # fmt: skip


class Commands:
    """What is registered for the application."""

    def __init__(self, world: World, breach: Callable[[str], None]) -> None:
        self._world = world
        self._breach = breach
        self.registered: dict[str, Json] = {}
        self.of_guilds: dict[int, dict[str, Json]] = {}
        every = "/applications/{application_id}/commands"
        local = "/applications/{application_id}/guilds/{guild_id}/commands"
        self.routes: dict[str, Handler] = {
            f"GET {every}": lambda request: Done(200, list(self.registered.values())),
            f"PUT {every}": self.put,
            f"GET {local}": lambda request: Done(200, list(self.of_guilds.get(request.id("guild_id"), {}).values())),
            f"PUT {local}": self.put_local,
        }

    def put(self, request: Request) -> Done:
        self.registered = self._judged(request, self.registered)
        return Done(200, list(self.registered.values()))

    def put_local(self, request: Request) -> Done:
        guild = request.id("guild_id")
        if guild not in self._world.guilds or not self._world.guilds[guild].bot:
            raise refusal(50001)
        self.of_guilds[guild] = self._judged(request, self.of_guilds.get(guild, {}))
        return Done(200, list(self.of_guilds[guild].values()))

    def _judged(self, request: Request, before: dict[str, Json]) -> dict[str, Json]:
        if request.id("application_id") != self._world.bot.id:
            raise general(403)
        if not isinstance(request.body, list):
            raise invalid("", "BASE_TYPE_ARRAY", "Only iterables may be used in a ListType")
        for place, command in enumerate(request.body):
            check(command, str(place))
            for key in sorted(command.keys() - KEYS):
                self._breach(f"a command has the unknown key {key}")
        kinds = [one.get("type") or 1 for one in request.body]
        names = [(one["name"], kind) for one, kind in zip(request.body, kinds, strict=True)]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise invalid(
                    f"{place}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"
                )
        for kind, most in MOST.items():
            if kinds.count(kind) > most:
                raise invalid("", "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        return {one["name"]: self._kept(one, before.get(one["name"])) for one in request.body}

    def _kept(self, command: Json, before: Json | None) -> Json:
        shape = {
            "application_id": str(self._world.bot.id), "version": str(self._world.snowflake()), "nsfw": False,
            "default_member_permissions": None, "dm_permission": True, "contexts": None, "integration_types": [0],
            "type": 1, "name_localizations": None, "description_localizations": None, "options": [],
        }  # fmt: skip
        given = {key: value for key, value in command.items() if key in KEYS and value is not None}
        rights = given.get("default_member_permissions")
        given["default_member_permissions"] = None if rights is None else str(rights)
        return {**shape, **given, "id": before["id"] if before else str(self._world.snowflake())}


def check(command: Any, at: str = "") -> None:
    """Raises ``Refusal`` for a command that cannot be registered."""
    kind = command.get("type") or 1
    _name(command.get("name"), f"{at}.name", chat=kind == 1)
    _localized(command.get("name_localizations"), f"{at}.name_localizations", lambda one, path: _name(one, path))
    if kind != 1:
        if command.get("description") or command.get("options"):
            raise invalid(f"{at}.description", "APPLICATION_COMMAND_CONTEXT", "Context menu commands have none")
        return
    _description(command.get("description"), f"{at}.description")
    _localized(command.get("description_localizations"), f"{at}.description_localizations", _description)
    _options(command.get("options") or [], f"{at}.options", depth=0)
    for name, allowed in (("contexts", {0, 1, 2}), ("integration_types", {0, 1})):
        given = command.get(name)
        if given is not None and (not given or len(set(given)) < len(given) or set(given) - allowed):
            raise invalid(f"{at}.{name}", "BASE_TYPE_CHOICES", f"Value must be one of {allowed}.")
    if sum(len(text) for text in _words(command)) > CHARACTERS:
        raise invalid(at, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({CHARACTERS})")


def _options(options: list[Json], at: str, depth: int) -> None:
    if len(options) > 25:
        raise invalid(at, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    names = [one.get("name") for one in options]
    optional = False
    for place, one in enumerate(options):
        path = f"{at}.{place}"
        kind = one.get("type")
        if kind not in range(1, 12) or one.keys() - OPTION_KEYS:
            raise invalid(f"{path}.type", "UNION_TYPE_CHOICES", f"{kind} {sorted(one.keys() - OPTION_KEYS)}")
        _name(one.get("name"), f"{path}.name")
        _localized(one.get("name_localizations"), f"{path}.name_localizations", _name)
        _description(one.get("description"), f"{path}.description")
        _localized(one.get("description_localizations"), f"{path}.description_localizations", _description)
        if one["name"] in names[:place]:
            raise invalid(f"{path}.name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Names must be unique")
        if kind in (SUB, GROUP):
            if depth >= (2 if kind == SUB else 1):
                raise invalid(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deeply")
            _options(one.get("options") or [], f"{path}.options", depth + (1 if kind == GROUP else 2))
            continue
        if one.get("required") and optional:
            message = "Required options must be placed before non-required options"
            raise invalid(path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional = optional or not one.get("required")
        _choices(one, path)


def _choices(option: Json, at: str) -> None:
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        raise invalid(at, "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "Choices exclude autocomplete")
    if (choices or option.get("autocomplete")) and option["type"] not in (STRING, INTEGER, NUMBER):
        raise invalid(at, "APPLICATION_COMMAND_OPTIONS_CHOICES_TYPE", "This type has no choices")
    judge(choices, f"{at}.choices", option["type"])
    if len({one["name"] for one in choices}) < len(choices) or len({one["value"] for one in choices}) < len(choices):
        raise invalid(f"{at}.choices", "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", "Must be unique")


def judge(choices: Any, at: str, kind: int) -> None:
    """Choices, registered ones or those of a completion."""
    if not isinstance(choices, list) or len(choices) > 25:
        raise invalid(at, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for place, one in enumerate(choices):
        if not isinstance(one.get("name"), str) or not 1 <= len(one["name"].strip()) <= len(one["name"]) <= 100:
            raise invalid(f"{at}.{place}.name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
        _localized(one.get("name_localizations"), f"{at}.{place}.name_localizations", _short)
        value = one.get("value")
        right = isinstance(value, str) if kind == STRING else isinstance(value, int | float)
        if not right or (isinstance(value, str) and not 1 <= len(value) <= 100):
            raise invalid(f"{at}.{place}.value", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")


def _name(name: Any, at: str, *, chat: bool = True) -> None:
    if not isinstance(name, str) or not 1 <= len(name) <= 32:
        raise invalid(at, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 32 in length.")
    if chat and (not all(_in_name(sign) for sign in name) or name != name.lower()):
        raise invalid(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _in_name(sign: str) -> bool:
    """Letters and numbers of any script, and of two scripts the marks, too."""
    written = unicodedata.name(sign, "")
    return sign in "-_'" or unicodedata.category(sign)[0] in "LN" or written.startswith(("DEVANAGARI", "THAI"))


def _short(text: Any, at: str) -> None:
    if not isinstance(text, str) or not 1 <= len(text) <= 100:
        raise invalid(at, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")


_description = _short


def _localized(given: Any, at: str, judge_one: Callable[[Any, str], None]) -> None:
    for locale, text in (given or {}).items():
        if locale not in LOCALES:
            raise invalid(f"{at}.{locale}", "BASE_TYPE_CHOICES", "Value must be one of the locales.")
        judge_one(text, f"{at}.{locale}")


def _words(one: Json) -> Iterator[str]:
    """What counts towards the size of a command: the longest of each name, description and value."""
    for name in ("name", "description"):
        yield max([one.get(name) or "", *(one.get(f"{name}_localizations") or {}).values()], key=len)
    for choice in one.get("choices") or []:
        yield choice["name"] + str(choice["value"])
    for option in one.get("options") or []:
        yield from _words(option)
