"""One topic of a forum for each category, made once, found again, and made anew if somebody deletes it.

To make a topic twice is to have it twice, so what is begun is noted before, with the highest message id known. A topic
has the id of the message that opens it; so after a lost answer it is looked for above that id, where a chat action
("typing") tells whether a topic stands under a number. Nothing there tells whose it is. An edit that repeats our name
would ("TOPIC_NOT_MODIFIED"), but renames everybody else's. So what is found is taken on trial: a message that replies
to a topic's first one comes back with it, and with who opened it under which name. If that is not us, the message is
noted as a stray and deleted, and the next one is tried; after the last a topic is made anew.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import partial

from telegram import Message
from telegram.constants import ChatAction, ForumTopicLimit
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import categories
from bot.adapter import Barred, Fault, Notes, Refused, Unknown, Unreachable
from bot.clock import Clock
from bot.messages import Destination
from bot.telegram.faults import NoMessage, NoTopic, Unchanged, fault, retry_after
from bot.telegram.limiter import Hold, Pass
from bot.telegram.looking import Look, Looker, insisting
from bot.telegram.places import NAME
from bot.telegram.settling import END, LATE, WINDOW
from bot.telegram.trail import Trail

log = logging.getLogger(__name__)

_NOTE = "topics"
_PATIENCE = 60.0
"""Seconds that the making of a topic lets itself be told to wait; beyond them its edition is tried again later."""
_DELETIONS = 5
"""How often it is tried to delete a stray that Telegram refuses to delete."""


@dataclass(slots=True)
class _State:
    """What is known of a forum's topics."""

    made: dict[str, int] = field(default_factory=dict)
    """Category -> its topic."""
    trial: dict[str, list[int]] = field(default_factory=dict)
    """Category -> topics that were found, each of which may turn out to be somebody else's; ``made`` has the first."""
    begun: str = ""
    """The category for which a topic is being made."""
    above: int | None = None
    """The highest id that was known in the forum then; what is above was not looked at yet."""
    found: list[int] = field(default_factory=list)
    """Topics that were found since, as far as was looked."""
    strays: dict[str, int] = field(default_factory=dict)
    """Messages of ours in other people's topics, and how often it is still tried to delete them."""


