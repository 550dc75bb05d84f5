import json
from typing import Any

import pytest

from bot.discord import slash
from bot.messages import Choice, Command, Option
from bot.words import languages
from handlers.table import commands
from tests.conversations.conftest import SETTINGS
from tests.doubles.desks import Clerk
from tests.doubles.discord.commands import check
from tests.stories.conftest import Assemble, arxiv, assemble, clock, model, witness

__all__ = ["arxiv", "assemble", "clock", "model", "witness"]


@pytest.fixture
async def table(assemble: Assemble) -> tuple[Command, ...]:
    async with assemble() as parts:
        return commands(parts, SETTINGS)


async def test_the_whole_table_is_taken_by_discord(table: tuple[Command, ...]) -> None:
    written = slash.written(table)
    for command in written:
        check(command)
    assert [one["name"] for one in written if one["type"] == 1] == [command.name for command in table]
    assert all(one["contexts"] == [0, 1, 2] and one["integration_types"] == [0, 1] for one in written)


async def test_every_text_is_said_in_every_language(table: tuple[Command, ...]) -> None:
    assert "zh" in languages()
    for command in slash.written(table):
        texts = [command, *command.get("options", ())]
        for one in texts:
            key = "description" if "description" in one else "name"
            assert {"zh-CN", "zh-TW"} <= one[f"{key}_localizations"].keys(), one["name"]
            assert one[f"{key}_localizations"]["zh-CN"] != one[key]


async def test_what_discord_gives_back_is_the_same_and_any_change_is_not(table: tuple[Command, ...]) -> None:
    wanted = slash.written(table)
    added: dict[str, Any] = {
        "id": "1",
        "version": "2",
        "default_member_permissions": None,
        "dm_permission": True,
        "nsfw": False,
        "name_localizations": None,
    }
    registered = [added | one | {"contexts": [2, 1, 0]} for one in reversed(wanted)]
    assert slash.same(registered, wanted)
    changes: list[dict[str, Any]] = [
        {"description": "x"},
        {"contexts": [0]},
        {"default_member_permissions": "32"},
        {"options": []},
        {"description_localizations": {}},
    ]
    search = next(at for at, one in enumerate(registered) if one["name"] == "search")
    for change in changes:
        changed = json.loads(json.dumps(registered))
        changed[search] |= change
        assert not slash.same(changed, wanted), change
    assert not slash.same(registered[1:], wanted)
    assert not slash.same([*registered, {"name": "old", "type": 1}], wanted)


async def _choices(asker: object, typed: str) -> list[Choice]:
    return []


def test_an_option_says_what_it_takes() -> None:
    pages = Option(name="max_pages", kind="number", least=0, most=9)
    detail = Option(name="detail", choices=("full", "brief"), required=True)
    category = Option(name="category", complete=_choices)
    command = Command(name="today", handler=Clerk().commands[0].handler, options=(detail, pages, category))
    first, second, third = slash.written([command])[0]["options"]
    assert (first["required"], [one["value"] for one in first["choices"]]) == (True, ["full", "brief"])
    assert (second["type"], second["min_value"], second["max_value"]) == (4, 0, 9)
    assert (third["type"], third["autocomplete"]) == (3, True)


def test_values_and_what_is_being_typed_are_read() -> None:
    options = [
        {"name": "paper", "type": 3, "value": "2512", "focused": True},
        {"name": "max_pages", "type": 4, "value": 3},
        {"name": "silent", "type": 5, "value": False},
    ]
    assert slash.given(options) == {"paper": "2512", "max_pages": 3, "silent": False}
    assert slash.focused(options) == ("paper", "2512")
    assert slash.focused(options[1:]) == ("", "")
