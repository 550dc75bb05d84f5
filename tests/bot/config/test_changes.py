"""What of the settings can be changed while the bot runs, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import (
    ArxivSettings,
    DiscordSettings,
    HealthSettings,
    LimitSettings,
    LogSettings,
    Settings,
    SubscriptionSettings,
    SummarizerSettings,
    TelegramSettings,
    merged,
)

OLD = Settings()


@pytest.mark.parametrize(
    "new",
    [
        Settings(admins=("telegram:1",)),
        Settings(subscriptions=(SubscriptionSettings(platform="console"),)),
        Settings(arxiv=ArxivSettings(categories=("math.NT",))),
        Settings(limits=LimitSettings(per_person=1)),
        Settings(summarizer=SummarizerSettings(provider="openai", model="other", api_key=SecretStr("key"))),
        Settings(log=LogSettings(format="json")),
        Settings(daily_line=True),
    ],
)
def test_these_hold_at_once(new: Settings) -> None:
    assert merged(OLD, new) == (new, ())


@pytest.mark.parametrize(
    ("new", "name"),
    [
        (Settings(database=Path("other.db")), "database"),
        (Settings(arxiv=ArxivSettings(rss_url="https://mirror.example.org")), "arxiv.rss_url"),
        (Settings(telegram=TelegramSettings(token=SecretStr("1:other"))), "telegram.token"),
        (Settings(telegram=TelegramSettings(proxy="http://127.0.0.1:1")), "telegram.proxy"),
        (Settings(discord=DiscordSettings(sharded=True)), "discord.sharded"),
        (Settings(health=HealthSettings(listen="127.0.0.1:9464")), "health.listen"),
    ],
)
def test_these_need_a_restart_and_are_named(new: Settings, name: str) -> None:
    settings, unchanged = merged(OLD, new)
    assert unchanged == (name,)
    assert settings == OLD