class Topics:
    """The topics of all forums. Everything here happens while the forum is held."""

    def __init__(self, bot: ExtBot[Pass], looker: Looker, notes: Notes, trail: Trail, clock: Clock) -> None:
        self._bot = bot
        self._looker = looker
        self._notes = notes
        self._trail = trail
        self._clock = clock
        self._states: dict[int, _State] = {}
        self._resting: dict[int, datetime] = {}

    async def topic(self, forum: int, category: str, how: Hold) -> int:
        """The category's topic, which is made if there is none.

        :raises Fault: any but ``Unknown``
        """
        state = await self._state(forum)
        await self._sweep(forum, state)
        if state.begun:
            await self._settle(forum, state)
        if category not in state.made:
            await self._make(forum, state, category, how)
        return state.made[category]

    async def on_trial(self, forum: int, category: str) -> bool:
        """Whether the next message there must reply to the topic's first one, to tell whose it is."""
        return category in (await self._state(forum)).trial

    async def is_stray(self, forum: int, message: int) -> bool:
        """Whether the message stands in somebody else's topic, and is to be deleted."""
        return str(message) in (await self._state(forum)).strays

    async def is_ours(self, forum: int, category: str, message: Message) -> bool:
        """Whether the message, which replied to a topic's first one, stands in our own; if not, it is a stray, and the
        next topic is tried.
        """
        state = await self._state(forum)
        first = message.reply_to_message
        opened = first.forum_topic_created if first else None
        mine = (
            first is not None
            and opened is not None
            and opened.name == _name(category)
            and (first.from_user is None or first.from_user.id == self._bot.id)
        )
        if mine:
            del state.trial[category]
            await self._keep(forum, state)
        else:
            state.strays[str(message.message_id)] = _DELETIONS
            await self.forget(forum, category)
            await self._sweep(forum, state)
        return mine

    async def forget(self, forum: int, category: str) -> None:
        """The topic is gone, or not ours."""
        state = await self._state(forum)
        others = state.trial.pop(category, [])[1:]
        if others:
            state.made[category], state.trial[category] = others[0], others
        else:
            state.made.pop(category, None)
        await self._keep(forum, state)

    async def reopen(self, forum: int, topic: int) -> None:
        """Open a topic that somebody closed, as its maker may.

        :raises Fault: it stays closed
        """
        try:
            await self._bot.reopen_forum_topic(forum, topic)
        except TelegramError as error:
            if not isinstance(closed := fault(error), Unchanged):
                raise _about_the_forum(closed) from error

    async def _make(self, forum: int, state: _State, category: str, how: Hold) -> None:
        while category not in state.made:
            if (until := self._resting.get(forum)) is not None and until > self._clock.now():
                raise Unreachable(f"Telegram lets nobody make topics there until {until:%H:%M} UTC; tried again later.")
            state.begun, state.above, state.found = category, await self._trail.highest(forum) or 0, []
            await self._keep(forum, state)
            try:
                topic = await self._bot.create_forum_topic(forum, _name(category), rate_limit_args=how)
            except TelegramError as error:
                refused = fault(error)
                if isinstance(refused, Unknown):
                    await self._settle(forum, state)
                    if category not in state.made:
                        raise Unreachable("Telegram made no topic and gave no answer; tried again later.") from error
                    return
                state.begun = ""
                await self._keep(forum, state)
                if (seconds := retry_after(error)) is None:
                    raise _about_the_forum(refused) from error
                await self._rest(forum, seconds, how)
            else:
                state.made[category], state.begun = topic.message_thread_id, ""
                await self._keep(forum, state)

    async def _rest(self, forum: int, seconds: float, how: Hold) -> None:
        """Make no topics for so long. Messages are sent meanwhile."""
        if seconds > _PATIENCE:
            self._resting[forum] = self._clock.now() + timedelta(seconds=seconds)
            # Without the cause, which would be taken for a word on all messages.
            raise Unreachable(f"Telegram makes no topic there for {seconds:g} s; tried again after that.") from None
        async with how.let_go():
            await self._clock.sleep(seconds)

    async def _settle(self, forum: int, state: _State) -> None:
        """Find out what became of a topic that was begun.

        :raises Unreachable: it can't be told yet
        """
        for wait in (0.0, LATE):
            await self._clock.sleep(wait)
            await self._look_on(forum, state)
            if state.found:
                state.made[state.begun], state.trial[state.begun] = state.found[0], state.found
                break
        state.begun, state.found = "", []
        await self._keep(forum, state)

    async def _look_on(self, forum: int, state: _State) -> None:
        """Look for topics that may be the one that was begun, to the end of the chat.

        :raises Unreachable: it is too far for once; next time goes on from there
        """
        number = state.above or 0
        last = max(number, await self._trail.highest(forum) or 0)
        asked = 0
        while number < last + END:
            number += 1
            if number in state.made.values() or self._trail.is_no_page(forum, number):
                last = max(last, number)
                continue
            if asked == WINDOW:
                state.above = number - 1
                await self._keep(forum, state)
                raise Unreachable("Whether the topic was made is looked for among all that was written since.")
            asked += 1
            if await self._looker.look(forum, number) is Look.NOTHING:
                continue
            last = max(last, number)
            if await self._stands(forum, number):
                state.found.append(number)
        state.above = last

    async def _sweep(self, forum: int, state: _State) -> None:
        """Delete our strays. Whatever is said to that concerns no page."""
        for stray, tries in list(state.strays.items()):
            try:
                await insisting(partial(self._bot.delete_message, forum, int(stray)))
            except Unreachable:
                continue
            except TelegramError as error:
                if not isinstance(fault(error), NoMessage) and tries > 1:
                    state.strays[stray] = tries - 1
                    await self._keep(forum, state)
                    continue
                log.info("Message %s in forum %d is not deleted: %s", stray, forum, fault(error))
            del state.strays[stray]
            await self._keep(forum, state)

    async def _stands(self, forum: int, number: int) -> bool:
        async def act() -> bool:
            return await self._bot.send_chat_action(forum, ChatAction.TYPING, message_thread_id=number)

        try:
            return await insisting(act)
        except TelegramError as error:
            # A closed topic stands all the same, but nothing of ours would be closed so soon.
            if isinstance(refused := fault(error), NoTopic) or "topic_closed" in error.message.lower():
                return False
            raise refused from error

    async def _state(self, forum: int) -> _State:
        if forum not in self._states:
            note = await self._notes.note(Destination(NAME, str(forum)), _NOTE)
            self._states[forum] = _State(**json.loads(note)) if note else _State()
        return self._states[forum]

    async def _keep(self, forum: int, state: _State) -> None:
        await self._notes.keep_note(Destination(NAME, str(forum)), _NOTE, json.dumps(asdict(state)))


def _about_the_forum(failed: Fault) -> Fault:
    """What a topic is refused for is nothing that is wrong with a page."""
    return Barred(f"The forum's topics can't be used. {failed}") if isinstance(failed, Refused) else failed


def _name(category: str) -> str:
    known = categories.CATEGORIES.get(category)
    name = f"{category} · {known.name}" if known else category
    return name[: ForumTopicLimit.MAX_NAME_LENGTH]
