"""Whether a page arrived whose answer was lost.

Bots can't read a chat's history, and Telegram knows no key by which a repeated request would be recognized. But ids
grow by one with every message of a chat, and an edit of a message's buttons says what stands under an id: "message to
edit not found", "can't be edited" (somebody else's) or "not modified" (it has none, as no page of ours has any). The
right to edit in a channel reaches to what others post there, and answers of ours may stand between pages; so a message
that can be edited is read before it is taken for the page: it gets a button for a moment, and the answer to that holds
its text. What others are known to have written is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.adapter import Unknown, Unreachable
from bot.clock import Clock
from bot.telegram import markup
from bot.telegram.faults import Unchanged, fault
from bot.telegram.limiter import Pass
from bot.telegram.places import Anchor
from bot.telegram.trail import Trail, has_own_ids

WINDOW = 40
"""Ids that are looked at, at most."""
NEAR = 6
"""Ids that are looked at in private chats and basic groups: there a page may be found, but never be known to be
missing, and each look takes one of the 20 messages that a group takes in a minute."""
END = 8
"""So many ids in a row under which nothing stands are the end of a chat: deleted messages leave gaps, too."""
LATE = 5.0
"""Seconds after which a request that was under way when nobody waited any more has arrived or never will."""
_TRIES = 3
_ALIKE = 0.8
_WORD = re.compile(r"\w+")

T = TypeVar("T")


class Settler:
    """Looks for one page."""

    def __init__(self, bot: ExtBot[Pass], trail: Trail, clock: Clock, anchor: Anchor, text: str, how: Pass) -> None:
        self._bot = bot
        self._trail = trail
        self._clock = clock
        self._anchor = anchor
        self._words = markup.plain(text)
        self._how = how

    async def find(self) -> int | None:
        """The page's message id, or None where it never arrived.

        :raises Unknown: it can't be told
        :raises Fault: Telegram could not be asked
        """
        chat, above = self._anchor.chat, self._anchor.above
        if not has_own_ids(chat):
            return await self._find_among_all_chats(above)
        first = above or 0
        for wait in (0.0, LATE):
            await self._clock.sleep(wait)
            found, first = await self._scan(first)
            if found is not None:
                return found
        if above is None:
            raise Unknown("No answer came, and too little is known of the chat to tell whether the page arrived.")
        return None

    async def _scan(self, above: int) -> tuple[int | None, int]:
        """Where the page stands, if it does; and the highest id under which anything does."""
        last = max(above, await self._trail.highest(self._anchor.chat) or 0)
        for number in range(above + 1, above + 1 + WINDOW):
            if number > last + END:
                return None, last
            if self._trail.is_others(self._anchor.chat, number):
                last = max(last, number)
                continue
            there, message = await self._look(number)
            if message is not None and self._is_it(message):
                return number, number
            if there:
                last = max(last, number)
        if last + END > above + WINDOW:
            raise Unknown("No answer came, and too much was written since to tell whether the page arrived.")
        return None, last

    async def _find_among_all_chats(self, above: int | None) -> int:
        """In private chats and basic groups, whose ids are counted together, what is missing here may stand elsewhere:
        a page may be found, but never be known to be missing.
        """
        for number in range(above + 1, above + 1 + NEAR) if above is not None else ():
            _, message = await self._look(number)
            if message is not None and self._is_it(message):
                return number
        raise Unknown("No answer came, and in this kind of chat it can't be told whether the page arrived.")

    async def _look(self, number: int) -> tuple[bool, Message | None]:
        """Whether anything stands there, and what it is if it can be edited."""
        try:
            return True, await self._edit(number, None)
        except BadRequest as error:
            words = error.message.lower()
            if "not found" in words or "message_id_invalid" in words:
                return False, None
            if "message can't be edited" in words or "message_author_required" in words:
                return True, None
            if "message is not modified" not in words:
                raise fault(error) from error
        except Forbidden as error:
            if "message_author_required" in error.message.lower():
                return True, None
            raise fault(error) from error
        except TelegramError as error:
            raise fault(error) from error
        return True, await self._read(number)

    async def _read(self, number: int) -> Message:
        """The message itself, which has no buttons; it has none afterwards, either."""
        mark = InlineKeyboardMarkup([[InlineKeyboardButton("…", url=f"https://t.me/{self._bot.username}")]])
        message = None
        for buttons in (mark, None):
            try:
                message = await self._edit(number, buttons) or message
            except TelegramError as error:
                # Where an answer was lost, the edit was repeated: then it is the other one that brings the message.
                if not isinstance(failed := fault(error), Unchanged):
                    raise failed from error
        if message is None:
            raise Unreachable("Telegram gives too few answers to tell whether the page arrived; tried again later.")
        return message

    async def _edit(self, number: int, buttons: InlineKeyboardMarkup | None) -> Message | None:
        """Edit the buttons; what was lost on the way is asked again, which does no harm.

        :raises TelegramError: another answer than success
        """

        async def edit() -> Message | bool:
            return await self._bot.edit_message_reply_markup(
                self._anchor.chat, number, reply_markup=buttons, rate_limit_args=self._how
            )

        result = await insisting(edit)
        return result if isinstance(result, Message) else None

    def _is_it(self, message: Message) -> bool:
        if message.text is not None:
            return _letters(message.text) == _letters(self._words)
        if "rich_message" not in message.api_kwargs:
            return False
        # Formulas and lists come back in other words than they were sent in; papers differ in far more of theirs.
        there, sent = _words(_text(message.api_kwargs["rich_message"])), _words(self._words)
        return len(there & sent) >= _ALIKE * len(there | sent)


async def insisting(request: Callable[[], Awaitable[T]]) -> T:
    """Make a request that may be repeated, again where its answer is lost.

    :raises Unreachable: no answer ever came
    :raises TelegramError: any other than that
    """
    for _ in range(_TRIES):
        try:
            return await request()
        except TelegramError as error:
            lost = fault(error)
            if not isinstance(lost, Unknown):
                raise
    raise Unreachable(str(lost)) from lost


def _letters(text: str) -> str:
    """What is left of a text wherever Telegram trims it, or takes out signs that can't be seen."""
    return "".join(filter(str.isalnum, text))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _text(block: Any) -> str:
    """What a rich message says."""
    if isinstance(block, str):
        return block
    if isinstance(block, list):
        return "".join(map(_text, block))
    if isinstance(block, dict):
        return " ".join(_text(value) for name, value in block.items() if name not in ("type", "url", "name"))
    return ""
