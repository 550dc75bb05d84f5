"""Permissions by Discord's own names."""

from __future__ import annotations

import pytest
from discord import Permissions

from bot.discord.kinds import Kind
from bot.discord.permissions import invite, missing, names, needed, wanted


@pytest.mark.parametrize("kind", Kind)
def test_what_is_needed_and_had_is_not_missing(kind: Kind) -> None:
    assert missing(needed(kind), needed(kind)) == []
    assert missing(Permissions(administrator=True), wanted(kind, mention=True)) == []


def test_what_is_missing_goes_by_the_names_of_discords_settings() -> None:
    assert missing(Permissions(), needed(Kind.TEXT, mention=True)) == [
        "View Channel",
        "Send Messages",
        "Read Message History",
        "Mention @everyone, @here, and All Roles",
        "Create Public Threads",
        "Send Messages in Threads",
    ]
    assert names(Permissions(manage_channels=True, manage_threads=True)) == ["Manage Channels", "Manage Threads"]


def test_only_forums_are_better_with_more_than_is_needed() -> None:
    assert [kind for kind in Kind if wanted(kind) != needed(kind)] == [Kind.FORUM]


def test_the_invitation_asks_for_the_bot_and_its_commands() -> None:
    assert invite(42, Permissions(send_messages=True)) == (
        "https://discord.com/oauth2/authorize?client_id=42&scope=bot+applications.commands&permissions=2048"
    )
