"""``/forget`` and ``/export``: what is kept of a person is theirs."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from bot.messages import Asker, Button, Command, Destination, File, Reply
from bot.store import Kept
from bot.subscriptions import Subscription
from bot.words import speak
from handlers.daily import Parts

FILE_NAME = "paperboy.json"


def commands(parts: Parts) -> tuple[Command, ...]:
    """The commands of this family."""
    return (
        Command(
            name="forget",
            handler=partial(forget, parts=parts),
            aliases=("delete",),
            examples=("forget",),
            personal=True,
        ),
        Command(name="export", handler=partial(export, parts=parts), examples=("export",), personal=True),
    )


async def forget(asker: Asker, text: str, *, parts: Parts) -> Reply:
    """Ask once, then delete everything, and say what it was."""
    words = speak(asker.locale)
    if not asker.direct:
        return Reply(text=words("privacy-direct-only", command="forget"), private=True)
    if text.strip() == "no":
        return Reply(text=words("forget-cancelled"), private=True)
    if text.strip() == "yes":
        kept = await parts.store.forget(*_whose(asker))
        return Reply(text=words("forget-done", **_counts(kept)), private=True)
    kept = await parts.store.everything_about(*_whose(asker))
    return Reply(
        text=words("forget-ask", **_counts(kept)),
        buttons=((Button(words("forget-yes"), "forget yes"), Button(words("subscription-cancel"), "forget no")),),
        private=True,
    )


async def export(asker: Asker, text: str, *, parts: Parts) -> Reply:
    """Everything, as a JSON file."""
    del text
    words = speak(asker.locale)
    if not asker.direct:
        return Reply(text=words("privacy-direct-only", command="export"), private=True)
    kept = await parts.store.everything_about(*_whose(asker))
    document = json.dumps(_document(asker, kept), ensure_ascii=False, indent=2)
    return Reply(text=words("export-done", **_counts(kept)), file=File(FILE_NAME, f"{document}\n"), private=True)


def _whose(asker: Asker) -> tuple[str, str, Destination]:
    return asker.platform, asker.user, Destination(asker.platform, asker.chat)


def _counts(kept: Kept) -> dict[str, int]:
    return {
        "saved": len(kept.saved),
        "choices": sum(choice is not None for choice in (kept.person.locale, kept.person.language)),
        "subscriptions": 1 if kept.subscription else 0,
        "editions": len(kept.brought),
        "notes": len(kept.notes),
    }


def _document(asker: Asker, kept: Kept) -> dict[str, Any]:
    return {
        "platform": asker.platform,
        "id": asker.user,
        "language": {"words": kept.person.locale, "summaries": kept.person.language},
        "saved": [{"paper": paper, "since": since.isoformat()} for paper, since in kept.saved],
        "subscription": _subscription(kept.subscription) if kept.subscription else None,
        "editions": [{"day": day.isoformat(), "papers": list(papers)} for day, papers in kept.brought],
        "notes": [{"name": name, "value": value} for name, value in kept.notes],
    }


def _subscription(subscription: Subscription) -> dict[str, Any]:
    """The wishes under the names that the settings file has for them."""
    wishes = subscription.wishes
    return {
        "chat": subscription.destination.chat,
        "categories": wishes.categories,
        "language": wishes.language,
        "crosslists": wishes.crosslists,
        "replacements": wishes.replacements,
        "wanted_words": wishes.wanted_words,
        "unwanted_words": wishes.unwanted_words,
        "wanted_authors": wishes.wanted_authors,
        "unwanted_authors": wishes.unwanted_authors,
        "time": subscription.at,
        "timezone": subscription.timezone,
        "format": subscription.layout,
        "detail": subscription.detail,
        "max_pages": subscription.max_pages,
        "silent": subscription.silent,
        "missed": subscription.missed,
        "quiet": subscription.quiet,
        "mention": subscription.mention,
        "on_unknown": subscription.on_unknown,
    }
