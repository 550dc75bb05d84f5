"""One topic of a forum for each category, made once, found again, and made anew if somebody deletes it.

To make a topic twice is to have it twice, so what is begun is noted before, with the highest message id known. A topic
has the id of the message that opens it; so after a lost answer it is looked for above that id, where a chat action
("typing") tells whether a topic stands under a number. Nothing there tells whose it is. An edit that repeats our name
would ("TOPIC_NOT_MODIFIED"), but renames everybody else's. So what is found is taken on trial: a message that replies
to a topic's first one comes back with it, and with who opened it under which name. If that is not us, the message is
deleted at once, and the next one is tried; after the last a topic is made anew.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from telegram import Message
from telegram.constants import ChatAction, ForumTopicLimit
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import categories
from bot.adapter import Barred, Fault, Notes, Refused, Unknown, Unreachable
from bot.clock import Clock
from bot.messages import Destination
from bot.telegram.faults import NoTopic, Unchanged, fault
from bot.telegram.limiter import Pass
from bot.telegram.places import NAME
from bot.telegram.settling import LATE, WINDOW, insisting
from bot.telegram.trail import Trail

_NOTE = "topics"


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
    """The highest id that was known in the forum then."""


class Topics:
    """The topics of all forums. Everything here happens while the forum is held."""

    def __init__(self, bot: ExtBot[Pass], notes: Notes, trail: Trail, clock: Clock) -> None:
        self._bot = bot
        self._notes = notes
        self._trail = trail
        self._clock = clock
        self._states: dict[int, _State] = {}

    async def topic(self, forum: int, category: str, how: Pass) -> int:
        """The category's topic, which is made if there is none.

        :raises Fault: any but ``Unknown``
        """
        state = await self._state(forum)
        if state.begun:
            await self._settle(forum, state)
        if category not in state.made:
            await self._make(forum, state, category, how)
        return state.made[category]

    async def on_trial(self, forum: int, category: str) -> bool:
        """Whether the next message there must reply to the topic's first one, to tell whose it is."""
        return category in (await self._state(forum)).trial

    async def is_ours(self, forum: int, category: str, message: Message) -> bool:
        """Whether the message, which replied to a topic's first one, stands in our own; if not, the next is tried."""
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
            await self.forget(forum, category)
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

    async def _make(self, forum: int, state: _State, category: str, how: Pass) -> None:
        state.begun, state.above = category, await self._trail.highest(forum)
        await self._keep(forum, state)
        try:
            topic = await self._bot.create_forum_topic(forum, _name(category), rate_limit_args=how)
        except TelegramError as error:
            refused = fault(error)
            if not isinstance(refused, Unknown):
                state.begun = ""
                await self._keep(forum, state)
                raise _about_the_forum(refused) from error
            await self._settle(forum, state)
            if category not in state.made:
                raise Unreachable("Telegram made no topic and gave no answer; it is tried again later.") from error
            return
        state.made[category], state.begun = topic.message_thread_id, ""
        await self._keep(forum, state)

    async def _settle(self, forum: int, state: _State) -> None:
        """Find out what became of a topic that was begun."""
        found = await self._found(forum, state)
        if not found:
            await self._clock.sleep(LATE)
            found = await self._found(forum, state)
        if found:
            state.made[state.begun], state.trial[state.begun] = found[0], found
        state.begun = ""
        await self._keep(forum, state)

    async def _found(self, forum: int, state: _State) -> list[int]:
        """Topics that may be the one that was begun."""
        if state.above is None:
            return []
        return [
            number
            for number in range(state.above + 1, state.above + 1 + WINDOW)
            if number not in state.made.values()
            and not self._trail.is_others(forum, number)
            and await self._stands(forum, number)
        ]

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
