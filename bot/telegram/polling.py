"""Long polling: updates are fetched one batch after the other, whatever the network does meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from telegram import Update
from telegram.error import Conflict, TelegramError
from telegram.ext import ExtBot

from bot.adapter import Refused
from bot.errors import PaperboyError, SettingsError
from bot.patience import Stubborn, Trouble
from bot.secrets import redact
from bot.telegram.faults import Doubled, TokenRefused, fault, retry_after, trouble
from bot.telegram.limiter import Pass
from bot.telegram.transport import Unanswered

log = logging.getLogger(__name__)

WAITING: Final = 30
"""Seconds for which Telegram holds a request while there is nothing new."""
LAST_WORD: Final = 2.0
"""Seconds for telling Telegram, at the end, what was fetched."""


def stubborn(say: Callable[[str], object] | None = None) -> Stubborn:
    """Patience with Telegram; ``say`` is told of trouble instead of the log."""
    return Stubborn("Telegram", _judge, say)


def _judge(error: Exception) -> Trouble | None:
    if not isinstance(error, TelegramError):
        return None
    kind = fault(error)
    if isinstance(kind, TokenRefused | Doubled):
        raise SettingsError(str(kind)) from None
    if isinstance(kind, Refused):
        # Of what is asked for here, only a webhook's address comes from the settings.
        raise SettingsError(
            f"Telegram does not take the webhook ({redact(error.message)}): check telegram.webhook_url."
        ) from None
    return Trouble(trouble(error), retry_after(error))


async def poll(
    bot: ExtBot[Pass], take: Callable[[Update], None], *, allowed: Sequence[str], stubborn: Stubborn
) -> None:
    """Fetch updates until cancelled; what was taken is not sent again by Telegram.

    :raises PaperboyError: another program fetches them, or the token is not good any more
    """
    offset = 0

    async def fetch() -> list[dict[str, object]]:
        # Not by get_updates: one update that the library can't read would take all the others with it, again and again.
        found: object = await bot.do_api_request(
            "getupdates",
            {"offset": offset, "timeout": WAITING, "allowed_updates": list(allowed)},
            read_timeout=WAITING + 10,
        )
        if not isinstance(found, list) or not all(isinstance(one, dict) and "update_id" in one for one in found):
            raise Unanswered("What came back is no list of updates")
        return found

    webhooks = 0
    try:
        while True:
            try:
                raw = await stubborn(fetch)
            except PaperboyError as error:
                # Somebody has set a webhook for this bot meanwhile. Once may have been by mistake.
                if not isinstance(error.__context__, Conflict) or "webhook" not in str(error.__context__) or webhooks:
                    raise
                webhooks += 1
                await stubborn(bot.delete_webhook)
                continue
            for one in raw:
                offset = max(offset, int(str(one["update_id"])) + 1)
                if (update := _read(one, bot)) is not None:
                    take(update)
    finally:
        if offset:
            await asyncio.shield(_confirm(bot, offset))


async def _confirm(bot: ExtBot[Pass], offset: int) -> None:
    """Let Telegram know what was taken, so that the next start is not given it again."""
    with suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(LAST_WORD):
            await bot.do_api_request("getupdates", {"offset": offset, "timeout": 0, "limit": 1})


def _read(raw: dict[str, object], bot: ExtBot[Pass]) -> Update | None:
    try:
        return Update.de_json(raw, bot)
    except Exception as error:  # the library's parser raises whatever an odd shape makes it stumble over
        log.warning("An update of Telegram's could not be read: %s", type(error).__name__)
        return None
