"""``/subscribe`` and ``/unsubscribe``: what a chat gets every day. Nothing is kept before somebody said yes to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from bot.announcements import newest, next_day
from bot.messages import Asker, Button, Command, Destination, Reply
from bot.subscriptions import Origin, Subscription
from bot.wishes import Wishes
from bot.words import WordedError, Words, speak
from handlers import preview, reader, wish_line, wish_options
from handlers.daily import Parts
from handlers.due import due_at
from handlers.wish_line import Mistake

EXAMPLE = "subscribe cs.CV cs.AI lang:Chinese time:08:30 tz:Europe/Berlin"

TERMINAL = "console"


def commands(parts: Parts, *, offered: Sequence[str]) -> tuple[Command, ...]:
    """The commands of this family. ``offered`` are the categories that the bot fetches."""
    return (
        Command(
            name="subscribe",
            handler=partial(subscribe, parts=parts, offered=offered),
            argument="argument-wishes",
            examples=("subscribe", EXAMPLE, 'subscribe +diffusion +"point cloud" -survey author:"Paul Erdős"'),
            options=wish_options.options(parts, offered),
            changes=True,
        ),
        Command(
            name="unsubscribe",
            handler=partial(unsubscribe, parts=parts),
            aliases=("stop",),
            examples=("unsubscribe",),
            changes=True,
        ),
    )


async def subscribe(asker: Asker, text: str, *, parts: Parts, offered: Sequence[str]) -> Reply:
    """Show what a wish would have made of the last edition, to be kept or not; with a token, keep or cancel it.

    What is not named has its default. Without any wishes a subscribed chat sees what it has.
    """
    words = speak(asker.locale)
    where = Destination(asker.platform, asker.chat)
    now = await parts.store.subscription(where.platform, where.chat)
    if now and now.origin is Origin.FILE:
        return in_file(now, words)
    if not asker.may_change:
        return only_shown(now, words, asker.platform)
    verb, _, token = text.strip().partition(" ")
    if verb == "keep" and token:
        return await _keep(where, token, words, parts)
    if verb == "cancel":
        return Reply(text=words("subscribe-cancelled"))
    if now and not text.strip():
        return Reply(
            text="\n\n".join((words("subscribe-has"), preview.described(now, words))),
            buttons=(
                (Button(words("subscription-settings"), "settings"), Button(words("subscription-stop"), "unsubscribe")),
            ),
        )
    language = await reader.language(asker, parts.store)
    plain = Subscription(
        destination=where,
        wishes=Wishes(categories=tuple(offered), language=language),
        origin=Origin.COMMAND,
    )
    reading = wish_line.read(text, plain, offered)
    if reading.mistakes:
        return mistaken(reading.mistakes, offered, words, example="" if asker.fills_in else EXAMPLE)
    return await _shown(reading.subscription, words, parts, replaces=now is not None)


async def _shown(wished: Subscription, words: Words, parts: Parts, *, replaces: bool) -> Reply:
    token = await parts.store.save_draft(wished, at=parts.clock.now())
    tried = preview.told(await preview.dry_run(wished.wishes, parts.store), words)
    warned = preview.warned(wished.wishes, words, uses_model=parts.summarizer.uses_model)
    question = words("subscribe-keep-instead" if replaces else "subscribe-keep")
    return Reply(
        text="\n\n".join((preview.described(wished, words), *warned, tried, question)),
        buttons=(
            (
                Button(words("subscription-keep"), f"subscribe keep {token}"),
                Button(words("subscription-cancel"), "subscribe cancel"),
            ),
        ),
    )


async def _keep(where: Destination, token: str, words: Words, parts: Parts) -> Reply:
    now = parts.clock.now()
    wished = await parts.store.draft(token.strip(), where, at=now)
    if wished is None:
        return Reply(text=words("subscribe-gone"), private=True)
    await parts.store.save_subscription(wished, at=now)
    said = "\n".join([words("subscribe-kept"), *await _coming(wished, words, parts)])
    return Reply(
        text="\n\n".join((said, preview.described(wished, words))),
        buttons=((Button(words("subscription-settings"), "settings"),),),
    )


async def _coming(wished: Subscription, words: Words, parts: Parts) -> list[str]:
    """What comes next and when, as the rounds of a running bot will bring it; nothing on the terminal."""
    where = wished.destination
    if where.platform == TERMINAL:
        return []  # an edition comes there when it is asked for
    now = parts.clock.now()
    day = newest(now)
    is_due = due_at(day, wished) <= now
    brought = bool(await parts.store.deliveries(where, day))
    there = await parts.store.announcements(day, wished.wishes.categories)
    is_in = len(there) == len(wished.wishes.categories)
    following = next_day(day) if is_due or brought else day
    moment = due_at(following, wished).astimezone(ZoneInfo(wished.timezone))
    when: dict[str, str | date] = {"day": moment.date(), "time": wished.at, "zone": wished.timezone}
    if is_due and not brought and not (is_in and not any(one.entries for one in there)):
        return [words("subscribe-comes", soon="yes" if is_in else "no", **when)]
    rest = [words("subscribe-rest")] if is_due and brought else []
    return [*rest, words("subscribe-next", **when)]


async def unsubscribe(asker: Asker, text: str, *, parts: Parts) -> Reply:
    """Ask once, then delete the chat's subscription."""
    words = speak(asker.locale)
    if not asker.may_change:
        return Reply(text=words("not-allowed", platform=asker.platform), private=True)
    now = await parts.store.subscription(asker.platform, asker.chat)
    if now is None:
        return Reply(text=words("unsubscribe-none"), private=True)
    if now.origin is Origin.FILE:
        return in_file(now, words)
    if text.strip() == "yes":
        await parts.store.drop_subscription(now.destination)
        return Reply(text=words("unsubscribe-done"))
    if text.strip() == "no":
        return Reply(text=words("unsubscribe-cancelled"))
    return Reply(
        text=words("unsubscribe-ask", categories=words("wish-comma").join(now.wishes.categories)),
        buttons=(
            (
                Button(words("subscription-stop"), "unsubscribe yes"),
                Button(words("subscription-cancel"), "unsubscribe no"),
            ),
        ),
    )


def only_shown(now: Subscription | None, words: Words, platform: str) -> Reply:
    """What a chat gets, for somebody who may not change it; raises ``UsageError`` where it gets nothing."""
    if now is None:
        raise WordedError("not-allowed", platform=platform)
    refused = words("not-allowed", platform=platform)
    return Reply(text="\n\n".join((words("subscribe-has"), preview.described(now, words), refused)))


def in_file(subscription: Subscription, words: Words) -> Reply:
    """What a chat gets by the settings file, and who can change it."""
    return Reply(text="\n\n".join((preview.described(subscription, words), words("subscription-in-file"))))


def mistaken(mistakes: Sequence[Mistake], offered: Sequence[str], words: Words, *, example: str = "") -> Reply:
    """A sentence for each mistake, and a line that works, for whoever writes lines."""
    some = words("list-comma").join(offered[:12]) + (" …" if len(offered) > 12 else "")
    told = [words(mistake.message, **{"offered": some, **mistake.places}) for mistake in mistakes]
    shown = ["", words("wish-example", example=f"/{example}")] if example else []
    return Reply(text="\n".join([*told, *shown]), private=True)
