"""The slash commands that Discord shows, made of the desk's table; published where they have changed.

They are the same everywhere: in servers, in direct messages with the bot, and for people who have installed it for
themselves. None is kept to administrators here, though some change what a chat gets: with nothing behind their names
those show it to everybody, in one's own chats they are one's own, and the desk knows who may change what. A server may
still narrow each (Server Settings, Integrations).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

import discord
from discord import AppCommandOptionType, AppCommandType

from bot.adapter import Fault
from bot.discord.rest import Rest
from bot.messages import Command, Option
from bot.text import shorten
from bot.words import SOURCE, languages, speak

log = logging.getLogger(__name__)

DESCRIPTION: Final = 100
"""Characters of a description, and of a choice's name."""

_KINDS: Final = {
    "text": AppCommandOptionType.string,
    "number": AppCommandOptionType.integer,
    "switch": AppCommandOptionType.boolean,
    "role": AppCommandOptionType.role,
}
_EVERYWHERE: Final = {"integration_types": [0, 1], "contexts": [0, 1, 2]}
"""Installed in a server or for a person; in servers, in the bot's direct messages, in other private chats."""
_ORDERLESS: Final = frozenset(("integration_types", "contexts"))
_COMPARED: Final = frozenset(
    (
        *("type", "name", "name_localizations", "description", "description_localizations", "contexts"),
        *("integration_types", "options", "required", "autocomplete", "choices", "value", "min_value", "max_value"),
        *("default_member_permissions", "nsfw"),
    )
)
"""What is ours to say. Discord adds more: ids, versions, what it derives, and what it will have thought of."""

Written = dict[str, Any]
"""A command, or a part of one, as Discord's API has it."""


def written(commands: Sequence[Command]) -> list[Written]:
    """All commands, with their words in every language. Pure."""
    return [*map(_command, commands), _menu()]


def same(registered: Sequence[Written], wanted: Sequence[Written]) -> bool:
    """Whether Discord has these commands and no others. Pure. What it fills in by itself counts for nothing."""
    return _by_name(registered) == _by_name(wanted)


def given(options: Sequence[Mapping[str, Any]]) -> dict[str, str | int | bool]:
    """The values of a command's options, as they came with an interaction. Pure."""
    return {str(one["name"]): one["value"] for one in options if "value" in one}


def focused(options: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """The option that is being typed, and what is there of it so far; two empty ones where there is none. Pure."""
    return next(((str(one["name"]), str(one.get("value", ""))) for one in options if one.get("focused")), ("", ""))


async def publish(rest: Rest, application: int, commands: Sequence[Command]) -> None:
    """Let Discord show the commands of this version. What is so already is left alone: each day has 200 changes.

    A failure is logged and that is all: those that were published before still work.
    """
    wanted = written(commands)
    try:
        there = await rest(
            "GET",
            "/applications/{application_id}/commands",
            query={"with_localizations": "true"},
            application_id=application,
        )
        if not same(there, wanted):
            await rest("PUT", "/applications/{application_id}/commands", json=wanted, application_id=application)
            log.info("The slash commands were published; an open Discord shows them after a reload")
    except Fault as error:
        log.warning("The slash commands could not be published: %s", error)


def _command(command: Command) -> Written:
    return {
        "type": AppCommandType.chat_input.value,
        "name": command.name,
        **_said("description", f"command-{command.name}"),
        "options": [_option(option) for option in command.options],
        **_EVERYWHERE,
    }


def _menu() -> Written:
    return {"type": AppCommandType.message.value, **_said("name", "discord-find-papers"), **_EVERYWHERE}


def _option(option: Option) -> Written:
    made: Written = {
        "type": _KINDS[option.kind].value,
        "name": option.name,
        **_said("description", f"option-{option.name}"),
        "required": option.required,
    }
    if option.choices:
        made["choices"] = [{"value": choice, **_said("name", f"choice-{choice}")} for choice in option.choices]
    elif option.complete:
        made["autocomplete"] = True
    if option.least is not None:
        made["min_value"] = option.least
    if option.most is not None:
        made["max_value"] = option.most
    return made


def _said(key: str, message: str) -> Written:
    """A text in English, and in the other languages for those of Discord's locales that belong to them."""
    others = {
        locale.value: shorten(speak(language)(message), DESCRIPTION)
        for language in languages()
        if language != SOURCE
        for locale in discord.Locale
        if locale.value.partition("-")[0] == language
    }
    return {key: shorten(speak(SOURCE)(message), DESCRIPTION), f"{key}_localizations": others}


def _by_name(commands: Sequence[Written]) -> dict[tuple[int, str], object]:
    return {(one.get("type", 1), one["name"]): _plain(one) for one in commands}


def _plain(part: object) -> object:
    """Without what Discord adds, and without what says nothing: null, false and empty are as good as absent."""
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    made: Written = {}
    for key, value in part.items():
        if key.endswith("_localizations"):
            kept = value
        elif key in _ORDERLESS:
            kept = sorted(value or ())
        else:
            kept = _plain(value) if key in _COMPARED else None
        if kept or (kept == 0 and kept is not False):
            made[key] = kept
    return made
