import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.telegram import menu
from bot.words import languages, speak
from tests.doubles.clock import MovedClock
from tests.doubles.desks import Clerk
from tests.doubles.logins import logged_in, settled
from tests.doubles.telegram.server import TelegramDouble


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(MovedClock(datetime(2026, 11, 24, 11, tzinfo=UTC))) as double:
        yield double


async def test_each_kind_of_chat_is_shown_its_commands_in_every_language(telegram: TelegramDouble) -> None:
    async with logged_in(telegram):
        await settled(telegram)
    shown = {
        (json.loads(scope)["type"], language): [one["command"] for one in commands]
        for (scope, language), commands in telegram.commands.items()
    }
    codes = {language: "" if language == "en" else language for language in languages()}
    assert set(shown) == {
        (scope, code)
        for scope in ("all_private_chats", "all_group_chats", "all_chat_administrators")
        for code in codes.values()
    }
    for code in codes.values():
        assert shown["all_private_chats", code] == ["paper", "saved", "subscribe", "start"]
        assert set(shown["all_group_chats", code]) == {"paper", "saved"}
        assert set(shown["all_chat_administrators", code]) == {"paper", "saved", "subscribe"}


async def test_what_is_set_already_is_not_set_again(telegram: TelegramDouble) -> None:
    for at in range(2):
        async with logged_in(telegram):
            await settled(telegram)
        if not at:
            telegram.calls.clear()
    assert [call.method for call in telegram.calls if call.method.startswith("set")] == []
    assert telegram.asking.profile["short_description", "zh"] == speak("zh")("telegram-short-description")
    assert telegram.asking.profile["description", ""] == speak("en")("telegram-description")


async def test_a_bot_without_its_menu_still_answers(telegram: TelegramDouble) -> None:
    telegram.fault("setMyCommands", "400 BOT_COMMAND_INVALID", times=9)
    ada = telegram.user("Ada")
    async with logged_in(telegram):
        telegram.write(ada, "boats")
        await settled(telegram)
    assert telegram.chat(ada.id).texts == ["You said: boats"]


@pytest.mark.parametrize("language", languages())
def test_descriptions_keep_to_the_limits(language: str) -> None:
    assert all(0 < len(one.description) <= 256 for one in menu.described(Clerk().commands, language))
    assert len(speak(language)("telegram-short-description")) <= 120
    assert len(speak(language)("telegram-description")) <= 512
