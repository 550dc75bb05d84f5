"""The settings: one TOML file, the environment on top of it, and a plain sentence for every mistake.

Any key can also come from the environment: ``PAPERBOY_DATABASE``, ``PAPERBOY_SUMMARIZER__MODEL`` (two underscores go
one level down). Secrets have names of their own, and may lie in files (see ``bot.config.credentials``).
"""

from bot.config.changes import merged
from bot.config.credentials import SECRETS
from bot.config.loading import FILE_NAME, default_paths, find, load, strays
from bot.config.models import (
    ArxivSettings,
    DiscordSettings,
    HealthSettings,
    LimitSettings,
    LogSettings,
    Settings,
    SubscriptionSettings,
    SummarizerSettings,
    TelegramSettings,
)

__all__ = [
    "FILE_NAME",
    "SECRETS",
    "ArxivSettings",
    "DiscordSettings",
    "HealthSettings",
    "LimitSettings",
    "LogSettings",
    "Settings",
    "SubscriptionSettings",
    "SummarizerSettings",
    "TelegramSettings",
    "default_paths",
    "find",
    "load",
    "merged",
    "strays",
]
