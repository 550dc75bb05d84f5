"""``/subscribe`` and ``/unsubscribe``: what a chat gets every day. Nothing is kept before somebody said yes to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.messages import Asker, Button, Command, Destination, Reply
from bot.subscriptions import Origin, Subscription
from bot.wishes import Wishes
from bot.words import Words, speak
from handlers import preview, reader, wish_line
from handlers.daily import Parts
from handlers.wish_line import Mistake

EXAMPLE = "subscribe cs.CV cs.AI lang:Chinese time:08:30 tz:Europe/Berlin"


def commands(parts: Parts, *, offered: Sequence[str]) -> tuple[Command, ...]:
    """The commands of this family. ``offered`` are the categories that the bot fetches."""
    return (
        Command(
            name="subscribe",
            handler=partial(subscribe, parts=parts, offered=offered),
            argument="argument-wishes",
            examples=("subscribe", EXAMPLE, 'subscribe +diffusion +"point cloud" -survey author:"Paul Erdős"'),
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
        return mistaken(reading.mistakes, offered, words, example=EXAMPLE)
    return await _shown(reading.subscription, words, parts, replaces=now is not None)


async def _shown(wished: Subscription, words: Words, parts: Parts, *, replaces: bool) -> Reply:
    token = await parts.store.save_draft(wished, at=parts.clock.now())
    tried = preview.told(await preview.dry_run(wished.wishes, parts.store), words)
    question = words("subscribe-keep-instead" if replaces else "subscribe-keep")
    return Reply(
        text="\n\n".join((preview.described(wished, words), tried, question)),
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
    return Reply(
        text="\n\n".join((words("subscribe-kept"), preview.described(wished, words))),
        buttons=((Button(words("subscription-settings"), "settings"),),),
    )


async def unsubscribe(asker: Asker, text: str, *, parts: Parts) -> Reply:
    """Ask once, then delete the chat's subscription."""
    words = speak(asker.locale)
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


def in_file(subscription: Subscription, words: Words) -> Reply:
    """What a chat gets by the settings file, and who can change it."""
    return Reply(text="\n\n".join((preview.described(subscription, words), words("subscription-in-file"))))


def mistaken(mistakes: Sequence[Mistake], offered: Sequence[str], words: Words, *, example: str) -> Reply:
    """A sentence for each mistake, and a line that works."""
    some = words("list-comma").join(offered[:12]) + (" …" if len(offered) > 12 else "")
    told = [words(mistake.message, **{"offered": some, **mistake.places}) for mistake in mistakes]
    return Reply(text="\n".join([*told, "", words("wish-example", example=f"/{example}")]), private=True)
