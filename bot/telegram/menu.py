"""The list of commands that Telegram shows while somebody types, and the bot's profile; set where they have changed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.messages import Command
from bot.telegram.faults import fault
from bot.telegram.limiter import Pass
from bot.text import shorten
from bot.words import SOURCE, languages, speak

log = logging.getLogger(__name__)

DESCRIPTION: Final = 256
"""Letters of a command's description."""
_FIRST: Final = ("today", "search", "paper", "saved", "subscribe", "settings", "digest", "catchup", "similar")
"""A telephone shows about so many at once."""
_OWN_CHAT: Final = frozenset(("forget", "export", "start"))
"""Commands that only make sense in one's own chat with the bot."""


def scopes(commands: Sequence[Command]) -> list[tuple[BotCommandScope, list[Command]]]:
    """Who is shown which commands: administrators of groups also those that change what a chat gets. Pure."""
    first = {name: at for at, name in enumerate(_FIRST)}
    ordered = sorted(commands, key=lambda command: first.get(command.name, len(first)))
    in_groups = [command for command in ordered if command.name not in _OWN_CHAT]
    return [
        (BotCommandScopeAllPrivateChats(), ordered),
        (BotCommandScopeAllGroupChats(), [command for command in in_groups if not command.changes]),
        (BotCommandScopeAllChatAdministrators(), in_groups),
    ]


def described(commands: Sequence[Command], language: str) -> list[BotCommand]:
    """The commands in a language. Pure."""
    words = speak(language)
    return [BotCommand(one.name, shorten(words(f"command-{one.name}"), DESCRIPTION)) for one in commands]


async def publish(bot: ExtBot[Pass], commands: Sequence[Command]) -> None:
    """Let Telegram show the commands and the profile of this version. What is so already is left alone.

    Nothing depends on it, so a failure is logged and that is all.
    """
    try:
        for language in languages():
            # What is set for no language is shown to whoever speaks none of ours.
            code = "" if language == SOURCE else language
            for scope, those in scopes(commands):
                wanted = described(those, language)
                if list(await bot.get_my_commands(scope=scope, language_code=code)) != wanted:
                    await bot.set_my_commands(wanted, scope=scope, language_code=code)
            words = speak(language)
            if (await bot.get_my_description(code)).description != words("telegram-description"):
                await bot.set_my_description(words("telegram-description"), code)
            if (await bot.get_my_short_description(code)).short_description != words("telegram-short-description"):
                await bot.set_my_short_description(words("telegram-short-description"), code)
    except TelegramError as error:
        log.warning("The list of commands could not be set: %s", fault(error))
